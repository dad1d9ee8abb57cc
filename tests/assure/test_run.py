#!/usr/bin/env python3
"""test_run.py - `make assure` fails when a subject does, and records what was shown.

In a little repository with a copy of run and scripts of the test's instead of the subjects.

SPDX-License-Identifier: MIT
"""
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

RUN = pathlib.Path(__file__).resolve().parent / 'run'


class Runs(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix='e2kmon-assure-'))
        self.addCleanup(shutil.rmtree, self.root)
        for folder in ('tests/assure', 'docs/assurance'):
            (self.root / folder).mkdir(parents=True)
        shutil.copy(RUN, self.root / 'tests/assure/run')
        (self.root / '.gitignore').write_text('/build/\n', encoding='utf-8')
        for subject, text in (('supply', 'echo under way; echo "supply: 3 of 3"; exit 0'),
                              ('bounds', 'echo "bounds: too deep"; exit 1'),
                              ('proofs', 'echo "proofs: no Frama-C"; exit 77')):
            script = self.root / 'tests/assure' / subject
            script.write_text(f'#!/bin/sh\n{text}\n', encoding='utf-8')
            script.chmod(0o755)
        self.git('init', '-q')
        self.commit()

    def git(self, *words):
        subprocess.run(['git', '-c', 'user.name=t', '-c', 'user.email=t@example.org', *words],
                       cwd=self.root, check=True, stdout=subprocess.DEVNULL)

    def commit(self):
        self.git('add', '-A')
        self.git('commit', '-q', '-m', 'x')

    def run_assure(self, *words):
        return subprocess.run([self.root / 'tests/assure/run', *words], capture_output=True, text=True,
                              check=False)

    def results(self):
        path = self.root / 'docs/assurance/results.json'
        return json.loads(path.read_text(encoding='utf-8')) if path.exists() else None

    def test_what_is_shown_is_recorded_with_its_figures(self):
        done = self.run_assure('--record', 'supply')
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn('under way', done.stdout)
        self.assertEqual(self.results()['supply']['figures'], '3 of 3')
        self.assertEqual((self.root / 'build/assure/supply.log').read_text(encoding='utf-8'),
                         'under way\nsupply: 3 of 3\n')
        self.assertIn('| 3 of 3 (', self.run_assure('--table').stdout)

    def test_one_that_is_not_shown_fails_all_and_is_not_recorded(self):
        for subject in ('bounds', 'proofs'):
            done = self.run_assure('--record', subject, 'supply')
            self.assertEqual(done.returncode, 1)
            self.assertRegex(done.stdout, f'(?m)^{subject} .*NOT SHOWN')
            self.assertRegex(done.stdout, '(?m)^supply .*shown')
            self.assertEqual(list(self.results()), ['supply'])

    def test_nothing_is_recorded_of_what_is_not_committed(self):
        with open(self.root / 'tests/assure/supply', 'a', encoding='utf-8') as script:
            script.write('# other\n')
        self.assertEqual(self.run_assure('--record', 'supply').returncode, 0)
        self.assertIsNone(self.results())
        self.commit()
        self.assertEqual(self.run_assure('supply').returncode, 0)
        self.assertIsNone(self.results())

    def test_a_subject_that_is_not_there_is_said(self):
        done = self.run_assure('nosuch')
        self.assertEqual(done.returncode, 2)
        self.assertIn('nosuch', done.stderr)


if __name__ == '__main__':
    unittest.main()
