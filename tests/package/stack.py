#!/usr/bin/env python3
"""stack.py BUILD DOCUMENT ROW - the deepest that the protocol library's functions reach on the stack, from
the call graphs (.ci) of a build without the agent.  (Images with it: tests/bounds.)  An indirect call
counts as the deepest of what it may be: a command's handler, the writer of a reply; of a property,
all getters and setters (get_..., set_...).  The calls of memcpy and its like are not in it.
Fails when the row ROW of DOCUMENT's table does not state as much, or states twice too much.

SPDX-License-Identifier: MIT
"""
import os
import re
import sys

ENTRIES = re.compile(r'^qmp_(server_init|event_send|event_tick|session_\w+)$')
# Who calls through a pointer, and what that may be.
INDIRECT = {'execute_command': re.compile(r'^(qmp_do|agent)_\w+$'), 'qmp_reply_write': re.compile(r'\.c:emit_\w+$'),
            # The application's clock; long work, of which the library has none.
            'stamp': re.compile(r'(?!)'), 'qmp_session_run': re.compile(r'(?!)')}
OBJECTS = re.compile(r'^(value|tree)_|/firmware/objects/')
PROPERTY = re.compile(r'^(.*[:_])?(get|set)_\w+$')


def read(build):
    frames, calls = {}, {}
    for folder, _, files in os.walk(build):
        if os.path.relpath(folder, build).startswith('tests'):
            continue
        for name in (f for f in files if f.endswith('.ci')):
            with open(os.path.join(folder, name)) as graph:
                text = graph.read()
            for function, size in re.findall(r'title: "([^"]*)" label: "[^"]*?(\d+) bytes \(static\)', text):
                frames[function] = int(size)
            for caller, callee in re.findall(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"', text):
                calls.setdefault(caller, set()).add(callee)
    return frames, calls


def deepest(frames, calls):
    known = {}
    under_way = []

    def may_be(function):
        if OBJECTS.search(function):
            pattern = PROPERTY
        elif function.split(':')[-1] in INDIRECT:
            pattern = INDIRECT[function.split(':')[-1]]
        else:
            raise SystemExit('%s calls through a pointer: what it may call is not known' % function)
        return {f for f in frames if pattern.search(f)}

    def depth(function):
        if function in under_way:
            raise SystemExit('recursion: ' + ' -> '.join(under_way[under_way.index(function):] + [function]))
        if function not in known:
            under_way.append(function)
            called = set(calls.get(function, ()))
            if '__indirect_call' in called:
                called |= may_be(function)
            known[function] = frames.get(function, 0) + max((depth(f) for f in called), default=0)
            under_way.pop()
        return known[function]

    return {f: depth(f) for f in frames if ENTRIES.match(f)}


def main():
    build, document, row = sys.argv[1:]
    frames, calls = read(build)
    depths = deepest(frames, calls)
    for function, size in sorted(depths.items(), key=lambda item: -item[1]):
        print('%5d bytes from %s' % (size, function))
    with open(document) as text:
        stated = re.search(r'^\| %s \| ([\d,]+) \|' % re.escape(row), text.read(), re.M)
    if not stated or not depths:
        print('%s does not state the stack of: %s' % (document, row))
        return 1
    print('%s states %s' % (document, stated.group(1)))
    return 0 if max(depths.values()) <= int(stated.group(1).replace(',', '')) <= 2 * max(depths.values()) else 1


if __name__ == '__main__':
    sys.exit(main())
