#!/usr/bin/env python3
"""test_shell.py BOARD [--image ELF] [--harts COUNT] - what `qmp-shell -H` asks of a board's human monitor, in its
order, and that it can make of the replies what it makes of QEMU's.

It learns the names of the commands from `help` and `info`, and keeps the number of the processor
itself: `cpu 1` asks for `info version` of that one, and every line after it comes with the number.

SPDX-License-Identifier: MIT
"""
import argparse
import sys

from board import Board


class Shell:
    """As qmp-shell, without a terminal: enter() returns what it would show."""

    def __init__(self, board):
        self.board, self.cpu = board, 0
        self.words = self.names('help') + self.names('info')

    def ask(self, line, cpu):
        return self.board.qmp('human-monitor-command', command_line=line, cpu_index=cpu)

    def names(self, line):
        """The words that it completes, as it takes them out of a list of commands."""
        words = []
        for text in self.ask(line, 0)['return'].split('\r\n'):
            if text and line == 'info':
                words.append('info ' + text.split()[1])
            elif text and text[0] not in '[\t' and text.split()[0] != 'info':
                names = text.split()[0].split('|')
                words.append(names[1] if len(names[0]) == 1 and names[1:] else names[0])
        return words

    def enter(self, line):
        if line.split()[0] == 'cpu':
            number = int(line.split()[1])
            if 'return' not in self.ask('info version', number):
                return 'bad CPU index'
            self.cpu = number
        reply = self.ask(line, self.cpu)
        if 'error' in reply:
            return '%s: %s' % (reply['error']['class'], reply['error']['desc'])
        return reply['return']


def it_learns_the_commands(board, shell):
    for word in ('cont', 'stop', 'quit', 'help', 'print', 'x', 'xp', 'cpu', 'system_reset',
                 'info status', 'info registers', 'info qtree'):
        board.check(shell.words.count(word) == 1, 'it completes %r' % word)
    board.check(all(set(word) <= set('abcdefghijklmnopqrstuvwxyz_- ') for word in shell.words),
                'words are names: %s' % shell.words)
    for word in shell.words:
        said = shell.enter('help ' + word)
        if word == 'log':   # the one with a list of its own
            board.check(said.startswith('Log items (comma separated):\r\n'), said)
            continue
        board.check(said.startswith(word) and said.endswith('\r\n') and
                    said.count('\r\n') == 1, 'help for %r: %r' % (word, said))


def it_shows_what_lines_say(board, shell):
    expected = {
        'stop': '', 'info status': 'VM status: paused\r\n', 'cont': '', 'print 6*7': '0x2a\r\n',
        'nosuch': "unknown command: 'nosuch'\r\n",
        'info nosuch': "unknown command: 'info nosuch'\r\n",
        'print': 'unexpected end of expression\r\nTry "help print" for more information\r\n',
        'print "a': 'invalid char \'"\' in expression\r\nTry "help print" for more information\r\n',
        'info history': '', ' ': '',
    }
    for line, text in expected.items():
        said = shell.enter(line) if line.strip() else shell.ask(line, 0)['return']
        board.check(said == text, '%r shows %r' % (line, said))
    lines = shell.enter('info registers').split('\r\n')
    board.check(lines[:2] == ['', 'CPU#0'] and len(lines) > 5 and lines[-1] == '',
                'registers are lines: %s' % lines)


def it_keeps_the_processor(board, shell, count):
    for number in range(count):
        board.check(shell.enter('cpu %d' % number) == '', 'cpu %d' % number)
        expected = ''.join('%s CPU #%d: thread_id=0\r\n' % ('*' if i == number else ' ', i)
                           for i in range(count))
        board.check(shell.enter('info cpus') == expected, 'processor %d is the chosen one' % number)
        board.check(shell.enter('info registers').split('\r\n')[1] == 'CPU#%d' % number,
                    'the registers are those of %d' % number)
    for number in count, -1, 1 << 40:
        board.check(shell.enter('cpu %d' % number) == 'bad CPU index', 'there is no %d' % number)
    board.check(shell.enter('info cpus').count('*') == 1, 'the one before stays')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('board')
    parser.add_argument('--image')
    parser.add_argument('--harts', type=int, default=1)
    args = parser.parse_args()
    options = ('--', '-smp', str(args.harts)) if args.harts > 1 else ()
    with Board(args.board, args.image, options) as board:
        shell = Shell(board)
        it_learns_the_commands(board, shell)
        it_shows_what_lines_say(board, shell)
        it_keeps_the_processor(board, shell, args.harts)
        board.check(shell.enter('system_reset') == '', 'a reset')
        board.check(shell.enter('info status') == 'VM status: running\r\n', 'it runs again')
        board.check(shell.enter('q') == '', 'quit is answered')
        board.check(board.process.wait(20) == 0, 'and ends the board')
    sys.exit(board.wrong != 0)


if __name__ == '__main__':
    main()
