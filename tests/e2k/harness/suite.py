"""suite.py - the command line that the unittest programs here share.

SPDX-License-Identifier: MIT
"""
import argparse
import os
import sys
import unittest

from harness import programs


def programs_folder():
    """Takes --programs off the command line: the folder of the programs under test."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument('--programs', default=os.path.join(programs.ROOT, 'build', 'host', 'bin'))
    arguments, sys.argv[1:] = parser.parse_known_args()
    return os.path.abspath(arguments.programs)


def run():
    unittest.main(module='__main__')
