#!/usr/bin/env python3
"""test_monitor_terminal.py HOST_AGENT - terminals of the human monitor, in pseudo-terminals.

SPDX-License-Identifier: MIT
"""
import os
import pty
import sys
import tty

from monitor import Monitor, check

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'monitor'))
import completion  # noqa: E402
import sessions  # noqa: E402
from terminal import Person  # noqa: E402

LINE = 4095
HISTORY = 2048


def open_terminal():
    """The person's end of a pseudo-terminal, and the path of the other."""
    person, board = pty.openpty()
    tty.setraw(board)
    return person, os.ttyname(board)


def who_comes_is_greeted(person):
    person.sees('(qemu) ')
    line = person.screen.line(1)
    person.check(line.startswith('e2kmon ') and
                 line.endswith(" monitor - type 'help' for more information"), line)


def terminals_are_apart(one, other, m):
    one.type('info hi')
    other.type('cpu 0' + sessions.LEFT)
    one.sees('(qemu) info hi')
    other.sees('(qemu) cpu 0', len('(qemu) cpu '))
    one.type('story\r')
    other.type('\r')
    other.line('info history', "0: 'cpu 0'", "1: 'info history'")
    check(m, m.says('info history') == '', 'who types at no terminal has no history')
    for i in range(100):
        one.type('one%d\r' % i)
        other.type('other%d\r' % i)
        check(m, m.says('m%d' % i) == "unknown command: 'm%d'\r\n" % i, 'a session meanwhile')
    one.sees('(qemu) ', above=('(qemu) one99', "unknown command: 'one99'"))
    other.sees('(qemu) ', above=('(qemu) other99', "unknown command: 'other99'"))
    one.type('\x15')
    other.type('\x15')


def main():
    fd, path = open_terminal()
    other_fd, other_path = open_terminal()
    m = Monitor(sys.argv[1], HOST_BOARD_MONITOR0=path, HOST_BOARD_MONITOR1=other_path)
    person, other = Person(fd, 20000), Person(other_fd, 20000)
    for test, *arguments in (
            (who_comes_is_greeted,), (sessions.keys_edit_the_line,),
            (sessions.a_line_is_ended_by_cr_or_lf_or_both,),
            (sessions.the_screen_is_cleared_and_the_line_stays,),
            (sessions.lines_are_remembered,),
            (sessions.the_history_has_room_for_so_many_bytes, HISTORY),
            (sessions.a_quoted_line_is_remembered_as_it_was_typed,),
            (completion.names_are_completed,), (completion.arguments_are_completed,),
            (completion.created_devices_are_completed, m.qmp),
            (completion.what_is_locked_is_not_completed, m.qmp),
            (sessions.what_is_locked_is_refused, m.qmp),
            (sessions.what_is_said_is_cut_off_by_a_key,),
            (sessions.a_long_line_is_cut, LINE, m.qmp),
            (sessions.garbage_does_no_harm, m.qmp),
            (sessions.a_paste_is_executed_line_by_line, 500, '\r', m.qmp),
            (sessions.a_paste_is_executed_line_by_line, 500, '\n'),
            (sessions.a_paste_is_executed_line_by_line, 500, '\r\n'),
            (terminals_are_apart, other, m)):
        before = person.wrong
        test(person, *arguments)
        print('%-6s %s' % ('ok' if person.wrong == before else 'WRONG', test.__name__), flush=True)
    m.wrong += person.wrong + other.wrong
    m.close()


if __name__ == '__main__':
    main()
