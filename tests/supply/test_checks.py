#!/usr/bin/env python3
"""test_checks.py - what tests/supply checks is found where it is wrong.

Each test brings a little repository with one fault in it.

SPDX-License-Identifier: MIT
"""
import os
import shutil
import subprocess
import tempfile
import unittest

from program import TOP, load

HERE = os.path.dirname(os.path.abspath(__file__))
HEADER = '/* a.c - a file.\n *\n * SPDX-License-' 'Identifier: MIT */\n'


class Repository(unittest.TestCase):
    """A repository in which nothing is wrong yet."""

    def setUp(self):
        self.top = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.top)
        subprocess.run(['git', 'init', '-q', self.top], check=True)
        for name in ('LICENSE', 'LICENSES/MIT.txt', '.clang-format'):
            with open(os.path.join(TOP, name), encoding='utf-8') as ours:
                self.write(name, ours.read())
        self.write('.reuse/dep5',
                   'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\n'
                   'Files: *\nCopyright: 2026 somebody\nLicense: MIT\n\n'
                   'Files: .clang-format\nCopyright: 2026 somebody\nLicense: MIT\n')
        self.write('a.c', HEADER + 'int a;\n')

    def write(self, name, text):
        path = os.path.join(self.top, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)

    def run_check(self, check):
        done = subprocess.run([os.path.join(HERE, check), self.top], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout.decode()

    def passes(self, check):
        self.assertEqual(self.run_check(check)[0], 0, self.run_check(check)[1])

    def fails(self, check, because):
        status, said = self.run_check(check)
        self.assertEqual(status, 1, said)
        self.assertIn(because, said)


class Licences(Repository):
    def test_a_file_without_a_header_is_found(self):
        self.passes('licences')
        self.write('b.c', 'int b;\n')
        self.fails('licences', 'b.c: no SPDX-License-' 'Identifier')

    def test_a_file_of_another_licence_is_found(self):
        self.write('a.c', HEADER.replace('MIT', 'GPL-2.0-only'))
        self.fails('licences', 'a.c: GPL-2.0-only')

    def test_a_licence_that_nothing_has_is_found_by_reuse(self):
        self.write('LICENSES/ISC.txt', 'ISC')
        self.fails('licences', 'Unused licenses: ISC')

    def test_a_header_that_reuse_cannot_read_is_found(self):
        self.write('a.py', '"""a.py\n\nSPDX-License-' 'Identifier: MIT"""\n')
        self.fails('licences', 'a.py: MIT"""')

    def test_two_texts_of_the_licence_are_found(self):
        self.write('LICENSE', 'MIT, but different')
        self.fails('licences', 'differ')

    def test_a_paragraph_for_no_file_is_found(self):
        os.remove(os.path.join(self.top, '.clang-format'))
        self.fails('licences', 'no file fits .clang-format')


class Words(Repository):
    def test_a_misspelled_word_is_found(self):
        self.passes('spelling')
        self.write('b.md', 'We have recei' 'eved it.\n')
        self.fails('spelling', 'b.md:1:')


class Form(Repository):
    def test_badly_formatted_c_is_found(self):
        self.passes('format')
        self.write('a.c', HEADER + 'int  a ;\n')
        self.fails('format', 'a.c:4:')


class Images(Repository):
    def test_images_that_differ_are_found(self):
        self.write('one.elf', 'made in /home/me\0')
        self.write('other.elf', 'made in /home/you\0')
        said = [subprocess.run([os.path.join(HERE, 'reproducible'), '--compare',
                                os.path.join(self.top, 'one.elf'), os.path.join(self.top, other)],
                               stdout=subprocess.PIPE, check=False)
                for other in ('one.elf', 'other.elf')]
        self.assertEqual([done.returncode for done in said], [0, 1])
        self.assertIn(b'> made in /home/you', said[1].stdout)


class Materials(unittest.TestCase):
    """tools/sbom: what it does not know it does not make up."""

    @classmethod
    def setUpClass(cls):
        cls.sbom = load('tools/sbom')

    def test_a_member_without_a_known_licence_is_found(self):
        picolibc = 'picolibc-riscv64-unknown-elf'
        self.assertEqual(self.sbom.licence(picolibc, {'memcpy-asm.S.o'}), {'BSD-2-Clause'})
        with self.assertRaisesRegex(SystemExit, 'no licence is known for printf.c.o'):
            self.sbom.licence(picolibc, {'memcpy-asm.S.o', 'printf.c.o'})

    def test_a_package_without_a_known_licence_is_found(self):
        with self.assertRaisesRegex(SystemExit, 'of libreadline8'):
            self.sbom.licence('libreadline8', {'libreadline.so.8'})

    def test_a_file_of_no_package_is_found(self):
        with self.assertRaisesRegex(SystemExit, 'is of no package'):
            self.sbom.Packages(False).owner(__file__)


if __name__ == '__main__':
    unittest.main()
