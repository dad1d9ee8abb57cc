"""test_document.py - docs/testing.md: what it shows is what the example has, and works.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import document
from project import ROOT

# What the tests run: of each block of commands, words that no other has.
RUN = ['plugin docs/examples/testing', '--junitxml', '-B build/testing\n',  # here
       '-B build/package ', '-B build/testing-installed']  # test_installed.py


CLIENT = "e2kmon.Client.connect('unix:/tmp/qmp.sock')"


def read(name):
    with open(os.path.join(ROOT, 'docs/examples/testing', name), encoding='utf-8') as file:
        return file.read()


def test_all_of_its_commands_are_run_by_a_test():
    assert sorted(map(document.block_with, RUN)) == sorted(document.blocks('sh'))


def test_the_code_it_shows_is_that_of_the_example():
    shown = [(block, read('test_hub.py')) for block in document.blocks('python') if CLIENT not in block]
    shown += [(block, read('CMakeLists.txt')) for block in document.blocks('cmake')]
    assert len(shown) == 3
    for block, file in shown:
        assert block in file


def test_the_client_alone_works_as_shown(tmp_path):
    program, = [block for block in document.blocks('python') if CLIENT in block]
    port = 'unix:%s/qmp.sock' % tmp_path
    board = subprocess.Popen([os.path.join(ROOT, 'board/run'), 'riscv-virt', '--qmp', port])
    try:
        output = subprocess.run(
            [sys.executable, '-c', 'import e2kmon\n' + program.replace('unix:/tmp/qmp.sock', port)],
            env=dict(os.environ, PYTHONPATH=os.path.join(ROOT, 'tools/python')), timeout=60, check=True,
            stdout=subprocess.PIPE, text=True).stdout
    finally:
        board.terminate()
        board.wait()
    assert "'status': 'running'" in output


def test_pytest_passes_as_it_says(tmp_path):
    assert ' passed' in document.run(RUN[0], tmp_path)


def test_pytest_passes_on_two_boards_with_a_file_for_ci(tmp_path):
    document.run(RUN[1], tmp_path)
    suite = ElementTree.parse(tmp_path / 'testing.xml').getroot().find('testsuite')
    names = [case.get('name') for case in suite.iter('testcase')]
    assert 'test_a_crash_is_caught[mps2-an385]' in names and 'test_a_crash_is_caught[riscv-virt]' in names


def test_ctest_passes_with_the_tree_as_a_folder(tmp_path):
    output = document.run(RUN[2], tmp_path)
    assert '100% tests passed, 0 tests failed out of 8' in output
    ElementTree.parse(tmp_path / 'testing' / 'report.xml')
