"""terminal.py - a person's side of the human monitor: a screen, and keys that are typed.

    from terminal import Screen, Person
    person = Person(fd)                            # of a pseudo-terminal, a socket ...
    person.type('inf\\t')
    person.sees('(qemu) info ')                    # waits; False (and a word) if not
    person.history()                               # lines above

SPDX-License-Identifier: MIT
"""
import codecs
import os
import re
import select
import time

SEQUENCE = re.compile(r'\033(?:\[([0-9;]*)([@-~])|O(.)|[^\[O])', re.S)


class Screen:
    """What a terminal of WIDTH columns shows; its lines are never lost."""

    def __init__(self, width=80):
        self.width, self.rows, self.row, self.column = width, [[]], 0, 0
        self.decoder = codecs.getincrementaldecoder('utf-8')('replace')
        self.rest = ''
        self.strange = []   # sequences that the monitor has no reason to send

    def feed(self, data):
        text = self.rest + self.decoder.decode(data)
        self.rest, at = '', 0
        while at < len(text):
            if text[at] == '\033':
                match = SEQUENCE.match(text, at)
                if not match:
                    self.rest = text[at:]
                    return
                self.control(match)
                at = match.end()
            else:
                self.put(text[at])
                at += 1

    def control(self, match):
        numbers, letter = match.group(1), match.group(2)
        count = int(numbers) if numbers and numbers.isdigit() else 1
        if letter == 'D':
            self.column = max(0, self.column - count)
        elif letter == 'C':
            self.column = min(self.width - 1, self.column + count)
        elif letter == 'K' and not numbers:
            del self.rows[self.row][self.column:]
        elif letter == 'J' and numbers == '2':
            self.rows = [[] for _ in self.rows]
        elif letter == 'H' and numbers == '1;1':
            self.row = self.column = 0
        else:
            self.strange.append(match.group(0))

    def put(self, c):
        if c == '\r':
            self.column = 0
        elif c == '\n':
            self.down()
        elif c == '\b':
            self.column = max(0, self.column - 1)
        elif c < ' ':
            self.strange.append(c)
        else:
            if self.column == self.width:
                self.column = 0
                self.down()
            line = self.rows[self.row]
            line.extend(' ' * (self.column + 1 - len(line)))
            line[self.column] = c
            self.column += 1

    def down(self):
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append([])

    def line(self, above=0):
        """The text of the cursor's line, or of one above it."""
        return ''.join(self.rows[self.row - above]) if above <= self.row else None


class Person:
    """Types at FD and watches a screen; WRONG counts what was not seen."""

    def __init__(self, fd, width=80, patience=10):
        self.fd, self.screen, self.patience, self.wrong = fd, Screen(width), patience, 0
        self.said = b''

    def watch(self, seconds=0.0):
        """Takes what comes within so many seconds.  False: nothing came."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b''
        self.said += data
        self.screen.feed(data)
        return bool(data)

    def type(self, keys):
        """Types without waiting for an echo, but watches meanwhile."""
        data = keys.encode() if isinstance(keys, str) else keys
        end = time.monotonic() + 6 * self.patience
        while data and time.monotonic() < end:
            ready = select.select([self.fd], [self.fd], [], 1)
            if ready[0]:
                self.watch()
            if ready[1]:
                data = data[os.write(self.fd, data[:256]):]
        self.check(not data, 'what is typed is taken')

    def wait(self, condition):
        end = time.monotonic() + self.patience
        while not condition():
            if time.monotonic() > end:
                return False
            self.watch(0.2)
        return True

    def check(self, holds, what):
        if not holds:
            print('not so:', what)
            self.wrong += 1
        return holds

    def sees(self, line, column=None, above=()):
        """The cursor's line becomes LINE, the cursor at its end or at COLUMN, and the lines
        above it ABOVE (the lowest last)."""
        column = len(line) if column is None else column
        lines = [line] + list(above)[::-1]

        def shown():
            return (self.screen.column == column and
                    [self.screen.line(i) for i in range(len(lines))] == lines)

        # It stays so: what was seen is not what was there before the keys.
        ok = self.wait(lambda: shown() and not self.watch(0.03) and shown())
        return self.check(ok, 'on the screen is\n  %s\n  with the cursor at %d, not\n  %s\n  at %d' % (
            [self.screen.line(i) for i in range(len(lines))], self.screen.column, lines, column))

    def line(self, keys, *says):
        """Types a line; the lines SAYS follow, and a prompt."""
        self.type(keys + '\r')
        return self.sees('(qemu) ', above=('(qemu) ' + keys,) + says)

    def answer(self, line):
        """Types a line; all that is sent from then to the next prompt, the echo too."""
        start = len(self.said)
        self.type(line + '\r')
        self.wait(lambda: self.said[start:].endswith(b'\r\n(qemu) '))
        return self.said[start:].decode()
