"""labgrid_emulator - a board that labgrid switches on and off by starting and ending its emulator.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import logging
import os
import re
import shutil
import time
from typing import List, Optional

import attr
import pexpect
from labgrid.driver import Driver
from labgrid.driver.consoleexpectmixin import ConsoleExpectMixin
from labgrid.factory import target_factory
from labgrid.protocol import ConsoleProtocol, PowerProtocol
from labgrid.step import step

from .console import Console
from .endpoint import Line, open_line
from .errors import BoardError, EndpointError, Error, Timeout
from .labgrid_resource import EmulatedBoard
from .launch import board_command, make_folder
from .process import Process, describe_status
from .qmp import Client
from .traffic import Traffic

START_WAIT = 30.0 # seconds until an emulator listens
ENDING_WAIT = 1.0 # seconds from the end of its sockets to its own
_SOMETHING = re.compile('(?s).+')


@target_factory.reg_driver
@attr.s(eq=False)
class EmulatedBoardDriver(ConsoleExpectMixin, Driver, PowerProtocol, ConsoleProtocol):
    """Power and console of an EmulatedBoard.  An E2kmonDriver that is bound to it switches it on.
    The emulator ends with this process, however that ends."""

    bindings = {'emulated': 'EmulatedBoard'}
    txdelay = attr.ib(default=0.0, converter=float)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.logger = logging.getLogger('%s(%s)' % (self, self.target))
        self._folder: Optional[str] = None
        self._process: Optional[Process] = None
        self._line: Optional[Line] = None # the QMP port, until somebody joins
        self._console: Optional[Console] = None

    def on_deactivate(self) -> None:
        self._end()

    # ------------------------------------------------------------------------ power

    @Driver.check_active
    @step()
    def on(self) -> None:
        """Starts the emulator; nothing if it runs already."""
        if self._process and self._process.alive():
            return
        self._end()
        self._folder = make_folder()
        self._process = Process(self._command(), os.path.join(self._folder, 'emulator'))
        deadline = time.monotonic() + START_WAIT
        if self.emulated.console:
            self._console = Console(self._open('console', deadline))
        # The processor waits for this: the greeting is not missed.
        self._line = self._open('qmp', deadline)

    @Driver.check_active
    @step()
    def off(self) -> None:
        """Ends the emulator; sessions with the board are closed."""
        for client in self.clients:
            if hasattr(client, 'detach'):
                client.detach()
        self._end()

    @Driver.check_active
    @step()
    def cycle(self) -> None:
        self.off()
        self.on()

    def _end(self) -> None:
        for open_thing in (self._line, self._console):
            if open_thing:
                open_thing.close()
        self._line = self._console = None
        if self._process:
            self._process.end()
            self._process = None
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _command(self) -> List[str]:
        board: EmulatedBoard = self.emulated
        sockets = {name: self._endpoint(name) for name in ['console'] * board.console + ['qmp']}
        return board_command(board.board, sockets, image=board.image and self._image(board.image),
                             command=board.command, arguments=board.options)

    def _image(self, image: str) -> str:
        if not self.target.env:
            return image
        config = self.target.env.config
        return config.get_images().get(image) or config.resolve_path(image)

    # ------------------------------------------------------------------------- QMP

    def _endpoint(self, name: str) -> str:
        return 'unix:%s/%s' % (self._folder, name)

    def _open(self, name: str, deadline: float) -> Line:
        assert self._process
        try:
            return open_line(self._endpoint(name), deadline, self._process.alive)
        except EndpointError as problem:
            self.explain(problem)
            raise

    def explain(self, problem: Error) -> None:
        """Raises BoardError if PROBLEM is that the emulator has ended, or is just about to."""
        status = self._process.wait(ENDING_WAIT) if self._process else None
        if self._process and status is not None:
            command, output = ' '.join(self._process.command), self._process.output_text()
            raise BoardError('%s: %s; its output:\n%s'
                             % (command, describe_status(status), output)) from problem

    def join(self, deadline: float, traffic: Traffic) -> Client:
        """A session with the board, which is switched on if it is not."""
        self.on()
        line, self._line = self._line or self._open('qmp', deadline), None
        return Client.over(line, deadline, traffic=traffic)

    # --------------------------------------------------------------------- console

    def _lit_console(self) -> Console:
        if not self._console:
            raise BoardError('%s is off, or has no console' % self.emulated.board)
        return self._console

    def _read(self, size: int = 1, timeout: float = 0.0) -> bytes:
        """All that has come, which may be more than SIZE."""
        del size
        try:
            return self._lit_console().wait_for(_SOMETHING, timeout).encode()
        except Timeout:
            raise pexpect.TIMEOUT('nothing on the console for %.2f s' % timeout) from None

    def _write(self, data: bytes) -> int:
        self._lit_console().type_bytes(data)
        return len(data)
