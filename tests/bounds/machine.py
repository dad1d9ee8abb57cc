"""machine.py - the functions of an image as they were linked: what each takes off the stack
pointer, what it calls or jumps to, and whose addresses it takes, from the disassembly.

SPDX-License-Identifier: MIT
"""
import re

from elf import Places

LINE = re.compile(r'^ *([0-9a-f]+):\t(\S+)(?:\t([^;\n]*))?', re.M)
TARGET = re.compile(r'(?:^|[ ,])([0-9a-f]{2,}) <|# ([0-9a-f]+) <')


class Function:
    def __init__(self, address, name):
        self.address, self.name = address, name
        self.down = []        # bytes, each time the stack pointer is lowered
        self.calls = set()    # addresses of functions
        self.jumps = set()    # of those it ends in
        self.taken = set()    # addresses of functions that it uses as values
        self.indirect = 0     # calls through a register
        self.through = 0      # jumps through a register
        self.strange = []     # what else is done to the stack pointer
        self.compiled = False # from C
        self.source = None    # of the unit that has it
        self.frame = 0
        self.sites = []       # places in the source of calls through pointers

    def __repr__(self):
        return '%s:%s' % (self.source, self.name)


def registers(text):
    """How many a list like {r4, r5-r7, lr} has."""
    count = 0
    for item in text.strip('{} ').split(','):
        ends = [int(n) for n in re.findall(r'\d+', item)]
        count += ends[1] - ends[0] + 1 if '-' in item else 1
    return count


class Thumb:
    @staticmethod
    def step(function, code, what):
        """Notes what an instruction does to the stack pointer, or that it goes through a register."""
        code, what = code.split('.')[0], what.split('@')[0].rstrip()
        if code == 'push' or (code == 'stmdb' and what.startswith('sp!')):
            function.down.append(4 * registers(what[what.index('{'):]))
        elif re.match(r'subw?s?$', code) and re.match(r'sp, (sp, )?#\d+$', what):
            function.down.append(int(what.split('#')[1]))
        elif re.search(r'\[sp, #-\d+\]!', what):
            function.down.append(int(re.search(r'#-(\d+)', what).group(1)))
        elif re.match(r'(sub|mov|msr|mrs)\w*$', code) and re.match(r'(sp|MSP|PSP)\b', what):
            function.strange.append('%s %s' % (code, what))
        elif code == 'add' and re.match(r'sp, (sp, )?[^#s]', what):
            function.strange.append('%s %s' % (code, what))
        elif code == 'blx' and re.match(r'[a-z]', what):
            function.indirect += 1
        elif (code == 'bx' and what != 'lr') or (code in ('mov', 'ldr') and what.startswith('pc')):
            function.through += 1

    links, jumps = re.compile(r'blx?$'), re.compile(r'(b|cbn?z)')


class Riscv:
    """Remembers the constants in registers: the large frames are made with them."""

    def __init__(self):
        self.constants = {}

    def step(self, function, code, what):
        words = what.split('#')[0].strip().split(',')
        if code in ('add', 'addi') and words[:2] == ['sp', 'sp'] and '#' not in what:
            amount = int(words[2], 0) if re.match(r'-?\d', words[2]) else self.constants.get(words[2])
            if amount is None:
                function.strange.append('%s %s' % (code, what))
            elif amount < 0:
                function.down.append(-amount)
        elif code in ('sub', 'mv', 'csrrw', 'csrr', 'auipc', 'add', 'addi') and words[0] == 'sp':
            function.strange.append('%s %s' % (code, what))
        elif code == 'li':
            self.constants[words[0]] = int(words[1], 0)
        elif code == 'lui':
            value = int(words[1], 0) << 12
            self.constants[words[0]] = value - (1 << 32) if value & 1 << 31 else value
        elif code in ('addi', 'addw', 'addiw', 'add') and words[0] == words[1] and \
                words[0] in self.constants and re.match(r'-?\d', words[2]):
            self.constants[words[0]] += int(words[2], 0)
        elif code == 'jalr' and '#' not in what:
            function.indirect += 1
        elif code == 'jr' and '#' not in what and words[0] != 'ra':
            function.through += 1

    links, jumps = re.compile(r'jalr?$'), re.compile(r'(j$|jr$|b)')


def read(elf):
    """Address to function."""
    functions = {a: Function(a, name) for a, name in elf.functions().items()}
    places, machine = Places(functions), None
    begin = None
    for match in LINE.finditer(elf.run('objdump', '-d', '--no-show-raw-insn')):
        address, code, what = int(match.group(1), 16), match.group(2), (match.group(3) or '').rstrip()
        if code.startswith('.'):
            continue
        if places.of(address) != begin:
            begin, machine = places.of(address), Thumb() if elf.arm else Riscv()
        function = functions.get(begin)
        if function is None:
            continue
        if code == 'jal' and re.match(r'(x0|zero),', what):
            code = 'j'
        target = TARGET.search(what)
        value = int(target.group(1) or target.group(2), 16) if target else None
        bare = code.split('.')[0]
        if value is not None and elf.is_code(value) and (machine.links.match(bare) or machine.jumps.match(bare)):
            goal = places.of(value)
            if goal != begin or (value == begin and machine.links.match(bare)):
                inside = value != goal or functions[goal].name.endswith('.cold')
                (function.calls if machine.links.match(bare) or inside else function.jumps).add(goal)
        elif value in functions:
            function.taken.add(value)
        machine.step(function, code, what)
    return functions
