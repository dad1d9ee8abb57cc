#!/usr/bin/env python3
"""test_walk.py - walk.py finds what is wrong with a page, and leaves nothing behind.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys
import tempfile
import unittest

WALK = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'walk.py')


def walk(page, *options):
    """(status, output) for a page in which FENCE stands for three backquotes."""
    with tempfile.NamedTemporaryFile('w', suffix='.md') as file:
        file.write(page.replace('FENCE', '```'))
        file.flush()
        done = subprocess.run([sys.executable, WALK, file.name, *options], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=60, check=False)
    return done.returncode, done.stdout.decode()


class Walk(unittest.TestCase):
    def passes(self, page, *options):
        status, output = walk(page, *options)
        self.assertEqual(status, 0, output)
        return output

    def fails(self, page, because, *options):
        status, output = walk(page, *options)
        self.assertEqual(status, 1, output)
        self.assertIn(because, output)

    def test_output_is_compared_and_dots_are_anything(self):
        self.passes('FENCEsh\necho one; echo two three\nFENCE\n\nFENCE\none\ntwo ...\nFENCE\n')
        self.passes('FENCEsh\nseq 9\nFENCE\n\nFENCE\n1\n...\n9\nFENCE\n')
        self.fails('FENCEsh\necho one\nFENCE\n\nFENCE\ntwo\nFENCE\n', '--- expected\ntwo\n--- came\none\n')
        self.fails('FENCEsh\necho one; echo two\nFENCE\n\nFENCE\none\nFENCE\n', '--- came\none\ntwo\n')

    def test_standard_error_is_output_too(self):
        self.fails('FENCEsh\necho oh >&2\nFENCE\n\nFENCE\nFENCE\n', '--- came\noh\n')

    def test_a_command_that_fails_ends_the_walk(self):
        self.fails('FENCEsh\nfalse\nFENCE\n\nFENCEsh\necho later\nFENCE\n', 'line 1:\nfalse\nstatus 1')

    def test_folder_and_variables_stay_from_block_to_block(self):
        self.passes('FENCEsh\nX=5; mkdir a; cd a\nFENCE\ntext\nFENCEsh\necho $X $(basename "$PWD")\nFENCE\n\n'
                    'FENCE\n5 a\nFENCE\n')

    def test_the_home_and_the_environment_are_new(self):
        os.environ['QMPCTL_SERVER'] = 'unix:elsewhere'
        self.passes('FENCEsh\nls -A ~; echo "${QMPCTL_SERVER-none}"\nFENCE\n\nFENCE\nnone\nFENCE\n')

    def test_files_are_where_the_commands_are(self):
        self.passes('FENCEsh\nmkdir a; cd a\nFENCE\n\nFENCEpython\n# b.py\nprint(1)\nFENCE\n\n'
                    'FENCEbash\n#!/bin/sh\n# c.sh - two\necho 2\nFENCE\n\n'
                    'FENCEsh\npython3 b.py; sh c.sh\nFENCE\n\nFENCE\n1\n2\nFENCE\n')

    def test_a_block_that_is_nothing_is_refused(self):
        self.fails('FENCEpython\nprint(1)\nFENCE\n', 'neither commands, nor a file')
        self.fails('FENCE\nsomething\nFENCE\n', 'output of no commands')
        self.fails('text\n', '0 walks')

    def test_what_is_not_walked_is_told(self):
        page = '<!-- not walked: no hardware -->\nFENCEsh\nfalse\nFENCE\n\nFENCEsh\ntrue\nFENCE\n'
        self.assertIn('not walked: no hardware', self.passes(page))
        page = '<!-- walked where: %s -->\nFENCEsh\nfalse\nFENCE\n\nFENCE\nno\nFENCE\n'
        self.assertIn('not walked: this fails: test -e /none', self.passes(page % 'test -e /none'))
        self.fails(page % 'test -e /', 'line 1')

    def test_a_section_begins_with_what_is_before_the_first(self):
        page = 'FENCEsh\nX=1\nFENCE\n\n## A\n\nFENCEsh\nX=2\nFENCE\n\n## B\n\nFENCEsh\necho $X\nFENCE\n\nFENCE\n%d\nFENCE\n'
        self.passes(page % 1, '--sections')
        self.passes(page % 2)
        self.fails(page % 2, 'line 13:', '--sections')

    def test_what_is_typed_at_a_prompt_is_compared(self):
        prompt = ('FENCEsh\nwhile read -r line && [ "$line" != exit ]; do echo "<$line>"; done\nFENCE\n\n'
                  'FENCE\n(qmp) one\n<one>\n(qmp) two\n<%s>\n(qmp) exit\nFENCE\n')
        self.passes(prompt % 'two')
        self.passes(prompt % '...')

    def test_a_command_that_ends_before_its_lines_are_typed_is_not_waited_for(self):
        self.fails('FENCEsh\necho no such thing; false\nFENCE\n\nFENCE\n...\n(qmp) one\n<one>\n(qmp) exit\nFENCE\n',
                   'no such thing')

    def test_time_is_bounded(self):
        self.fails('FENCEsh\nsleep 0.5\nFENCE\n', 'more than 0.1 seconds', '--at-most', '0.1')

    def test_nothing_is_left_running(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'pid')
            self.passes('FENCEsh\n(trap "" TERM; while :; do sleep 1; done) & echo $! >%s\nFENCE\n' % path)
            with open(path, encoding='ascii') as file:
                self.assertFalse(os.path.exists('/proc/' + file.read().strip()))


if __name__ == '__main__':
    unittest.main()
