"""test_runner.py - board-test, by itself.

SPDX-License-Identifier: MIT
"""
import os
import re
import signal
import subprocess
import sys
import time

import pytest

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..'))
RUNNER = os.path.join(ROOT, 'tools/cmake/board-test')

# A program in Python that has a client `c` at the port it was told.
CLIENT = '''
import os, sys, time
sys.path.insert(0, %r)
from e2kmon import Client
c = Client.connect(os.environ["QMPCTL_SERVER"], greeting_wait=60)
''' % os.path.join(ROOT, 'tools/python')


class Run:
    took = 5.0  # seconds that the last one took; before the first, many

    def __init__(self, folder, *words, board='riscv-virt', timeout=100):
        self.folder = folder
        self.timeout = timeout
        self.kept_in = folder / 'kept'
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, RUNNER, '--board', board, '--timeout', str(timeout), '--keep', self.kept_in, *words],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def end(self):
        self.output, _ = self.process.communicate(timeout=200)
        self.status = self.process.returncode
        Run.took = time.monotonic() - self.began
        return self

    def kept(self):
        """The files that are kept, by their names."""
        if not self.kept_in.exists():
            return {}
        return {name: (self.kept_in / name).read_text() for name in os.listdir(self.kept_in)}


@pytest.fixture
def run(tmp_path):
    return lambda *words, **options: Run(tmp_path, *words, **options).end()


def enough():
    """Seconds that are enough to start a board, also on a busy machine."""
    return max(2, 3 * Run.took)


def no_process_of(folder):
    assert folder
    assert subprocess.run(['pgrep', '-f', folder], stdout=subprocess.DEVNULL).returncode == 1


def folder_of(text):
    return re.search(r'unix:(\S*)/qmp', text)[1]


def sh(script):
    return ['--', 'sh', '-c', script]


def python(text):
    return ['--', sys.executable, '-c', CLIENT + text]


def test_a_program_that_succeeds_passes_and_nothing_is_kept(run):
    it = run(*sh('test -S "${QMPCTL_SERVER#unix:}" && test -S "${E2KMON_CONSOLE#unix:}" && '
                 'test "$E2KMON_BOARD" = riscv-virt'))
    assert (it.status, it.output, it.kept()) == (0, '', {})


def test_what_an_earlier_run_has_left_goes(run, tmp_path):
    assert run(*sh('exit 3')).kept()
    assert run(*sh('exit 0')).kept() == {}


def test_files_of_others_stay_where_it_keeps_its_own(run, tmp_path):
    # Somebody may name the whole build folder, or the one at home.
    (tmp_path / 'kept/precious').mkdir(parents=True)
    run(*sh('exit 3'))
    assert len(os.listdir(tmp_path / 'kept')) == 4
    run(*sh('exit 0'))
    assert os.listdir(tmp_path / 'kept') == ['precious']


@pytest.mark.parametrize('board', ['riscv-virt', 'mps2-an385', 'netduinoplus2', 'e2k'])
def test_each_client_is_greeted_and_drives_the_board(run, board):
    it = run('--console-expect', 'hub: started', '--console-expect', 'hub: alarm', *python('''
for n in range(3):
    assert c.greeting and c.cmd("query-status")["running"]
    c.send(b'{"execute": "query-stat')   # leaves in the middle
    c.close()
    c = Client.connect(os.environ["QMPCTL_SERVER"], greeting_wait=60)
c.cmd("qom-set", path="temperature", property="value", value=7000)
'''), board=board)
    assert it.status == 0, it.output


def test_the_programs_arguments_name_the_sockets(run):
    it = run('--gdb', *sh('echo $1 $2 $3; test -S "${1#unix:}" -a -S "${2#unix:}" -a -S "${3#unix:}"'),
             'sh', '@QMP@', '@CONSOLE@', '@GDB@')
    assert it.status == 0, it.output


def test_the_console_is_read_from_the_beginning_and_typed_to(run):
    it = run(*python('''
from e2kmon.console import Console
from e2kmon.endpoint import open_line
console = Console(open_line(os.environ["E2KMON_CONSOLE"], time.monotonic() + 60))
console.wait_for("hub: started\\n")
console.type("hello\\n")
console.wait_for("hello")
assert "hello" in open(os.environ["E2KMON_CONSOLE_LOG"]).read()
'''))
    assert it.status == 0, it.output


def test_a_program_that_fails_has_console_and_traffic_shown_and_kept(run):
    it = run(*python('c.cmd("qom-get", path="hub", property="fan"); sys.exit(9)'))
    assert it.status == 9
    assert 'it ended with status 9' in it.output
    assert '---- console\nhub: started\n' in it.output
    assert re.search(r'---- QMP traffic\n.*> {"execute": "qom-get".*\n.*"return": 0}', it.output, re.S)
    assert 'files are kept in %s\n' % it.kept_in in it.output
    assert set(it.kept()) == {'qmp.log', 'console.log', 'emulator.log'}
    assert '"property": "fan"' in it.kept()['qmp.log']
    no_process_of(folder_of(it.output))


def test_a_skipped_test_is_none_that_failed(run):
    it = run(*sh('exit 77'))
    assert (it.status, it.kept()) == (77, {})


def test_what_does_not_come_on_the_console_is_a_failure(run):
    it = run('--console-expect', 'hub: started', '--console-expect', 'hub: started', *sh('exit 0'), timeout=enough())
    assert it.status == 1
    assert "'hub: started' is not on the console" in it.output


def test_a_program_that_hangs_is_ended_with_what_it_started(run):
    it = run(*sh('trap "" TERM; setsid sleep 1000 & echo $! $$; wait; sleep 1000'), timeout=enough())
    assert it.status == 1
    assert 'sh has not ended within %g s' % it.timeout in it.output
    for pid in re.match(r'(\d+) (\d+)\n', it.output).groups():
        assert not os.path.exists('/proc/' + pid)
    assert 'qmp.log' in it.kept()


def test_a_board_that_hangs_is_ended(run):
    it = run(*python('c.cmd("qom-set", path="hub", property="hang", value=1)\n'
                     'while 1: c.execute("query-status", timeout=1)'), board='riscv-virt-polled')
    assert it.status == 1
    assert 'was not answered within' in it.output
    no_process_of(folder_of(it.output))


def test_an_emulator_that_crashes_is_told(run):
    it = run(*sh('kill -SEGV $(pgrep -f "^qemu.*$(dirname "${QMPCTL_SERVER#unix:}")/qmp"); sleep 0.5'))
    assert it.status == 1
    assert 'the emulator of riscv-virt has ended: it was ended by SIGSEGV' in it.output


def test_a_program_whose_board_has_crashed_is_not_waited_for(run):
    began = time.monotonic()
    it = run(*sh('kill -SEGV $(pgrep -f "^qemu.*$(dirname "${QMPCTL_SERVER#unix:}")/qmp"); sleep 1000'), timeout=150)
    assert it.status == 1 and time.monotonic() - began < 75
    assert 'it was ended by SIGSEGV' in it.output


def test_a_board_that_does_not_start_is_told(run):
    it = run('--emulator=-device', '--emulator=nonsense', *sh('echo not reached'))
    assert it.status == 1 and 'not reached' not in it.output
    assert "'nonsense' is not a valid device" in it.output


def test_a_program_that_is_not_there_is_told(run):
    it = run('--', './nowhere')
    assert it.status == 1 and './nowhere: there is no such program' in it.output


def test_a_board_may_be_powered_off_by_the_test(run):
    assert run(*python('c.cmd("quit")')).status == 0


def test_a_paused_board_waits_for_the_program(run):
    it = run('--paused', '--console-expect', 'hub: started', *python(
        'assert c.cmd("query-status")["status"] == "prelaunch"\ntime.sleep(0.2)\n'
        'assert not open(os.environ["E2KMON_CONSOLE_LOG"]).read()\nc.cmd("cont")'))
    assert it.status == 0, it.output


def test_a_command_of_ones_own_starts_the_board(run):
    command = [os.path.join(ROOT, 'board/run'), 'riscv-virt', '--image', '{image}', '--qmp', '{qmp}',
               '--console', '{console}']
    it = run('--image', os.path.join(ROOT, 'build/riscv-virt/e2kmon.elf'),
             *('--board-command=' + word for word in command), '--console-expect', 'fan off',
             *python('assert c.cmd("query-status")["running"]'), board='mine')
    assert it.status == 0, it.output


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_nothing_runs_on_when_it_is_interrupted_or_killed(tmp_path, number):
    it = Run(tmp_path, *sh('echo $QMPCTL_SERVER >ready.new; mv ready.new ready; sleep 1000'))
    while not (tmp_path / 'ready').exists():
        assert it.process.poll() is None
        time.sleep(0.01)
    folder = os.path.dirname((tmp_path / 'ready').read_text()[len('unix:'):])
    it.process.send_signal(number)
    it.end()
    assert it.status == (-9 if number == signal.SIGKILL else 130)
    end = time.monotonic() + 60
    while subprocess.run(['pgrep', '-f', folder], stdout=subprocess.DEVNULL).returncode == 0:
        assert time.monotonic() < end
        time.sleep(0.02)
    if number != signal.SIGKILL:
        assert not os.path.exists(folder)
        assert 'qmp.log' in it.kept()


def test_several_clients_at_a_time_share_the_port_through_the_bridge(run):
    qmpctl = os.environ.get('QMPCTL', os.path.join(ROOT, 'build/host/bin/qmpctl'))
    if 'bridge' not in subprocess.run([qmpctl, '--help'], stdout=subprocess.PIPE, text=True).stdout:
        pytest.skip('this qmpctl has no bridge')
    it = run('--bridge', qmpctl, *python('''
d = Client.connect(os.environ["QMPCTL_SERVER"], greeting_wait=60)
assert c.cmd("query-status") == d.cmd("query-status")
d.cmd("stop")
c.wait_event("STOP")
'''))
    assert it.status == 0, it.output
