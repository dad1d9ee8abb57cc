#!/usr/bin/env python3
"""test_screen.py QMPCTL (picture | keys | --screens) - qmpctl top in a terminal.

With --screens it writes docs/screens/top.txt instead of testing.

SPDX-License-Identifier: MIT
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from board import PATIENCE, Board, wait_until

SCREEN = 'docs/screens/top.txt'


class Terminal:
    """tmux with one pane, on a socket of its own; `command` and then its exit code."""

    def __init__(self, folder, command):
        self.folder = folder
        self.sock = None
        self.begin(command)

    def begin(self, command):
        """On a socket that no server before it can be about to remove."""
        self.sock = tempfile.mktemp(prefix='tmux-', dir=self.folder)
        self.tmux('-f', '/dev/null', 'new-session', '-d', '-c', self.folder, '-x', '80', '-y', '24',
                  command + '; echo "left with $?"; exec sleep 60')

    def tmux(self, *words):
        variables = dict(os.environ, LC_ALL='C.UTF-8')
        variables.pop('TMUX', None)
        return subprocess.run(['tmux', '-u', '-S', self.sock, *words], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, check=True, timeout=PATIENCE,
                              env=variables).stdout.decode()

    def screen(self, *options):
        return self.tmux('capture-pane', '-p', *options)

    def keys(self, *keys):
        self.tmux('send-keys', *keys)

    def resize(self, width, height):
        self.tmux('resize-window', '-x', str(width), '-y', str(height))

    def wait_for(self, pattern):
        """Returns the match; what it is searched in is the whole screen."""
        return wait_until(lambda: re.search(pattern, self.screen(), re.M),
                          lambda: '%s in\n%s' % (pattern, self.screen()))

    def end(self):
        """Lets it leave by itself: a program that is just looking for its leaks must not lose its
        terminal."""
        until = time.monotonic() + 3
        try:
            while 'left with' not in self.screen() and time.monotonic() < until:
                self.keys('q')
                time.sleep(0.05)
            self.tmux('kill-server')
        except subprocess.CalledProcessError:
            pass # it has ended


def it_shows_how_the_board_fares(board, terminal):
    terminal.wait_for(r'^running   up 0:00:\d\d   1 cpu riscv64   127 MiB   unix:')
    assert re.search(r'^e2kmon 0\.1\.0 on riscv-virt +every 1 s$', terminal.screen(), re.M)
    terminal.wait_for(r'^uart0 +16550 +\d+ +\d+\.\d +\d+ +0 +0$')
    terminal.wait_for(r'^hub\.temperature +\*? +-?\d+  \d+')
    before = int(terminal.wait_for(r'^hub\.beats +\*? +(\d+)')[1])
    wait_until(lambda: int(terminal.wait_for(r'^hub\.beats +\*? +(\d+)')[1]) > before, 'a beat')


def a_change_by_another_client_is_marked(board, terminal):
    terminal.resize(80, 32)
    terminal.wait_for(r'^hub\.fan-off +2400  \.+$')
    for value in range(2300, 2280, -1):
        board.qmp('qom-set', 'path=hub', 'property=fan-off', 'value=%d' % value)
        # For one round only, which may be over when a busy machine lets us look.
        if terminal.wait_for(r'^hub\.fan-off +(\* +)?%d  9+0+$' % value)[1]:
            return
    raise AssertionError('no change is marked')


def it_stops_and_continues_the_application_when_told_twice(board, terminal):
    terminal.wait_for(r'^hub\.temperature')
    terminal.keys('s')
    terminal.wait_for(r'^Stop the application\?')
    terminal.keys('n')
    terminal.wait_for(r'^q quit')
    assert board.qmp('query-status')['status'] == 'running'
    terminal.keys('s', 'y')
    terminal.wait_for(r'^paused')
    assert board.qmp('query-status')['status'] == 'paused'
    terminal.wait_for(r'^STOP +1 +\d\.\d')
    terminal.keys('c', 'y')
    terminal.wait_for(r'^running')
    terminal.wait_for(r'^RESUME +1 +\d\.\d')


def an_order_that_is_refused_is_told(board, terminal):
    terminal.wait_for(r'^hub\.temperature')
    board.qmp('agent-lock', 'secret=open')
    terminal.keys('s', 'y')
    terminal.wait_for(r'^The command stop is locked')


def events_that_others_cause_are_counted(board, terminal):
    terminal.wait_for(r'^none yet')
    for _ in range(5):
        board.qmp('stop')
        board.qmp('cont')
    terminal.wait_for(r'^STOP +5 +\d\.\d +\d s')
    terminal.wait_for(r'^RESUME +5 ')


def the_keys_pause_scroll_and_change_the_interval(board, terminal):
    terminal.wait_for(r'^hub\.temperature')
    assert 'LIMITS' not in terminal.screen()
    terminal.keys('End')
    terminal.wait_for(r'^LIMITS$')
    assert terminal.screen().startswith('e2kmon')
    terminal.keys('Home')
    terminal.wait_for(r'^PORT ')
    terminal.keys('Down')
    terminal.wait_for(r'lines 2-')
    terminal.keys('+', '+')
    terminal.wait_for(r'every 0\.2 s$')
    terminal.keys('-', '-', '-')
    terminal.wait_for(r'every 2 s$')
    terminal.keys('+', '+', 'p')
    terminal.wait_for(r'^PAUSED')
    time.sleep(0.3)
    before = terminal.wait_for(r'^hub\.beats.*')[0]
    time.sleep(0.8)
    assert terminal.wait_for(r'^hub\.beats.*')[0] == before
    terminal.keys('p')
    wait_until(lambda: terminal.wait_for(r'^hub\.beats.*')[0] != before, 'another value')
    terminal.keys('h')
    terminal.wait_for(r'^  q +leave$')
    terminal.keys('x')
    terminal.wait_for(r'^hub\.beats')


def it_takes_another_size_and_says_when_that_is_too_small(board, terminal):
    terminal.wait_for(r'^hub\.temperature')
    terminal.resize(50, 9)
    terminal.wait_for(r'^too small: 60x10 is needed$')
    terminal.resize(60, 10)
    terminal.wait_for(r'^running')
    terminal.resize(140, 50)
    terminal.wait_for(r'^hub\.fan .* 0 off, 1 on$')
    terminal.wait_for(r'^LIMITS$')


def a_board_that_goes_away_is_told_and_joined_again(board, terminal):
    terminal.wait_for(r'^hub\.temperature')
    board.stop()
    terminal.wait_for(r'^NO ANSWER: ')
    board.start()
    terminal.wait_for(r'^running   up 0:00:\d\d')
    terminal.wait_for(r'^hub\.temperature')


def what_comes_from_the_board_cannot_steer_the_terminal(board, terminal):
    terminal.keys('q')
    terminal.wait_for(r'^left with 0$')
    terminal.end()
    board.qmp('qom-set', 'path=temperature', 'property=unit', r'value="\u001b[2J\u009b2J"')
    terminal.begin(board.qmpctl + ' -s unix:qmp.sock top temperature.unit temperature')
    terminal.wait_for(r'^temperature\.unit +\\x1B\[2J\\x9B2J ')
    terminal.wait_for(r'^e2kmon')


def it_leaves_the_terminal_as_it_was(board, terminal):
    terminal.wait_for(r'^hub\.temperature')
    terminal.keys('q')
    terminal.wait_for(r'^left with 0$')
    assert 'hub.temperature' not in terminal.screen()


def without_colours_none_are_sent(board, terminal):
    terminal.wait_for(r'^hub\.temperature')
    assert re.search('\x1b\\[[0-9;]*3[0-7]m', terminal.screen('-e'))
    terminal.keys('q')
    terminal.wait_for(r'^left with 0$')
    terminal.end()
    terminal.begin(board.qmpctl + ' -s unix:qmp.sock --color never top')
    terminal.wait_for(r'^hub\.temperature')
    assert not re.search('\x1b\\[[0-9;]*3[0-7]m', terminal.screen('-e'))


def picture_for_the_documents(board, terminal):
    """A room that was heated, and an application that was stopped for a moment."""
    terminal.resize(80, 32)
    terminal.wait_for(r'^hub\.temperature')
    time.sleep(4)
    terminal.keys('s', 'y')
    terminal.wait_for(r'^paused')
    board.qmp('qom-set', 'path=hub', 'property=temperature', 'value=4100')
    terminal.keys('c', 'y')
    terminal.wait_for(r'^running')
    time.sleep(8)
    return ''.join(line.rstrip() + '\n' for line in terminal.screen().rstrip().splitlines())


def the_screen_in_the_documents_is_like_that(board, terminal):
    def heads(text):
        return [line.split()[0] if line.strip() else '' for line in text.splitlines()]
    with open(SCREEN) as file:
        wanted = heads(file.read())
    terminal.keys('s', 'y')
    terminal.wait_for(r'^STOP +1 ')
    terminal.keys('c', 'y')
    terminal.wait_for(r'^RESUME +1 ')
    terminal.resize(80, 32)
    wait_until(lambda: heads(terminal.screen().rstrip()) == wanted,
               lambda: '%s\nhas not the lines of\n%s' % (SCREEN, terminal.screen()))


GROUPS = {
    'picture': [
        it_shows_how_the_board_fares,
        a_change_by_another_client_is_marked,
        events_that_others_cause_are_counted,
        a_board_that_goes_away_is_told_and_joined_again,
        what_comes_from_the_board_cannot_steer_the_terminal,
        the_screen_in_the_documents_is_like_that,
    ],
    'keys': [
        it_stops_and_continues_the_application_when_told_twice,
        an_order_that_is_refused_is_told,
        the_keys_pause_scroll_and_change_the_interval,
        it_takes_another_size_and_says_when_that_is_too_small,
        it_leaves_the_terminal_as_it_was,
        without_colours_none_are_sent,
    ],
}


def run(qmpctl, test):
    """On a board and a terminal of its own."""
    with tempfile.TemporaryDirectory(prefix='e2kmon-top-') as folder:
        board = Board(qmpctl, folder)
        terminal = None
        try:
            terminal = Terminal(folder, qmpctl + ' -s unix:qmp.sock top')
            return test(board, terminal)
        except BaseException:
            print('%s failed' % test.__name__)
            raise
        finally:
            board.end()
            if terminal is not None:
                terminal.end()


def draws(qmpctl):
    done = subprocess.run(['ldd', qmpctl], stdout=subprocess.PIPE, check=False)
    return b'ncurses' in done.stdout


def why_not(qmpctl):
    if not shutil.which('tmux'):
        return 'no tmux'
    return None if draws(qmpctl) else 'built without ncurses'


def main():
    qmpctl = os.path.abspath(sys.argv[1])
    missing = why_not(qmpctl)
    if missing:
        print('skipped: ' + missing)
        return 77
    if sys.argv[2:] == ['--screens']:
        os.makedirs(os.path.dirname(SCREEN), exist_ok=True)
        text = run(qmpctl, picture_for_the_documents)
        with open(SCREEN, 'w') as file:
            file.write(text)
        return 0
    for test in GROUPS[sys.argv[2]]:
        begun = time.monotonic()
        run(qmpctl, test)
        print('%s: %.1f s' % (test.__name__, time.monotonic() - begun))
    return 0


if __name__ == '__main__':
    sys.exit(main())
