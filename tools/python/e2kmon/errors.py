"""errors - what can go wrong between a test and a board.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

from typing import Any, Dict, Optional


class Error(Exception):
    """The root of all exceptions of this package."""


class EndpointError(Error):
    """The endpoint cannot be understood, or opened before the deadline, or its server does not have
    what was asked for."""


class Disconnected(Error):
    """The other side has closed the line; the board, or its emulator, has probably ended."""


class Timeout(Error):
    """What was waited for did not come before the deadline."""


class Damaged(Error):
    """A line from the server failed its frame check: a reply or an event is lost, and a command that
    was under way may have been executed.  The session can be used as before."""


class Restarted(Error):
    """The board greeted again in the middle of a session, so it has started anew: requests
    under way are lost.  The session has been negotiated again and can be used."""


class BoardError(Error):
    """The board could not be started, or its emulator has ended when it should not."""


class CommandError(Error):
    """The server answered a command with an error.

    command      the command's name
    error_class  the error's class ("GenericError", "CommandNotFound", ...)
    desc         the error's text
    """

    def __init__(self, command: str, error: Dict[str, Any], arguments: Optional[Any] = None) -> None:
        self.command = command
        self.arguments = arguments
        self.error_class = str(error.get('class', ''))
        self.desc = str(error.get('desc', ''))
        super().__init__(command, error)

    def __str__(self) -> str:
        return '%s: %s: %s' % (self.command, self.error_class, self.desc)
