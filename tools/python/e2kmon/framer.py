"""framer - messages out of the bytes of a line.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import json
from collections import deque
from typing import Any, Deque, Dict, List, Optional

from . import check
from .errors import Damaged

GREETING = b'{"QMP"'


class Framer:
    """Messages are lines.  What is no QMP message is counted as garbage and skipped; of a line
    that was cut by a restart the greeting at its end is taken.

    garbage  lines that were no message
    checked  lines have a frame check; a greeting has none, and ends that
    begins   the next line with a right check begins that
    """

    def __init__(self) -> None:
        self.garbage = 0
        self.checked = self.begins = False
        self._pieces: List[bytes] = []  # of the line that has not ended
        self._lines: Deque[bytes] = deque()

    def feed(self, data: bytes) -> None:
        first, *rest = data.split(b'\n')
        self._pieces.append(first)
        for piece in rest:
            self._lines.append(b''.join(self._pieces))
            self._pieces = [piece]

    def next(self) -> Optional[Dict[str, Any]]:
        """The next message; None: more bytes are needed.  Raises Damaged."""
        while self._lines:
            # 0xFF, which no message contains, is where the server begins anew.
            line = self._lines.popleft().rpartition(b'\xff')[2].strip()
            message = self._parse(line) if line else None
            if message is not None:
                return message
        return None

    def _parse(self, line: bytes) -> Optional[Dict[str, Any]]:
        right = self._right(line)
        message = _load(right) if right is not None else None
        if message is None:
            begin = line.rfind(GREETING)
            message = _load(line[begin:]) if begin >= 0 else None
            self.garbage += message is None or begin > 0
        if message is None and self.checked:
            raise Damaged('a line was damaged on its way here (frame check): a reply or an event is lost, '
                          'and a command may have been executed')
        if message is not None and 'QMP' in message:
            self.checked = self.begins = False
        return message

    def _right(self, line: bytes) -> Optional[bytes]:
        """LINE, where there are checks without its own; None if that is wrong."""
        if not self.checked and not self.begins:
            return line
        right = check.take(line)
        if right is None and self.begins:
            return line
        self.checked, self.begins = True, False
        return right


def _load(line: bytes) -> Optional[Dict[str, Any]]:
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return message if isinstance(message, dict) and _is_message(message) else None


def _is_message(message: Dict[str, Any]) -> bool:
    """Is it one, and what is asked of it later of the kind that it has to be?"""
    if 'event' in message:
        return isinstance(message['event'], str) and all(
            isinstance(message.get(name, {}), dict) for name in ('data', 'timestamp'))
    if 'error' in message:
        return isinstance(message['error'], dict)
    return 'return' in message or isinstance(message.get('QMP'), dict)
