"""line.py - a line to a QMP server, byte by byte, for the package's tests.

SPDX-License-Identifier: MIT
"""
import json
import os
import select
import time
import tty


class Line:
    """Reads from one file descriptor and writes to another, or to the same."""

    def __init__(self, reading, writing=None):
        self.reading, self.writing = reading, reading if writing is None else writing
        self.buffer = b''

    def send(self, text):
        data = text.encode()
        while data:
            data = data[os.write(self.writing, data):]

    def receive(self, seconds=60):
        """The next message; fails the test when none comes."""
        end = time.monotonic() + seconds
        while b'\n' not in self.buffer:
            if not select.select([self.reading], [], [], max(0, end - time.monotonic()))[0]:
                raise SystemExit('nothing came in %d s; so far: %r' % (seconds, self.buffer))
            data = os.read(self.reading, 4096)
            if not data:
                raise SystemExit('the line ended; so far: %r' % self.buffer)
            self.buffer += data
        text, self.buffer = self.buffer.split(b'\n', 1)
        return json.loads(text)

    def expect(self, expected):
        got = self.receive()
        if got != expected:
            raise SystemExit('expected %s\nreceived %s' % (json.dumps(expected), json.dumps(got)))

    def request(self, request):
        self.send(json.dumps(request) + '\n')
        return self.receive()

    def ask(self, request, expected):
        self.send(json.dumps(request) + '\n')
        self.expect(expected)

    def close(self):
        os.close(self.reading)


def open_terminal(name):
    fd = os.open(name, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(fd)
    return Line(fd)


QEMU = {'micro': 0, 'minor': 2, 'major': 7}


def version(package):
    return {'qemu': QEMU, 'package': package}


def not_found(command):
    return {'error': {'class': 'CommandNotFound', 'desc': 'The command %s has not been found' % command}}


def meet(line, package, capabilities):
    """What every server answers a host that comes."""
    line.expect({'QMP': {'version': version(package), 'capabilities': capabilities}})
    line.send('{"execute": "query-version"}\n')
    early = line.receive()
    if early['error']['class'] != 'CommandNotFound' or 'capabilities negotiation' not in early['error']['desc']:
        raise SystemExit('before capabilities: %s' % early)
    line.ask({'execute': 'qmp_capabilities'}, {'return': {}})
    line.ask({'execute': 'query-version', 'id': [1]}, {'id': [1], 'return': version(package)})
    line.ask({'execute': 'no-such-command'}, not_found('no-such-command'))
    line.ask({'execute': 'query-status', 'arguments': {'x': 1}},
             {'error': {'class': 'GenericError', 'desc': "Parameter 'x' is unexpected"}})
