"""test_plugin.py - runs of pytest with tests that fail, crash and hang: what their reports have.

SPDX-License-Identifier: MIT
"""
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from e2kmon import Board


class Run:
    """A run of pytest over tests of this text."""

    def __init__(self, folder, text, *options):
        self.folder = folder
        (folder / 'test_it.py').write_text('import os, pytest, signal, time\n' + text)
        self._process = subprocess.Popen(
            [sys.executable, '-m', 'pytest', '-p', 'no:cacheprovider', '-p', 'e2kmon.pytest_plugin', '-v',
             '--junitxml=report.xml', *options, 'test_it.py'],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def end(self):
        self.output, _ = self._process.communicate(timeout=100)
        self.status = self._process.returncode
        return self

    def kept(self, name):
        """The files that are kept of a test, by their names."""
        folder = self.folder / 'board-failures' / name
        return {file: (folder / file).read_text() for file in os.listdir(folder)}

    def counts(self):
        """(tests, failures, errors, skipped) of the file for CI, which is well-formed."""
        suite = ElementTree.parse(self.folder / 'report.xml').getroot().find('testsuite')
        return tuple(int(suite.get(key)) for key in ('tests', 'failures', 'errors', 'skipped'))


@pytest.fixture
def run(tmp_path):
    return lambda text, *options: Run(tmp_path, text, *options).end()


def no_emulator_of(run):
    """Emulators are told by the folder of their sockets."""
    folders = re.findall(r'unix:(\S*)/qmp', run.output)
    assert folders
    for folder in folders:
        assert not os.path.exists(folder)
        assert subprocess.run(['pgrep', '-f', folder], stdout=subprocess.DEVNULL).returncode == 1


def test_a_failed_test_has_console_and_traffic_in_its_report_and_in_files(run):
    it = run('''
def test_fails(board):
    board.console.wait_for('started')
    board.type('\\x1b[2Jhello\\x00')
    board.console.wait_for('hello')
    assert board.get('hub', 'alarm-at') == 1
''')
    assert it.status == 1 and it.counts() == (1, 1, 0, 0)
    assert 'console of riscv-virt' in it.output and '\\x1b[2Jhello' in it.output
    assert '\x1b' not in it.output
    assert re.search(r'QMP traffic of riscv-virt .*> {"execute": "qom-get".*"property": "alarm-at"', it.output, re.S)
    files = it.kept('test_it.py-test_fails-riscv-virt')
    assert 'kept in %s/board-failures/test_it.py-test_fails-riscv-virt' % it.folder in it.output
    assert set(files) == {'console.log', 'qmp.log', 'emulator.log'}
    assert files['console.log'].startswith('hub: started\n')
    assert '"property": "alarm-at"' in files['qmp.log'] and '"return": 6000' in files['qmp.log']
    no_emulator_of(it)


def test_a_test_that_passes_leaves_nothing(run):
    it = run('def test_passes(board): assert board.cmd("query-status")["running"]')
    assert it.status == 0 and it.counts() == (1, 0, 0, 0)
    assert sorted(os.listdir(it.folder)) in (['report.xml', 'test_it.py'], ['__pycache__', 'report.xml', 'test_it.py'])


def test_a_crashed_emulator_fails_the_test_that_noticed_once(run):
    it = run('''
def test_crashes(board):
    board.cmd('agent-watch', path='hub', property='beats')
    os.kill(int(open('/proc/%d/task/%d/children' % ((board.process._guard.pid,) * 2)).read()), signal.SIGSEGV)
    board.wait_event('NEVER')
''')
    assert it.counts() == (1, 1, 0, 0)
    assert 'BoardError: the emulator of riscv-virt has ended: it was ended by SIGSEGV' in it.output
    assert 'emulator.log' in it.kept('test_it.py-test_crashes-riscv-virt')


def test_a_crashed_emulator_that_nobody_noticed_is_an_error(run):
    it = run('''
def test_crashes(board):
    os.kill(int(open('/proc/%d/task/%d/children' % ((board.process._guard.pid,) * 2)).read()), signal.SIGSEGV)
    assert board.process.wait(60) == 128 + signal.SIGSEGV
''')
    assert it.counts()[2] == 1 and it.status == 1
    assert 'emulator.log' in it.kept('test_it.py-test_crashes-riscv-virt')


def test_a_board_that_does_not_start_is_an_error_with_its_output(run):
    it = run('''
@pytest.mark.board(arguments=['-device', 'nonsense'])
def test_starts(board): pass
''')
    assert it.counts() == (1, 0, 1, 0)
    assert "'nonsense' is not a valid device" in it.kept('test_it.py-test_starts-riscv-virt')['emulator.log']


def test_a_board_that_hangs_is_ended(run):
    it = run('''
def test_hangs(board):
    board.set('hub', 'hang', 1)
    for _ in range(1000):
        board.cmd('query-status')
        time.sleep(0.05)
''', '--board', 'riscv-virt-polled', '--board-timeout', '2')
    assert it.counts() == (1, 1, 0, 0)
    assert 'was not answered within 2.0 s' in it.output
    no_emulator_of(it)


def test_boards_are_chosen_by_options_and_by_marks(run):
    it = run('''
def test_any(board): assert board.name in ('riscv-virt', 'mps2-an385')
@pytest.mark.board('mps2-an385')
def test_one(board): assert board.name == 'mps2-an385'
@pytest.mark.board('netduinoplus2', 'riscv-virt')
def test_two(board): assert board.name == 'riscv-virt'
@pytest.mark.board('e2k')
def test_none(board): assert 0
def test_without(): pass
@pytest.mark.board(paused=True)
class TestClass:
    def test_inherits(self, board): assert board.cmd('query-status')['status'] == 'prelaunch'
''', '--board', 'riscv-virt', '--board', 'mps2-an385')
    assert it.status == 0, it.output
    assert it.counts() == (8, 0, 0, 1)
    assert 'it is for e2k' in it.output or 'SKIPPED' in it.output


def test_a_command_of_ones_own_starts_the_board(run):
    it = run('''
def test_it(board):
    assert board.name == 'mine' and board.cmd('query-status')['running']
    board.console.wait_for('fan off')
''', '--board', 'mine', '--board-image', os.path.abspath('build/riscv-virt/e2kmon.elf'), '--board-command',
        os.path.abspath('board/run') + ' riscv-virt --image {image} --qmp {qmp} --console {console}')
    assert it.status == 0, it.output


def test_an_attached_board_is_renewed_for_each_test(run):
    with Board.start('riscv-virt') as board:
        board.client.close()
        it = run('''
def test_first(board):
    board.cmd('agent-watch', path='hub', property='state')
    board.set('temperature', 'value', 7000)
    board.wait_property('hub', 'state', 'alarm')
    board.stop()
def test_second(board):
    assert board.get('hub', 'state') == 'normal' and board.cmd('query-status')['running']
    assert board.cmd('agent-query-watches') == []
@pytest.mark.board(paused=True)
def test_cannot(board): assert 0
''', '--board-endpoint', 'unix:%s/qmp' % board.folder, '--board', 'bench')
        assert it.status == 0, it.output
        assert it.counts() == (3, 0, 0, 1)
        assert 'test_first[bench]' in it.output
        assert board.process.alive()


def test_runs_at_the_same_time_keep_apart(tmp_path):
    text = 'def test_it(board):\n    board.set("temperature", "value", os.getpid() % 5000)\n' \
           '    board.wait_property("hub", "temperature", os.getpid() % 5000)\n    assert 0, "as it should"\n'
    runs = []
    for _ in range(3):
        runs.append(Run(tmp_path, text, '--junitxml=%d.xml' % len(runs)))
    for one in runs:
        one.end()
        assert 'as it should' in one.output
    assert sorted(os.listdir(tmp_path / 'board-failures')) == [
        'test_it.py-test_it-riscv-virt' + end for end in ('', '.2', '.3')]


def test_an_interrupted_run_leaves_no_emulator(tmp_path):
    it = Run(tmp_path, '''
def test_it(board):
    open('ready', 'w').write(board.folder)
    time.sleep(60)
''')
    while not (tmp_path / 'ready').exists() or not (tmp_path / 'ready').read_text():
        assert it._process.poll() is None
    it._process.send_signal(2)
    it.end()
    assert it.status == 2
    folder = (tmp_path / 'ready').read_text()
    assert not os.path.exists(folder)
    assert subprocess.run(['pgrep', '-f', folder], stdout=subprocess.DEVNULL).returncode == 1
