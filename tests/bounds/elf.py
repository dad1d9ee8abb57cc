"""elf.py - an ELF file: its symbols, its bytes by address, and the tools it was made with.

SPDX-License-Identifier: MIT
"""
import bisect
import re
import struct
import subprocess

MACHINE_ARM = 40
WRITTEN, ALLOCATED = 1, 2 # sh_flags
NOBITS = 8
FUNC, NOTYPE = 2, 0


class Elf:
    def __init__(self, path):
        self.path = path
        with open(path, 'rb') as file:
            self.data = file.read()
        self.wide = self.data[4] == 2
        self.word = 8 if self.wide else 4
        head = struct.unpack_from('<HHIQQQIHHHHHH' if self.wide else '<HHIIIIIHHHHHH', self.data, 16)
        self.arm = head[1] == MACHINE_ARM
        self.prefix = 'arm-none-eabi-' if self.arm else 'riscv64-unknown-elf-'
        self.sections = self._sections(head[5], head[11], head[12])
        self.symbols = list(self._symbols())
        self.by_name = {name: value for name, value, *_ in self.symbols}
        text = [s for s in self.sections if s['flags'] & 4 and s['size']]
        self.code = [(s['address'], s['address'] + s['size']) for s in text]

    def _sections(self, offset, count, names):
        form = '<IIQQQQIIQQ' if self.wide else '<IIIIIIIIII'
        size = struct.calcsize(form)
        rows = [struct.unpack_from(form, self.data, offset + n * size) for n in range(count)]
        sections = [dict(zip(('name', 'type', 'flags', 'address', 'offset', 'size', 'link'), r)) for r in rows]
        for section in sections:
            section['name'] = self._text(sections[names]['offset'] + section['name'])
        return sections

    def _text(self, offset):
        return self.data[offset:self.data.index(b'\0', offset)].decode()

    def _symbols(self):
        """Name, value, size, type and section of each."""
        table = next(s for s in self.sections if s['type'] == 2)
        names = self.sections[table['link']]['offset']
        form = '<IBBHQQ' if self.wide else '<IIIBBH'
        for at in range(table['offset'], table['offset'] + table['size'], struct.calcsize(form)):
            row = struct.unpack_from(form, self.data, at)
            name, info, index, value, size = (row[0], row[1], row[3], row[4], row[5]) if self.wide else \
                (row[0], row[3], row[5], row[1], row[2])
            yield self._text(names + name), value, size, info & 15, index

    def is_code(self, address):
        return any(begin <= address < end for begin, end in self.code)

    def functions(self):
        """Address to name, of functions and of what assembler calls one, in order of address."""
        found = {}
        for name, value, _, kind, index in self.symbols:
            if kind not in (FUNC, NOTYPE) or not index or index >= 0xff00 or not name or name[0] in '$.':
                continue
            if kind == NOTYPE and name.startswith('__'):
                continue # the linker script's
            address = value & ~1 if self.arm else value
            if self.is_code(address) and (kind == FUNC or address not in found):
                found[address] = name
        return dict(sorted(found.items()))

    def is_writable(self, address):
        return any(s['address'] <= address < s['address'] + s['size'] for s in self.sections
                   if s['flags'] & ALLOCATED and s['flags'] & WRITTEN)

    def read(self, address, size):
        for section in self.sections:
            if section['flags'] & ALLOCATED and section['address'] <= address and \
                    address + size <= section['address'] + section['size']:
                if section['type'] == NOBITS:
                    return bytes(size)
                at = section['offset'] + address - section['address']
                return self.data[at:at + size]
        return None

    def pointer(self, address):
        """The function address that stands at ADDRESS."""
        value = int.from_bytes(self.read(address, self.word) or b'', 'little')
        return value & ~1 if self.arm else value

    def pointers(self, functions):
        """Where in the image's data, and in its literal pools, the address of a function stands."""
        wanted = {(a | 1 if self.arm else a): a for a in functions}
        for section in self.sections:
            if not section['flags'] & ALLOCATED or section['type'] == NOBITS:
                continue
            if section['flags'] & 4 and not self.arm:
                continue # no literal pools
            step, end = (2 if section['flags'] & 4 else self.word), section['size'] - self.word + 1
            data = self.data[section['offset']:section['offset'] + section['size']]
            begin = -section['address'] % step
            for at in range(begin, end, step):
                value = int.from_bytes(data[at:at + self.word], 'little')
                if value in wanted:
                    yield section['address'] + at, wanted[value], bool(section['flags'] & 4)

    def run(self, tool, *options):
        return subprocess.run([self.prefix + tool, *options, self.path], check=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


class Places:
    """Finds what contains an address, of things that begin at addresses."""

    def __init__(self, begins):
        self.begins = sorted(begins)

    def of(self, address):
        at = bisect.bisect_right(self.begins, address)
        return self.begins[at - 1] if at else None
