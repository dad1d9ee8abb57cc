"""traffic - what went over a line, with the time, in a file and as text.

A line of the file is `SECONDS > TEXT` for what was sent and `SECONDS < TEXT` for what came; what
could steer a terminal is shown as \\xNN.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import codecs
import re
import threading
import time
from typing import IO, Dict, Optional

_NOT_PLAIN = re.compile('[^\t\n -~]')
KEPT = 256 * 1024  # characters of the text in memory


class Printable:
    """Bytes as text, as they come: line ends are LF, and nothing in the text steers a terminal or
    breaks an XML file."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder('utf-8')('backslashreplace')
        self._rest = ''  # a CR that may belong to a line end

    def add(self, data: bytes, final: bool = False) -> str:
        text = self._rest + self._decoder.decode(data, final)
        self._rest = '\r' if text.endswith('\r') and not final else ''
        text = text[:len(text) - len(self._rest)].replace('\r\n', '\n')
        return _NOT_PLAIN.sub(_show, text)


def printable(data: bytes) -> str:
    """All of DATA as such a text."""
    return Printable().add(data, final=True)


def _show(match: 're.Match[str]') -> str:
    code = ord(match[0])
    if match[0].isprintable():
        return match[0]
    return '\\x%02x' % code if code < 256 else '\\u%04x' % code


def tail(text: str, lines: int) -> str:
    """The last LINES lines of TEXT."""
    all_lines = text.splitlines(True)
    left_out = len(all_lines) - lines
    if left_out <= 0:
        return text
    return '... %d lines before\n' % left_out + ''.join(all_lines[left_out:])


class Traffic:
    """A record of a line.  Any thread may call it.  Without PATH it is in memory only; there the
    last KEPT characters are kept, in the file all."""

    def __init__(self, path: Optional[str] = None) -> None:
        self._file: Optional[IO[str]] = open(path, 'w', encoding='utf-8') if path else None
        self._start = time.monotonic()
        self._rest: Dict[str, bytes] = {'>': b'', '<': b''}
        self._text = ''
        self._lock = threading.Lock()

    def sent(self, data: bytes) -> None:
        self._add('>', data)

    def came(self, data: bytes) -> None:
        self._add('<', data)

    def note(self, text: str) -> None:
        """A remark between the lines."""
        with self._lock:
            self._put('#', text.encode())

    def _add(self, direction: str, data: bytes) -> None:
        with self._lock:
            *lines, rest = (self._rest[direction] + data).split(b'\n')
            self._rest[direction] = rest
            for line in lines:
                self._put(direction, line.rstrip(b'\r'))

    def _put(self, direction: str, line: bytes) -> None:
        text = '%.6f %s %s\n' % (time.monotonic() - self._start, direction, printable(line))
        self._text += text
        if len(self._text) > 2 * KEPT:
            self._text = self._text[-KEPT:]
        if self._file:
            self._file.write(text)
            self._file.flush()

    def text(self) -> str:
        """All that is kept, the beginning of a line that has not ended included."""
        with self._lock:
            return self._text + ''.join('(unfinished) %s %s\n' % (direction, printable(rest))
                                        for direction, rest in self._rest.items() if rest)

    def close(self) -> None:
        with self._lock:
            for direction, rest in self._rest.items():
                if rest:
                    self._put(direction, rest)
                self._rest[direction] = b''
            if self._file:
                self._file.close()
                self._file = None
