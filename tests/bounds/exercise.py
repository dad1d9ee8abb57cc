#!/usr/bin/env python3
"""exercise.py BOARD IMAGE - asks an image's agent for all it has, and for much that it has not, as the
tests of boards do not run with each image (mps2-an385-small).

Each command is sent without arguments, with arguments it does not know, with those it may know in right
and in wrong types; then broken lines, and more requests at once than the queue takes.  Fails when a request
that should be answered is not.

SPDX-License-Identifier: MIT
"""
import contextlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
ENDS = {'quit', 'system_reset', 'system_powerdown', 'stop', 'agent-panic'} # those are sent at the end
ARGUMENTS = [
    None, {}, {'unknown': 1}, {'address': 0x20200000, 'size': 16}, {'address': '1', 'size': []},
    {'address': 0x20200000, 'data': 'ff' * 64}, {'address': 0xe0000000, 'size': 200, 'format': 'base64'},
    {'address': {'a': [1, {'b': None}]}}, {'address': -1, 'size': 1 << 63}, {'id': 1.5e300, 'enable': ['oob', 'x']},
    {'path': '/machine', 'property': 'type'}, {'path': 'hub', 'property': 'temperature', 'value': 'x' * 100},
    {'value': {'deep': [[[[[[[[0]]]]]]]]}}, {'data': 'zz', 'address': 1}, {'data': 'x' * 300, 'size': True},
]
BROKEN = [b'{"execute" 1}', b'[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[', b'{"execute": "\x01"}', b'"\\ud83d"', b'}' * 50,
          b'{"execute": "query-status", "arguments": ' + b'[' * 31 + b']' * 31 + b'}', b'x' * 900, b'"' + b'x' * 2000 + b'"',
          b'{"a":1,"a":2}', b'\xff']


class Session:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(120)
        for _ in range(600):
            try:
                self.socket.connect(path)
                break
            except OSError:
                time.sleep(0.1)
        self.lines = self.socket.makefile()
        self.number = 0
        json.loads(self.lines.readline())

    def send(self, command, arguments=None):
        self.number += 1
        request = {'execute': command, 'id': self.number}
        if arguments is not None:
            request['arguments'] = arguments
        self.socket.sendall(json.dumps(request).encode() + b'\n')
        return self.number

    def reply(self, number):
        while True:
            line = self.lines.readline()
            if not line:
                sys.exit('exercise.py: the board has gone')
            message = json.loads(line)
            if message.get('id') == number:
                return message

    def ask(self, command, arguments=None):
        return self.reply(self.send(command, arguments))


def exercise(session):
    """Returns the number of requests."""
    assert 'return' in session.ask('qmp_capabilities', {'enable': []})
    commands = [c['name'] for c in session.ask('query-commands')['return']]
    for command in sorted(set(commands) - ENDS):
        for arguments in ARGUMENTS:
            session.ask(command, arguments)
        session.ask('qmp_capabilities') # it may have been one that resets the session
    for line in BROKEN:
        session.socket.sendall(line + b'\xff\n')
        assert 'return' in session.ask('query-status')
    for count in (4, 8, 16):
        session.reply([session.send('query-commands') for _ in range(count)][-1])
    for command in ('stop', 'cont', 'system_reset', 'query-status'):
        if command in commands or command == 'query-status':
            session.ask(command)
    session.socket.sendall(b'{"execute": "quit"}\n')
    with contextlib.suppress(OSError): # an emulator that ends may reset the line
        while session.lines.readline():
            pass
    return session.number


def main():
    board, image = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        emulator = subprocess.Popen([ROOT / 'board/run', board, '--image', image, '--qmp', 'unix:%s/qmp' % folder],
                                    stdin=subprocess.DEVNULL, env=os.environ)
        try:
            count = exercise(Session(folder + '/qmp'))
            assert emulator.wait(60) == 0
        finally:
            emulator.kill()
            emulator.wait()
    print('exercise.py: %s: %d requests' % (image, count))


if __name__ == '__main__':
    main()
