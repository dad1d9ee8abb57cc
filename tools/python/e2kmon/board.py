"""board - a board as a test has it: started for it alone, or one that is there.

    from e2kmon.board import Board

    with Board.start('riscv-virt') as board:
        board.set('temperature', 'value', 7000)
        board.wait_property('hub', 'state', 'alarm')
        board.console.wait_for('hub: alarm')

All times are seconds.  Exceptions: errors.py.  A board belongs to one thread.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import time
import weakref
from typing import Any, Callable, Iterator, List, Mapping, Optional, Sequence, Union

from .console import Console
from .endpoint import open_line
from .errors import BoardError, Disconnected, Error
from .launch import board_command, make_folder
from .lock import EndpointLock
from .process import Process, describe_status
from .qmp import GREETING_WAIT, Client, Event, Match
from .traffic import Traffic, tail

START_TIMEOUT = 20.0
LOGS = 'qmp.log', 'console.log', 'emulator.log'
OUTPUT_TAIL = 20  # lines of the emulator's output in an error's text


class Board:
    """A board with its QMP session and its console.

    name     the board's name, as it was given
    client   the session (qmp.Client)
    console  what the application writes (console.Console); None: there is no console
    gdb      the endpoint where gdb reaches the board; None: nowhere
    process  its emulator (process.Process); None: the board was there
    folder   a temporary folder of the board's, gone after close(): qmp.log, console.log,
             emulator.log, and the sockets
    """

    def __init__(self, name: str) -> None:
        """For start() and attach()."""
        self.name = name
        self.process: Optional[Process] = None
        self.gdb: Optional[str] = None
        self.folder = make_folder()
        # Also of a board that nobody closes, as it never was one: start() failed, or was interrupted.
        self._remove_folder = weakref.finalize(self, shutil.rmtree, self.folder, True)
        self.traffic = Traffic(os.path.join(self.folder, 'qmp.log'))
        self._client: Optional[Client] = None
        self._console: Optional[Console] = None
        self._lock: Optional[EndpointLock] = None
        self._output = ''
        self._closed = False

    # ------------------------------------------------------------ begin and end

    @classmethod
    def start(cls, board: str = 'riscv-virt', *, image: Optional[str] = None,
              command: Union[str, Sequence[str], None] = None, arguments: Sequence[str] = (),
              paused: bool = False, console: bool = True, gdb: bool = False, oob: bool = False,
              timeout: float = 10.0, start_timeout: float = START_TIMEOUT) -> 'Board':
        """Starts an emulated board on sockets of its own, and returns when it has greeted.
        board_command() tells how; TIMEOUT is that of commands and waits.  Raises BoardError; its
        attribute `board` has the console and the traffic until then."""
        self = cls(board)
        try:
            names = ['console'] * console + ['gdb'] * gdb + ['qmp']
            sockets = {name: 'unix:' + os.path.join(self.folder, name) for name in names}
            held = paused or (console and command is None)
            self._launch(board_command(board, sockets, folder=self.folder, image=image, command=command,
                                       arguments=arguments, paused=held))
            self._open(sockets['qmp'], sockets.get('console'), oob, timeout,
                       time.monotonic() + start_timeout, start_timeout)
            if held and not paused:
                self.client.release()
            self.gdb = sockets.get('gdb')
        except BaseException as problem:
            self._give_up(problem)
            raise
        return self

    @classmethod
    def attach(cls, endpoint: str, *, console: Optional[str] = None, name: str = 'attached',
               oob: bool = False, timeout: float = 10.0, lock_timeout: float = 600.0) -> 'Board':
        """Attaches to a board that is there, at endpoints as endpoint.py has them.  Others who
        attach to it by this function wait, in other processes too, LOCK_TIMEOUT at most."""
        self = cls(name)
        try:
            self._lock = EndpointLock(endpoint, lock_timeout)
            self._open(endpoint, console, oob, timeout, time.monotonic() + timeout, GREETING_WAIT)
        except BaseException as problem:
            self._give_up(problem)
            raise
        return self

    def _launch(self, command: Sequence[str]) -> None:
        self.traffic.note(' '.join(map(shlex.quote, command)))
        self.process = Process(command, os.path.join(self.folder, 'emulator.log'))

    def _open(self, qmp: str, console: Optional[str], oob: bool, timeout: float, deadline: float,
              greeting_wait: float) -> None:
        alive: Callable[[], bool] = self.process.alive if self.process else lambda: True
        with self._explaining():
            if console:  # first, as the board starts when somebody comes to its QMP port
                self._console = Console(open_line(console, deadline, alive),
                                        os.path.join(self.folder, 'console.log'), timeout)
            self._client = Client(open_line(qmp, deadline, alive), timeout=timeout, oob=oob,
                                  traffic=self.traffic)
            self._client.attach(deadline, greeting_wait)

    def _give_up(self, problem: BaseException) -> None:
        problem.board = self  # type: ignore[attr-defined]
        self._end()

    def _end(self) -> None:
        """Idempotent; what was recorded stays."""
        if self._client:
            self._client.close()
        if self.process:
            self.process.end()
        if self._console:
            self._console.close()
        if self._lock:
            self._lock.release()
        self.traffic.close()

    def close(self) -> None:
        """Ends the emulator with all that belongs to it, and removes the folder.  A board that was
        there goes on."""
        if not self._closed:
            self._end()
            self._output = self.emulator_text()
            self._closed = True
            self._remove_folder()

    def __enter__(self) -> 'Board':
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def console_text(self) -> str:
        """What the console has; "" without one."""
        return self._console.text if self._console else ''

    def emulator_text(self) -> str:
        """What the emulator has written; "" without one."""
        return self._output if self.process is None or self._closed else self.process.output_text()

    def keep(self, folder: str) -> str:
        """Copies the logs to FOLDER, which is made; returns it."""
        os.makedirs(folder, exist_ok=True)
        for name in LOGS:
            if os.path.exists(os.path.join(self.folder, name)):
                shutil.copy(os.path.join(self.folder, name), folder)
        return folder

    # ------------------------------------------------------------------ commands

    @property
    def client(self) -> Client:
        assert self._client is not None
        return self._client

    @property
    def console(self) -> Console:
        if self._console is None:
            raise BoardError('this board was opened without a console')
        return self._console

    @contextlib.contextmanager
    def _explaining(self) -> Iterator[None]:
        """Where the line has gone, says what became of the emulator."""
        try:
            yield
        except Error as problem:
            # A line that has just ended is a sign of a process that is about to.
            status = self.process.wait(1.0 if isinstance(problem, Disconnected) else 0) if self.process else None
            if status is None:
                raise
            raise BoardError(self._obituary(status)) from problem

    def _obituary(self, status: int) -> str:
        assert self.process is not None
        output = tail(self.process.output_text(), OUTPUT_TAIL).rstrip()
        return 'the emulator of %s has ended: %s; its output:\n%s' % (
            self.name, describe_status(status), output or '(none)')

    def cmd(self, command: str, arguments: Optional[Mapping[str, Any]] = None, /, **named: Any) -> Any:
        """Executes COMMAND and returns what it returns; raises CommandError.  Arguments are named
        here with `_` for `-` (qom_type=...), or in a mapping as they are."""
        with self._explaining():
            return self.client.cmd(command, arguments, **named)

    def execute(self, command: str, arguments: Optional[Mapping[str, Any]] = None, *,
                timeout: Optional[float] = None, oob: bool = False) -> Any:
        """The same with a timeout of its own, or out of band."""
        with self._explaining():
            return self.client.execute(command, arguments, timeout=timeout, oob=oob)

    @property
    def events(self) -> List[Event]:
        """Those that have come and that wait_event() has not taken, the oldest first."""
        return self.client.events

    def clear_events(self) -> List[Event]:
        """Forgets the events that have come; returns them."""
        return self.client.clear_events()

    def wait_event(self, *names: str, timeout: Optional[float] = None, match: Optional[Match] = None) -> Event:
        """Takes the first event of these names (none: of any) whose data MATCH fits, a mapping of
        members or a function, from those that have come or as it comes; raises Timeout."""
        with self._explaining():
            return self.client.wait_event(*names, timeout=timeout, match=match)

    def stop(self) -> None:
        """Holds the application."""
        self.cmd('stop')

    def cont(self) -> None:
        """Lets the application go on."""
        self.cmd('cont')

    def reset(self) -> None:
        """Starts the application again, with its data as at first.  If it was held it stays so."""
        self.cmd('system_reset')

    def renew(self) -> None:
        """For a board that was there: what earlier tests may have left is undone.  The application
        starts again and runs, nothing is watched, no event waits."""
        for watch in self.cmd('agent-query-watches'):
            self.cmd('agent-unwatch', id=watch['id'])
        self.reset()
        if not self.cmd('query-status')['running']:
            self.cont()
        self.clear_events()

    def quit(self, timeout: Optional[float] = None) -> Optional[int]:
        """Powers the board off; returns the emulator's exit status (None: it has no emulator)."""
        self.cmd('quit')
        return self.wait_end(timeout)

    def wait_end(self, timeout: Optional[float] = None) -> Optional[int]:
        """Waits until the emulator ends by itself; returns its exit status."""
        if self.process is None:
            return None
        seconds = self.client.timeout if timeout is None else timeout
        status = self.process.wait(seconds)
        if status is None:
            raise BoardError('the emulator of %s has not ended within %.1f s' % (self.name, seconds))
        return status

    def check(self) -> None:
        """Raises BoardError if the emulator has ended otherwise than by a power-off."""
        status = self.process.status if self.process else None
        if status:
            raise BoardError(self._obituary(status))

    # ------------------------------------------------------------------- objects

    def get(self, path: str, property: str) -> Any:
        """A property's value."""
        return self.cmd('qom-get', path=path, property=property)

    def set(self, path: str, property: str, value: Any) -> None:
        """Sets a property."""
        self.cmd('qom-set', path=path, property=property, value=value)

    def wait_property(self, path: str, property: str, wanted: Union[Callable[[Any], Any], Any],
                      timeout: Optional[float] = None) -> Any:
        """Waits until the property has the value WANTED, or one that the function WANTED returns
        true for; returns it.  The agent tells of changes: nothing is asked again and again."""
        with self._explaining():
            return self.client.wait_property(path, property, wanted, timeout)

    # ------------------------------------------------------------------- console

    def type(self, text: str) -> None:
        """Types TEXT to the console as it is; end a line with "\\n"."""
        self.console.type(text)
