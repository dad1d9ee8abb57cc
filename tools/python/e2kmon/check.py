"""check - the frame check of a line: a CRC-32C as the last member of its object.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import re
from typing import List, Optional

_TAIL = re.compile(rb', "check": "([0-9a-f]{8})"\}$')


def _entry(value: int) -> int:
    for _ in range(8):
        value = value >> 1 ^ (0x82F63B78 if value & 1 else 0)
    return value


_TABLE: List[int] = [_entry(value) for value in range(256)]


def _crc32c(data: bytes) -> int:
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


def add(line: bytes) -> bytes:
    """LINE, an object without a line's end, with its check."""
    return b'%s, "check": "%08x"}' % (line[:-1], _crc32c(line[:-1]))


def take(line: bytes) -> Optional[bytes]:
    """LINE without its check; None if that is not the right one, or not there."""
    tail = _TAIL.search(line)
    if tail is None or int(tail.group(1), 16) != _crc32c(line[:tail.start()]):
        return None
    return line[:tail.start()] + b'}'
