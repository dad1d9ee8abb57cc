#!/usr/bin/env python3
"""stack.py BUILD DOCUMENT ROW - the deepest that the library's functions reach on the stack,
from the call graphs (.ci) of a build: of agent_run() where the build has the agent, else of
the protocol library's.  An indirect call counts as the deepest of what it may be: a command's
handler, the writer of a reply, or what ports, clocks and the memory commands are made of.
Of a property it is the deepest of all getters and setters (get_..., set_...).
The calls of memcpy and its like are not in it.
Fails when the row ROW of DOCUMENT's table does not state as much, or states twice too much.

SPDX-License-Identifier: MIT"""
import os
import re
import sys

PROTOCOL = re.compile(r'^qmp_(server_init|event_send|event_tick|session_\w+)$')
# Who calls through a pointer, and what that may be.
HANDLER = re.compile(r'^(qmp_do|agent)_(?!run$|init$|hooks$)\w+$')
WRITER = re.compile(r'(?<!/gdb/)\b\w+\.c:emit_\w+$')
WORK = re.compile(r'/(memsave|dump_file)\.c:\w+$')
LINK = re.compile(r'^(qmp_session|gdb)_(input|run|output|sent)$|agent\.c:session_\w+$')
GDB_PART = re.compile(r'^gdb_(read|write|verbose|continue|step|insert|remove|why|select|thread|query|set|detach|kill|'
                      r'restart)|/gdb/dispatch\.c:extended$')
GDB_WRITER = re.compile(r'/gdb/\w+\.c:emit_\w+$')
PROPERTY = re.compile(r'(^|:|_)(get|set)_\w+$')
DEVICE = re.compile(r'^(?!json_|qmp_|agent_|value_|gdb_|core_|debug_|board_|memory_|console_|agent).*(_|:)(read|write|events|drained|clock|time_of_day)$|^bytes_from_')
INDIRECT = {'qmp_dispatch': HANDLER, 'qmp_reply_write': WRITER, 'qmp_session_run': WORK, 'carry': LINK,
            'gdb_answer': GDB_PART, 'gdb_run': GDB_WRITER, 'gdb_execute': HANDLER,
            'look_up': re.compile(r'/gdb/query\.c:\w+$'), 'emit_document': re.compile(r'/gdb/describe\.c:write\w*$'),
            'gdb_monitor': re.compile(r'/gdb/monitor\.c:\w+$'), 'core_file_read': re.compile(r'/core_\w+\.c:\w+$')}


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


def deepest(frames, calls, entries):
    known = {}
    under_way = []

    def depth(function):
        if function in under_way:
            raise SystemExit('recursion: ' + ' -> '.join(under_way[under_way.index(function):] + [function]))
        if function not in known:
            under_way.append(function)
            called = set(calls.get(function, ()))
            if '__indirect_call' in called:
                objects = re.match(r'(value|tree)_|.*/firmware/objects/', function)
                may_be = PROPERTY if objects else INDIRECT.get(function.split(':')[-1], DEVICE)
                called |= {f for f in frames if may_be.search(f)} - {function}
            known[function] = frames.get(function, 0) + max(map(depth, called), default=0)
            under_way.pop()
        return known[function]

    return {f: depth(f) for f in frames if entries.match(f)}


def main():
    build, document, row = sys.argv[1:]
    frames, calls = read(build)
    depths = deepest(frames, calls, re.compile(r'^agent_run$') if 'agent_run' in frames else PROTOCOL)
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
