"""relay - sockets at which the program of a test reaches the board, with a record of all of it.

Threads; all is over with close().

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import contextlib
import os
import secrets
import select
import socket
import threading
import time
from typing import Callable, List, Optional

from .console import Console
from .endpoint import PIECE, Line
from .errors import Disconnected, Error, Timeout
from .traffic import Traffic

TICK = 0.05  # seconds in which the end is noticed
RENEWAL = 2.0  # seconds for a fresh session; a board that hangs has none
LINGERING = 0.1  # seconds of silence, for a client that says nothing more but listens
GREETING = b'{"QMP"'


def listen(path: str) -> socket.socket:
    sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    sock.bind(path)
    sock.listen(16)
    sock.settimeout(TICK)
    return sock


class _Server:
    """Accepts at PATH; SERVE has each client, in the thread that accepts."""

    def __init__(self, path: str, serve: Callable[[socket.socket], None]) -> None:
        self.ending = threading.Event()
        self._listener = listen(path)
        self._serve = serve
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self.ending.is_set():
            try:
                client, _ = self._listener.accept()
            except socket.timeout:
                continue
            with client, contextlib.suppress(OSError):
                client.settimeout(None)
                self._serve(client)

    def close(self) -> None:
        self.ending.set()
        self._thread.join()
        self._listener.close()


class Relay:
    """The QMP port, at PATH: clients have it one after the other, as they would have a serial line;
    but each is greeted and negotiates, as a session of its own.

    LINE is the board's and is closed with the relay; it has to be in step (qmp.Client.attach()).
    """

    def __init__(self, line: Line, path: str, traffic: Traffic) -> None:
        self._line = line
        self._traffic = traffic
        self._client: Optional[socket.socket] = None
        self._sync = b''  # what the board says before the greeting for the client; b'': said
        self._sync_until = 0.0
        self._held = b''  # of what has come since the client came, while _sync
        self._last = 0.0  # when something came
        self._gone = threading.Event()  # the board has closed the line
        self._server = _Server(path, self._serve)
        self._pump = threading.Thread(target=self._run_pump, daemon=True)
        self._pump.start()

    # ---------------------------------------------------------- from the client

    def _serve(self, client: socket.socket) -> None:
        self._traffic.note('a client comes')
        try:
            self._begin_session(client)
            while self._wait_readable(client):
                data = client.recv(PIECE)
                if not data:
                    self._linger(client)
                    return
                self._send(data)
        except Error:
            pass  # the pump has seen it, too
        finally:
            self._client = None
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)  # the pump may be waiting for it to read
            self._traffic.note('the client goes')

    def _send(self, data: bytes) -> None:
        """For as long as the board takes: it may wait for the client to read."""
        self._traffic.sent(data)
        while data and not self._over():
            data = data[self._line.write_some(data, time.monotonic() + TICK):]

    def _over(self) -> bool:
        return self._server.ending.is_set() or self._gone.is_set()

    def _wait_readable(self, client: socket.socket) -> bool:
        while not self._over():
            if select.select([client], [], [], TICK)[0]:
                return True
        return False

    def _linger(self, client: socket.socket) -> None:
        poll = select.poll()
        poll.register(client, 0)  # that both directions are closed is always told
        until = time.monotonic() + RENEWAL
        while not poll.poll(10) and not self._over() and time.monotonic() < until:
            if time.monotonic() - self._last > LINGERING:
                return

    def _begin_session(self, client: socket.socket) -> None:
        """Whatever the last client has left there: 0xFF ends half a request, and the reply with the
        number is behind all replies to it."""
        number = secrets.randbits(31)
        self._held = b''
        self._sync_until = time.monotonic() + RENEWAL
        self._last = time.monotonic()
        self._sync = b'\xff{"return": %d}' % number
        self._client = client
        self._send(b'\xff{"execute": "guest-sync-delimited", "arguments": {"id": %d}}\n'
                   b'{"execute": "agent-reset-session"}\n' % number)

    # ----------------------------------------------------------- from the board

    def _run_pump(self) -> None:
        while not self._server.ending.is_set():
            try:
                self._pass_on(self._line.read(time.monotonic() + TICK))
            except Timeout:
                self._pass_on(b'')
            except Disconnected:
                break
        self._gone.set()

    def _pass_on(self, data: bytes) -> None:
        if data:
            self._traffic.came(data)
            self._last = time.monotonic()
        if self._sync:
            data = self._look_for_greeting(data)
        client = self._client
        if data and client:
            # A client that does not read has the board wait, as a line does.
            with contextlib.suppress(OSError):
                client.sendall(data)

    def _look_for_greeting(self, data: bytes) -> bytes:
        """What is for the client of all that has come since it came."""
        self._held += data
        at = self._held.find(self._sync)
        begin = self._held.find(GREETING, at) if at >= 0 else -1
        if begin < 0 and time.monotonic() < self._sync_until:
            return b''
        data, self._held, self._sync = self._held[max(begin, 0):], b'', b''
        return data

    def close(self) -> None:
        client = self._client
        if client:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._pump.join()
        self._line.close()


class ConsoleRelay:
    """The console, at PATH, for any number of clients: each reads all of it from the beginning, and
    then as it comes; what a client sends is typed.  FILE is where CONSOLE writes what comes."""

    def __init__(self, console: Console, path: str, file: str) -> None:
        self._console = console
        self._file = file
        self._threads: List[threading.Thread] = []
        self._server = _Server(path, self._serve)

    def _serve(self, client: socket.socket) -> None:
        own = client.dup()
        for work in (self._write, self._read):
            thread = threading.Thread(target=work, args=(own,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _write(self, client: socket.socket) -> None:
        with open(self._file, 'rb') as file, contextlib.suppress(OSError):
            while not self._server.ending.is_set():
                piece = file.read(PIECE)
                if piece:
                    client.sendall(piece)
                else:
                    self._console.wait_more(TICK)

    def _read(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError, Error):
            while True:
                data = client.recv(PIECE)
                if not data:
                    return
                self._console.type_bytes(data)

    def close(self) -> None:
        self._server.close()
