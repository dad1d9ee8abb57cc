"""image.py - the stacks of one image: computed, and compared with what is reserved and stated.

SPDX-License-Identifier: MIT
"""
import os
import pathlib
import re

import boards
import graph
from dwarf import Dwarf
from elf import Elf
from resolve import Resolver
from stack import Recursion, Stack

ROOT = str(pathlib.Path(__file__).resolve().parents[2])
SYMBOLS = {'agent': '__agent_stack', 'application': '__app_stack'}


class Image:
    """COMPLAINTS is empty when everything holds; `stacks` has name: (worst, reserved, stated, levels)."""

    def __init__(self, build, root=ROOT):
        self.build = os.path.abspath(build)
        translated = self.build + '/e2kmon.riscv.elf'
        self.elf = Elf(translated if os.path.exists(translated) else self.build + '/e2kmon.elf')
        dwarf = Dwarf(self.elf)
        self.functions, self.complaints = graph.read(self.elf, dwarf, self.build, root, boards.SPECIAL)
        self.resolver = Resolver(root, self.elf, dwarf, self.functions)
        self.reached = {(f, s): self.resolver.targets(f, s) for f in self.functions.values() for s in f.sites}
        self.complaints += self.resolver.complaints + list(self.resolver.unused())
        self.stack = Stack(self.functions, lambda f, s: self.reached[f, s], boards.RULES)
        boards.prepare(self.elf, self.functions, self.stack.by_name)
        self.stacks, self.entries = {}, {}
        try:
            self.stack.all()
            self.entries = {n: self.stack.of(n) for n in boards.ENTRIES if self.stack.has(n)}
            for name, ways in boards.stacks(self.elf, self.stack).items():
                self._compare(name, max(ways, key=lambda way: sum(level[1] for level in way)))
        except Recursion as found:
            self.complaints.append('recursion: %s' % found)

    def _compare(self, name, levels):
        worst = sum(level[1] for level in levels)
        if name == 'hart':
            reserved = stated = self._hart_stack()
        else:
            reserved = self.elf.by_name[SYMBOLS[name] + '_top'] - self.elf.by_name[SYMBOLS[name] + '_bottom']
            stated = self.elf.by_name.get(SYMBOLS[name] + '_needs', 0)
            if not stated:
                self.complaints.append('%s stack: the image does not say what it needs (%d)' % (name, worst))
            elif not worst <= stated <= 2 * worst:
                self.complaints.append('%s stack: %d bytes at most, %d stated' % (name, worst, stated))
        if worst > reserved or stated > reserved:
            self.complaints.append('%s stack: %d bytes at most, %d stated, %d reserved' % (name, worst, stated, reserved))
        self.stacks[name] = worst, reserved, stated, levels

    def _hart_stack(self):
        """Of one: by the constant that start.S multiplies with, which its instructions have."""
        with open(ROOT + '/board/include/board/config.h') as header:
            return int(re.search(r'#define BOARD_CPU_TRAP_STACK (\d+)', header.read()).group(1))
