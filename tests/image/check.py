#!/usr/bin/env python3
"""check.py BUILD - checks what an image and its protocol library promise:
no heap and no stdio in the image; no mutable data, no floating point, nothing of a
C library but four functions, and no recursion in protocol/; the sizes of the small
profile.  Prints every promise with its measure; exit status 1 when one is broken.

SPDX-License-Identifier: MIT
"""
import os
import re
import subprocess
import sys

HEAP_AND_STDIO = re.compile(
    r'^_?_?(malloc|free|calloc|realloc|memalign|sbrk|.*_sbrk(_r)?|_(malloc|free|calloc|realloc)_r'
    r'|v?(f|s|sn|as)?i?printf|v?f?scanf|f?puts|putchar|fopen|fwrite|__iob|stdout|stdin|stderr)$')
# What protocol/ may need of others: the four, strlen (which gcc makes of a loop), and the
# integer helpers of the compiler.
FOREIGN = re.compile(r'^(memcpy|memmove|memset|memcmp|strlen|__aeabi_(l|ul)(div|mul|lsl|lsr|asr|cmp)\w*'
                     r'|__aeabi_mem(cpy|move|set|clr)\d?|__(u?div|u?mod|mul|ashl|lshr|ashr)[sd]i3)$')
OWN = re.compile(r'^(json|qmp)_')
SMALL_CODE, SMALL_RAM = 16 * 1024, 6 * 1024

failed = False


def promise(kept, text):
    global failed
    failed |= not kept
    print('%s %s' % ('kept  ' if kept else 'BROKEN', text))


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def tool(build, name):
    """The toolchain's own, as CMake found it."""
    with open(os.path.join(build, 'CMakeCache.txt')) as cache:
        return re.search(r'^CMAKE_NM:\w+=(.*)nm$', cache.read(), re.M).group(1) + name


def linked(build):
    """What the linker made: the image, or what it is translated from."""
    before = build + '/e2kmon.riscv.elf'
    return before if os.path.exists(before) else build + '/e2kmon.elf'


def check_image(build):
    symbols = run(tool(build, 'nm'), '--format=posix', linked(build))
    bad = sorted(s for s in (l.split()[0] for l in symbols.splitlines()) if HEAP_AND_STDIO.match(s))
    promise(bool(symbols) and not bad, 'no heap and no stdio in the image %s' % ' '.join(bad))


def check_libraries(build):
    """Those that others link: what an image leaves out of them is in them, too."""
    for library in ('protocol/libqmp.a', 'firmware/objects/libobjects.a', 'firmware/libagent.a'):
        if os.path.exists(build + '/' + library):
            symbols = run(tool(build, 'nm'), '--format=posix', build + '/' + library)
            bad = sorted({s for s in (l.split()[0] for l in symbols.splitlines() if l) if HEAP_AND_STDIO.match(s)})
            promise(not bad, '%s asks for no heap and no stdio %s' % (os.path.basename(library), ' '.join(bad)))


def check_library(build):
    library = build + '/protocol/libqmp.a'
    sections = re.findall(r'^(\.s?(?:data|bss)\S*|COMMON)\s+(\d+)', run(tool(build, 'size'), '-A', library), re.M)
    data = sum(int(size) for name, size in sections if not name.startswith('.data.rel.ro'))
    promise(data == 0, 'protocol/ has no mutable data: %d bytes' % data)
    undefined = {l.split()[0] for l in run(tool(build, 'nm'), '--format=posix', '-u', library).splitlines()
                 if len(l.split()) > 1}
    alien = sorted(s for s in undefined if not FOREIGN.match(s) and not OWN.match(s))
    promise(not alien, 'protocol/ needs nothing but memcpy and its like %s' % ' '.join(alien))


def call_graph(build):
    calls, dynamic = {}, []
    for folder, _, files in os.walk(build + '/protocol'):
        for name in (f for f in files if f.endswith('.ci')):
            with open(os.path.join(folder, name)) as graph:
                text = graph.read()
            for caller, callee in re.findall(r'edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"', text):
                calls.setdefault(caller, set()).add(callee)
            dynamic += re.findall(r'title: "([^"]*)" label: "[^"]*\(dynamic\)', text)
    return calls, dynamic


def cycles(calls):
    """The functions that can reach themselves."""
    found = []
    for start in calls:
        seen, todo = set(), list(calls[start])
        while todo:
            function = todo.pop()
            if function not in seen:
                seen.add(function)
                todo += calls.get(function, ())
        if start in seen:
            found.append(start)
    return found


def check_recursion(build):
    calls, dynamic = call_graph(build)
    promise(bool(calls), 'call graphs of protocol/ are there: %d functions call others' % len(calls))
    recursive = sorted(cycles(calls))
    promise(not recursive, 'protocol/ does not recurse %s' % ' '.join(recursive))
    promise(not dynamic, 'protocol/ has no stack of unknown size %s' % ' '.join(dynamic))


def sample_code(build):
    """Bytes of code of the sample application, which is not the agent's."""
    with open(build + '/e2kmon.map') as lines:
        text = lines.read().replace('\n                ', ' ')
    return sum(int(size, 16) for size in re.findall(
        r'^ \.text\S*\s+0x[0-9a-f]+\s+0x([0-9a-f]+) \S*libapp\.a', text, re.M))


def check_small(build):
    sections = dict(re.findall(r'^(\.\S+)\s+(\d+)', run(tool(build, 'size'), '-A', build + '/e2kmon.elf'), re.M))
    code = int(sections['.text']) - sample_code(build)
    ram = sum(int(sections.get(s, 0)) for s in ('.app_stack', '.agent_stack', '.app_data', '.data', '.app_bss', '.bss'))
    promise(code <= SMALL_CODE, 'code of the small image, board included, without the sample application: %d bytes of %d' % (code, SMALL_CODE))
    promise(ram <= SMALL_RAM, 'RAM of the small image, stacks included: %d bytes of %d' % (ram, SMALL_RAM))


def main():
    build = sys.argv[1]
    check_image(build)
    check_libraries(build)
    check_library(build)
    check_recursion(build)
    if build.endswith('small'):
        check_small(build)
    return failed


if __name__ == '__main__':
    sys.exit(main())
