"""board.py - a board in its emulator, spoken to by QMP, for tests of what its monitor says.

    with Board(name, image) as board:
        board.says('info status')

SPDX-License-Identifier: MIT
"""
import json
import os
import socket
import subprocess
import tempfile
import time

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..')


def connect(path):
    """A connection to a socket that will be there soon."""
    end = time.monotonic() + 20
    while True:
        try:
            client = socket.socket(socket.AF_UNIX)
            client.connect(path)
            client.settimeout(60)
            return client
        except OSError:
            client.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.05)


class Session:
    """QMP at the socket PATH."""

    def __init__(self, path):
        self.events = []
        self.socket = connect(path)
        self.file = self.socket.makefile('r')
        self.read()
        self.qmp('qmp_capabilities')

    def read(self):
        line = self.file.readline()
        if not line:
            raise EOFError('the session has ended')
        return json.loads(line)

    def qmp(self, command, **arguments):
        """A command of QMP; its reply, a return or an error.  Events before it go to .events"""
        self.socket.sendall(json.dumps(
            {'execute': command, 'arguments': {key.replace('_', '-'): value
                                               for key, value in arguments.items()}}).encode())
        while True:
            message = self.read()
            if 'event' not in message:
                return message
            self.events.append(message['event'])


class Board(Session):
    """OPTIONS are board/run's, {} in them is the folder of the sockets."""

    def __init__(self, name, image=None, options=()):
        self.name, self.wrong = name, 0
        self.image = image or '%s/build/%s/e2kmon.elf' % (ROOT, name)
        self.folder = tempfile.TemporaryDirectory()
        self.process = subprocess.Popen(
            [ROOT + '/board/run', name, '--image', self.image, '--qmp', 'unix:' + self.path('qmp')] +
            [option.replace('{}', self.folder.name) for option in options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def path(self, name):
        return self.folder.name + '/' + name

    def __enter__(self):
        super().__init__(self.path('qmp'))
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(20)
        self.socket.close()
        self.folder.cleanup()

    def says(self, line, **arguments):
        """What the monitor says to a line."""
        return self.qmp('human-monitor-command', command_line=line, **arguments)['return']

    def expect(self, line, text, **arguments):
        """Compares what the monitor says to LINE with TEXT."""
        said = self.says(line, **arguments)
        self.check(said == text, '%r said\n  %r\nand not\n  %r' % (line, said, text))

    def check(self, holds, what):
        """HOLDS is to be true."""
        if not holds:
            print('not so:', what)
            self.wrong += 1
