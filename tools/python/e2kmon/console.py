"""console - what a board's application writes to its console, as text, and what is typed there.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import re
import threading
import time
from typing import IO, Optional, Pattern, Union

from .endpoint import Line
from .errors import Disconnected, Error, Timeout
from .traffic import Printable, tail

PATIENCE = 10.0
LEFTOVERS = 0.5  # seconds for what is there still at the end
TAIL = 20  # lines of the console in an error's text


class Console:
    """The console at the endpoint of LINE, which it owns.  A thread reads all the time, so that
    nothing is lost and the board never has to wait; what came is in the file PATH too.

    Lines end with LF in the text, whatever the board sends.
    """

    def __init__(self, line: Line, path: Optional[str] = None, timeout: float = PATIENCE) -> None:
        self.timeout = timeout
        self._line = line
        self._text = ''
        self._printable = Printable()
        self._searched = 0  # characters that wait_for() has passed
        self._ended = False
        self._changed = threading.Condition()
        self._file: Optional[IO[bytes]] = open(path, 'wb', buffering=0) if path else None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._read, name='e2kmon console', daemon=True)
        self._thread.start()

    def _read(self) -> None:
        while not self._closing.is_set():
            try:
                self._add(self._line.read(time.monotonic() + 0.05))
            except Timeout:
                continue
            except Disconnected:
                break
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _add(self, piece: bytes) -> None:
        if self._file:
            self._file.write(piece)
        with self._changed:
            self._text += self._printable.add(piece)
            self._changed.notify_all()

    @property
    def text(self) -> str:
        """All that has come so far."""
        with self._changed:
            return self._text

    def __str__(self) -> str:
        return self.text

    def __contains__(self, text: str) -> bool:
        return text in self.text

    def wait_for(self, text: Union[str, Pattern[str]], timeout: Optional[float] = None) -> str:
        """Waits for TEXT, or for what a compiled regular expression matches, behind what the last
        wait_for() found; returns what came up to its end.  Raises Timeout."""
        pattern = re.compile(re.escape(text)) if isinstance(text, str) else text
        until = time.monotonic() + (self.timeout if timeout is None else timeout)
        with self._changed:
            while True:
                found = pattern.search(self._text, self._searched)
                if found:
                    begin, self._searched = self._searched, found.end()
                    return self._text[begin:found.end()]
                if self._ended or not self._changed.wait(max(0.0, until - time.monotonic())):
                    why = 'the console has ended' if self._ended else 'not in time'
                    raise Timeout('%r is not on the console (%s); its end:\n%s'
                                  % (pattern.pattern if text is pattern else text, why, tail(self._text, TAIL)))

    def wait_more(self, timeout: float) -> None:
        """Waits until something comes, but not longer."""
        with self._changed:
            self._changed.wait(timeout)

    def type(self, text: str) -> None:
        """Types TEXT as it is: a line is ended by "\\n" (or "\\r", which most boards take too)."""
        self.type_bytes(text.encode())

    def type_bytes(self, data: bytes) -> None:
        self._line.write(data, time.monotonic() + self.timeout, other_reads=True)

    def close(self) -> None:
        """Reads what is there still, and closes.  Harmless when done already."""
        if self._closing.is_set():
            return
        self._closing.set()
        self._thread.join()
        until = time.monotonic() + LEFTOVERS
        try:
            while time.monotonic() < until: # a board that is there may never fall silent
                self._add(self._line.read(0))
        except Error:
            pass
        self._line.close()
        if self._file:
            self._file.close()
