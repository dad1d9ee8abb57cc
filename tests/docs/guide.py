#!/usr/bin/env python3
"""guide.py GUIDE QMPCTL BOARD-COMMAND [PROGRAM] - types the lines of a guide and compares what comes with
what stands there.

Typed is what follows `(qmp) ` in a block of the guide.  The lines after it are what qmpctl has to
print within PATIENCE, events too; where an event stands among them does not matter.  In them
`...` is anything.  BOARD-COMMAND starts the board, with {sock} for the path of its socket.

A row of a table "| `expression` | 0x1234 |" says where the image that the guide was written with
has something.  Where PROGRAM, an image with symbols, has it elsewhere, that address is typed and
expected instead, in hexadecimal and decimal; gdb-multiarch tells it, and without that the test is
skipped (status 77).

SPDX-License-Identifier: MIT
"""
import os
import re
import selectors
import shutil
import subprocess
import sys
import tempfile
import time

PROMPT = '(qmp) '
PATIENCE = 60 # seconds for an answer, on a busy machine
QUIET = 0.05 # seconds without any more output after the last one


def steps(text):
    """(typed, expected) for each line that is typed."""
    for language, block in re.findall(r'^```(\w*)\n(.*?)^```$', text, re.M | re.S):
        if language:
            continue
        for step in block.split(PROMPT)[1:]:
            typed, _, expected = step.partition('\n')
            yield typed, expected


def find(program, expressions):
    """The addresses that PROGRAM has of these."""
    command = ['gdb-multiarch', '-nx', '-batch', program]
    for expression in expressions:
        command += ['-ex', 'print/x (unsigned long)&(%s)' % expression]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()
    found = re.findall(r'^\$\d+ = (0x[0-9a-f]+)$', output, re.M)
    if len(found) != len(expressions):
        sys.exit('%s: not all there: %s' % (program, ' '.join(expressions)))
    return found


def relocate(text, program):
    rows = re.findall(r'^\| `([^`]+)` \| (0x[0-9a-f]+) \|$', text, re.M)
    moved = {}
    for (_, old), new in zip(rows, find(program, [expression for expression, _ in rows])):
        moved[old] = new
        moved[str(int(old, 16))] = str(int(new, 16))
    return re.sub(r'\b(0x[0-9a-f]+|[0-9]+)\b', lambda word: moved.get(word[0], word[0]), text)


def events_last(text):
    """An event comes when it comes."""
    return ''.join(sorted(text.splitlines(True), key=lambda line: line.startswith('event ')))


def pattern(expected):
    """A line `...` is any number of lines, also none."""
    source = ''
    for line in events_last(expected).splitlines():
        source += '(.*\n)*?' if line == '...' else '.*?'.join(map(re.escape, line.split('...'))) + '\n'
    return re.compile(source)


class Typist:
    """qmpctl as somebody at a terminal has it."""

    def __init__(self, qmpctl, sock):
        self.process = subprocess.Popen([qmpctl, '-s', 'unix:' + sock], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.output = selectors.DefaultSelector()
        self.output.register(self.process.stdout, selectors.EVENT_READ)
        self.text = ''

    def more(self, seconds):
        if not self.output.select(seconds):
            return False
        piece = os.read(self.process.stdout.fileno(), 65536)
        self.text += piece.decode().replace('\r\n', '\n')
        return bool(piece)

    def type(self, line, expected):
        """None, or what came instead of what was expected."""
        wanted, until = pattern(expected), time.monotonic() + PATIENCE
        self.text = ''
        self.process.stdin.write((line + '\n').encode())
        self.process.stdin.flush()
        # Nothing is something that `...` is, but what was typed has an answer.
        while not (self.text and wanted.fullmatch(events_last(self.text))) and time.monotonic() < until:
            if not self.more(until - time.monotonic()):
                break
        while self.more(QUIET):
            pass
        return None if wanted.fullmatch(events_last(self.text)) else self.text

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def settle(typist):
    """Waits until the hub beats: nobody types as fast as a board starts."""
    until = time.monotonic() + PATIENCE
    typist.text = '0'
    while typist.text.strip() == '0' and time.monotonic() < until:
        typist.type('qom-get path=hub property=beats', '...\n')


def walk(guide, typist):
    count = 0
    settle(typist)
    for typed, expected in guide:
        count += 1
        came = typist.type(typed, expected)
        if came is not None:
            print('%s\n--- expected\n%s--- came\n%s' % (typed, expected, came))
            return 1
    print('%d lines typed' % count)
    return 0 if count else 1


def main():
    path, qmpctl, command = sys.argv[1:4]
    with open(path) as file:
        text = file.read()
    if len(sys.argv) > 4:
        if not shutil.which('gdb-multiarch'):
            print('gdb-multiarch is missing')
            return 77
        text = relocate(text, sys.argv[4])
    guide = list(steps(text))
    with tempfile.TemporaryDirectory(prefix='e2kmon-guide-') as folder:
        sock = os.path.join(folder, 'qmp')
        board = subprocess.Popen(['sh', '-c', 'exec ' + command.replace('{sock}', sock)],
                                 stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        typist = Typist(qmpctl, sock)
        try:
            return walk(guide, typist)
        finally:
            typist.end()
            board.terminate()
            board.wait()


if __name__ == '__main__':
    sys.exit(main())
