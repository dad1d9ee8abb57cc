#!/usr/bin/env python3
"""test_pages.py - a page that says something else than the code is found; needs the images.

SPDX-License-Identifier: MIT
"""
import contextlib
import io
import sys
import unittest
from unittest import mock

sys.dont_write_bytecode = True # nothing into the source tree

import pages


class Pages(unittest.TestCase):
    def wrong(self, part, page, old, new):
        """What PART finds when PAGE has NEW for OLD."""
        true = pages.read
        self.assertIn(old, true(page))
        check, said = pages.Check(), io.StringIO()
        with mock.patch.object(pages, 'read', lambda name: true(name).replace(old, new) if name == page else true(name)), \
                contextlib.redirect_stdout(said):
            part(check)
        return [line for line in said.getvalue().splitlines() if line.startswith('WRONG')]

    def test_a_wrong_number_in_a_sentence_is_found(self):
        self.assertEqual(self.wrong(pages.check_sentences, 'docs/debugging.md', '16 breakpoints', '17 breakpoints'),
                         ['WRONG  docs/debugging.md: "There may be 16 breakpoints."'])

    def test_a_wrong_number_in_a_table_of_options_is_found(self):
        self.assertEqual(self.wrong(pages.check_rows, 'docs/monitor.md', '| 2048 | 512 |', '| 2048 | 256 |'),
                         ['WRONG  docs/monitor.md: AGENT_MONITOR_HISTORY is 2048, and 512 of netduinoplus2'])

    def test_a_table_of_options_that_is_gone_is_found(self):
        self.assertEqual(self.wrong(pages.check_rows, 'docs/monitor.md', '| `AGENT_', '| AGENT_'),
                         ['WRONG  docs/monitor.md has a table of options'])

    def test_a_rule_of_thumb_that_is_too_low_is_found(self):
        found = self.wrong(pages.check_ram, 'docs/porting.md', ' + 19000 +', ' + 9500 +')
        self.assertEqual(len(found), 1)
        self.assertIn('RAM of netduinoplus2', found[0])

    def test_a_rate_that_the_line_does_not_have_is_found(self):
        self.assertEqual(len(self.wrong(pages.check_rate, 'docs/protocol.md', 'about 60 such', 'about 80 such')), 1)

    def test_a_table_of_numbers_that_nobody_makes_is_found(self):
        found = self.wrong(pages.check_tables, 'docs/gdb.md', '# gdb', '| image | bytes |\n|---|---:|\n| e2k | 535,896 |\n\n# gdb')
        self.assertEqual(found, ['WRONG  docs/gdb.md: nothing makes or checks the numbers of the table "| image | bytes |"'])

    def test_a_table_that_is_made_is_none_of_those(self):
        table = '| image | bytes |\n|---|---:|\n| e2k | 535,896 |\n'
        self.assertEqual(pages.tables_by_hand(table), ['| image | bytes |'])
        self.assertEqual(pages.tables_by_hand('<!-- sizes:begin -->\n' + table + '<!-- sizes:end -->\n'), [])

    def test_an_exception_for_nothing_is_found(self):
        self.assertEqual(len(self.wrong(pages.check_tables, 'docs/testing.md', '| 10 |', '| ten |')), 1)

    def test_a_wrong_number_of_goals_is_found(self):
        self.assertEqual(len(self.wrong(pages.check_proofs, 'docs/assurance/proofs.md', '62 of 62', '63 of 63')), 1)

    def test_another_address_in_a_session_is_found(self):
        self.assertEqual(len(self.wrong(pages.check_addresses, 'README.md', '0x8080', '0x8090')), 1)


if __name__ == '__main__':
    unittest.main()
