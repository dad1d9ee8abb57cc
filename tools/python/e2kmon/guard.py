"""guard - runs a command, and ends it with all that it has started when whoever wanted it ends.

    python3 guard.py COMMAND...

Its standard input is a pipe that nobody writes to.  When the pipe is closed, also because its
writer was killed, the command is told to end (SIGTERM) and after a while made to (SIGKILL); so are
processes that it left behind, in whatever session they are.  The guard exits with the command's
status, 128 + N if signal N ended it.

A process of its own, as a killed test cannot clear up.

SPDX-License-Identifier: MIT
"""
import ctypes
import os
import select
import signal
import subprocess
import sys
import time

PATIENCE = 2.0  # seconds between SIGTERM and SIGKILL
# They reach the test, too, which closes the pipe.
IGNORED = signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36

_libc = ctypes.CDLL(None, use_errno=True)


def _children():
    """Direct ones; with those that became the guard's as their parents ended."""
    with open('/proc/self/task/%d/children' % os.getpid(), encoding='ascii') as file:
        return [int(word) for word in file.read().split()]


def _reap():
    """Collects those that ended; returns whether there are others."""
    try:
        while True:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return True
    except ChildProcessError:
        return False


def _signal(pids, number):
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass


def _end_all():
    """An emulator may take a moment, a program that hangs all of it.  Whoever ends may leave
    children, which come to the guard then."""
    told = set()
    until = time.monotonic() + PATIENCE
    while _reap():
        pids = set(_children())
        _signal(pids - told, signal.SIGTERM)
        told |= pids
        if time.monotonic() >= until:
            _signal(pids, signal.SIGKILL)
        time.sleep(0.005)


def _in_child():
    for number in IGNORED:  # or the command would ignore them, too
        signal.signal(number, signal.SIG_DFL)
    os.setsid()  # what a terminal sends is not for it
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # if the guard itself is killed


def main():
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wakes)
    try:
        child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, preexec_fn=_in_child,
                                 restore_signals=True)
    except OSError as problem:
        print('%s: %s' % (sys.argv[1], problem.strerror), file=sys.stderr)
        return 127
    while child.poll() is None:
        ready, _, _ = select.select([0, woken], [], [])
        if 0 in ready:
            break
        os.read(woken, 4096)
    status = child.poll()
    _end_all()
    if status is None:
        return 128 + signal.SIGTERM
    return status if status >= 0 else 128 - status


if __name__ == '__main__':
    sys.exit(main())
