#!/usr/bin/env python3
"""test_servers.py QMPCTL - qmpctl top, in a pseudo-terminal, with servers that do not behave.

SPDX-License-Identifier: MIT
"""
import json
import os
import pty
import select
import socket
import sys
import tempfile
import threading
import time

from board import PATIENCE
from test_screen import draws

GREETING = b'{"QMP": {"version": {}, "capabilities": []}}\r\n'
EVENT = b'{"event": "E", "timestamp": {"seconds": 1, "microseconds": 2}}\r\n'
SLOWLY = b'------' # keys: a drawing every 5 minutes, after the next of those every second
SOON = 30 # seconds, less than a quarter of those between two drawings then


class Server:
    """Greets, takes the negotiation, and then does what BEHAVE does with the client."""

    def __init__(self, path, behave):
        self.path = path
        self.behave = behave
        self.clients = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen()
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            while True:
                client, _ = self.listener.accept()
                self.clients += 1
                with client:
                    self.behave(self, client)
        except OSError:
            pass # the end of the test

    @staticmethod
    def join(client):
        client.sendall(GREETING)
        request = json.loads(client.recv(4096))
        client.sendall(b'{"return": {}, "id": %s}\r\n' % json.dumps(request['id']).encode())


def wait_for_end(client):
    while client.recv(4096):
        pass


def flood(server, client):
    server.join(client)
    try:
        while True:
            client.sendall(EVENT * 1000)
    except OSError:
        pass # it has left


def say_nothing(server, client):
    server.join(client)
    wait_for_end(client)


def leave_and_be_mute(server, client):
    """The first client is joined and left, the others are not even greeted."""
    if server.clients == 1:
        server.join(client)
    else:
        wait_for_end(client)


class Program:
    """qmpctl top on a terminal of its own."""

    def __init__(self, qmpctl, path):
        self.shown = b''
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ['TERM'] = 'xterm'
            # A sanitizer's look for leaks would count as time that the program takes.
            os.environ['ASAN_OPTIONS'] = 'detect_leaks=0'
            os.execv(qmpctl, [qmpctl, '-s', 'unix:' + path, '--timeout', '30', 'top'])

    def look(self, seconds, until=None):
        """Reads what it draws, for so long or until it has drawn that; True when it has ended."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and (until is None or until not in self.shown):
            if select.select([self.terminal], [], [], 0.02)[0]:
                try:
                    self.shown += os.read(self.terminal, 65536)
                except OSError:
                    return True
        return False

    def wait_for(self, text):
        self.look(PATIENCE, text)
        assert text in self.shown, self.shown

    def type(self, keys):
        os.write(self.terminal, keys)

    def leave(self):
        """By `q`; returns the seconds of a processor that it took in all."""
        begun = time.monotonic()
        self.type(b'q')
        assert self.look(PATIENCE), 'it does not leave'
        took = time.monotonic() - begun
        assert took < SOON, 'it took %.1f s to leave' % took
        _, status, usage = os.wait4(self.pid, 0)
        self.pid = 0
        assert status == 0, status
        return usage.ru_utime + usage.ru_stime

    def end(self):
        if self.pid:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)
        os.close(self.terminal)


def keys_are_heard_while_events_flood(program):
    program.wait_for(b'/s    LAST')
    program.type(SLOWLY + b'h')
    program.wait_for(b'this help')
    program.type(b'x')
    program.look(1)
    program.leave()


def an_order_to_a_server_that_hangs_costs_no_time(program):
    program.wait_for(b'none yet')
    program.type(SLOWLY + b'sy')
    program.look(2)
    took = program.leave()
    assert took < 1, 'it took %.1f s of the processor' % took


def keys_are_heard_while_it_waits_for_a_greeting(program):
    program.wait_for(b'NO ANSWER')
    program.type(SLOWLY)
    program.look(1.5) # until it has tried again
    program.type(b'sy')
    program.wait_for(b'no server to send stop to')
    program.leave()


TESTS = [
    (flood, keys_are_heard_while_events_flood),
    (say_nothing, an_order_to_a_server_that_hangs_costs_no_time),
    (leave_and_be_mute, keys_are_heard_while_it_waits_for_a_greeting),
]


def main():
    qmpctl = os.path.abspath(sys.argv[1])
    if not draws(qmpctl):
        print('skipped: built without ncurses')
        return 77
    for behave, test in TESTS:
        with tempfile.TemporaryDirectory(prefix='e2kmon-top-') as folder:
            server = Server(os.path.join(folder, 'qmp'), behave)
            program = Program(qmpctl, server.path)
            begun = time.monotonic()
            try:
                test(program)
            except BaseException:
                print('%s failed' % test.__name__)
                raise
            finally:
                program.end()
                server.listener.close()
            print('%s: %.1f s' % (test.__name__, time.monotonic() - begun))
    return 0


if __name__ == '__main__':
    sys.exit(main())
