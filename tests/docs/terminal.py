#!/usr/bin/env python3
"""terminal.py PAGE QMPCTL BOARD-COMMAND [PROGRAM] - types the lines of a page about the human monitor, as
guide.py does those of a guide: what follows `(qemu) ` at the board's terminal, and what follows
`(qmp) ` to qmpctl.

BOARD-COMMAND starts the board, with {sock} and {monitor} for the paths of its sockets.  Lines before the
first prompt are the terminal's greeting.

SPDX-License-Identifier: MIT
"""
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import guide

PROMPT = '(qemu) '
TYPED = re.compile(r'^\((qemu|qmp)\) ', re.M)


def steps(text):
    """(who is told, typed, expected); at first (None, '', greeting)."""
    for language, block in re.findall(r'^```(\w*)\n(.*?)^```$', text, re.M | re.S):
        if language or not TYPED.search(block):
            continue
        greeting, *told = TYPED.split(block)
        if greeting:
            yield None, '', greeting
        for who, said in zip(told[::2], told[1::2]):
            typed, _, expected = said.partition('\n')
            yield who, typed, expected


class Terminal:
    """The end of a terminal's line, at PATH."""

    def __init__(self, path):
        until = time.monotonic() + guide.PATIENCE
        self.socket = socket.socket(socket.AF_UNIX)
        while self.socket.connect_ex(path) != 0:
            if time.monotonic() > until:
                sys.exit('there is no %s' % path)
            time.sleep(0.02)
        self.socket.settimeout(guide.PATIENCE)

    def until_prompt(self):
        """What is said before the next prompt."""
        said = ''
        while not ('\n' + said).endswith('\n' + PROMPT):
            piece = self.socket.recv(65536)
            if not piece:
                sys.exit('the terminal has gone')
            said += piece.decode().replace('\r\n', '\n')
        return said[:-len(PROMPT)]

    def type(self, line, expected):
        """None, or what came instead of what was expected."""
        self.socket.sendall(line.encode() + b'\r')
        echo, _, said = self.until_prompt().partition('\n')
        if echo == line and guide.pattern(expected).fullmatch(said):
            return None
        return echo + '\n' + said

    def greets(self, expected):
        """None, or what it says first."""
        said = self.until_prompt().lstrip('\n')
        return None if guide.pattern(expected).fullmatch(said) else said


def walk(lines, terminal, typist):
    count = 0
    for who, typed, expected in lines:
        count += 1
        if who is None:
            came = terminal.greets(expected)
        else:
            came = (terminal if who == 'qemu' else typist).type(typed, expected)
        if came is not None:
            print('%s\n--- expected\n%s--- came\n%s' % (typed, expected, came))
            return 1
    print('%d lines typed' % count)
    return 0 if count else 1


def main():
    path, qmpctl, command = sys.argv[1:4]
    with open(path, encoding='utf-8') as file:
        text = file.read()
    if len(sys.argv) > 4:
        if not shutil.which('gdb-multiarch'):
            print('gdb-multiarch is missing')
            return 77
        text = guide.relocate(text, sys.argv[4])
    with tempfile.TemporaryDirectory(prefix='e2kmon-terminal-') as folder:
        sock, monitor = os.path.join(folder, 'qmp'), os.path.join(folder, 'monitor')
        command = command.replace('{sock}', sock).replace('{monitor}', monitor)
        board = subprocess.Popen(['sh', '-c', 'exec ' + command], stdin=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        typist = guide.Typist(qmpctl, sock)
        try:
            return walk(list(steps(text)), Terminal(monitor), typist)
        finally:
            typist.end()
            board.terminate()
            board.wait()


if __name__ == '__main__':
    sys.exit(main())
