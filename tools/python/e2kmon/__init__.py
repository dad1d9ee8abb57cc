"""e2kmon - driving a board from Python, and testing firmware on it; the standard library suffices.

qmp            a QMP client
board          a board as a test has it: started or attached, with its console
pytest_plugin  the fixture `board`

SPDX-License-Identifier: MIT
"""
from .board import Board
from .errors import (BoardError, CommandError, Damaged, Disconnected, EndpointError, Error,
                     Restarted, Timeout)
from .qmp import Client, Event

__all__ = ['Board', 'BoardError', 'Client', 'CommandError', 'Damaged', 'Disconnected', 'EndpointError',
           'Error', 'Event', 'Restarted', 'Timeout']
