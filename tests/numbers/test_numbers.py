#!/usr/bin/env python3
"""test_numbers.py - numbers that are not as accepted are found, and only with a reason become so.

SPDX-License-Identifier: MIT
"""
import contextlib
import io
import os
import sys
import unittest
from unittest import mock

sys.dont_write_bytecode = True # nothing into the source tree

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'supply'))

import baseline
import measure
from program import load

check = load('tests/numbers/check')
accept = load('tests/numbers/accept')

HERE_TOOLS = {'riscv': 'gcc 12.2.0', 'arm': 'gcc 12.2.1'}
CODE, COUNT = 'size.mps2-an385.code', 'count.riscv-virt.query-status'
ACCEPTED = {CODE: (100000, 'bytes'), COUNT: (5000.0, 'instructions')}


def accepted():
    return baseline.Baseline(dict(ACCEPTED), dict(HERE_TOOLS), ['2026-01-01 measured for the first time'])


class Numbers(unittest.TestCase):
    """What is measured is planted."""

    def setUp(self):
        self.measured = dict(ACCEPTED)
        self.kept = accepted()
        self.replace(measure, 'KINDS', {kind: self.of(kind) for kind in ('size', 'count')})
        self.replace(measure, 'tools', lambda: dict(HERE_TOOLS))
        self.replace(baseline, 'load', lambda: self.kept)

    def replace(self, module, name, value):
        patch = mock.patch.object(module, name, value)
        patch.start()
        self.addCleanup(patch.stop)

    def of(self, kind):
        return lambda: {n: v for n, v in self.measured.items() if n.startswith(kind + '.')}

    def plant(self, name, factor):
        value, unit = self.measured[name]
        self.measured[name] = (round(value * factor, 1), unit)

    def check(self, *words):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            status = check.main([*words, 'size', 'count'])
        return status, said.getvalue()

    def accept(self, reason=None, everything=False):
        with contextlib.redirect_stdout(io.StringIO()):
            return accept.take(self.kept, ['size', 'count'], reason, everything)[2]


class Bounds(Numbers):
    def test_what_is_as_accepted_passes(self):
        self.assertEqual(self.check()[0], 0)

    def test_code_larger_by_nine_tenths_of_a_per_cent_passes(self):
        self.plant(CODE, 1.009)
        self.assertEqual(self.check()[0], 0)

    def test_code_larger_by_more_than_a_per_cent_fails_and_says_what_to_do(self):
        self.plant(CODE, 1.011)
        status, said = self.check()
        self.assertEqual(status, 1)
        self.assertIn('GROWN: size.mps2-an385.code 100000 -> 101100 bytes (+1.10 %)', said)
        self.assertIn("tests/numbers/accept --reason 'WHY' size count", said)

    def test_a_count_slower_by_less_than_two_per_cent_passes(self):
        self.plant(COUNT, 1.019)
        self.assertEqual(self.check()[0], 0)

    def test_a_count_slower_by_more_than_two_per_cent_fails(self):
        self.plant(COUNT, 1.021)
        self.assertEqual(self.check()[0], 1)

    def test_code_smaller_by_more_than_a_per_cent_fails_until_it_is_accepted(self):
        self.plant(CODE, 0.98)
        status, said = self.check()
        self.assertEqual(status, 1)
        self.assertIn('SHRUNK', said)
        self.assertEqual(self.accept(), [])
        self.assertEqual(self.check()[0], 0)

    def test_a_number_that_is_new_or_gone_fails(self):
        self.measured['size.mps2-an385.data'] = (10, 'bytes')
        self.assertEqual(self.check()[0], 1)
        del self.measured['size.mps2-an385.data'], self.measured[COUNT]
        self.assertEqual(self.check()[0], 1)

    def test_a_few_bytes_of_a_small_number_are_padding(self):
        self.kept.numbers[CODE] = self.measured[CODE] = (128, 'bytes')
        self.measured[CODE] = (144, 'bytes')
        self.assertEqual(self.check()[0], 0)
        self.measured[CODE] = (145, 'bytes')
        self.assertEqual(self.check()[0], 1)


class Creep(Numbers):
    def test_two_small_steps_are_one_large_one(self):
        self.plant(CODE, 1.006)
        self.assertEqual((self.check()[0], self.accept()), (0, []))
        self.plant(CODE, 1.006)
        self.assertEqual(self.check()[0], 1)

    def test_a_reason_for_one_number_lets_no_other_creep(self):
        self.plant(CODE, 1.05)
        self.plant(COUNT, 1.01)
        self.assertEqual(self.accept('a table of a thousand entries'), [])
        self.assertEqual(self.kept.numbers[CODE][0], 105000)
        self.assertEqual(self.kept.numbers[COUNT][0], 5000)

    def test_what_was_won_is_not_lost_again(self):
        self.plant(CODE, 0.99)
        self.accept()
        self.plant(CODE, 1.02)
        self.assertEqual(self.check()[0], 1)


class Reasons(Numbers):
    def test_growth_without_a_reason_is_refused_and_changes_nothing(self):
        self.plant(CODE, 1.05)
        self.assertEqual([change.name for change in self.accept()], [CODE])
        self.assertEqual(self.kept.text(), accepted().text())

    def test_a_reason_stays_in_the_file_with_what_it_is_for(self):
        self.plant(CODE, 1.05)
        self.accept('a table of a thousand entries')
        self.assertIn('a table of a thousand entries', self.kept.history[-2])
        self.assertEqual(self.kept.history[-1], '    size.mps2-an385.code 100000 -> 105000 bytes (+5.00 %)')
        self.assertEqual(self.check()[0], 0)

    def test_a_word_is_no_reason(self):
        with mock.patch.object(sys, 'argv', ['accept', '--reason', 'because']), \
                contextlib.redirect_stderr(io.StringIO()), self.assertRaises(SystemExit):
            accept.parse()


class File(Numbers):
    def test_what_is_written_is_read(self):
        self.assertEqual(baseline.read(accepted().text()).text(), accepted().text())

    def test_a_number_changed_by_hand_is_found(self):
        with self.assertRaises(baseline.Wrong):
            baseline.read(accepted().text().replace('100000', '105000'))

    def test_a_reason_changed_by_hand_is_found(self):
        with self.assertRaises(baseline.Wrong):
            baseline.read(accepted().text().replace('first time', 'last time'))


class Compilers(Numbers):
    def test_numbers_of_other_compilers_are_not_compared_which_is_said(self):
        self.kept.tools['arm'] = 'gcc 13.1.0'
        self.plant(CODE, 1.05)
        status, said = self.check()
        self.assertEqual(status, 0)
        self.assertIn('not compared, as accepted with other compilers: arm: gcc 13.1.0; here gcc 12.2.1', said)
        self.assertIn('1 of 2 numbers compared', said)
        self.plant(COUNT, 1.05)
        self.assertEqual(self.check()[0], 1)

    def test_a_check_of_nothing_is_skipped(self):
        self.kept.tools = {'arm': 'gcc 13.1.0', 'riscv': 'gcc 13.1.0'}
        self.assertEqual(self.check()[0], 77)

    def test_what_is_not_compared_fails_where_every_number_is_wanted(self):
        self.assertEqual(self.check('--every')[0], 0)
        self.kept.tools['arm'] = 'gcc 13.1.0'
        self.assertEqual(self.check('--every')[0], 1)

    def test_other_compilers_are_accepted_with_all_numbers_only(self):
        self.kept.tools['arm'] = 'gcc 13.1.0'
        with self.assertRaises(measure.NotThere):
            self.accept('another compiler came with Debian')
        self.assertEqual(self.accept('another compiler came with Debian', True), [])
        self.assertEqual(self.kept.tools, HERE_TOOLS)


if __name__ == '__main__':
    unittest.main()
