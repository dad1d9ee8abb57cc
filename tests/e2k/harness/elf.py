"""elf.py - reads and spoils ELF files of 64 bits, little-endian.

Source: System V ABI, ELF-64 object file format.

SPDX-License-Identifier: MIT
"""
import struct

# name: (offset, bytes)
HEADER = {
    'class': (4, 1), 'data': (5, 1), 'type': (16, 2), 'machine': (18, 2), 'version': (20, 4),
    'entry': (24, 8), 'phoff': (32, 8), 'shoff': (40, 8), 'flags': (48, 4), 'ehsize': (52, 2),
    'phentsize': (54, 2), 'phnum': (56, 2), 'shentsize': (58, 2), 'shnum': (60, 2),
    'shstrndx': (62, 2),
}
SEGMENT = {
    'type': (0, 4), 'flags': (4, 4), 'offset': (8, 8), 'vaddr': (16, 8), 'paddr': (24, 8),
    'filesz': (32, 8), 'memsz': (40, 8), 'align': (48, 8),
}
SECTION = {
    'name': (0, 4), 'type': (4, 4), 'flags': (8, 8), 'addr': (16, 8), 'offset': (24, 8),
    'size': (32, 8), 'link': (40, 4), 'info': (44, 4), 'align': (48, 8), 'entsize': (56, 8),
}
SYMBOL = {'name': (0, 4), 'info': (4, 1), 'other': (5, 1), 'shndx': (6, 2), 'value': (8, 8),
          'size': (16, 8)}
RELOCATION = {'offset': (0, 8), 'type': (8, 4), 'symbol': (12, 4), 'addend': (16, 8)}
EXECUTABLE = 4 # SHF_EXECINSTR


class Record:
    """Fields at a place of an Elf: record['size'], record['size'] = 5."""

    def __init__(self, elf, at, fields):
        self.elf = elf
        self.at = at
        self.fields = fields

    def __getitem__(self, name):
        offset, size = self.fields[name]
        return int.from_bytes(self.elf.data[self.at + offset:self.at + offset + size], 'little')

    def __setitem__(self, name, value):
        offset, size = self.fields[name]
        value &= (1 << 8 * size) - 1
        self.elf.data[self.at + offset:self.at + offset + size] = value.to_bytes(size, 'little')

    def places(self):
        """The offset in the file and the size of each field."""
        return [(self.at + offset, size) for offset, size in self.fields.values()]


class Elf:
    def __init__(self, data):
        self.data = bytearray(data)
        self.header = Record(self, 0, HEADER)
        self.segments = self.records(self.header['phoff'], self.header['phnum'], 56, SEGMENT)
        self.sections = self.records(self.header['shoff'], self.header['shnum'], 64, SECTION)

    def records(self, at, count, size, fields):
        return [Record(self, at + i * size, fields) for i in range(count)]

    def text(self, section, offset):
        start = section['offset'] + offset
        return self.data[start:self.data.index(0, start)].decode('latin-1')

    def section(self, name):
        names = self.sections[self.header['shstrndx']]
        return next(s for s in self.sections if self.text(names, s['name']) == name)

    def table(self, name, size, fields):
        section = self.section(name)
        return self.records(section['offset'], section['size'] // size, size, fields)

    def symbols(self):
        return self.table('.symtab', 24, SYMBOL)

    def relocations(self, name):
        return self.table(name, 24, RELOCATION)

    def symbol(self, name):
        names = self.section('.strtab')
        return next(s for s in self.symbols() if self.text(names, s['name']) == name)

    def set_word(self, address, word):
        """The instruction at an address of a section of code."""
        section = next(s for s in self.sections if s['flags'] & EXECUTABLE and
                       s['addr'] <= address < s['addr'] + s['size'])
        struct.pack_into('<I', self.data, section['offset'] + address - section['addr'], word)

    def code_bytes(self):
        return sum(s['size'] for s in self.sections if s['flags'] & EXECUTABLE)
