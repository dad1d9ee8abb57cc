#!/usr/bin/env python3
"""program.py - `qmpctl bridge` as it is used: on a terminal that is unplugged and comes back, before
QEMU, with signals, as a service's command.

    program.py QMPCTL

SPDX-License-Identifier: MIT
"""
import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import rig

QMPCTL = sys.argv[1]
BOARD = os.path.join(rig.ROOT, 'board/run')


class Client:
    """A stock client: it reads the greeting, negotiates, and matches ids."""

    def __init__(self, path):
        self.line = rig.dial(path)
        self.file = self.line.makefile('rw', encoding='utf-8', newline='\n')
        self.events = []
        self.greeting = json.loads(self.file.readline())['QMP']
        self.ask('qmp_capabilities')

    def ask(self, command, id='the id', **arguments):
        self.file.write(json.dumps({'execute': command, 'arguments': arguments, 'id': id}))
        self.file.flush()
        while True:
            reply = self.read()
            if 'event' not in reply:
                assert reply.pop('id') == id, reply
                return reply
            self.events.append(reply)

    def read(self):
        text = self.file.readline()
        assert text.endswith('\r\n'), 'the bridge has closed the connection'
        return json.loads(text)

    def wait_line(self, state):
        """Until the bridge tells this of its line."""
        while True:
            for event in self.events:
                if event['event'] == 'AGENT_BRIDGE' and event['data']['line'] == state:
                    self.events.remove(event)
                    return
            self.events.append(self.read())

    def close(self):
        self.file.close()
        self.line.close()


def wait_for(what, condition):
    deadline = time.monotonic() + rig.PATIENCE
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def start_on_terminal(link):
    """A board whose UART is a terminal, to which LINK then points."""
    board = subprocess.Popen([BOARD, 'riscv-virt', '--no-wait', '--qmp', 'pty'],
                             stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    name = None
    while name is None:
        line = board.stderr.readline()
        assert line, 'the board did not start'
        name = re.search(r'(/\S+)', line)
    os.symlink(name.group(1), link)
    return board


def end_board(board):
    board.terminate()
    board.wait()
    board.stderr.close()


def a_board_on_a_terminal_may_be_unplugged_and_come_back(folder):
    tty, path = os.path.join(folder, 'tty'), os.path.join(folder, 'qmp')
    board = start_on_terminal(tty)
    time.sleep(0.5) # the greeting is gone before the bridge comes
    bridge = rig.Bridge(QMPCTL, 'tty:' + tty, 'unix:' + path)
    try:
        a, b = Client(path), Client(path)
        assert a.greeting['version']['package'].startswith('e2kmon'), a.greeting
        assert a.greeting['capabilities'] == ['oob'], a.greeting
        assert a.ask('query-status')['return']['running'] is True
        os.unlink(tty)
        end_board(board)
        a.wait_line('down')
        board = start_on_terminal(tty)
        a.wait_line('up')
        b.wait_line('up')
        assert b.ask('query-status', id=[2])['return']['running'] is True
        assert a.ask('stop')['return'] == {}
        assert b.read()['event'] == 'STOP'
        assert bridge.end() == 0
        assert not os.path.exists(path)
        a.close()
        b.close()
    finally:
        bridge.kill()
        end_board(board)


def qemu_behind_the_bridge_is_served_as_directly(folder, pretty=''):
    monitor, path = os.path.join(folder, 'monitor'), os.path.join(folder, 'qmp')
    with subprocess.Popen(['qemu-system-riscv64', '-M', 'virt', '-S', '-display', 'none', '-nodefaults',
                           '-chardev', 'socket,id=m,path=%s,server=on,wait=off' % monitor,
                           '-mon', 'chardev=m,mode=control' + pretty]) as qemu:
        bridge = rig.Bridge(QMPCTL, 'unix:' + monitor, 'unix:' + path, '--once')
        try:
            a, b = Client(path), Client(path)
            assert a.greeting['version']['qemu']['major'] >= 7, a.greeting
            assert a.greeting['capabilities'] == ['oob'], a.greeting
            refused = {'class': 'GenericError', 'desc': 'No file descriptor supplied via SCM_RIGHTS'}
            assert a.ask('getfd', fdname='x')['error'] == refused
            assert a.ask('add-fd')['error'] == refused
            assert len(b.ask('query-qmp-schema', id={'of': 'b'})['return']) > 500
            assert a.ask('qom-get', path='/machine', property='type')['return'] == 'virt-machine'
            assert b.ask('quit')['return'] == {}
            assert [event['event'] for event in b.events] == ['SHUTDOWN']
            assert bridge.process.wait(rig.PATIENCE) == 0 # --once
            a.close()
            b.close()
        finally:
            bridge.kill()
            qemu.kill()


def qemu_that_prints_over_many_lines_is_served_too(folder):
    qemu_behind_the_bridge_is_served_as_directly(folder, ',pretty=on')


def a_spawned_board_ends_with_the_bridge_and_the_bridge_with_it(folder):
    path = os.path.join(folder, 'qmp')
    for ends_it in ('quit', 'signal'):
        bridge = subprocess.Popen([QMPCTL, '--spawn', BOARD + ' riscv-virt', 'bridge', '-q', 'unix:' + path])
        try:
            a = Client(path)
            if ends_it == 'quit':
                a.ask('quit')
            else:
                bridge.terminate()
            assert bridge.wait(rig.PATIENCE) == 0, ends_it
            a.close()
        finally:
            if bridge.poll() is None:
                bridge.terminate()
                bridge.wait()


def the_log_begins_anew_at_a_hangup(folder):
    path, log = os.path.join(folder, 'qmp'), os.path.join(folder, 'log')
    board = rig.Board(folder)
    board.start()
    bridge = rig.Bridge(QMPCTL, 'unix:' + board.path('uart'), 'unix:' + path, '--log', log, '--mode', '0640')
    try:
        a = Client(path)
        assert os.stat(path).st_mode & 0o777 == 0o640
        a.ask('query-name', id='first')
        os.rename(log, log + '.old')
        bridge.process.send_signal(signal.SIGHUP)
        wait_for('the new log', lambda: os.path.exists(log))
        a.ask('query-name', id='second')
        a.close()
        assert bridge.end() == 0
    finally:
        bridge.kill()
        board.kill()
    with open(log + '.old') as old, open(log) as new:
        old, new = old.read(), new.read()
    assert 'client 1 > {"execute": "query-name", "arguments": {}, "id": "first"}\n' in old, old
    assert 'client 1 < {"id": "first", "return": ' in old, old
    assert re.search(r'Z board    > {"execute": "query-name", "arguments": {}, "id": \d+}\n', old), old
    assert 'second' in new and 'second' not in old and 'first' not in new, new
    for line in (old + new).splitlines():
        assert re.match(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z (board   |client \d+) [<>-] .', line), line


def a_hangup_without_a_log_ends_it_and_a_lost_reader_of_its_messages_does_not(folder):
    path = os.path.join(folder, 'qmp')
    board = rig.Board(folder)
    board.start()
    gone, messages = os.pipe()
    os.close(gone)
    bridge = subprocess.Popen([QMPCTL, '-s', 'unix:' + board.path('uart'), 'bridge', 'unix:' + path],
                              stdin=subprocess.DEVNULL, stderr=messages)
    os.close(messages)
    try:
        a = Client(path)
        a.ask('query-name')
        a.close()
        bridge.send_signal(signal.SIGHUP)
        assert bridge.wait(rig.PATIENCE) == 0
        assert not os.path.exists(path)
    finally:
        if bridge.poll() is None:
            bridge.kill()
            bridge.wait()
        board.kill()


def clients_without_number_leave_descriptors_for_the_line(folder):
    path = os.path.join(folder, 'qmp')
    board = rig.Board(folder)
    board.start()
    bridge = subprocess.Popen(['sh', '-c', 'ulimit -n 40; exec "$@"', 'sh', QMPCTL, '-s', 'unix:' + board.path('uart'),
                               'bridge', '-q', 'unix:' + path], stdin=subprocess.DEVNULL)
    others = []
    try:
        a = Client(path)
        others = [rig.dial(path) for _ in range(60)]
        refused = [line for line in others[-3:] if line.recv(1) == b'']
        assert refused, 'all were taken'
        board.kill()
        a.wait_line('down')
        board.start()
        a.wait_line('up')
        a.ask('query-name')
        a.close()
    finally:
        for line in others:
            line.close()
        bridge.terminate()
        bridge.wait()
        board.kill()


def what_a_board_says_does_not_steer_the_terminal(folder):
    server = os.path.join(folder, 'server')
    with open(server, 'w') as file:
        file.write(r"""echo '{"QMP": {"version": {}, "capabilities": []}}'
while read request; do
    cat <<'END'
{"error": {"class": "GenericError", "desc": "\u001b[2J"}}
END
done
""")
    done = subprocess.run([QMPCTL, '--spawn', 'sh ' + server, 'bridge', 'unix:' + os.path.join(folder, 'qmp')],
                          capture_output=True, timeout=rig.PATIENCE)
    assert done.returncode == 3 and rb'\x1B[2J' in done.stderr, done


def clients_come_over_tcp_too(folder):
    board = rig.Board(folder)
    board.start()
    bridge = subprocess.Popen([QMPCTL, '-s', 'unix:' + board.path('uart'), 'bridge', 'tcp:127.0.0.1:0',
                               'unix:' + os.path.join(folder, 'qmp')], stderr=subprocess.PIPE, text=True)
    try:
        host, port = re.search(r'tcp:([\d.]+):(\d+)', bridge.stderr.readline()).groups()
        with socket.create_connection((host, int(port)), rig.PATIENCE) as line:
            assert b'"QMP"' in line.makefile('rb').readline()
        Client(os.path.join(folder, 'qmp')).close()
    finally:
        bridge.terminate()
        bridge.communicate()
        board.kill()
    assert bridge.returncode == 0


def what_cannot_be_is_told_and_has_its_exit_code(folder):
    path = os.path.join(folder, 'nobody')
    for words, code, text in (
            (['bridge', 'unix:' + path], 2, 'where is the server?'),
            (['-s', path, 'bridge'], 2, 'unix:PATH or tcp:HOST:PORT'),
            (['-s', path, 'bridge', '--mode', '9', 'unix:' + path], 2, '0660'),
            (['-s', path, 'bridge', '--backlog', '0', 'unix:' + path], 2, 'MiB'),
            (['-s', path, 'bridge', 'unix:/nonexistent/x'], 2, 'cannot listen on unix:/nonexistent/x'),
            (['-s', path, 'bridge', '--log', '/nonexistent/x', 'unix:' + path], 2, 'the log /nonexistent/x'),
            (['-s', 'tcp:nowhere', 'bridge', 'unix:' + path], 2, 'tcp:HOST:PORT'),
            (['-s', path + '2', '--timeout', '0.2', 'bridge', '--once', 'unix:' + path], 3, 'nobody2'),
            (['bridge', '--help'], 0, 'LISTEN is unix:PATH')):
        environment = {name: value for name, value in os.environ.items() if name != 'QMPCTL_SERVER'}
        done = subprocess.run([QMPCTL, *words], capture_output=True, text=True, timeout=rig.PATIENCE, env=environment)
        assert done.returncode == code and text in done.stdout + done.stderr, (words, done)
        assert not os.path.exists(path), words


TESTS = [
    a_board_on_a_terminal_may_be_unplugged_and_come_back,
    qemu_behind_the_bridge_is_served_as_directly,
    qemu_that_prints_over_many_lines_is_served_too,
    a_spawned_board_ends_with_the_bridge_and_the_bridge_with_it,
    the_log_begins_anew_at_a_hangup,
    a_hangup_without_a_log_ends_it_and_a_lost_reader_of_its_messages_does_not,
    clients_without_number_leave_descriptors_for_the_line,
    what_a_board_says_does_not_steer_the_terminal,
    clients_come_over_tcp_too,
    what_cannot_be_is_told_and_has_its_exit_code,
]

if __name__ == '__main__':
    for test in TESTS:
        if len(sys.argv) > 2 and test.__name__ not in sys.argv[2:]:
            continue
        print(test.__name__, flush=True)
        with tempfile.TemporaryDirectory(prefix='e2kmon-bridge-') as scratch:
            test(scratch)
