"""crc - the frame check of a line, apart from the product's: bit by bit made into a table.

SPDX-License-Identifier: MIT
"""
import re

TAIL = re.compile(rb', "check": "([0-9a-f]{8})"\}$')


def _entry(value):
    for _ in range(8):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value


_TABLE = [_entry(value) for value in range(256)]


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def add(line):
    """LINE, an object, with its check."""
    return b'%s, "check": "%08x"}' % (line[:-1], crc32c(line[:-1]))


def holds(line):
    """Whether LINE, without its end, has the right check."""
    found = TAIL.search(line)
    return found is not None and int(found.group(1), 16) == crc32c(line[:found.start()])
