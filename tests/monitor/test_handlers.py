#!/usr/bin/env python3
"""test_handlers.py BOARD [--image ELF] - types every command of the human monitor on a board, as
handlers.txt says, and compares what comes.

SPDX-License-Identifier: MIT
"""
import argparse
import json
import os
import re
import sys
import time

import handlers
from board import Board, connect

PATIENCE = 20 # seconds for what a command brings about
PROMPT = b'\r\n(qemu) '
# Memory that no image uses, and the digits of an address.
MEMORY = {'riscv': (0x84000000, 16), 'mps2': (0x20200000, 8), 'netduino': (0x2001a000, 8),
          'e2k': (0x04000000, 16)}
# What the emulators have beyond what board/run gives them.
OPTIONS = {'riscv-virt': ['--monitor', 'unix:{}/monitor', '--', '-smp', '2',
                          '-device', 'virtio-balloon-device'],
           'riscv-virt-polled': ['--monitor', 'unix:{}/monitor', '--', '-device',
                                 'virtio-balloon-device'],
           'mps2-an385': ['--monitor', 'unix:{}/monitor'],
           'mps2-an385-newlib': ['--monitor', 'unix:{}/monitor']}


def fits(expected, told):
    """TOLD has at least what EXPECTED has."""
    if isinstance(expected, str) and expected.startswith('~'):
        return isinstance(told, str) and re.search(expected[1:], told) is not None
    if isinstance(expected, dict) and expected and isinstance(told, dict):
        return all(name in told and fits(value, told[name]) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(told, list) and len(expected) == len(told):
        return all(fits(one, other) for one, other in zip(expected, told))
    return expected == told


def pattern(expected):
    """Of all that is said."""
    lines = {'|': lambda text: re.escape(text) + '\r\n', '~': lambda text: '(?:%s)\r\n' % text,
             '...': lambda _: '(?:.*\r\n)*?'}
    return ''.join(lines[kind](text) for kind, text in expected)


def holds(ask, seconds=PATIENCE):
    """Asks until the answer is yes."""
    end = time.monotonic() + seconds
    while not ask():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class Session:
    """A running board, its terminal, and what was wrong."""

    def __init__(self, board):
        self.board, self.terminal, self.wrong = board, None, []
        key = next(key for key in MEMORY if board.name.startswith(key))
        memory, digits = MEMORY[key]
        self.places = {'<memory>': '0x%x' % memory, '<memory:d>': '%d' % memory,
                       '<memory:x>': '%0*x' % (digits, memory), '<memory:xp>': '%016x' % memory,
                       '<folder>': board.folder.name}

    def filled(self, text):
        for place, value in self.places.items():
            text = text.replace(place, value)
        return text

    def says(self, line):
        """At a terminal: without the echo of the line and the next prompt."""
        if self.terminal is None:
            self.terminal = connect(self.board.path('monitor'))
            # There may be a greeting, or not.
            self.terminal.sendall(b'begin\r')
            self.until(b"unknown command: 'begin'" + PROMPT)
        self.terminal.sendall(line.encode() + b'\r')
        return self.until(PROMPT).split('\r\n', 1)[1]

    def until(self, end):
        said = b''
        while not said.endswith(end):
            said += self.terminal.recv(4096)
        return said[:-len(b'(qemu) ')].decode()

    def type(self, step):
        line = self.filled(step.text)
        said = self.board.says(line) if step.kind == '>' else self.says(line)
        wanted = pattern([(kind, self.filled(text)) for kind, text in step.expected])
        if not re.fullmatch(wanted, said):
            self.wrong.append('line %d: %s said\n%s' % (step.line, line, said))

    def command(self, step):
        """Of QMP."""
        name, _, arguments = self.filled(step.text).partition(' ')
        given = {key.replace('-', '_'): value for key, value in json.loads(arguments or '{}').items()}
        returned = []

        def ask():
            reply = self.board.qmp(name, **given)
            told = reply.get('return', reply)
            if name == 'ringbuf-read' and returned: # it is not returned again
                told = returned[-1] + told
            returned.append(told)
            return 'return' in reply and (step.part is None or
                                          fits(json.loads(step.part), returned[-1]))

        if not holds(ask):
            self.wrong.append('line %d: %s returned %s' % (step.line, name, returned[-1]))

    def event(self, step, name):
        """One that has come, or comes."""
        events = self.board.events

        def ask():
            if name not in events:
                self.board.qmp('query-version')
            return name in events

        try:
            came = holds(ask)
        except (EOFError, OSError): # the board has ended
            came = name in events + self.last_events()
        if not came:
            self.wrong.append('line %d: no event %s' % (step.line, name))

    def last_events(self):
        """What stands in the line's buffers yet."""
        found = []
        try:
            while True:
                found.append(self.board.read().get('event'))
        except (EOFError, OSError):
            return found

    def file(self, step, name, data):
        path = os.path.join(self.board.folder.name, name)

        def ask():
            with open(path, 'rb') as file:
                found = file.read()
            return re.search(data[1:], found.decode()) if data[0] == '~' else found.hex() == data

        if not holds(lambda: os.path.exists(path) and ask()):
            self.wrong.append('line %d: the file %s does not have %s' % (step.line, name, data))

    def do(self, step):
        kind, _, rest = step.text.partition(' ')
        if step.kind != '!':
            self.board.events.clear()
            self.type(step)
        elif kind == 'event':
            self.event(step, rest)
        elif kind == 'file':
            self.file(step, *rest.split(' ', 1))
        elif kind == 'end':
            if self.board.process.wait(PATIENCE) != 0:
                self.wrong.append('line %d: the emulator ended with an error' % step.line)
        else:
            self.command(step)

    def go_through(self, handler):
        before = len(self.wrong)
        for block in handler.blocks_of(self.board.name):
            for step in block.steps:
                self.do(step)
        word = 'works' if handler.works(self.board.name) else 'absent'
        print('%-6s %-24s %s' % (word if len(self.wrong) == before else 'WRONG', handler.names,
                                 '\n'.join(self.wrong[before:])), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('board')
    parser.add_argument('--image')
    args = parser.parse_args()
    try:
        all_of_them = handlers.read()
    except handlers.Wrong as error:
        sys.exit('%s: %s' % (handlers.TABLE, error))
    with Board(args.board, args.image, OPTIONS.get(args.board, [])) as board:
        session = Session(board)
        # It ends the board.
        for handler in sorted(all_of_them, key=lambda handler: handler.names.startswith('quit')):
            session.go_through(handler)
    sys.exit(bool(session.wrong))


if __name__ == '__main__':
    main()
