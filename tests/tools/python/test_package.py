"""test_package.py - the package as such: what it needs, and what it calls itself.

SPDX-License-Identifier: MIT
"""
import ast
import glob
import importlib
import os
import re

import pytest

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..'))
MODULES = sorted(glob.glob(os.path.join(ROOT, 'tools/python/e2kmon/*.py')))
# Only these may need more than the standard library.
EXTRA = {'pytest_plugin': {'pytest'}}


def read(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as file:
        return file.read()


@pytest.mark.parametrize('path', MODULES, ids=os.path.basename)
def test_a_module_has_the_syntax_of_python_3_9(path):
    ast.parse(read(path), feature_version=(3, 9))


@pytest.mark.parametrize('path', [path for path in MODULES if 'labgrid' not in path], ids=os.path.basename)
def test_a_module_needs_the_standard_library_alone(path):
    sys_names = importlib.import_module('sys').stdlib_module_names
    allowed = EXTRA.get(os.path.basename(path)[:-3], set())
    for node in ast.walk(ast.parse(read(path))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else \
            [node.module] if isinstance(node, ast.ImportFrom) and node.level == 0 else []
        for name in names:
            assert name.split('.')[0] in sys_names | allowed, name


def test_it_has_the_version_of_the_agent():
    version = re.search(r'AGENT_VERSION "(.*)"', read('firmware/include/agent/config.h'))[1]
    assert '\nversion = "%s"\n' % version in read('tools/python/pyproject.toml')


def test_the_plugin_is_where_the_entry_point_says():
    name = re.search(r'\[project.entry-points.pytest11\]\ne2kmon = "(.*)"', read('tools/python/pyproject.toml'))[1]
    assert hasattr(importlib.import_module(name), 'board')
