"""rig.py - a board, and qmpctl with it.

SPDX-License-Identifier: MIT
"""
import os
import pty
import select
import signal
import subprocess
import tempfile
import time

PATIENCE = 60 # seconds for anything, on a busy machine


class Failure(Exception):
    pass


def expect(condition, *what):
    if not condition:
        raise Failure('\n'.join(str(part) for part in what))


class Board:
    """A board in its emulator, with its QMP port on a socket, and a folder for files."""

    def __init__(self, qmpctl, name):
        self.qmpctl, self.name, self.process = qmpctl, name, None
        self.scratch = tempfile.TemporaryDirectory(prefix='e2kmon-commands-')
        self.folder = self.scratch.name
        self.socket = self.path('qmp')

    def path(self, name):
        return os.path.join(self.folder, name)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        self.scratch.cleanup()

    def start(self):
        self.process = subprocess.Popen(
            ['board/run', self.name, '--qmp', 'unix:' + self.socket, '--no-wait'],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE
        while not os.path.exists(self.socket):
            expect(self.process.poll() is None and time.monotonic() < until, 'the board did not start')
            time.sleep(0.02)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        if os.path.exists(self.socket):
            os.unlink(self.socket)

    def command(self, *words):
        return [self.qmpctl, '-s', 'unix:' + self.socket, '--timeout', '20', *words]

    def run(self, *words, code=0, input=None):
        """Standard output and standard error of a qmpctl that has to end with CODE."""
        done = subprocess.run(self.command(*words), input=input, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=PATIENCE)
        output, errors = done.stdout.decode(), done.stderr.decode()
        expect(done.returncode == code, words, 'exit code %d, not %d' % (done.returncode, code),
               output, errors)
        return output, errors

    def out(self, *words, **more):
        return self.run(*words, **more)[0]

    def errors(self, *words, **more):
        return self.run(*words, **more)[1]


class Terminal:
    """A qmpctl whose standard error is a terminal."""

    def __init__(self, command):
        controller, terminal = pty.openpty()
        self.controller, self.text = controller, ''
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=terminal, env=dict(os.environ, TERM='xterm'))
        os.close(terminal)

    def read(self, seconds):
        if not select.select([self.controller], [], [], seconds)[0]:
            return True
        try:
            piece = os.read(self.controller, 65536)
        except OSError: # the other end is closed
            return False
        self.text += piece.decode()
        return bool(piece)

    def wait_for(self, part):
        until = time.monotonic() + PATIENCE
        while part not in self.text:
            expect(self.read(0.1) and time.monotonic() < until, part + ' did not come:', self.text)

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)

    def end(self):
        """The exit code."""
        until = time.monotonic() + PATIENCE
        while self.read(0.1) and time.monotonic() < until:
            pass
        os.close(self.controller)
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode
