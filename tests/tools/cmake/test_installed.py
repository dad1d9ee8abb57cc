"""test_installed.py - e2kmon installed: its package has all that tests of firmware need, and the
example of docs/testing.md passes with it; so does that in Python.

SPDX-License-Identifier: MIT
"""
import importlib.util
import os
import shutil
import subprocess
import sys

import pytest

import document
from project import ROOT


@pytest.fixture(scope='module')
def scratch(tmp_path_factory):
    """A folder with e2kmon installed below `prefix`."""
    folder = tmp_path_factory.mktemp('installed')
    document.run('-B build/package ', folder)
    return folder


@pytest.fixture
def prefix(scratch):
    return scratch / 'prefix'


@pytest.fixture
def source(scratch):
    """The example, alone."""
    return shutil.copytree(os.path.join(ROOT, 'docs/examples/testing'), scratch / 'example', dirs_exist_ok=True)


def test_nothing_that_is_installed_refers_to_the_tree(prefix):
    for folder, _, files in os.walk(prefix / 'share' / 'e2kmon'):
        assert '__pycache__' not in folder
        for name in files:
            with open(os.path.join(folder, name), encoding='utf-8') as file:
                assert ROOT not in file.read(), name
    assert os.path.exists(prefix / 'share/e2kmon/board/riscv-virt/run.conf')
    assert not os.path.exists(prefix / 'share/e2kmon/board/core')


def test_a_copy_of_the_example_passes_as_the_document_says(source, scratch):
    output = document.run('-B build/testing-installed', scratch, example=source)
    assert '100% tests passed, 0 tests failed out of 8' in output
    with open(scratch / 'testing-installed' / 'CMakeCache.txt', encoding='utf-8') as cache:
        assert ROOT + '/tools' not in cache.read()


def test_the_example_in_python_passes_with_the_package(prefix, source):
    environment = dict(os.environ, PYTHONPATH=str(prefix / 'share/e2kmon/python'), PYTHONDONTWRITEBYTECODE='1')
    done = subprocess.run(
        [sys.executable, '-m', 'pytest', '-p', 'no:cacheprovider', '-p', 'e2kmon.pytest_plugin', '-k', 'fan or alarm',
         '--board-image', ROOT + '/build/riscv-virt/e2kmon.elf', str(source)],
        env=environment, cwd=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=400)
    assert done.returncode == 0, done.stdout


def test_pip_takes_the_folder_and_pytest_finds_the_plugin_by_itself(prefix, source, tmp_path):
    if not (importlib.util.find_spec('pip') and importlib.util.find_spec('setuptools')):
        pytest.skip('pip or setuptools is missing')
    shutil.copytree(prefix / 'share/e2kmon/python', tmp_path / 'python')  # pip builds in it
    subprocess.run([sys.executable, '-m', 'pip', 'install', '-q', '--no-deps', '--no-index', '--no-build-isolation',
                    '--target', str(tmp_path / 'site'), str(tmp_path / 'python')], check=True, timeout=400)
    environment = dict(os.environ, PYTHONPATH=str(tmp_path / 'site'), E2KMON_RUN=str(prefix / 'share/e2kmon/board/run'))
    done = subprocess.run(
        [sys.executable, '-m', 'pytest', '-p', 'no:cacheprovider', '-k', 'console or alarm', '--board-image',
         ROOT + '/build/riscv-virt/e2kmon.elf', str(source)],
        env=environment, cwd=source, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=400)
    assert done.returncode == 0, done.stdout
