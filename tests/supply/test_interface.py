#!/usr/bin/env python3
"""test_interface.py - docs/interface tells what breaks from what does not, and asks for an entry.

SPDX-License-Identifier: MIT
"""
import unittest

from program import load

interface = load('docs/interface')

OLD = ['command go to:Place fast?:bool +oob ->Trip',
       'event ARRIVED at:Place',
       'type Place x:int y?:int',
       'type Trip length:int',
       'type Mood =good =bad',
       'header qmp/server.h 0123']


def told(was, became, changelog=''):
    """What is missing when WAS, a line of OLD, BECAME another, or None."""
    new = [became if line == was else line for line in OLD]
    return list(interface.missing(interface.by_name(OLD),
                                  interface.by_name(line for line in new if line), changelog))


class Interface(unittest.TestCase):
    def breaks(self, was, became):
        self.assertEqual(len(told(was, became)), 1)
        self.assertIn('Incompatible', told(was, became)[0])
        name = was.split()[1]
        entry = f'## Unreleased\n\n### Changed\n\n- `{name}`\n'
        self.assertEqual(len(told(was, became, entry)), 1, 'an entry elsewhere is not enough')
        self.assertEqual(told(was, became, entry.replace('Changed', 'Incompatible')), [])

    def extends(self, was, became):
        self.assertEqual(len(told(was, became)), 1)
        self.assertNotIn('Incompatible', told(was, became)[0])
        name = was.split()[1]
        self.assertEqual(told(was, became, f'## Unreleased\n\n- `{name}` can more.\n'), [])

    def test_nothing_is_asked_for_when_nothing_changed(self):
        self.assertEqual(told(None, None), [])
        self.assertEqual(told(OLD[0], 'command go fast?:bool to:Place ->Trip +oob'), [])

    def test_what_is_gone_breaks(self):
        for line in OLD[:5]:
            self.breaks(line, None)
        self.breaks(OLD[4], 'type Mood =good')
        self.breaks(OLD[0], 'command go to:Place fast?:bool ->Trip')

    def test_an_argument_that_has_to_be_given_breaks(self):
        self.breaks(OLD[0], OLD[0] + ' why:str')
        self.breaks(OLD[0], OLD[0].replace('fast?', 'fast'))
        self.breaks(OLD[2], OLD[2] + ' z:int')

    def test_another_type_breaks(self):
        self.breaks(OLD[1], 'event ARRIVED at:str')

    def test_what_may_be_given_or_is_returned_in_addition_extends(self):
        self.extends(OLD[0], OLD[0] + ' why?:str')
        self.extends(OLD[2], OLD[2] + ' z?:int')
        self.extends(OLD[3], OLD[3] + ' cost:int')
        self.extends(OLD[4], OLD[4] + ' =fair')
        self.extends(OLD[1], OLD[1] + ' late:bool')

    def test_a_header_that_changed_is_asked_for(self):
        self.extends(OLD[5], 'header qmp/server.h 4567')

    def test_an_entry_of_an_earlier_version_does_not_count(self):
        self.assertEqual(len(told(OLD[3], OLD[3] + ' cost:int',
                                  '## Unreleased\n\n## 0.1.0 (today)\n\n- `Trip`\n')), 1)

    def test_comments_and_form_of_a_header_do_not_count(self):
        one = interface.digest('/* Old. */\nint  a(void);\n#define AGENT_VERSION "1.2.3"\n')
        self.assertEqual(one, interface.digest('// New.\n\n int a(void); /* why\n */\n'
                                               '#define AGENT_VERSION "1.3.0"\n'))
        self.assertNotEqual(one, interface.digest('int a(int);'))


if __name__ == '__main__':
    unittest.main()
