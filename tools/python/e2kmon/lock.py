"""lock - one test at a time at a board that is there.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import tempfile
import time

from .errors import Timeout

INTERVAL = 0.05


class EndpointLock:
    """Held from the beginning to release(), or until the process ends.  Of this user's processes
    on this machine: a file in the folder for temporary ones."""

    def __init__(self, endpoint: str, timeout: float) -> None:
        name = 'e2kmon-%d-%s.lock' % (os.getuid(), hashlib.sha256(endpoint.encode()).hexdigest()[:16])
        self._path = os.path.join(tempfile.gettempdir(), name)
        self._fd = -1
        until = time.monotonic() + timeout
        while not self._try():
            if time.monotonic() >= until:
                raise Timeout('%s: another process has held it for %g s (%s)' % (endpoint, timeout, self._path))
            time.sleep(INTERVAL)

    def _try(self) -> bool:
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Its last owner may just have removed it.
            if os.path.samestat(os.fstat(fd), os.stat(self._path)):
                self._fd, fd = fd, -1
                return True
        except (BlockingIOError, FileNotFoundError):
            pass
        finally:
            if fd >= 0:
                os.close(fd)
        return False

    def release(self) -> None:
        if self._fd >= 0:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._path)
            os.close(self._fd)
            self._fd = -1
