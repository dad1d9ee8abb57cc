#!/usr/bin/env python3
"""stack.py BUILD DOCUMENT ROW - the deepest that the library's functions reach on the stack,
from the call graphs (.ci) of a build: of agent_run() where the build has the agent, else of
the protocol library's.  An indirect call counts as the deepest of what it may be: a command's
handler, the writer of a reply, or what ports, clocks and the memory commands are made of.
Of a property it is the deepest of all getters and setters (get_..., set_...).
The calls of memcpy and its like are not in it.
Fails when the row ROW of DOCUMENT's table does not state as much, or states twice too much.

SPDX-License-Identifier: MIT
"""
import os
import re
import sys

PROTOCOL = re.compile(r'^qmp_(server_init|event_send|event_tick|session_\w+)$')
# Who calls through a pointer, and what that may be.
HANDLER = re.compile(r'^(qmp_do|agent)_(?!run$|init$|hooks$|serve_gdb$)\w+$')
WRITER = re.compile(r'^(?!.*/(gdb|monitor)/(\w+/)?\w+\.c:).*\b\w+\.c:emit_\w+$|/human_command\.c:emit$')
WORK_OF_MONITOR = re.compile(r'/(memsave|dump_file)\.c:\w+$')
WORK = re.compile(WORK_OF_MONITOR.pattern + r'|/human_command\.c:work$')
ROW = re.compile(r'^hmp_\w+$|^monitor_(pass|nothing)$')
SAYING = re.compile(r'/monitor/(\w+/)?(?!human_command)\w+\.c:emit\w*$')
CANDIDATES = re.compile(r'^candidates_|/monitor/terminal/candidate\w*\.c:\w+$')
LINK = re.compile(r'^(qmp_session|gdb|terminal)_(input|run|output|sent)$|agent\.c:session_\w+$')
GDB_PART = re.compile(r'^gdb_(read|write|verbose|continue|step|insert|remove|why|select|thread|query|set|detach|kill|'
                      r'restart)|/gdb/dispatch\.c:extended$')
GDB_WRITER = re.compile(r'/gdb/\w+\.c:emit\w*$')
PROCESSOR = re.compile(r'/arch/\w+/describe\.c:\w+$')
IN_MONITOR = {'monitor_begin', 'monitor_work', 'monitor_next'}
PROPERTY = re.compile(r'^(?!hmp_)(.*[:_])?(get|set)_\w+$')
DEVICE = re.compile(r'^(?!json_|qmp_|hmp_|agent_|value_|gdb_|core_|debug_|board_|memory_|console_|agent).*(_|:)(read|write|events|drained|clock|time_of_day)$|^bytes_from_')
INDIRECT = {'qmp_dispatch': HANDLER, 'execute_command': HANDLER, 'qmp_execute': HANDLER,
            'qmp_reply_write': WRITER, 'qmp_session_run': WORK, 'carry': LINK,
            'monitor_begin': ROW, 'hmp_help': re.compile('^hmp_log$'), 'monitor_next': SAYING,
            'take_part': WRITER, 'monitor_work': WORK_OF_MONITOR, 'complete_word': CANDIDATES, 'complete_list': CANDIDATES,
            'take_snapshot': PROCESSOR, 'hmp_info_mem': PROCESSOR, 'emit_protection': PROCESSOR,
            'gdb_answer': GDB_PART, 'gdb_run': GDB_WRITER, 'gdb_execute': re.compile('^agent_(cont|system_reset)$'),
            'look_up': re.compile(r'/gdb/query\.c:\w+$'), 'emit_document': re.compile(r'/gdb/describe\.c:write\w*$'),
            'core_file_read': re.compile(r'/core_\w+\.c:\w+$')}


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


def reaches(calls, function, goal):
    """Whether FUNCTION calls GOAL, or what it calls does, without a pointer."""
    seen, left = set(), [function]
    while left and goal not in seen:
        new = calls.get(left.pop(), set()) - seen
        seen |= new
        left += new
    return goal in seen


def deepest(frames, calls, entries):
    """Below monitor_begin() nothing begins with the monitor once more: unit_monitor_table has that
    no row is a command of QMP that does."""
    known = {}
    under_way = []
    monitor = {f for f in frames if HANDLER.search(f) and reaches(calls, f, 'monitor_begin')}
    monitor |= {f for f in frames if '/human_command.c:' in f}

    def may_be(function):
        objects = re.match(r'(value|tree)_|.*/firmware/objects/', function)
        pattern = PROPERTY if objects else INDIRECT.get(function.split(':')[-1], DEVICE)
        return {f for f in frames if pattern.search(f)} - {function}

    def depth(function, inside=False):
        inside = inside or function in IN_MONITOR
        call = function, inside
        if call in under_way:
            way = under_way[under_way.index(call):] + [call]
            raise SystemExit('recursion: ' + ' -> '.join(name for name, _ in way))
        if call not in known:
            under_way.append(call)
            called = set(calls.get(function, ()))
            if '__indirect_call' in called:
                called |= may_be(function) - (monitor if inside else set())
            known[call] = frames.get(function, 0) + max((depth(f, inside) for f in called), default=0)
            under_way.pop()
        return known[call]

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
