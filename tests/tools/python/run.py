#!/usr/bin/env python3
"""run.py ARGUMENT... - runs pytest with the package e2kmon of the tree; 77 if there is no pytest.

This interpreter is taken if it has pytest, or the system's: Debian's pytest belongs to that.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..'))


def main():
    environment = dict(os.environ, PYTHONPATH=os.path.join(ROOT, 'tools', 'python'), PYTHONDONTWRITEBYTECODE='1')
    for python in (sys.executable, '/usr/bin/python3'):
        found = subprocess.run([python, '-c', 'import pytest'], stderr=subprocess.DEVNULL)
        if found.returncode == 0:
            os.execve(python, [python, '-m', 'pytest', '-p', 'no:cacheprovider', '-p', 'e2kmon.pytest_plugin',
                               *sys.argv[1:]], environment)
    print('pytest is missing: install the package python3-pytest')
    return 77


if __name__ == '__main__':
    sys.exit(main())
