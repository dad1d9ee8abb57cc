"""process - a board's emulator as a process of ours, which never outlives us.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from typing import List, Mapping, Optional, Sequence

from .errors import BoardError
from .traffic import printable

_GUARD = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'guard.py')
_ENDING = 10.0  # seconds for the guard, which needs less


def describe_status(status: int) -> str:
    if status > 128 and status - 128 in [int(number) for number in signal.Signals]:
        return 'it was ended by %s' % signal.Signals(status - 128).name
    return 'it ended with status %d' % status


class Process:
    """A command that runs until end(), with /dev/null for its input.  Its output is in the file
    OUTPUT (None: it goes where ours goes).

    It ends with us, however we end (guard.py), and so does what it has started.
    """

    def __init__(self, command: Sequence[str], output: Optional[str] = None,
                 environment: Optional[Mapping[str, str]] = None) -> None:
        if not shutil.which(command[0]):
            raise BoardError('%s: there is no such program' % command[0])
        self.command: List[str] = list(command)
        self.output = output
        with (open(output, 'wb') if output else contextlib.nullcontext()) as file:
            self._guard = subprocess.Popen(
                [sys.executable, '-S', '-E', _GUARD] + self.command, stdin=subprocess.PIPE, stdout=file,
                stderr=file and subprocess.STDOUT, env=environment)

    @property
    def status(self) -> Optional[int]:
        """The exit status, 128 + N if signal N ended it; None while it runs."""
        return self._guard.poll()

    def alive(self) -> bool:
        return self.status is None

    def wait(self, timeout: float) -> Optional[int]:
        """The exit status; None if it still runs."""
        try:
            return self._guard.wait(timeout)
        except subprocess.TimeoutExpired:
            return None

    def output_text(self) -> str:
        if self.output is None:
            return ''
        with open(self.output, 'rb') as file:
            return printable(file.read())

    def end(self) -> int:
        """Ends it with all that it has started; returns its exit status."""
        assert self._guard.stdin is not None
        self._guard.stdin.close()
        try:
            return self._guard.wait(_ENDING)
        except subprocess.TimeoutExpired:
            self._guard.kill()  # takes the command with it
            return self._guard.wait()
