"""The analysers find what is planted, and no list lets more pass than it says.

SPDX-License-Identifier: MIT
"""
import pathlib
import re
import shutil
import sys
import tempfile
import unittest

import judge
import tools
import units

PLANTED = units.ROOT / 'tests' / 'analysis' / 'planted'


def unit(name):
    """A planted source as a host build would compile it."""
    source = PLANTED / f'{name}.c'
    return units.Unit(str(source.relative_to(units.ROOT)), 'host', str(units.ROOT),
                      ('gcc', '-std=c11', '-O2', '-c', str(source)))


def finding(check, file='protocol/json/a.c', line=1, tool='cppcheck'):
    """A finding made up."""
    return tools.Finding(tool, check, file, line, 'said')


class Tools(unittest.TestCase):
    """Each tool, as the analysis runs it."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.addCleanup(setattr, tools, 'SCRATCH', tools.SCRATCH)
        tools.SCRATCH = pathlib.Path(scratch.name) # not that of an analysis

    def found(self, findings):
        """The names of the checks."""
        return {one.check for one in findings}

    def test_clang_tidy_finds_what_is_planted(self):
        found = self.found(tools.clang_tidy([unit('tidy')]))
        self.assertIn('bugprone-sizeof-expression', found)
        self.assertIn('clang-analyzer-core.NullDereference', found)

    def test_cppcheck_finds_what_is_planted(self):
        self.assertIn('arrayIndexOutOfBounds', self.found(tools.cppcheck([unit('cppcheck')], False)))

    def test_the_misra_addon_finds_what_is_planted(self):
        found = self.found(tools.cppcheck([unit('cppcheck')], True))
        self.assertIn(tools.MISRA + '17.2', found)
        self.assertIn(tools.MISRA + '15.1', found)
        self.assertIn(tools.MISRA + '2.5', found)

    def test_gcc_finds_what_is_planted(self):
        found = self.found(tools.gcc([unit('gcc')]))
        self.assertIn('analyzer-double-free', found)
        self.assertIn('analyzer-malloc-leak', found)

    def test_a_source_that_does_not_compile_is_no_clean_one(self):
        broken = units.Unit('tests/analysis/planted/none.c', 'host', str(units.ROOT),
                            ('gcc', '-c', str(PLANTED / 'none.c')))
        for analyse in (tools.clang_tidy, tools.gcc):
            with self.assertRaises(SystemExit) as refusal:
                if analyse([broken]):
                    raise SystemExit('found')
            self.assertTrue(str(refusal.exception))


class Explained(unittest.TestCase):
    """tests/analysis/explained.txt."""

    def judge(self, findings, text, examined=True):
        """The complaints."""
        return judge.judge(set(findings), judge.explanations(text), lambda entry: examined)

    def test_what_is_not_explained_fails(self):
        self.assertTrue(self.judge([finding('unreadVariable')], ''))

    def test_what_is_explained_passes(self):
        self.assertFalse(self.judge([finding('unreadVariable')],
                                    'cppcheck unreadVariable protocol/* 1 it is read by hand'))

    def test_another_place_fails(self):
        text = 'cppcheck unreadVariable protocol/* 1 it is read by hand'
        self.assertTrue(self.judge([finding('unreadVariable'), finding('unreadVariable', line=2)],
                                   text))
        self.assertTrue(self.judge([finding('unreadVariable'),
                                    finding('unreadVariable', 'board/a.c')], text))

    def test_an_explanation_of_nothing_fails(self):
        text = 'cppcheck unreadVariable protocol/* 1 it is read by hand'
        self.assertTrue(self.judge([], text))
        self.assertFalse(self.judge([], text, examined=False))

    def test_an_explanation_has_a_reason(self):
        with self.assertRaises(SystemExit):
            judge.explanations('cppcheck unreadVariable protocol/* 1')


class Misra(unittest.TestCase):
    """docs/misra.md."""
    TABLE = ('| D1 | 15.5 | advisory | protocol 2, board 1 | an early return is the shortest way |\n'
             '| D2 | 8.7 | advisory | firmware 1 | a library |\n')
    PLACES = [finding('misra-c2012-15.5', line=1), finding('misra-c2012-15.5', line=2),
              finding('misra-c2012-15.5', 'board/core/b.c'),
              finding('misra-c2012-8.7', 'firmware/c.c')]

    def judge(self, findings, parts=units.EMBEDDED):
        """The complaints."""
        return judge.judge_misra(set(findings), judge.deviations(self.TABLE), parts)

    def test_what_is_listed_passes(self):
        self.assertFalse(self.judge(self.PLACES))
        self.assertFalse(self.judge(self.PLACES[:2], ['protocol']))

    def test_a_rule_that_is_not_listed_fails(self):
        self.assertTrue(self.judge(self.PLACES + [finding('misra-c2012-17.2')]))

    def test_one_place_more_fails(self):
        self.assertTrue(self.judge(self.PLACES + [finding('misra-c2012-15.5', line=3)]))
        self.assertTrue(self.judge(self.PLACES + [finding('misra-c2012-15.5', 'firmware/c.c')]))

    def test_a_listed_rule_without_findings_fails(self):
        self.assertTrue(self.judge(self.PLACES[:3]))
        self.assertTrue(self.judge(self.PLACES[:2] + self.PLACES[3:]))

    def test_rules_of_the_whole_are_not_judged_by_a_part(self):
        self.assertFalse(self.judge(self.PLACES[:2] + [finding('misra-c2012-8.7')], ['protocol']))

    def test_the_numbers_are_rewritten(self):
        self.assertIn('| 15.5 | advisory | protocol 1 |',
                      judge.updated(self.TABLE, self.PLACES[:1]))

    def test_a_deviation_has_its_number(self):
        with self.assertRaises(SystemExit):
            judge.deviations(self.TABLE.replace('D2', 'D3'))


class Config(unittest.TestCase):
    """.clang-tidy."""

    def test_what_is_taken_back_has_a_reason(self):
        text = (units.ROOT / '.clang-tidy').read_text()
        taken_back = set(re.findall(r'^  -([a-z][\w.-]+)', text, re.M))
        reasons = set(re.findall(r'^# ([a-z][\w.]+-[\w.-]+): \w', text, re.M))
        self.assertTrue(taken_back)
        self.assertEqual(taken_back, reasons)


if __name__ == '__main__':
    missing = [name for name in ('clang-tidy', 'cppcheck') if not shutil.which(name)]
    if missing:
        print(f'analysis: not installed: {", ".join(missing)}')
        sys.exit(77)
    unittest.main()
