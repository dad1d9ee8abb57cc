#!/usr/bin/env python3
"""test_coverage.py - what tests/assure/coverage is to find is found: in a little tree with a library of
one source, of which a test reaches all, or not all.

SPDX-License-Identifier: MIT
"""
import contextlib
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'supply'))

from program import TOP, load

coverage = load('tests/assure/coverage')

SOURCE = 'int choose(int n)\n{\n    if (n > 9)\n        return 1;%s\n    return 0;\n}\n'
BOTH, ONE = (1, 10), (1,)


class Coverage(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix='e2kmon-coverage-')
        self.addCleanup(scratch.cleanup)
        self.top = pathlib.Path(scratch.name)
        self.build = self.top / 'build/host-coverage'
        shutil.copy(TOP + '/gcovr.cfg', self.top)
        for name, value in (('ROOT', self.top), ('BUILD', self.build)):
            patch = mock.patch.object(coverage, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def source(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def reach(self, text, numbers):
        """A library of TEXT, and a test that asks it for NUMBERS."""
        library = self.source('protocol/json/choose.c', text)
        calls = ''.join(f'choose({number});' for number in numbers)
        test = self.source('test.c', f'int choose(int n);\nint main(void) {{ {calls} return 0; }}\n')
        compiled = self.build / 'protocol/CMakeFiles/qmp.dir/json/choose.c.o'
        compiled.parent.mkdir(parents=True)
        for command in (['-O0', '--coverage', '-c', library, '-o', compiled],
                        ['--coverage', compiled, '-x', 'c', test, '-o', self.build / 'test']):
            subprocess.run(['gcc', *command], cwd=self.build, check=True)
        subprocess.run([self.build / 'test'], check=True)

    def complaints(self):
        with contextlib.redirect_stdout(io.StringIO()) as said:
            count = coverage.check('protocol')
        return count, said.getvalue()

    def test_all_that_is_reached_passes(self):
        self.reach(SOURCE % '', BOTH)
        count, said = self.complaints()
        self.assertEqual(count, 0, said)
        self.assertIn('4 of 4 lines, 100.00 %', said)
        self.assertIn('2 of 2 branches, 100.00 %', said)

    def test_a_line_that_is_not_reached_is_found(self):
        self.reach(SOURCE % '', ONE)
        count, said = self.complaints()
        self.assertEqual(count, 2, said)
        self.assertIn('3 of 4 lines', said)

    def test_a_branch_within_a_line_is_found(self):
        self.reach('int choose(int n)\n{\n    return n > 9 ? n - 1 : n;\n}\n', ONE)
        count, said = self.complaints()
        self.assertEqual(count, 1, said)
        self.assertIn('1 of 2 branches', said)

    def test_a_marker_excludes_nothing(self):
        self.reach(SOURCE % ' /* GCOVR_EXCL_LINE LCOV_EXCL_LINE */', ONE)
        self.assertIn('3 of 4 lines', self.complaints()[1])

    def test_a_library_without_counts_is_found(self):
        self.reach(SOURCE % '', BOTH)
        for data in self.build.rglob('*.gcda'):
            data.unlink()
        self.assertIn('0 of 4 lines', self.complaints()[1])

    def test_a_source_that_is_not_compiled_is_an_exception_or_found(self):
        self.reach(SOURCE % '', BOTH)
        self.source('protocol/json/other.c', 'int other;\n')
        self.assertIn('protocol/json/other.c: not compiled for the host', self.complaints()[1])
        with mock.patch.dict(coverage.EXCEPTIONS, {'protocol/json/other.c': 'a reason'}):
            self.assertEqual(self.complaints()[0], 0)

    def test_an_exception_that_is_none_is_found(self):
        self.reach(SOURCE % '', BOTH)
        for name in ('choose', 'gone'):
            with mock.patch.dict(coverage.EXCEPTIONS, {f'protocol/json/{name}.c': 'a reason'}):
                self.assertIn(f'protocol/json/{name}.c: is no exception', self.complaints()[1])


if __name__ == '__main__':
    unittest.main()
