#!/usr/bin/env python3
"""test_terminal.py BOARD [OPTION...] - the human monitor at a terminal of a board: board/run makes a
pseudo-terminal of its port.

--image ELF      the image
--line BYTES     the longest line that it takes (4095)
--history BYTES  its room for the lines that are remembered (2048)
--words COUNT    the most words that it lists (256)
--uart           the port does not know when its host leaves
--virtio         only hosts that come and leave, of which the port knows; they are at a socket
--two            only two terminals at once: on uart3, which --monitor is, and uart4
--break          only what follows a BREAK on the port, as the emulator's own QMP makes one

SPDX-License-Identifier: MIT
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

import completion
import sessions
from board import ROOT, Session, connect
from terminal import Person, Screen

WIDTH = 20000
GREETING = " monitor - type 'help' for more information"


class Board:
    """A board in its emulator, with terminals in pseudo-terminals or at a socket."""

    def __init__(self, name, image, folder, options=(), at_socket=False):
        self.folder, self.at_socket = folder, at_socket
        command = [os.path.join(ROOT, 'board', 'run'), name, '--qmp', 'unix:' + self.path('qmp'),
                   '--monitor', 'unix:' + self.path('monitor') if at_socket else 'pty']
        if image:
            command += ['--image', image]
        if options:
            command += ['--', *options]
        self.log = open(self.path('log'), 'w+')
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=self.log)
        try:
            # The board begins when its session of QMP is there.
            self.qmp = Session(self.path('qmp')).qmp
            self.fd = self.open()
        except BaseException:
            self.process.terminate()
            raise

    def path(self, name):
        return os.path.join(self.folder, name)

    def open(self):
        if self.at_socket:
            return connect(self.path('monitor')).detach()
        return os.open(self.terminal(), os.O_RDWR | os.O_NOCTTY)

    def leave(self):
        """The person at the terminal goes; where it was a pseudo-terminal there is another then."""
        if self.at_socket:
            os.close(self.fd)
            return
        link = self.terminal()
        before, end = os.lstat(link).st_ctime_ns, time.monotonic() + 20
        os.close(self.fd)
        while time.monotonic() < end:
            if os.path.exists(link) and os.lstat(link).st_ctime_ns != before:
                return
            time.sleep(0.02)
        raise EOFError('the terminal is still the old one')

    def come_back(self, person):
        self.fd = person.fd = self.open()
        person.screen = Screen(WIDTH)

    def has_open(self, path):
        """Whether the emulator has the file open."""
        folder = '/proc/%d/fd/' % self.process.pid
        return path in [os.path.realpath(folder + name) for name in os.listdir(folder)]

    def terminal(self):
        """The pseudo-terminal that board/run tells of."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            for line in open(self.path('log')):
                if line.startswith('monitor pty: ') and line.endswith('\n'):
                    return line.split(': ')[1].strip()
            time.sleep(0.05)
        raise EOFError('no terminal: ' + open(self.path('log')).read())

    def end(self):
        try:
            self.qmp('quit')
            self.process.wait(20)
        except (EOFError, OSError, subprocess.TimeoutExpired):
            self.process.terminate()
        return self.process.wait(20)


def begin(person):
    """Some ports greet once, when nobody may be there: then an empty line brings a prompt."""
    person.wait(lambda: person.watch(1) or True)
    person.type('\x15\r')
    person.sees('(qemu) ')


def everything(board, line, history, words):
    qmp = board.qmp
    return [(sessions.keys_edit_the_line, ()),
            (sessions.a_line_is_ended_by_cr_or_lf_or_both, ()),
            (sessions.the_screen_is_cleared_and_the_line_stays, ()),
            (sessions.lines_are_remembered, ()) if history == 2048 else
            (sessions.a_quoted_line_is_remembered_as_it_was_typed, ()),
            (sessions.the_history_has_room_for_so_many_bytes, (history,)),
            (completion.names_are_completed, (words,)),
            (completion.arguments_are_completed, ()),
            (sessions.what_is_locked_is_refused, (qmp,)),
            (sessions.what_is_said_is_cut_off_by_a_key, ()),
            (sessions.a_long_line_is_cut, (line, qmp)),
            (sessions.garbage_does_no_harm, (qmp, 16384)),
            (sessions.a_paste_is_executed_line_by_line, (500, '\r', qmp)),
            (sessions.a_paste_is_executed_line_by_line, (100, '\r\n'))]


def two_terminals_are_apart(person, board):
    other = Person(connect(board.path('second')).detach(), WIDTH, 30)
    begin(other)
    person.type('info hi')
    other.type('cpu 0' + sessions.LEFT)
    person.sees('(qemu) info hi')
    other.sees('(qemu) cpu 0', len('(qemu) cpu '))
    person.type('story\r')
    other.type('\r')
    other.sees('(qemu) ', above=('(qemu) cpu 0',))
    other.line('info history', "0: 'cpu 0'", "1: 'info history'")
    for i in range(20):
        person.type('one%d\r' % i)
        other.type('other%d\r' % i)
        person.check('return' in board.qmp('query-status'), 'a session meanwhile')
    person.sees('(qemu) ', above=('(qemu) one19', "unknown command: 'one19'"))
    other.sees('(qemu) ', above=('(qemu) other19', "unknown command: 'other19'"))
    person.wrong += other.wrong


def a_break_begins_anew(person, board):
    emulator = Session(board.path('emulator')).qmp
    person.line('info kvm', 'kvm support: not compiled')
    for keys in '', 'half a line', 'half' + sessions.LEFT + '\033[', 'sendkey c\t', 'help\r':
        person.type(keys)
        person.check(person.wait(lambda: not person.watch(0.3)), 'it is quiet')
        emulator('chardev-send-break', id='monitorport')
        person.wait(lambda: GREETING in (person.screen.line(1) or ''))
        person.sees('(qemu) ')
        greeting = person.screen.line(1)
        person.check(greeting.endswith(GREETING), greeting)
        person.line('info kvm', 'kvm support: not compiled')
    # The history stays.
    person.type(sessions.UP + sessions.UP)
    person.sees('(qemu) help')
    person.type('\x15')
    # A long reply is cut off.
    person.type('help\rhelp\rhelp\rhelp\r')
    emulator('chardev-send-break', id='monitorport')
    person.wait(lambda: not person.watch(0.5))
    person.type('\r')
    person.sees('(qemu) ')
    person.line('info kvm', 'kvm support: not compiled')


def who_comes_back_is_at_the_same_line(person, board):
    person.type('nosuch\rinfo kv' + sessions.LEFT)
    person.sees('(qemu) info kv', len('(qemu) info k'))
    board.leave()
    board.come_back(person)
    person.type('\x05m\r')
    person.sees('(qemu) ', above=('kvm support: not compiled',))
    person.type(sessions.UP + sessions.UP)
    person.sees('(qemu) nosuch')
    person.type('\x15')


def who_comes_back_is_greeted(person, board):
    long_one = 'x /200000xb 0x%x' % sessions.largest_memory(person)[0]
    for keys in 'half a line', long_one + '\r':
        start = len(person.said)
        person.type(keys)
        person.wait(lambda: len(person.said) - start >= len(keys))
        board.leave()
        board.come_back(person)
        person.sees('(qemu) ')
        # What was on its way to the one before may come first.
        person.check(person.screen.row < 500 and GREETING in person.screen.line(1),
                     'a greeting: %s' % person.screen.line(1))
        person.line('info kvm', 'kvm support: not compiled')
    person.type(sessions.UP + sessions.UP)
    person.sees('(qemu) ' + long_one)
    person.type('\x15')


def a_file_is_closed_when_the_person_leaves(person, board):
    path = os.path.realpath(board.path('saved'))
    begin, size = sessions.largest_memory(person)
    # The person may be too slow to leave before the end.
    for _ in range(20):
        person.type('memsave 0x%x %d "%s"\r' % (begin, size, path))
        end = time.monotonic() + 10
        while not board.has_open(path) and time.monotonic() < end:
            person.watch(0.001)
        board.leave()
        end = time.monotonic() + 10
        while board.has_open(path) and time.monotonic() < end:
            time.sleep(0.05)
        person.check(not board.has_open(path), 'it is closed')
        complete = os.path.getsize(path) == size
        os.unlink(path)
        board.come_back(person)
        person.sees('(qemu) ')
        person.line('info kvm', 'kvm support: not compiled')
        if not complete:
            break
    person.check(not complete, 'it was left before the end')


def run(board, person, cases):
    for test, arguments in cases:
        before = person.wrong
        test(person, *arguments)
        print('%-6s %s' % ('ok' if person.wrong == before else 'WRONG', test.__name__), flush=True)
    person.type('quit\r')
    if not person.check(board.process.wait(20) is not None, 'quit ends the board'):
        board.end()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('board')
    parser.add_argument('--image')
    parser.add_argument('--line', type=int, default=4095)
    parser.add_argument('--history', type=int, default=2048)
    parser.add_argument('--words', type=int, default=256)
    parser.add_argument('--uart', action='store_true')
    parser.add_argument('--virtio', action='store_true')
    parser.add_argument('--two', action='store_true')
    parser.add_argument('--break', action='store_true', dest='breaks')
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        options = ()
        if args.two:
            options = '-serial', 'unix:%s/second,server=on,wait=off' % folder
        if args.breaks:
            options = '-qmp', 'unix:%s/emulator,server=on,wait=off' % folder
        board = Board(args.board, args.image, folder, options, args.virtio)
        try:
            person = Person(board.fd, WIDTH, 30)
            begin(person)
            if args.two:
                cases = [(two_terminals_are_apart, (board,))]
            elif args.virtio:
                cases = [(who_comes_back_is_greeted, (board,)),
                         (a_file_is_closed_when_the_person_leaves, (board,))]
            elif args.breaks:
                cases = [(a_break_begins_anew, (board,))]
            else:
                cases = everything(board, args.line, args.history, args.words)
                if args.uart:
                    cases.append((who_comes_back_is_at_the_same_line, (board,)))
            run(board, person, cases)
        finally:
            if board.process.poll() is None:
                board.end()
    sys.exit(person.wrong != 0)


if __name__ == '__main__':
    main()
