#!/usr/bin/env python3
"""test_promises.py - what tests/image/check.py is to find is found: an image and libraries with one
fault each, and without.

SPDX-License-Identifier: MIT
"""
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True # nothing into the source tree
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'image'))

import check

PREFIX = 'arm-none-eabi-'
SOUND = 'static const int table[] = {1, 2};\nint qmp_sound(int n) { return table[n & 1]; }\n'


class Promises(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.build = scratch.name
        os.mkdir(self.build + '/protocol')
        os.mkdir(self.build + '/firmware')
        with open(self.build + '/CMakeCache.txt', 'w') as cache:
            cache.write('CMAKE_NM:FILEPATH=%snm\n' % PREFIX)

    def compile(self, text, library):
        objects = self.build + '/protocol/program.c.o'
        subprocess.run([PREFIX + 'gcc', '-mcpu=cortex-m3', '-mthumb', '-O1', '-w', '-fcallgraph-info=su', '-c', '-x', 'c', '-',
                        '-o', objects], input=text, text=True, check=True,
                       cwd=self.build + '/protocol')
        subprocess.run([PREFIX + 'ar', 'rcs', self.build + '/' + library, objects], check=True)

    def broken(self, function):
        """The promises that a check finds broken."""
        told = io.StringIO()
        with contextlib.redirect_stdout(told):
            function(self.build)
        self.assertTrue(told.getvalue())
        return [line for line in told.getvalue().splitlines() if line.startswith('BROKEN')]

    def test_a_sound_library_is_found_sound(self):
        self.compile(SOUND, 'protocol/libqmp.a')
        self.assertEqual(self.broken(check.check_library) + self.broken(check.check_libraries), [])

    def test_writable_data_of_the_protocol_is_found(self):
        for text in ('int qmp_data = 1;', 'static int n; int qmp_next(void) { return ++n; }',
                     'int qmp_once(void) { static char b[8]; return ++b[1]; }'):
            with self.subTest(text):
                self.compile(SOUND + text, 'protocol/libqmp.a')
                self.assertIn('mutable data', ''.join(self.broken(check.check_library)))

    def test_a_heap_is_found_in_every_library(self):
        for library in ('protocol/libqmp.a', 'firmware/libagent.a'):
            for name in ('malloc', 'free', 'realloc', '_sbrk', '_malloc_r', 'printf'):
                with self.subTest(library, name=name):
                    self.compile('void *%s(); void *json_x(void) { return %s(1); }' % (name, name), library)
                    self.assertIn(name, ''.join(self.broken(check.check_libraries)))

    def test_a_heap_is_found_in_an_image(self):
        program = 'char room[64]; void *_sbrk(int n) { return room + n; } int main(void) { return *(int *)_sbrk(4); }'
        for text, found in ((program, True), (program.replace('_sbrk', 'place'), False)):
            subprocess.run([PREFIX + 'gcc', '-mcpu=cortex-m3', '-mthumb', '-nostdlib', '-Wl,-emain', '-x', 'c', '-', '-o',
                            self.build + '/e2kmon.elf'], input=text, text=True, check=True)
            self.assertEqual('_sbrk' in ''.join(self.broken(check.check_image)), found)

    def test_recursion_and_frames_of_unknown_size_are_found(self):
        for text, found in (('int qmp_a(int n) { return n ? 3 ^ qmp_a(n - 1) * n : 1; }', 'recurse'),
                            ('void json_u(char *); void qmp_b(int n) { json_u(__builtin_alloca(n)); }', 'unknown size')):
            self.compile(text, 'protocol/libqmp.a')
            self.assertIn(found, ''.join(self.broken(check.check_recursion)))


if __name__ == '__main__':
    unittest.main()
