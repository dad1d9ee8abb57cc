"""test_function.py - e2kmon_add_board_test() in a project that needs no compiler, with tests that
pass, fail, hang and cannot be.

SPDX-License-Identifier: MIT
"""
import os
import re
import signal
import subprocess
import time

import pytest

from project import ROOT, Project

HEAD = '''
cmake_minimum_required(VERSION 3.21)
project(outside LANGUAGES NONE)
enable_testing()
include(%s/tools/cmake/E2kmonBoardTest.cmake)
''' % ROOT

TESTS = '''
e2kmon_add_board_test(NAME hangs BOARD riscv-virt TIMEOUT 10 COMMAND sleep 1000)
e2kmon_add_board_test(NAME passes BOARD riscv-virt COMMAND sh -c "test -S \\"\\${QMPCTL_SERVER#unix:}\\""
    CONSOLE_EXPECT "hub: started" LABELS one two ENVIRONMENT A=1 B=2)
e2kmon_add_board_test(NAME words BOARD mps2-an385 WORKING_DIRECTORY / ENVIRONMENT "A=with blank"
    COMMAND sh -c "test \\"$PWD$A$1$2\\" = '/with blanka b--' -a -S \\"\\${3#unix:}\\"" sh "a b" -- @CONSOLE@)
e2kmon_add_board_test(NAME image BOARD riscv-virt IMAGE ${IMAGES}/riscv-virt-polled/e2kmon.elf PAUSED NO_CONSOLE GDB
    COMMAND sh -c "test -z \\"$E2KMON_CONSOLE\\" -a -S \\"\\${E2KMON_GDB#unix:}\\"")
e2kmon_add_board_test(NAME own BOARD mine COMMAND true CONSOLE_EXPECT "fan off"
    BOARD_COMMAND ${IMAGES}/../board/run riscv-virt --qmp {qmp} --console {console} -- EMULATOR -smp 4)
e2kmon_add_board_test(NAME fails/so BOARD riscv-virt COMMAND sh -c "printf 'so \\\\033[2J\\\\001'; exit 3")
e2kmon_add_board_test(NAME skipped BOARD riscv-virt COMMAND sh -c "exit 77")
e2kmon_add_board_test(NAME kept BOARD riscv-virt KEEP ${CMAKE_BINARY_DIR}/elsewhere COMMAND false)
'''


def write(folder, text):
    (folder / 'CMakeLists.txt').write_text(HEAD + text)
    return folder


@pytest.fixture
def project(tmp_path):
    return lambda text: Project(write(tmp_path, text), tmp_path / 'build', '-DIMAGES=%s/build' % ROOT)


def runs(folder):
    return subprocess.run(['pgrep', '-f', folder], stdout=subprocess.DEVNULL).returncode == 0


def no_emulator(folder):
    """None whose sockets are in FOLDER."""
    end = time.monotonic() + 60
    while runs(folder):
        assert time.monotonic() < end
        time.sleep(0.02)


def test_tests_pass_fail_hang_and_are_skipped(project, tmp_path):
    it = project(TESTS)
    cases = it.test()
    assert {name: case[0] for name, case in cases.items()} == {
        'passes': 'run', 'words': 'run', 'image': 'run', 'own': 'run', 'fails/so': 'fail', 'hangs': 'fail',
        'skipped': 'notrun', 'kept': 'fail'}, it.output
    assert 'it ended with status 3' in cases['fails/so'][1] and '---- console\nhub: started' in cases['fails/so'][1]
    assert 'sleep has not ended within 10 s' in cases['hangs'][1]
    assert it.kept('fails_so') == it.kept('hangs') == ['console.log', 'emulator.log', 'qmp.log']
    assert it.kept('passes') is it.kept('skipped') is None
    assert 'qmp.log' in os.listdir(tmp_path / 'build' / 'elsewhere')
    assert 'Timeout' not in it.output  # that is CTest's
    with open(it.build + '/CTestTestfile.cmake', encoding='utf-8') as file:
        assert re.search(r'set_tests_properties\(\[=\[passes\]=\].* LABELS "one;two"', file.read())


# Seconds that two boards took to start; before the first, many.
starts = [5]


@pytest.mark.parametrize('how', ['-INT', '-TERM', '-KILL', 'limit'])
def test_no_emulator_is_left_when_ctest_is_interrupted_or_ends_the_runner(project, tmp_path, how):
    it = project('''
foreach(name one two)
    e2kmon_add_board_test(NAME ${name} BOARD riscv-virt TIMEOUT 100
        COMMAND sh -c "echo \\"$QMPCTL_SERVER\\" >new-${name}; mv new-${name} ready-${name}; sleep 1000")
endforeach()
if(%s)
    set_tests_properties(one two PROPERTIES TIMEOUT %d)
endif()
''' % ('ON' if how == 'limit' else 'OFF', max(3, 3 * starts[-1])))
    began = time.monotonic()
    process = it.start()
    ready = [os.path.join(it.build, 'ready-' + name) for name in ('one', 'two')]
    while not all(map(os.path.exists, ready)):
        assert process.poll() is None
        time.sleep(0.01)
    starts.append(time.monotonic() - began)
    folders = []
    for path in ready:
        with open(path, encoding='utf-8') as file:
            folders.append(os.path.dirname(file.read()[len('unix:'):]))
        assert runs(folders[-1])
    if how != 'limit':
        process.send_signal(getattr(signal, 'SIG' + how[1:]))
    process.communicate(timeout=100)
    for folder in folders:
        no_emulator(folder)


@pytest.mark.parametrize('arguments, problem', [
    ('NAME x BOARD riscv-virt', 'COMMAND is missing'), ('NAME x COMMAND true', 'BOARD is missing'),
    ('BOARD x COMMAND true', 'NAME is missing'), ('oops NAME x BOARD y COMMAND true', "what is 'oops'"),
    ('NAME x BOARD y COMMAND true IMAGE', "what is 'IMAGE'")])
def test_a_wrong_call_is_told(project, arguments, problem):
    with pytest.raises(AssertionError) as caught:
        project('e2kmon_add_board_test(%s)' % arguments)
    assert problem in ' '.join(str(caught.value).split())
