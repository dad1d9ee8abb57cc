"""graph.py - the call graph of an image: the linked functions, with what the compiler's own graphs
(-fcallgraph-info=su) say of those it compiled.  The two must agree.

SPDX-License-Identifier: MIT
"""
import os
import re

import machine

NODE = re.compile(r'node: \{ title: "([^"]*)" label: "[^"\\]*\\n([^"\\:]*):(\d+):\d+\\n(\d+) bytes \((\w+)(?:,\w+)?\)')
EDGE = re.compile(r'edge: \{ sourcename: "([^"]*)" targetname: "__indirect_call" label: "([^"]*):(\d+):(\d+)"')


class Disagreement(Exception):
    pass


def compiled(build, root):
    """Of each function: its frame, the kind of it, its calls through pointers; by name and source."""
    found = {}
    for folder, _, files in os.walk(build):
        if os.path.relpath(folder, build).startswith('tests'):
            continue # other images
        for name in files:
            if name.endswith('.ci'):
                with open(os.path.join(folder, name)) as graph:
                    text = graph.read()
                source = os.path.relpath(re.search(r'graph: \{ title: "([^"]*)"', text).group(1), root)
                for title, _, _, size, kind in NODE.findall(text):
                    found[source, title.rsplit(':', 1)[-1]] = [int(size), kind, []]
                for title, path, line, column in EDGE.findall(text):
                    found[source, title.rsplit(':', 1)[-1]][2].append(
                        (os.path.relpath(path, root), int(line), int(column)))
    return found


def read(elf, dwarf, build, root, special):
    """The functions by address.  SPECIAL: what of the functions in assembler cannot be read off
    them - {name: ('sum' or 'one of' what it takes, reason)}.  Returns complaints, too."""
    functions, complaints = machine.read(elf), []
    told = compiled(build, root)
    for address, die in dwarf.functions().items():
        if address in functions:
            functions[address].source = os.path.normpath(dwarf.source(die))
    for function in functions.values():
        entry = told.get((function.source, function.name))
        function.frame = sum(function.down)
        if function.name in special:
            frame, _ = special[function.name]
            function.frame = max(function.down, default=0) if frame == 'one of' else function.frame
        elif entry is None:
            if function.strange:
                complaints.append('%s: does with the stack pointer: %s' % (function, function.strange))
            if function.indirect or function.through:
                complaints.append('%s: goes where a register says, and is no function of C' % function)
        else:
            complaints += compare(function, entry)
        if entry is not None:
            function.compiled = True
            function.sites = sorted(set(entry[2]))
    return functions, complaints


# Arguments in registers that a function stores above its frame, which -fstack-usage leaves out.
PRETENDED = 16


def compare(function, entry):
    size, kind, sites = entry
    if kind != 'static':
        yield '%s: a stack frame of unknown size (%s)' % (function, kind)
    if not size <= function.frame <= size + PRETENDED:
        yield '%s: %d bytes of stack by its instructions, %d by the compiler' % (function, function.frame, size)
    if function.indirect and not sites:
        yield '%s: a call through a pointer that the compiler does not tell of' % function
    if function.strange:
        yield '%s: does with the stack pointer: %s' % (function, function.strange)
