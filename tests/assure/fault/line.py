"""line - a QMP line to the agent, on the host or on an emulated board, with noise or without.

SPDX-License-Identifier: MIT
"""
import json
import os
import select
import socket
import subprocess
import time

import crc

PATIENCE = 60 # seconds; nothing here waits for a time to pass


class Lost(Exception):
    """What had to come did not."""


class Line:
    """A connection: bytes go out, lines come in.  checked: the session has frame checks.

    noise_out, noise_in  noise.Noise, or None: nothing is damaged
    whole                the end of the line that noise_in was for got through
    sent                 the last bytes as they arrived at the agent
    """

    def __init__(self, source, sink):
        self.source, self.sink = source, sink
        self.noise_out = self.noise_in = None
        self.checked = False
        self.whole = True
        self.rest = b''

    def close(self):
        for descriptor in {self.source, self.sink}:
            os.close(descriptor)

    def write(self, data):
        self.sent = self.noise_out.damage(data) if self.noise_out else data
        os.set_blocking(self.sink, True)
        at = 0
        while at < len(self.sent):
            at += os.write(self.sink, self.sent[at:])

    def request(self, **members):
        """Sends one, with its check where there are checks."""
        self.write(self.spell(members) + b'\n')

    def spell(self, members):
        text = json.dumps(members).encode()
        return crc.add(text) if self.checked else text

    def read(self, patience=PATIENCE):
        """The next line as it came, without its end."""
        until = time.monotonic() + patience
        while b'\n' not in self.rest:
            ready = select.select([self.source], [], [], max(until - time.monotonic(), 0))[0]
            data = os.read(self.source, 65536) if ready else b''
            if not data:
                raise Lost('no line; so far: %r' % self.rest[-200:])
            self.rest += self.disturb(data) if self.noise_in else data
        line, self.rest = self.rest.split(b'\n', 1)
        return line.rstrip(b'\r')

    def disturb(self, data):
        """The noise of this direction ends with the line that it begins in."""
        end = data.find(b'\n') + 1
        noise = self.noise_in
        if end:
            self.noise_in = None
        came = noise.damage(data[:end or len(data)])
        self.whole = came.endswith(b'\n')
        return came + data[end or len(data):]

    def message(self, patience=PATIENCE):
        """The next line that is a message and, where there are checks, has the right one; greetings
        have none, and may stand behind a line that a reset cut off."""
        while True:
            line = self.read(patience)
            line = line[max(line.rfind(b'{"QMP"'), 0):]
            if self.checked and not crc.holds(line) and not line.startswith(b'{"QMP"'):
                continue
            try:
                found = json.loads(line.lstrip(b'\xff'))
            except ValueError:
                continue
            if isinstance(found, dict):
                return found

    def until(self, wanted, patience=PATIENCE):
        """Messages up to the first for which WANTED(message), which is the last."""
        found = []
        end = time.monotonic() + patience
        while not found or not wanted(found[-1]):
            found.append(self.message(max(end - time.monotonic(), 0.001)))
        return found

    def ask(self, command, **arguments):
        """What the command returns, on a line without noise."""
        request = {'execute': command, 'id': 'ask'}
        if arguments:
            request['arguments'] = {name.replace('_', '-'): value for name, value in arguments.items()}
        self.request(**request)
        reply = self.until(lambda message: message.get('id') == 'ask')[-1]
        if 'return' not in reply:
            raise Lost('%s: %s' % (command, reply))
        return reply['return']

    def sync(self, number):
        """Into step without checks, whatever was there before, and negotiated."""
        self.checked = False
        self.write(b'\xff{"execute": "guest-sync-delimited", "arguments": {"id": %d}}\n' % number)
        self.until(lambda message: message.get('return') == number)
        self.negotiate()

    def negotiate(self, check=False):
        """With CHECK: after a greeting only."""
        request = {'execute': 'qmp_capabilities', 'id': 'negotiate'}
        if check:
            request['arguments'] = {'enable': ['agent-frame-check']}
        self.request(**request)
        self.checked = check
        self.until(lambda message: message.get('id') == 'negotiate')


def host_agent(program):
    """The agent as a process of the host: (process, line)."""
    process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    return process, Line(os.dup(process.stdout.fileno()), os.dup(process.stdin.fileno()))


def connect(path):
    """A line to a socket that may still be coming."""
    until = time.monotonic() + PATIENCE
    while True:
        client = socket.socket(socket.AF_UNIX)
        try:
            client.connect(path)
            break
        except OSError:
            client.close()
            if time.monotonic() > until:
                raise
            time.sleep(0.02)
    descriptor = client.detach()
    return Line(descriptor, descriptor)
