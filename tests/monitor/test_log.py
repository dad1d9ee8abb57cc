#!/usr/bin/env python3
"""test_log.py BOARD [IMAGE] - on a board: what is logged to a file of the host, what brings the
application to a stop, and where samples find it.

SPDX-License-Identifier: MIT
"""
import os
import re
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../tools/python'))
from e2kmon.board import Board

# An instruction that jumps to itself, and the bytes of one that is none, by architecture.
SPIN = {'riscv64': ('6f000000', '00000000'), 'arm': ('fee7', '00de')}
UNUSED = {'riscv64': 0x84000000, 'arm': 0x20300000}  # memory that the image does not use
wrong = 0


def says(board, line):
    return board.execute('human-monitor-command', {'command-line': line})


def check(holds, what):
    global wrong
    if not holds:
        wrong += 1
        print('not so:', what)


def run_at(board, code):
    """Has the application execute CODE.  Returns where that is."""
    if board.execute('query-status')['running']:
        says(board, 'stop')
    address = UNUSED[target(board)]
    board.execute('agent-memory-write', {'address': address, 'data': code})
    board.execute('agent-write-registers', {'registers': [{'name': 'pc', 'value': address}]})
    says(board, 'cont')
    return address


def wait_until(holds, pause=0.05):
    """Asks again and again, as a busy machine has little time for an emulator."""
    until = time.monotonic() + 60
    while not holds() and time.monotonic() < until:
        time.sleep(pause)


def written(name):
    """What the log file has when the `log` that ended it is in it: lines leave behind the reply."""
    def content():
        with open(name) as file:
            return file.read()
    wait_until(lambda: content().endswith(':hmp_command log\n'))
    return content()


def samples_of(board):
    """What info cpustats counts, by name."""
    words = re.findall(r'(\w+)=(\d+)', says(board, 'info cpustats'))
    return {name: int(count) for name, count in words}


def the_log_is_written_to_a_file(board):
    name = os.path.join(board.folder, 'log.txt')
    check(says(board, 'logfile ' + name) == '', 'logfile says nothing')
    check(says(board, 'log command,cpu_reset') == '', 'log says nothing')
    for _ in range(300):
        board.execute('query-name')
    says(board, 'stop')
    says(board, 'system_reset')
    says(board, 'cont')
    says(board, 'log none')
    text = written(name)
    lines = text.split('\n')
    check(lines.pop() == '' and all(re.fullmatch(r'\d+\.\d{6}:[a-z_]+( [-a-z0-9_|]+)?', line)
                                    for line in lines), 'lines have a clock, a point, a value')
    kinds = [line.split(':')[1] for line in lines]
    check(kinds.count('qmp_command query-name') == 300, 'no line is lost')
    check([kind for kind in kinds if kind.startswith('app_')] ==
          ['app_state paused', 'app_restart', 'app_state prelaunch', 'app_state running'], kinds)
    missing = os.path.join(board.folder, 'nosuch', 'log.txt')
    check(says(board, 'logfile ' + missing) ==
          'Error opening logfile %s: No such file or directory\r\n' % missing, 'no such folder')
    check(says(board, 'logfile ' + name + '.2') == '', 'another file')
    says(board, 'log command')
    says(board, 'log none')
    check(written(name + '.2').count('\n') == 2 and written(name) == text,
          'what is logged then goes to the other file')
    check(says(board, 'logfile ' + 'x' * 256) ==
          'Error opening logfile %s: File name too long\r\n' % ('x' * 256), 'a name too long')


def samples_find_the_application(board):
    check(says(board, 'info profile') == 'Error: Internal profiler not compiled\r\n', 'it is off')
    address = run_at(board, SPIN[target(board)][0])
    check(says(board, 'trace-event profile_sample on') == '', 'sampling begins')
    begun = time.monotonic()
    wait_until(lambda: samples_of(board)['samples'] > 500, pause=0.5)
    lines = says(board, 'info profile').split('\r\n')[:-1]
    check(re.fullmatch(r'\d+ samples, one in 1000 us; places of 16 bytes', lines[0]), lines[0])
    total = int(lines[0].split()[0])
    most = (time.monotonic() - begun) * 1100 + 100
    check(500 < total < most, 'a sample each millisecond: %d of %d' % (total, most))
    count, share, place = lines[1].split()
    check(int(place, 16) == address - address % 16, 'the first place is %s' % lines[1])
    check(int(count) > total * 0.8 and float(share[:-1]) > 80, lines[1])
    counts = [int(line.split()[0]) for line in lines[1:]]
    check(counts == sorted(counts, reverse=True), 'the places stand in order')
    says(board, 'stop')
    wait_until(lambda: samples_of(board)['held'] > 100)
    match = re.match(r'CPU #0: samples=(\d+) application=(\d+) agent=(\d+) held=(\d+)\r\n',
                     says(board, 'info cpustats'))
    check(match, 'info cpustats')
    total, application, agent, held = (int(number) for number in match.groups())
    check(total == application + agent + held and held > 100, match.group(0))
    says(board, 'trace-event profile_sample off')
    text = says(board, 'info profile')
    time.sleep(0.2)
    check(says(board, 'info profile') == text, 'no samples are taken any more')
    check(board.execute('x-query-profile')['human-readable-text'] == text.replace('\r\n', '\n'),
          'x-query-profile says what info profile does')
    says(board, 'trace-event profile_sample on')
    check(int(says(board, 'info profile').split()[0]) < 100, 'sampling begins anew')
    says(board, 'trace-event * off')


def faults_and_stops_are_logged(board):
    says(board, 'log int,guest_errors')
    address = run_at(board, SPIN[target(board)][1])
    board.wait_event('GUEST_PANICKED')
    says(board, 'log none')
    lines = [line.split(':')[1] for line in says(board, 'info log').split('\r\n')[:-1]]
    check('app_stop fault 0' in lines, lines[-4:])
    check('app_fault illegal-instruction 0x%x' % address in lines, lines[-4:])


def target(board):
    return board.execute('query-target')['arch']


def main():
    with Board.start(sys.argv[1], image=sys.argv[2] if len(sys.argv) > 2 else None) as board:
        for test in (the_log_is_written_to_a_file, samples_find_the_application,
                     faults_and_stops_are_logged):
            before = wrong
            test(board)
            print('%-6s %s' % ('ok' if wrong == before else 'WRONG', test.__name__))
    sys.exit(wrong != 0)


if __name__ == '__main__':
    main()
