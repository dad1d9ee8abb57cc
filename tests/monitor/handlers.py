"""handlers.py - reads handlers.txt, which says what the human monitor's commands say on each board,
and the rows of monitor_commands.def; they are to fit.

SPDX-License-Identifier: MIT
"""
import fnmatch
import os
import re

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TABLE = os.path.join(HERE, 'handlers.txt')
ROWS = os.path.join(ROOT, 'firmware/include/agent/monitor_commands.def')
BOARDS = ('riscv-virt', 'riscv-virt-polled', 'mps2-an385', 'mps2-an385-newlib', 'netduinoplus2', 'e2k')
# How many of them QEMU had in 2009.
COMMANDS_2009, INFO_2009 = 61, 35
# What no pattern may take: it would take anything.
ANYTHING = ('', '0', 'x', 'nosuch', "unknown command: 'x'", 'Error: 0x1')


class Wrong(Exception):
    """The table, or a row of it."""


class Step:
    """One thing that is done, and what is expected: KIND is `>`, `@` or `!`."""

    def __init__(self, kind, text, line):
        self.kind, self.text, self.line = kind, text, line
        self.expected = []  # of what is said: (kind, text), kind `|`, `~` or `...`
        self.part = None    # of the return of a command of QMP: JSON

    def may_be_empty(self):
        return all(kind == '...' for kind, _ in self.expected)

    def shows(self):
        """It would not pass if the command did nothing."""
        if self.kind == '!':
            return self.part is not None or self.text.split()[0] in ('event', 'file', 'end')
        return any(kind == '~' or kind == '|' and not re.match('Error|unknown command|$', text)
                   for kind, text in self.expected)


class Block:
    """What boards are to do."""

    def __init__(self, works, boards, line):
        self.works, self.boards, self.line = works, boards, line
        self.steps, self.elsewhere = [], []


class Handler:
    """A row, by the names it has there; with `info ` before it those of `info`."""

    def __init__(self, names, of_2009, line):
        self.names, self.of_2009, self.line = names, of_2009, line
        self.shown, self.blocks = [], []

    def blocks_of(self, board):
        return [block for block in self.blocks if board in block.boards]

    def works(self, board):
        """True, or False where the board says what QEMU does without the subject."""
        return self.blocks_of(board)[0].works


def boards_of(words, line):
    found = []
    for word in words:
        fit = fnmatch.filter(BOARDS, word)
        if not fit:
            raise Wrong('line %d: no board is %s' % (line, word))
        found += fit
    return found


def check_pattern(pattern, line):
    for text in ANYTHING:
        if re.fullmatch(pattern, text):
            raise Wrong('line %d: %s is also %r' % (line, pattern, text))


def read_expected(step, word, rest, line):
    if step is None or step.kind == '!':
        raise Wrong('line %d: nothing was typed' % line)
    if word == '~':
        check_pattern(rest, line)
    step.expected.append((word, rest))


class Reader:
    """Takes the table line by line."""

    def __init__(self):
        self.handlers, self.step = [], None

    def command(self, names, line):
        self.step = None
        of_2009 = names.endswith(' 2009')
        self.handlers.append(Handler(names[:-5] if of_2009 else names, of_2009, line))

    def block(self, word, rest, line):
        self.step = None
        self.handlers[-1].blocks.append(Block(word == 'works', boards_of(rest.split(), line), line))

    def do(self, kind, rest, line):
        text, part = rest, None
        if kind == '!' and re.search(r' = ', rest):
            text, part = rest.split(' = ', 1)
        self.step = Step(kind, text.strip(), line)
        self.step.part = part
        self.handlers[-1].blocks[-1].steps.append(self.step)

    def take(self, text, line):
        word, _, rest = text.strip().partition(' ')
        if not word or text.startswith('#'):
            return
        if word == 'command':
            self.command(rest, line)
        elif word == 'shown':
            self.handlers[-1].shown += rest.split()
        elif word in ('works', 'absent'):
            self.block(word, rest, line)
        elif word == 'elsewhere':
            self.handlers[-1].blocks[-1].elsewhere += rest.split()
        elif word in ('>', '@', '!'):
            self.do(word, rest, line)
        elif word in ('|', '~', '...'):
            read_expected(self.step, word, rest, line)
        else:
            raise Wrong('line %d: what is %s?' % (line, word))


def check_handler(handler):
    for board in BOARDS:
        blocks = handler.blocks_of(board)
        if not any(block.steps for block in blocks):
            raise Wrong('%s: nothing is typed on %s' % (handler.names, board))
        if len({block.works for block in blocks}) > 1:
            raise Wrong('%s: both works and is absent on %s' % (handler.names, board))
        steps = [step for block in blocks for step in block.steps]
        typed = [re.match('[^ /]*( [^ ]*)?', step.text)[0] for step in steps if step.kind != '!']
        names = handler.names.replace('info ', '').split('|')
        if not any(line.split(' ')[-1 if line.startswith('info ') else 0] in names for line in typed):
            raise Wrong('%s: it is not typed on %s' % (handler.names, board))
        shown = any(step.shows() for step in steps) or any(block.elsewhere for block in blocks)
        if blocks[0].works and not shown:
            raise Wrong('%s: that it works on %s is not shown' % (handler.names, board))


def rows():
    """Names of the rows, in their order."""
    with open(ROWS, encoding='utf-8') as file:
        found = re.findall(r'^HMP_(COMMAND|INFO)\(\w+, \w+, "([^"]+)"', file.read(), re.M)
    return [('info ' if kind == 'INFO' else '') + names for kind, names in found]


def check_rows(names):
    told = rows()
    for name in told:
        if names.count(name) != 1:
            raise Wrong('%s: %d times in the table, not once' % (name, names.count(name)))
    for name in names:
        if name not in told:
            raise Wrong('%s: there is no such row' % name)
    if names != told:
        raise Wrong('the commands are not in the order of the rows')


def read(path=TABLE):
    """All handlers, checked."""
    reader = Reader()
    with open(path, encoding='utf-8') as file:
        for number, text in enumerate(file, 1):
            reader.take(text.rstrip('\n'), number)
    handlers = reader.handlers
    check_rows([handler.names for handler in handlers])
    for handler in handlers:
        check_handler(handler)
    of_2009 = [handler.names.startswith('info ') for handler in handlers if handler.of_2009]
    if (of_2009.count(False), of_2009.count(True)) != (COMMANDS_2009, INFO_2009):
        raise Wrong('%d commands and %d info of 2009' % (of_2009.count(False), of_2009.count(True)))
    return handlers
