"""endpoint - a line to a server: a unix or tcp socket, or a terminal; every wait has a deadline.

    unix:PATH              a listening socket
    tcp:HOST:PORT          HOST may be [::1]
    tty:DEVICE[,BAUD]      a serial line or pseudo-terminal, set to raw 8N1; without BAUD the
                           speed is left as it is
    pty:DEVICE             the same for the pseudo-terminal of an emulator, which has no speed
    PATH                   a socket or a terminal, whichever it is

These are qmpctl's endpoints.  A deadline is a time of time.monotonic(), in seconds.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import errno
import fcntl
import os
import select
import socket
import stat
import termios
import time
from typing import Callable, Optional, Tuple

from .errors import Disconnected, EndpointError, Timeout

RETRY_INTERVAL = 0.02  # seconds between attempts where nobody listens yet
PIECE = 65536


def remaining(deadline: float) -> float:
    """Seconds until DEADLINE, at least 0."""
    return max(0.0, deadline - time.monotonic())


class Line:
    """An open line: bytes in both directions.  It owns its descriptor.

    read() returns what has come, write() returns when all has been handed over.  Both raise
    Timeout at their deadline and Disconnected when the other side has gone.
    """

    def __init__(self, fd: int, name: str) -> None:
        os.set_blocking(fd, False)
        self.fd = fd
        self.name = name
        self._early = b''  # came while something was written

    def fileno(self) -> int:
        return self.fd

    def _wait(self, events: int, deadline: float) -> int:
        poll = select.poll()
        poll.register(self.fd, events)
        ready = poll.poll(remaining(deadline) * 1000)
        return ready[0][1] if ready else 0

    def _take(self) -> Optional[bytes]:
        """None: nothing there just now."""
        try:
            piece = os.read(self.fd, PIECE)
        except BlockingIOError:
            return None
        except OSError as problem:  # EIO: of a pseudo-terminal whose other side is closed
            raise Disconnected('%s: %s' % (self.name, os.strerror(problem.errno or 0))) from None
        if not piece:
            raise Disconnected('%s: the other side has closed the line' % self.name)
        return piece

    def read(self, deadline: float) -> bytes:
        """At least one byte.  With a deadline in the past: what is there already."""
        if self._early:
            piece, self._early = self._early, b''
            return piece
        while True:
            if self._wait(select.POLLIN, deadline):
                came = self._take()
                if came is not None:
                    return came
            elif not remaining(deadline):
                raise Timeout('%s: nothing came in time' % self.name)

    def write(self, data: bytes, deadline: float, other_reads: bool = False) -> None:
        """All of DATA.  What comes meanwhile is kept for read(), as a server that waits for its
        reader takes no more requests; unless OTHER_READS, another thread."""
        events = select.POLLOUT if other_reads else select.POLLIN | select.POLLOUT
        rest = memoryview(data)
        while rest:
            ready = self._wait(events, deadline)
            if not ready:
                raise Timeout('%s: it takes nothing (%d of %d bytes left)' % (self.name, len(rest), len(data)))
            if ready & select.POLLIN:
                self._early += self._take() or b''
            if ready & (select.POLLOUT | select.POLLERR | select.POLLHUP):
                rest = rest[self._give(rest):]

    def write_some(self, data: bytes, deadline: float) -> int:
        """As much of DATA as can be handed over without waiting, when something can; returns how
        much, 0 at the deadline.  For a thread beside one that reads."""
        return self._give(memoryview(data)) if self._wait(select.POLLOUT, deadline) else 0

    def _give(self, data: memoryview) -> int:
        try:
            return os.write(self.fd, data)
        except BlockingIOError:
            return 0
        except OSError as problem:
            raise Disconnected('%s: %s' % (self.name, os.strerror(problem.errno or 0))) from None

    def close(self) -> None:
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def _connect(family: int, address: object, deadline: float) -> int:
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(max(0.001, remaining(deadline)))
        sock.connect(address)
        if family != socket.AF_UNIX:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return sock.detach()
    finally:
        sock.close()


def _open_unix(path: str, deadline: float) -> int:
    return _connect(socket.AF_UNIX, path, deadline)


def _open_tcp(address: str, deadline: float) -> int:
    host, _, port = address.rpartition(':')
    host = host[1:-1] if host.startswith('[') and host.endswith(']') else host
    problem: Optional[OSError] = None
    for family, _, _, _, where in socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM):
        try:
            return _connect(family, where, deadline)
        except OSError as this:
            problem = this
    raise problem or OSError(errno.ENOENT, 'no address')


def _open_tty(text: str, deadline: float) -> int:
    device, comma, baud = text.rpartition(',')
    return _open_device(device, deadline, baud) if comma else _open_device(text, deadline)


def _open_device(device: str, deadline: float, baud: str = '') -> int:
    fd = os.open(device, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        _lock(fd, device)
        _make_raw(fd, baud)
        return fd
    except BaseException:
        os.close(fd)
        raise


def _lock(fd: int, device: str) -> None:
    """Two readers of a line would each get a part of what comes."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise OSError(errno.EBUSY, 'another process uses it') from None


def _make_raw(fd: int, baud: str) -> None:
    try:
        iflag, oflag, cflag, lflag, ispeed, ospeed, chars = termios.tcgetattr(fd)
    except termios.error as problem:
        raise EndpointError('tty: it is no terminal (%s)' % problem.args[1]) from None
    iflag = oflag = lflag = 0
    cflag &= ~(termios.CSIZE | termios.PARENB | termios.CSTOPB | termios.CRTSCTS | termios.HUPCL)
    cflag |= termios.CS8 | termios.CREAD | termios.CLOCAL
    if baud:
        ispeed = ospeed = getattr(termios, 'B' + baud)
    chars[termios.VMIN], chars[termios.VTIME] = 1, 0
    termios.tcsetattr(fd, termios.TCSANOW, [iflag, oflag, cflag, lflag, ispeed, ospeed, chars])


def _parse_tcp(address: str) -> None:
    host, _, port = address.rpartition(':')
    if not host or not port.isdigit() or int(port) > 65535:
        raise EndpointError('tcp:%s: an address is HOST:PORT' % address)


def _parse_tty(text: str) -> None:
    _, comma, baud = text.rpartition(',')
    if comma and not (baud.isdigit() and hasattr(termios, 'B' + baud)):
        raise EndpointError('tty:%s: %s is no speed that a terminal here has' % (text, baud))


def _kind(endpoint: str) -> Tuple[Callable[[str, float], int], str]:
    """How it is opened, and what of it opens it."""
    kind, colon, rest = endpoint.partition(':')
    if colon and rest and kind == 'unix':
        return _open_unix, rest
    if colon and rest and kind == 'tcp':
        _parse_tcp(rest)
        return _open_tcp, rest
    if colon and rest and kind == 'tty':
        _parse_tty(rest)
        return _open_tty, rest
    if colon and rest and kind == 'pty':
        return _open_device, rest
    if '/' not in endpoint:
        raise EndpointError('%s: an endpoint is unix:PATH, tcp:HOST:PORT, tty:DEVICE[,BAUD], pty:DEVICE or a path'
                            % endpoint)
    if os.path.exists(endpoint) and stat.S_ISCHR(os.stat(endpoint).st_mode):
        return _open_tty, endpoint
    return _open_unix, endpoint


def open_line(endpoint: str, deadline: float, alive: Callable[[], bool] = lambda: True) -> Line:
    """Opens ENDPOINT.  Where nobody listens yet it tries again until the deadline, as the server
    may just be starting, or until ALIVE says that it never will.  Raises EndpointError."""
    opener, rest = _kind(endpoint)
    while True:
        was_alive = alive()
        try:
            return Line(opener(rest, deadline), endpoint)
        except OSError as problem:
            # A busy line may be left soon; where a name cannot be looked up it may be later.
            last = time.monotonic() >= deadline or not was_alive
            if last or problem.errno not in (errno.ENOENT, errno.ECONNREFUSED, errno.EBUSY, errno.EAGAIN):
                raise EndpointError('%s: %s' % (endpoint, problem.strerror or problem)) from None
        time.sleep(min(RETRY_INTERVAL, remaining(deadline)))
