#!/usr/bin/env python3
"""The completion of qmpctl in a real bash or zsh, with a board behind it.

    completion.py QMPCTL bash|zsh [TEST...]

SPDX-License-Identifier: MIT
"""
import contextlib
import os
import shlex
import sys
import tempfile

import terminal
from terminal import Board, ROOT, Terminal, test

FOLDER = os.path.join(ROOT, 'tools/qmpctl/completion')


class Bench:
    shell = None
    qmpctl = None
    board = None

    def __init__(self, folder):
        os.symlink(os.path.abspath(self.qmpctl), os.path.join(folder, 'qmpctl'))
        path = folder + ':' + os.environ['PATH']
        if self.shell == 'bash':
            self.terminal = Terminal(folder, 'bash --norc -i', PATH=path, PS1='> ')
            setup = 'source %s/qmpctl.bash' % shlex.quote(FOLDER)
        else:
            self.terminal = Terminal(folder, 'zsh -f -i', PATH=path, PS1='> ')
            setup = 'fpath=(%s $fpath); autoload -Uz compinit; compinit -u -D' % shlex.quote(FOLDER)
        self.terminal.until('^> ?$')
        self.terminal.enter(setup + '; export QMPCTL_SERVER=' + shlex.quote(self.board.second))
        self.terminal.enter('clear; echo ready')
        self.terminal.until('^ready\n> ?$')

    def completes(self, typed, wanted):
        """TAB behind what is typed makes that of it; the line is dropped."""
        self.terminal.type(typed)
        self.terminal.tab('^> ' + wanted + '$')
        self.terminal.keys('C-u')
        self.terminal.enter('clear')
        self.terminal.until('\\A> ?$')

    def end(self):
        self.terminal.end()


@contextlib.contextmanager
def make_bench():
    with tempfile.TemporaryDirectory(prefix='e2kmon-complete-') as folder:
        bench = Bench(folder)
        try:
            yield bench
        finally:
            bench.end()


@test
def subcommands_and_options_are_completed(bench):
    bench.completes('qmpctl qom-tr', 'qmpctl qom-tree')
    bench.completes('qmpctl shell --logf', 'qmpctl shell --logfile')
    bench.completes('qmpctl --color al', 'qmpctl --color always')


@test
def commands_arguments_and_values_come_from_the_board(bench):
    bench.completes('qmpctl query-stat', 'qmpctl query-status')
    bench.completes('qmpctl watchdog-set-action ac', 'qmpctl watchdog-set-action action=')
    bench.completes('qmpctl watchdog-set-action action=pa',
                    'qmpctl watchdog-set-action action=pause')
    bench.completes('qmpctl qom-get path=/machine/peripheral/te',
                    'qmpctl qom-get path=/machine/peripheral/temperature')
    bench.completes('qmpctl qom-get path=fan property=fau',
                    'qmpctl qom-get path=fan property=fault')


@test
def the_endpoint_of_the_line_is_asked(bench):
    bench.terminal.enter('unset QMPCTL_SERVER')
    bench.terminal.enter('clear')
    bench.terminal.until('\\A> ?$')
    bench.completes('qmpctl -s unix:%s query-stat' % bench.board.second,
                    '(qmpctl -s unix:%s query-status|(.*\n)+.*query-status)' % bench.board.second)


@test
def boards_and_files_are_completed(bench):
    bench.completes('qmpctl run netd', 'qmpctl run netduinoplus2')
    bench.completes('qmpctl shell -l READ', 'qmpctl shell -l README.md')
    bench.completes('qmpctl -s unix:READ', 'qmpctl -s unix:README.md')


def main():
    Bench.qmpctl, Bench.shell = sys.argv[1:3]
    terminal.skip_without('tmux', Bench.shell)
    with tempfile.TemporaryDirectory(prefix='e2kmon-complete-') as folder:
        Bench.board = Board(folder)
        try:
            return terminal.run_all(sys.modules[__name__], make_bench, sys.argv[3:])
        finally:
            Bench.board.end()


if __name__ == '__main__':
    sys.exit(main())
