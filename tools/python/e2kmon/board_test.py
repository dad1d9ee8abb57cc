"""board_test - a test of CTest with a board of its own; e2kmon_add_board_test() writes its command.

    board-test --board riscv-virt [options] -- PROGRAM [ARGUMENT...]

Starts the board, then the program, and exits with the program's status.  The program finds the
board's QMP port in QMPCTL_SERVER, its console in E2KMON_CONSOLE, gdb's port in E2KMON_GDB, and
@QMP@, @CONSOLE@, @GDB@ in its arguments are these too; E2KMON_CONSOLE_LOG is a file with what the
console has written so far.  What is started here is ended here, whatever happens.  Of a test that
failed the console, the QMP traffic and the emulator's output are kept.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import argparse
import contextlib
import os
import signal
import sys
import threading
import time
from typing import Dict, List, Optional, Union

from .board import LOGS, Board
from .endpoint import open_line
from .errors import Error
from .process import Process, describe_status
from .relay import ConsoleRelay, Relay
from .traffic import tail

FAILED = 1
SKIPPED = 77  # the program's way to say so; CTest is told of it
TAIL = 60  # lines of the console and of the traffic that a failed test shows
AFTERLIFE = 5.0  # seconds for a program whose board has ended


class Failure(Exception):
    """The test failed for a reason that the program does not tell by its status."""


def parse(words: List[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog='board-test', description='Runs a program with a board of its own.')
    parser.add_argument('--board', required=True, help="the board's name, as board/run has it")
    parser.add_argument('--image', help='the image (default: as board/run chooses)')
    parser.add_argument('--board-command', metavar='WORD', action='append', default=[],
                        help='a word of what starts the board instead of board/run; may be given again. '
                        '{qmp}, {console}, {gdb}, {folder}, {board}, {image} are replaced')
    parser.add_argument('--emulator', metavar='OPTION', action='append', default=[],
                        help="an option of the emulator's; may be given again")
    parser.add_argument('--paused', action='store_true', help='hold the application until the program sends cont')
    parser.add_argument('--no-console', action='store_true', help='the board has no console')
    parser.add_argument('--gdb', action='store_true', help='open the port for gdb too')
    parser.add_argument('--bridge', metavar='QMPCTL',
                        help='put the bridge of this qmpctl before the port, for several clients at a time')
    parser.add_argument('--timeout', type=float, default=60, metavar='SECONDS', help='of all (default: 60)')
    parser.add_argument('--console-expect', metavar='TEXT', action='append', default=[],
                        help='what has to come on the console, in this order if given again; it is waited for')
    parser.add_argument('--keep', metavar='DIR', default='board-failure',
                        help='where the files of a failed test are kept (default: %(default)s)')
    parser.add_argument('program', nargs='+', metavar='PROGRAM', help='with its arguments')
    options = parser.parse_args(words)
    # argparse makes an empty list of the value `--`.
    options.board_command = [word or '--' for word in options.board_command]
    return options


class Test:
    """A board and a program, until the deadline."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.deadline = time.monotonic() + options.timeout
        self.board: Optional[Board] = None
        self.program: Optional[Process] = None
        self._parts: List[Union[Process, Relay, ConsoleRelay]] = []  # in the order of their start

    def remaining(self) -> float:
        return max(0.0, self.deadline - time.monotonic())

    def start_board(self) -> None:
        options = self.options
        try:
            self.board = Board.start(
                options.board, image=options.image, command=options.board_command or None,
                arguments=options.emulator, paused=options.paused, console=not options.no_console,
                gdb=options.gdb, start_timeout=self.remaining())
        except Error as problem:
            self.board = getattr(problem, 'board', None)
            raise Failure(str(problem)) from None

    def _endpoints(self) -> Dict[str, str]:
        """The sockets for the program, by what it knows them by."""
        assert self.board is not None
        path = os.path.join(self.board.folder, 'program-qmp')
        self._parts.append(Relay(self.board.client.line, path, self.board.traffic))
        if self.options.bridge:
            path = self._start_bridge(path)
        endpoints = {'QMP': 'unix:' + path}
        if not self.options.no_console:
            path = os.path.join(self.board.folder, 'program-console')
            self._parts.append(ConsoleRelay(self.board.console, path, self._console_log()))
            endpoints['CONSOLE'] = 'unix:' + path
        if self.board.gdb:
            endpoints['GDB'] = self.board.gdb
        return endpoints

    def _start_bridge(self, port: str) -> str:
        """The path where it serves the clients of PORT."""
        assert self.board is not None
        path = os.path.join(self.board.folder, 'bridge')
        command = [self.options.bridge, '-s', 'unix:' + port, 'bridge', '--quiet', 'unix:' + path]
        try:
            bridge = Process(command)
            self._parts.append(bridge)
            open_line('unix:' + path, self.deadline, bridge.alive).close()
        except Error as problem:
            raise Failure('%s: %s' % (' '.join(command), problem)) from None
        return path

    def _console_log(self) -> str:
        assert self.board is not None
        return os.path.join(self.board.folder, 'console.log')

    def run_program(self) -> int:
        """Returns its status."""
        endpoints = self._endpoints()
        words = self.options.program
        for name, endpoint in endpoints.items():
            words = [word.replace('@%s@' % name, endpoint) for word in words]
        environment = dict(os.environ, QMPCTL_SERVER=endpoints['QMP'], E2KMON_BOARD=self.options.board)
        if 'CONSOLE' in endpoints:
            environment.update(E2KMON_CONSOLE=endpoints['CONSOLE'], E2KMON_CONSOLE_LOG=self._console_log())
        if 'GDB' in endpoints:
            environment['E2KMON_GDB'] = endpoints['GDB']
        try:
            self.program = Process(words, environment=environment)
            self._parts.append(self.program)
        except Error as problem:
            raise Failure(str(problem)) from None
        return self._wait_program()

    def _wait_program(self) -> int:
        """Until it ends, its time is over, or it has nothing left to talk to."""
        assert self.board is not None and self.board.process is not None and self.program is not None
        until = self.deadline
        while True:
            status = self.program.wait(min(0.1, max(0.0, until - time.monotonic())))
            if status is not None:
                return status
            if time.monotonic() >= until:
                self._check_board()
                raise Failure('%s has not ended within %g s' % (self.options.program[0], self.options.timeout))
            if self.board.process.status:
                until = min(until, time.monotonic() + AFTERLIFE)

    def _check_board(self) -> None:
        assert self.board is not None
        try:
            self.board.check()
        except Error as problem:
            raise Failure(str(problem)) from None

    def check(self) -> None:
        """What has to be so after a program that succeeded."""
        assert self.board is not None
        self._check_board()
        for text in self.options.console_expect:
            try:
                self.board.console.wait_for(text, self.remaining())
            except Error as problem:
                raise Failure(str(problem)) from None

    def end(self) -> None:
        for part in reversed(self._parts):
            if isinstance(part, Process):
                part.end()
            else:
                part.close()

    def keep(self) -> None:
        """Keeps the files, and shows their ends."""
        if self.board is None:
            return
        folder = self.board.keep(os.path.abspath(self.options.keep))
        for title, text in (('console', self.board.console_text()), ('QMP traffic', self.board.traffic.text()),
                            ("emulator's output", self.board.emulator_text())):
            if text:
                tell('---- %s\n%s' % (title, tail(text, TAIL)))
        tell('---- files are kept in %s' % folder)


def forget(folder: str) -> None:
    """What an earlier run has kept goes; other files there are not ours."""
    with contextlib.suppress(OSError):
        for name in LOGS:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(os.path.join(folder, name))
        os.rmdir(folder)


def tell(text: str) -> None:
    """Nobody may be there any more to read it."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


def run(test: Test) -> int:
    """The status to exit with."""
    try:
        test.start_board()
        status = test.run_program()
        if status == 0:
            test.check()
        elif status != SKIPPED:
            tell('board-test: %s: %s' % (test.options.program[0], describe_status(status)))
    except Failure as problem:
        tell('board-test: %s' % problem)
        status = FAILED
    except KeyboardInterrupt:
        tell('board-test: interrupted')
        status = 128 + signal.SIGINT
    return status


def _interrupt(number: int, _: object) -> None:
    raise KeyboardInterrupt


def _end_with_parent(parent: int) -> None:
    """CTest that is interrupted or killed does not tell its tests."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os.kill(os.getpid(), signal.SIGTERM)


SIGNALS = signal.SIGTERM, signal.SIGHUP, signal.SIGINT


def main(words: Optional[List[str]] = None) -> int:
    options = parse(sys.argv[1:] if words is None else words)
    for number in SIGNALS:
        signal.signal(number, _interrupt)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    forget(options.keep)
    test = Test(options)
    status = FAILED
    try:
        status = run(test)
    finally:
        for number in SIGNALS:  # what has begun is brought to its end
            signal.signal(number, signal.SIG_IGN)
        test.end()
        if status not in (0, SKIPPED):
            test.keep()
        if test.board:
            test.board.close()
    return status
