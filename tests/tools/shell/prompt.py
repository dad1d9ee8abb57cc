#!/usr/bin/env python3
"""The prompt of qmpctl at a real pseudo-terminal, with a board behind it.

    prompt.py QMPCTL [TEST...]            all tests, or those named
    prompt.py QMPCTL --part N/M           a part of them, to run beside the others
    prompt.py QMPCTL --screens FILE       writes the screens of the documentation
    prompt.py QMPCTL --check FILE         compares them with FILE

SPDX-License-Identifier: MIT
"""
import contextlib
import json
import os
import re
import shlex
import stat
import sys
import tempfile
import time

import terminal
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from beside import Beside
from terminal import Board, Failure, Terminal, expect, test

PROMPT = '^\\(qmp\\) '
SERVER = 'tools/qmpctl/tests/server.sh'


class Bench:
    """A folder with a board, and terminals that are closed with it."""

    board = None # one for all tests: it takes a client after the other

    def __init__(self, qmpctl, folder):
        self.program = os.path.abspath(qmpctl)
        self.qmpctl = shlex.quote(self.program)
        self.beside = None # who does what another client does
        self.folder = folder
        self.terminals = []

    def command(self, command, **options):
        self.terminals.append(Terminal(self.folder, command, **options))
        return self.terminals[-1]

    def shell(self, *options, **others):
        """A prompt that talks to the board."""
        opened = self.command(' '.join([self.qmpctl, 'shell', *options, Bench.board.sock]),
                              **others)
        opened.until(PROMPT + '?$')
        return opened

    def spawned(self, options=''):
        """A prompt that talks to a server without a board."""
        opened = self.command("%s %s --spawn 'exec sh %s' shell -l %s/log" %
                              (self.qmpctl, options, SERVER, self.folder))
        opened.until(PROMPT + '?$')
        return opened

    def sent(self, path):
        with open(os.path.join(self.folder, path)) as log:
            return [entry['sent'] for entry in map(json.loads, log) if 'sent' in entry]

    def wait_sent(self, command):
        """Until a spawned() prompt has sent it."""
        end = time.monotonic() + terminal.PATIENCE
        with open(os.path.join(self.folder, 'log')) as log:
            text = log.read()
            while '"execute": "%s"' % command not in text:
                expect(time.monotonic() < end, command + ' is not sent')
                time.sleep(0.02)
                text += log.read()

    def end(self):
        if self.beside is not None:
            self.beside.end()
        for opened in self.terminals:
            opened.end()


@contextlib.contextmanager
def make_bench(qmpctl):
    with tempfile.TemporaryDirectory(prefix='e2kmon-shell-') as folder:
        bench = Bench(qmpctl, folder)
        try:
            yield bench
        finally:
            bench.end()


@test
def a_line_can_be_edited(bench):
    shell = bench.shell()
    shell.type('qery-statusX')
    shell.keys('BSpace', 'C-a', 'Right')
    shell.type('u')
    shell.keys('C-e', 'Enter')
    shell.until('"running": ')
    shell.type('nonsense query-version')
    shell.keys('Home', 'DC', 'C-e', 'C-w', 'C-u')
    shell.enter('query-version')
    shell.until('"package": "e2kmon')


@test
def earlier_lines_come_back_in_the_next_session_but_not_secrets(bench):
    shell = bench.shell()
    for line in ('query-status', 'query-version', 'agent-unlock secret=tea', 'query-name'):
        shell.enter(line)
        shell.until(PROMPT + re.escape(line) + '\n(.*\n)+' + PROMPT + '?$')
    shell.keys('C-d')
    shell.until('exit code 0')
    path = os.path.join(bench.folder, 'state', 'qmpctl', 'history')
    expect(stat.S_IMODE(os.stat(path).st_mode) == 0o600, 'the history can be read by others')
    with open(path) as history:
        lines = history.read()
    expect(lines == 'query-status\nquery-version\nquery-name\n', 'the history is\n' + lines)
    shell = bench.shell()
    shell.keys('Up', 'Up')
    shell.until(PROMPT + 'query-version$')
    shell.keys('C-u', 'C-r')
    shell.type('stat')
    shell.until('query-status')


@test
def the_history_is_bounded(bench):
    folder = os.path.join(bench.folder, 'state', 'qmpctl')
    path = os.path.join(folder, 'history')
    os.makedirs(folder)
    with open(path, 'w') as history:
        history.writelines('# line %d\n' % number for number in range(2500))
    shell = bench.shell()
    shell.keys('Up')
    shell.until(PROMPT + '# line 2499$')
    with open(path) as history:
        lines = history.read().splitlines()
    expect(lines == ['# line %d' % number for number in range(1500, 2500)],
           'it has %d lines' % len(lines))


@test
def tab_completes_commands_arguments_and_values(bench):
    shell = bench.shell()
    shell.type('watchdog-s')
    shell.tab(PROMPT + 'watchdog-set-action$')
    shell.tab(PROMPT + 'watchdog-set-action action=$')
    shell.type('pa')
    shell.tab('action=pause$')
    shell.keys('Enter')
    shell.until('^\\{\\}$')
    shell.type('agent-memory-read address=0x80000000 ')
    shell.keys('Tab')
    screen = shell.tab('^  size= +int$')
    expect('format=  hex|base64, optional' in screen and 'address=  int' not in screen, screen)
    shell.type('size=4 fo')
    shell.tab('format=$')
    shell.type('b')
    shell.tab(PROMPT + 'agent-memory-read address=0x80000000 size=4 format=base64$')


@test
def tab_completes_paths_properties_and_their_values(bench):
    shell = bench.shell()
    shell.type('qom-get path=/mach')
    shell.tab('path=/machine/$')
    shell.type('perip')
    shell.tab('path=/machine/peripheral$')
    shell.tab('peripheral-anon +container$')
    shell.type('/te')
    shell.tab('path=/machine/peripheral/temperature$')
    shell.type('prop')
    shell.tab('property=$')
    shell.type('ramp-')
    shell.keys('Tab')
    shell.tab('^  ramp-to +int32$')
    shell.keys('C-u')
    shell.type('qom-set path=fan property=fau')
    shell.tab('property=fault$')
    shell.type('val')
    shell.tab('value=$')
    shell.type('stu')
    shell.tab(PROMPT + 'qom-set path=fan property=fault value=stuck$')


@test
def tab_completes_what_device_add_takes_by_its_driver(bench):
    shell = bench.shell()
    shell.type('device_add dri')
    shell.tab('driver=$')
    shell.type('sens')
    shell.tab('driver=sensor') # sensor-hub too
    shell.type(' unit')
    shell.tab(PROMPT + 'device_add driver=sensor unit=$')
    shell.keys('C-u')
    shell.type('device_del id=upl')
    shell.tab(PROMPT + 'device_del id=uplink0$')


def help_of(shell, name, pattern):
    """The screen with it.  A board that has not answered in two seconds is asked again."""
    while True:
        shell.enter('help ' + name)
        screen = shell.until('%s|has not answered yet' % pattern)
        if re.search(pattern, screen, re.M):
            return screen
        shell.keys('C-l')
        shell.until('\\A' + PROMPT + '?$')


@test
def help_tells_what_a_command_takes(bench):
    shell = bench.shell()
    screen = help_of(shell, 'agent-memory-read', '^returns$')
    expect(re.search('^format +hex\\|base64 +optional$', screen, re.M), screen)
    shell.enter('help no-such')
    shell.until('no command or event "no-such"')


def tell(bench, command):
    """Something that another client does."""
    if bench.beside is None:
        bench.beside = Beside(bench.program, Bench.board.second)
    reply = bench.beside.ask(command)
    expect('return' in reply, reply)


@test
def an_event_does_not_break_the_line_that_is_typed(bench):
    shell = bench.shell()
    shell.type('query-sttus')
    shell.keys('Left', 'Left', 'Left')
    shell.until('sttus')
    tell(bench, 'stop')
    shell.until('^event STOP\n' + PROMPT + 'query-sttus$')
    tell(bench, 'cont')
    screen = shell.until('^event STOP\nevent RESUME\n' + PROMPT + 'query-sttus$')
    expect(screen.count('query-sttus') == 1, 'twice on the screen:\n' + screen)
    shell.type('a')
    shell.keys('Enter')
    shell.until(PROMPT + 'query-status\n\\{\n +"status"')


@test
def an_event_does_not_break_a_line_of_several_rows(bench):
    shell = bench.shell()
    text = 'qom-get path=' + ''.join('%04d' % number for number in range(50)) + ' property=x'
    shell.type(text)
    for _ in range(3):
        shell.keys('C-Left') # the cursor in the middle of it
    shell.until('property=x$')
    for command, event in (('stop', 'STOP'), ('cont', 'RESUME')):
        tell(bench, command)
        joined = '(qmp) ' + text
        rows = [joined[at:at + 80] for at in range(0, len(joined), 80)]
        screen = shell.until('^event %s\n%s$' % (event, '\n'.join(map(re.escape, rows))))
        expect(screen.count(rows[0]) == 1 and screen.count(rows[-1]) == 1, screen)


@test
def a_line_of_10000_characters_is_sent_as_typed(bench):
    shell = bench.shell('-l', bench.folder + '/log')
    value = 'x' * 10000
    shell.type('qom-set path=fan property=state value=')
    for at in range(0, len(value), 1000):
        shell.type(value[at:at + 1000])
    shell.keys('Enter')
    shell.until('qmpctl: GenericError')
    expect(bench.sent('log')[0]['arguments']['value'] == value, 'something else was sent')
    shell.enter('query-status')
    shell.until('"running": ')


@test
def binary_garbage_does_no_harm(bench):
    shell = bench.shell()
    flow = {3, 4, 17, 19, 26, 28} # keys that stop or end something
    shell.raw(bytes(byte for byte in range(256) if byte not in flow) * 3)
    shell.until('`ab')
    shell.settle() # until it has read all
    shell.keys('C-c')
    shell.until('\\^C\n' + PROMPT + '?$')
    shell.enter('query-status')
    shell.until('"running": ')


@test
def characters_of_other_scripts_can_be_typed(bench):
    shell = bench.shell('-l', bench.folder + '/log')
    shell.type('qom-set path=fan property=state value=Тест温')
    shell.keys('Left', 'Left', 'Left', 'BSpace')
    shell.type('е')
    shell.until(PROMPT + 'qom-set path=fan property=state value=Тест温$')
    shell.keys('Enter')
    shell.until('qmpctl: GenericError')
    expect(bench.sent('log')[0]['arguments']['value'] == 'Тест温', 'something else was sent')


def paste_500_lines(bench, bracketed):
    shell = bench.shell('-l', bench.folder + '/log')
    lines = ['\t{"execute": "query-status", "id": %d}' % number for number in range(500)]
    lines[250] = lines[250].replace(', ', ',' + 6000 * ' ') # more than a terminal's line may have
    shell.paste('\n'.join(lines) + '\n', bracketed)
    shell.until('^  "id": 499,\n(.*\n)+\\}\n' + PROMPT + '?$')
    ids = [request['id'] for request in bench.sent('log') if 'id' in request]
    expect(ids == list(range(500)), 'not all of them, or not in order')


@test
def five_hundred_lines_can_be_pasted(bench):
    paste_500_lines(bench, False)


@test
def five_hundred_lines_can_be_pasted_in_brackets(bench):
    paste_500_lines(bench, True)


@test
def a_window_may_change_its_size(bench):
    shell = bench.shell()
    text = 'qom-get path=temperature property=value' + 'x' * 60
    shell.type(text)
    shell.until('x{20}')
    joined = '(qmp) ' + text
    for columns in (50, 120, 40, 80):
        shell.resize(columns, 24)
        rows = [joined[at:at + columns] for at in range(0, len(joined), columns)]
        screen = shell.until('^' + '\n'.join(map(re.escape, rows)) + '\\Z')
        if columns == 50: # of a wider line's rows some may stay, as nobody knows how they are now
            expect(screen.count('(qmp)') == 1, screen)
    expect('"help" explains' in shell.screen(True), 'it cleared what was printed')
    shell.keys(*['BSpace'] * 60, 'Enter')
    shell.until('^[0-9]+$')


@test
def ctrl_c_drops_the_line_and_gives_up_a_command(bench):
    shell = bench.spawned()
    shell.type('stop')
    shell.until(PROMPT + 'stop$')
    shell.keys('C-c')
    shell.until(PROMPT + 'stop\\^C\n' + PROMPT + '?$')
    shell.enter('silent')
    bench.wait_sent('silent')
    shell.keys('C-c')
    shell.until('qmpctl: given up')
    shell.enter('text')
    shell.until('^one\ntwo')


@test
def a_long_answer_that_was_given_up_is_told_of_in_one_line(bench):
    shell = bench.spawned()
    shell.enter('slower')
    bench.wait_sent('slower')
    time.sleep(0.8)
    shell.keys('C-c')
    shell.until('qmpctl: given up; the server was told to end its answer')
    shell.enter('text')
    shell.until('^one\ntwo')
    screen = shell.until(r'^\(late reply to slower, 60\d\d bytes\)')
    expect('0000' not in screen, screen)
    expect('cancel' not in screen, screen)


@test
def a_command_waits_for_the_line_and_says_so(bench):
    shell = bench.spawned('--timeout 2') # less than the answer takes, more than its pauses
    shell.enter('slower')
    bench.wait_sent('slower')
    shell.keys('C-c')
    shell.until('given up')
    shell.enter('text')
    shell.until('waiting for the end of the reply to slower')
    shell.until('^one\ntwo')


@test
def who_waits_for_a_server_is_told_so(bench):
    path = os.path.join(bench.folder, 'nowhere')
    shell = bench.command('%s -s %s --timeout 1.5 query-status; sleep 9' % (bench.qmpctl, path))
    screen = shell.until('No such file')
    expect(screen.count('qmpctl: waiting for %s ...' % path) == 1, screen)


@test
def a_server_that_sends_without_end_does_not_have_the_terminal_for_itself(bench):
    shell = bench.spawned()
    shell.enter('flood')
    shell.until('event FLOOD')
    shell.keys('C-c') # gives up the command
    time.sleep(0.2)
    shell.enter('exit')
    shell.until('^exit code 0$')


@test
def ctrl_c_gives_up_a_server_that_restarts_and_then_says_nothing(bench):
    shell = bench.spawned('--timeout 1000')
    shell.enter('mute')
    shell.until('the server has restarted; negotiating again')
    shell.keys('C-c')
    shell.until('^exit code 3$')


@test
def ctrl_d_leaves_and_the_terminal_is_as_it_was(bench):
    shell = bench.command("stty -a >%s/before; %s shell %s; echo code $?; stty -a >%s/after" % (
        bench.folder, bench.qmpctl, Bench.board.sock, bench.folder))
    shell.until(PROMPT + '?$')
    shell.keys('C-d')
    shell.until('^code 0$')
    shell.until('^exit code 0$')
    with open(bench.folder + '/before') as before, open(bench.folder + '/after') as after:
        expect(before.read() == after.read(), 'the terminal has other settings')


@test
def an_end_by_a_signal_leaves_the_terminal_as_it_was(bench):
    script = 'stty -a >%s/before; (echo $BASHPID >%s/pid; exec %s shell %s); echo code $?; ' \
        'stty -a >%s/after' % (bench.folder, bench.folder, bench.qmpctl, Bench.board.sock,
                               bench.folder)
    shell = bench.command('bash -c ' + shlex.quote(script))
    shell.until(PROMPT + '?$')
    with open(bench.folder + '/pid') as pid:
        os.kill(int(pid.read()), 15)
    shell.until('^code 143$')
    shell.until('^exit code 0$')
    with open(bench.folder + '/before') as before, open(bench.folder + '/after') as after:
        expect(before.read() == after.read(), 'the terminal has other settings')


@test
def ctrl_z_stops_it_and_it_comes_back(bench):
    shell = bench.command('bash --norc -i', PS1='$ ')
    shell.until('\\$ ?$')
    shell.enter('%s shell %s' % (bench.qmpctl, Bench.board.sock))
    shell.until(PROMPT + '?$')
    shell.type('query-sta')
    shell.until(PROMPT + 'query-sta$')
    shell.keys('C-z')
    shell.until('Stopped')
    shell.enter('fg')
    shell.until('fg\n.*\n' + PROMPT + 'query-sta$')
    shell.type('tus')
    shell.keys('Enter')
    shell.until('"running": ')


@test
def a_server_that_goes_away_ends_the_shell(bench):
    board = Board(bench.folder, name='other')
    try:
        shell = bench.command('%s shell %s' % (bench.qmpctl, board.sock))
        shell.until(PROMPT + '?$')
        shell.type('half a li')
        board.end()
        shell.until('^exit code 3$')
    finally:
        board.end()


@test
def with_reconnect_it_waits_for_the_server(bench):
    boards = [Board(bench.folder, name='other')]
    try:
        shell = bench.command('%s shell --reconnect %s' % (bench.qmpctl, boards[0].sock))
        shell.until(PROMPT + '?$')
        shell.type('query-sta')
        boards[0].end()
        shell.until('waiting for the server')
        boards.append(Board(bench.folder, name='other'))
        shell.until('the server is back\n' + PROMPT + 'query-sta$')
        shell.type('tus')
        shell.keys('Enter')
        shell.until('"running": ')
        boards[1].end()
        shell.until('waiting for the server(.*\n)+.*waiting for the server')
        shell.keys('C-c')
        shell.until('^exit code 3$')
    finally:
        for board in boards:
            board.end()


@test
def a_restart_is_told_and_the_session_joined(bench):
    shell = bench.spawned()
    shell.enter('reset')
    shell.until('the server has restarted; negotiating again')
    shell.enter('negotiated')
    shell.until('^yes$')


@test
def a_dumb_terminal_has_a_plain_prompt(bench):
    shell = bench.command('TERM=dumb %s shell %s' % (bench.qmpctl, Bench.board.sock))
    shell.until(PROMPT + '?$')
    shell.enter('query-status')
    shell.until('"running": ')
    shell.keys('C-d')
    shell.until('^exit code 0$')


@test
def the_human_monitor_completes_its_commands(bench):
    for number, command in enumerate((
            'qemu-system-riscv64 -M virt -display none -monitor none -nodefaults '
            '-qmp unix:{sock},server=on,wait=off', Board.RISCV,
            'board/run mps2-an385 --no-wait --qmp unix:{sock}')):
        server = Board(bench.folder, command, name='monitor%d' % number)
        try:
            shell = bench.command('%s shell -H %s' % (bench.qmpctl, server.sock))
            shell.until('^\\(HMP\\) ?$')
            shell.type('info statu')
            shell.tab('^\\(HMP\\) info status$')
            shell.keys('Enter')
            shell.until('^VM status: running')
            shell.type('system_po')
            shell.tab('^\\(HMP\\) system_powerdown$')
            shell.keys('C-u')
            shell.enter('cpu 0')
            shell.enter('info cpus')
            shell.until('^\\* CPU #0: ')
            shell.enter('exit')
            shell.until('^exit code 0$')
        finally:
            server.end()


def screens(bench):
    """The screens of the documentation."""
    shell = bench.shell(rows=48)
    shell.type('qom-s')
    shell.tab('qom-set$')
    shell.type('pa')
    shell.tab('path=$')
    shell.type('temp')
    shell.tab('path=temperature$')
    shell.type('pr')
    shell.tab('property=$')
    shell.tab('^  unit +string$')
    shell.type('fau')
    shell.tab('property=fault$')
    shell.type('val')
    shell.tab('value=$')
    shell.tab('no-answer$')
    shell.type('st')
    shell.tab('value=stuck$')
    shell.keys('Enter')
    shell.until('^\\{\\}\n' + PROMPT + '?$')
    shell.type('agent-memory-read ')
    tell(bench, 'stop')
    shell.until('^event STOP\n' + PROMPT + 'agent-memory-read$')
    shell.tab('^  format=')
    tell(bench, 'cont')
    shell.until('^event RESUME')
    shell.keys('C-c')
    shell.until('\\^C\n' + PROMPT + '?$') # what is typed before that is dropped too
    shell.enter('help qom-get')
    shell.until('^property +str\n(.*\n)*' + PROMPT + '?$')
    text = shell.screen()
    return text.replace(Bench.board.sock, '/tmp/qmp.sock') + '\n'


def main():
    qmpctl = sys.argv[1]
    terminal.skip_without('tmux')
    with tempfile.TemporaryDirectory(prefix='e2kmon-shell-') as folder:
        Bench.board = Board(folder)
        try:
            if sys.argv[2:3] not in (['--screens'], ['--check']):
                part = sys.argv[3] if sys.argv[2:3] == ['--part'] else None
                return terminal.run_all(sys.modules[__name__], lambda: make_bench(qmpctl),
                                        [] if part else sys.argv[2:], part)
            with make_bench(qmpctl) as bench:
                text = screens(bench)
        finally:
            Bench.board.end()
    if sys.argv[2] == '--screens':
        with open(sys.argv[3], 'w') as file:
            file.write(text)
        return 0
    with open(sys.argv[3]) as file:
        same = file.read() == text
    print('the same' if same else 'not as in %s (write it with --screens):\n%s' % (sys.argv[3],
                                                                                 text))
    return 0 if same else 1


if __name__ == '__main__':
    sys.exit(main())
