#!/usr/bin/env python3
"""The shell of qmpctl without a terminal: lines from -c, -f and a pipe, its options, and what the
completion of shells gets from it; against a board, Debian's QEMU and a server in shell.

    scripts.py QMPCTL [TEST...]

SPDX-License-Identifier: MIT
"""
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time

import terminal
from terminal import Board, ROOT, expect, test

SERVER = 'exec sh tools/qmpctl/tests/server.sh'
QEMU = ('qemu-system-riscv64 -M virt -S -smp 2 -display none -monitor none -nodefaults '
        '-qmp unix:{sock},server=on,wait=off')


class Bench:
    qmpctl = None
    board = None
    qemu = None

    def __init__(self, folder):
        self.folder = folder

    def run(self, *arguments, lines='', code=0):
        """Standard output and error of a run, which has to end with CODE."""
        done = subprocess.run([self.qmpctl, *arguments], input=lines.encode(), cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=terminal.PATIENCE)
        output, errors = done.stdout.decode(), done.stderr.decode()
        expect(done.returncode == code, '%s: exit code %d\n%s%s' % (arguments, done.returncode,
                                                                   output, errors))
        return output, errors

    def spawned(self, *arguments, **others):
        return self.run('--spawn', SERVER, 'shell', *arguments, **others)

    def complete(self, *words, sock=None):
        # A board has to tell of itself within a second, at its fast port; who is too slow presses
        # TAB again.
        end = time.monotonic() + terminal.PATIENCE
        while True:
            output, _ = self.run('complete', '--', '-s', sock or self.board.second, *words)
            if output or time.monotonic() > end:
                return [line.split('\t')[0] for line in output.splitlines()]

    def help(self, name, code):
        """Of the board, which has two seconds to tell of itself."""
        end = time.monotonic() + terminal.PATIENCE
        while True:
            done = subprocess.run([self.qmpctl, '-s', self.board.sock, 'help', name], cwd=ROOT,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            output, errors = done.stdout.decode(), done.stderr.decode()
            if 'has not answered yet' not in errors or time.monotonic() > end:
                expect(done.returncode == code, errors)
                return output


@contextlib.contextmanager
def make_bench():
    with tempfile.TemporaryDirectory(prefix='e2kmon-scripts-') as folder:
        yield Bench(folder)


def same(came, wanted):
    expect(came == wanted, 'came\n%s\ninstead of\n%s' % (came, wanted))


@test
def lines_of_the_command_line_end_at_the_first_failure(bench):
    same(bench.spawned('-c', 'stop', '-c', 'text'),
         ('{}\none\ntwo\\x1B\n', 'event STOP\n'))
    output, errors = bench.spawned('-c', 'stop', '-c', 'fail', '-c', 'text', code=1)
    same(output, '{}\n')
    expect('GenericError: it failed' in errors, errors)
    output, _ = bench.spawned('-k', '-c', 'fail', '-c', 'text', code=1)
    same(output, 'one\ntwo\\x1B\n')


@test
def a_file_of_lines_is_run(bench):
    path = os.path.join(bench.folder, 'lines')
    with open(path, 'w') as file:
        file.write('# a note\nstop\n\ntext')
    same(bench.spawned('-f', path)[0], '{}\none\ntwo\\x1B\n')
    same(bench.spawned('-f', '-', lines='stop\nfail\ntext\n', code=1)[0], '{}\n')
    same(bench.spawned(lines='stop\nfail\ntext\n', code=1)[0], '{}\none\ntwo\\x1B\n')
    expect('No such file' in bench.spawned('-f', '/nonexistent', code=2)[1], 'no reason told')
    expect('cannot be read' in bench.spawned('-f', bench.folder, code=2)[1], 'no reason told')


@test
def requests_are_shown_and_indented_on_demand(bench):
    same(bench.spawned('-v', '-c', 'stop a.b=1')[1],
         '-> {"execute": "stop", "arguments": {"a": {"b": 1}}}\nevent STOP\n')
    same(bench.spawned('-v', '-p', '-c', 'stop a=1')[1],
         '-> {\n  "execute": "stop",\n  "arguments": {\n    "a": 1\n  }\n}\nevent STOP\n')


@test
def what_is_sent_and_received_is_logged(bench):
    path = os.path.join(bench.folder, 'log')
    bench.spawned('-l', path, '-c', 'stop a=1', '-c', '{"execute": "x", "id": 7}')
    with open(path) as file:
        entries = [json.loads(line) for line in file]
    sent = [entry['sent'] for entry in entries if 'sent' in entry]
    received = [entry['received'] for entry in entries if 'received' in entry]
    same(sent, [{'execute': 'stop', 'arguments': {'a': 1}}, {'execute': 'x', 'id': 7}])
    same([sorted(message)[0] for message in received], ['QMP', 'event', 'id', 'id'])
    expect(all(entry['time'] > 1e9 for entry in entries), 'no times')


@test
def python_literals_reach_the_server_as_json(bench):
    output, _ = bench.spawned('--json', '-c', "echo a={'b':[True,None,'x y']} c=0x10")
    same(json.loads(output)['return']['arguments'], {'a': {'b': [True, None, 'x y']}, 'c': 16})


@test
def a_transaction_is_one_command(bench):
    path = os.path.join(bench.folder, 'log')
    wanted = {'execute': 'transaction', 'arguments': {'actions': [
        {'type': 'one', 'data': {'a': 1}}, {'type': 'two', 'data': {}}]}}
    bench.spawned('-l', path, lines='transaction(\none a=1\ntwo\n)\ntransaction( one a=1 )\n')
    with open(path) as file:
        sent = [entry['sent'] for entry in map(json.loads, file) if 'sent' in entry]
    same(sent[0], wanted)
    same(sent[1]['arguments']['actions'], wanted['arguments']['actions'][:1])
    expect('no )' in bench.spawned(lines='transaction(\none a=1\n', code=2)[1], 'nothing told')
    expect('dropped' in bench.spawned(lines='transaction(\none a\nstop\n', code=2)[1], 'kept')


@test
def endpoints_are_taken_as_qmp_shell_takes_them(bench):
    same(bench.run('shell', '-c', 'query-name', bench.board.sock)[0], '{}\n')
    expect('tcp' in bench.run('shell', '--timeout', '0.3', '-c', 'stop', 'localhost:1', code=3)[1],
           'not taken for a port')
    expect('twice' in bench.run('-s', 'x', 'shell', 'y', code=2)[1], 'two endpoints taken')
    expect('does not come back' in bench.spawned('--reconnect', code=2)[1], 'reconnects')
    same(bench.spawned('-N', '-c', 'negotiated')[0], 'no\n')


@test
def the_human_monitor_answers_in_text(bench):
    sock = bench.qemu.sock
    output, _ = bench.run('shell', '-H', '-c', 'info status', sock)
    expect(output.startswith('VM status: paused'), output)
    output, _ = bench.run('shell', '-H', '-c', 'cpu 1', '-c', 'info cpus', sock)
    expect('* CPU #1' in output, output)
    _, errors = bench.run('shell', '-H', '-c', 'cpu 9', sock, code=1)
    expect('GenericError' in errors, errors)
    _, errors = bench.run('shell', '-H', '-c', 'cpu x', sock, code=2)
    expect('number of a processor' in errors, errors)


@test
def the_human_monitor_of_a_board_answers_in_text(bench):
    mps2 = Board(bench.folder, 'board/run mps2-an385 --no-wait --qmp unix:{sock}', 'mps2')
    try:
        for sock in bench.board.sock, mps2.sock:
            same(bench.run('shell', '-H', '-c', 'stop', '-c', 'info status', '-c', 'nosuch',
                           '-c', 'cont', sock)[0], "VM status: paused\nunknown command: 'nosuch'\n")
            same(bench.run('shell', '-H', '-c', 'cpu 0', '-c', 'info cpus', sock)[0],
                 '* CPU #0: thread_id=0\n')
            _, errors = bench.run('shell', '-H', '-c', 'cpu 9', sock, code=1)
            expect('expects a CPU number' in errors, errors)
            same(bench.run('shell', '-H', sock, lines='info kvm\nexit\ninfo numa\n')[0],
                 'kvm support: not compiled\n')
            line = '-s', sock, 'human-monitor-command', 'command-line=help info kvm'
            same(bench.run(*line)[0], 'info kvm  -- whether a hypervisor runs the board\n')
            reply = json.loads(bench.run('--json', *line)[0])
            same(reply, {'return': 'info kvm  -- whether a hypervisor runs the board\r\n'})
        bench.run('shell', '-H', '-c', 'quit', mps2.sock)
        same(mps2.process.wait(10), 0)
    finally:
        mps2.end()


@test
def help_tells_what_a_command_of_the_server_takes(bench):
    same(bench.help('qom-path-nonsense', 1), '')
    output = bench.help('agent-memory-read', 0)
    expect('address' in output and 'returns' in output, output)


@test
def completion_follows_the_schema_of_qemu_too(bench):
    sock = bench.qemu.sock
    same(bench.complete('set-action', 'rebo', sock=sock), ['reboot='])
    same(bench.complete('set-action', 'reboot=', sock=sock), ['reboot=reset ', 'reboot=shutdown '])
    expect('backend.' in bench.complete('chardev-add', 'id=x', '', sock=sock), 'no object')
    same(bench.complete('chardev-add', 'backend.', sock=sock), ['backend.type='])
    same(bench.complete('blockdev-add', 'driver=file', 'filen', sock=sock), ['filename='])
    same(bench.complete('qom-list', 'path=/mac', sock=sock), ['path=/machine/'])
    expect('driver=virtio-net-pci ' in bench.complete('device_add', 'driver=virtio-net-',
                                                      sock=sock), 'no types')
    expect('mac=' in bench.complete('device_add', 'driver=virtio-net-pci', 'ma', sock=sock),
           'no properties')


@test
def completion_knows_subcommands_options_and_boards(bench):
    same(bench.complete('qom-get', 'te'), ['temperature '])
    same(bench.complete('qom-get', 'temperature', 'ramp-r'), ['ramp-rate '])
    same(bench.complete('qom-s'), ['qom-set '])
    expect('query-status ' in bench.complete('query-'), 'no commands of the board')
    same(bench.complete('shell', '--log'), ['--logfile '])
    same(bench.complete('shell', '-l', ''), [':files'])
    same(bench.complete('--color', 'al'), ['always '])
    same(bench.complete('run', 'mps2-an385-n'), ['mps2-an385-newlib '])
    expect('complete ' not in bench.complete(''), 'the hidden one is listed')


@test
def completion_is_quick_and_silent_where_nobody_answers(bench):
    began = time.monotonic()
    for endpoint in ('/nonexistent/socket', 'tcp:127.0.0.1:1', 'exec:sleep 9', 'nonsense:'):
        output, errors = bench.run('complete', '--', '-s', endpoint, 'query-sta')
        same((output, errors), ('', ''))
    expect(time.monotonic() - began < 5, 'it took %.1f s' % (time.monotonic() - began))


def main():
    Bench.qmpctl = os.path.abspath(sys.argv[1])
    terminal.skip_without('qemu-system-riscv64')
    os.environ.pop('QMPCTL_SERVER', None)
    with tempfile.TemporaryDirectory(prefix='e2kmon-scripts-') as folder:
        Bench.board = Board(folder)
        Bench.qemu = Board(folder, QEMU, 'qemu')
        try:
            return terminal.run_all(sys.modules[__name__], make_bench, sys.argv[2:])
        finally:
            Bench.board.end()
            Bench.qemu.end()


if __name__ == '__main__':
    sys.exit(main())
