"""labgrid_console - the console of a board's application, through the agent.

For a board whose one serial line speaks QMP: the agent keeps what the application writes, and
types what is sent.  It answers while the application is stopped, too.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import base64
import logging
import time

import attr
import pexpect
from labgrid.driver import Driver
from labgrid.driver.consoleexpectmixin import ConsoleExpectMixin
from labgrid.factory import target_factory
from labgrid.protocol import ConsoleProtocol

PIECE = 4096
INTERVAL = 0.05 # seconds between questions while the application is silent


@target_factory.reg_driver
@attr.s(eq=False)
class E2kmonConsoleDriver(ConsoleExpectMixin, Driver, ConsoleProtocol):
    """read, write, sendline, expect and settle, as other drivers of labgrid have them."""

    bindings = {'board': 'E2kmonDriver'}
    # An emulated board has a console of its own, which is the better one.
    priorities = {ConsoleProtocol: -10}
    txdelay = attr.ib(default=0.0, converter=float)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.logger = logging.getLogger('%s(%s)' % (self, self.target))

    def _read(self, size: int = 1, timeout: float = 0.0) -> bytes:
        until = time.monotonic() + timeout
        while True:
            text = self.board.session().cmd('ringbuf-read', device='console', size=max(size, PIECE),
                                            format='base64')
            if text:
                return base64.b64decode(text)
            if time.monotonic() >= until:
                raise pexpect.TIMEOUT('nothing on the console for %.2f s' % timeout)
            time.sleep(INTERVAL)

    def _write(self, data: bytes) -> int:
        self.board.session().cmd('ringbuf-write', device='console', format='base64',
                                 data=base64.b64encode(data).decode())
        return len(data)
