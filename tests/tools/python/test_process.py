"""test_process.py - what was started is ended, whatever becomes of who started it.

SPDX-License-Identifier: MIT
"""
import os
import signal
import subprocess
import sys
import time

import pytest

from e2kmon import BoardError
from e2kmon.process import Process

# Says who it is, leaves a child in a session of its own, and ends by nothing but SIGKILL.
STUBBORN = 'trap "" TERM HUP INT; echo $$; setsid sh -c \'trap "" TERM; echo $$; while :; do sleep 1; done\' & ' \
           'while :; do sleep 1; done'


def lives(pid):
    try:
        with open('/proc/%d/stat' % pid, encoding='ascii') as file:
            return file.read().rpartition(')')[2].split()[0] != 'Z'
    except FileNotFoundError:
        return False


PATIENCE = 60  # seconds for what has to come, on a busy machine


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def pids_of(path, count):
    until(lambda: path.exists() and len(path.read_text().split()) == count)
    return [int(word) for word in path.read_text().split()]


def test_the_status_is_that_of_the_command(tmp_path):
    for script, status in (('exit 0', 0), ('exit 7', 7), ('kill -SEGV $$', 128 + signal.SIGSEGV)):
        assert Process(['sh', '-c', script], str(tmp_path / 'output')).wait(PATIENCE) == status


def test_the_output_is_in_the_file(tmp_path):
    process = Process(['sh', '-c', 'echo out; echo err >&2'], str(tmp_path / 'output'))
    assert process.wait(PATIENCE) == 0
    assert process.output_text() == 'out\nerr\n'


def test_a_program_that_is_not_there_is_told():
    with pytest.raises(BoardError, match='nowhere-at-all: there is no such program'):
        Process(['nowhere-at-all'])


def test_an_obedient_process_ends_at_once(tmp_path):
    for _ in range(10):
        process = Process(['sleep', '100'], str(tmp_path / 'output'))
        assert process.alive() and process.wait(0.05) is None
        began = time.monotonic()
        assert process.end() == 128 + signal.SIGTERM
        took = time.monotonic() - began
        assert not process.alive()
        if took < 1:
            return  # once is enough: a busy machine has pauses of its own
    assert took < 1


def test_a_stubborn_process_and_what_it_left_behind_are_killed(tmp_path):
    process = Process(['sh', '-c', STUBBORN], str(tmp_path / 'output'))
    pids = pids_of(tmp_path / 'output', 2)
    assert all(map(lives, pids))
    process.end()
    assert not any(map(lives, pids))


def test_what_a_command_that_ended_has_left_behind_is_ended(tmp_path):
    process = Process(['sh', '-c', 'setsid sleep 100 & echo $!'], str(tmp_path / 'output'))
    assert process.wait(PATIENCE) == 0
    assert not any(map(lives, pids_of(tmp_path / 'output', 1)))


# SIGINT is what Ctrl-C at a terminal is; of SIGKILL nobody hears.
@pytest.mark.parametrize('number', [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_all_of_it_ends_with_whoever_started_it(tmp_path, number):
    program = ('import time\nfrom e2kmon.process import Process\n'
               'p = Process(["sh", "-c", %r], %r)\ntime.sleep(100)' % (STUBBORN, str(tmp_path / 'output')))
    starter = subprocess.Popen([sys.executable, '-c', program], stderr=subprocess.DEVNULL)
    pids = pids_of(tmp_path / 'output', 2)
    starter.send_signal(number)
    assert starter.wait(PATIENCE) == -number
    until(lambda: not any(map(lives, pids)))


def test_the_command_ends_with_its_guard(tmp_path):
    process = Process(['sh', '-c', 'echo $$ $PPID; exec sleep 100'], str(tmp_path / 'output'))
    pid, guard = pids_of(tmp_path / 'output', 2)
    os.kill(guard, signal.SIGKILL)
    until(lambda: not lives(pid))
    assert process.wait(PATIENCE) == -signal.SIGKILL
