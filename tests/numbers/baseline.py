"""baseline.py - the numbers that were accepted, in baseline.txt: reading, comparing, writing.

A number may grow, or shrink, by what its unit allows; beyond that it has to be accepted, and where
it grew with a reason, which stays in the file.  A number that grew by less stays as it was accepted:
so many small steps are seen as the large one that they are.

SPDX-License-Identifier: MIT
"""
import datetime
import hashlib
import os
import re

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'baseline.txt')

# What a unit allows: a fraction, or as much at least.  Sections are padded to 16 bytes; what a group
# costs is the difference of two images, with two sections each in flash and in RAM.
ALLOWED = {
    'bytes': (0.01, 16),
    'bytes-less': (0.01, 64),
    'instructions': (0.02, 0),
    'bundles': (0.02, 0),
    'lines': (0.1, 5),
}

# So many new numbers have their names in the history.
NAMED = 5

HEADER = """\
# baseline.txt - the numbers that were accepted, what they were measured with, and why they grew.
# `tests/numbers/accept` writes this file and nobody else; docs/assurance/numbers.md tells more.
#
# SPDX-License-Identifier: MIT
"""


class Wrong(Exception):
    """The file is not as `accept` has written it."""


class Baseline:
    """numbers: name -> (value, unit); tools: name -> versions; history: lines."""

    def __init__(self, numbers=None, tools=None, history=None):
        self.numbers, self.tools, self.history = numbers or {}, tools or {}, history or []

    def text(self):
        width = max((len(name) for name in self.numbers), default=0)
        lines = ['[tools]'] + ['%s: %s' % item for item in sorted(self.tools.items())]
        lines += ['', '[numbers]']
        lines += ['%-*s %12s %s' % (width, name, shown(value), unit)
                  for name, (value, unit) in sorted(self.numbers.items())]
        body = '\n'.join(lines + ['', '[history]'] + self.history) + '\n'
        return '%s\n%s\nsum: %s\n' % (HEADER, body, digest(body))


def shown(value):
    return '%d' % value if value == int(value) else '%.1f' % value


def digest(body):
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def read(text):
    """The Baseline that TEXT is of."""
    parts = re.fullmatch(re.escape(HEADER) + r'\n(.*)\nsum: (\w+)\n', text, re.S)
    if not parts or digest(parts.group(1)) != parts.group(2):
        raise Wrong('baseline.txt was changed by hand, or merged: take one of its versions, then '
                    'run tests/numbers/accept')
    found, section = Baseline(), None
    for line in parts.group(1).splitlines():
        if re.fullmatch(r'\[\w+\]', line):
            section = line
        elif not line:
            continue
        elif section == '[tools]':
            name, versions = line.split(': ', 1)
            found.tools[name] = versions
        elif section == '[numbers]':
            name, value, unit = line.split()
            found.numbers[name] = (float(value), unit)
        else:
            found.history.append(line)
    return found


def load(path=FILE):
    if not os.path.exists(path):
        return Baseline()
    with open(path, encoding='utf-8') as file:
        return read(file.read())


def save(baseline, path=FILE):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(baseline.text())


def allowed(value, unit):
    """How far a number may be from the accepted VALUE."""
    fraction, least = ALLOWED[unit]
    return max(fraction * value, least)


class Change:
    """A number that is not what was accepted: new, gone, grown or shrunk."""

    def __init__(self, name, old, new, unit):
        self.name, self.old, self.new, self.unit = name, old, new, unit
        known = old is not None and new is not None
        self.grew = new is not None and (old is None or new > old)
        self.matters = not known or abs(new - old) > allowed(old, unit)

    def __str__(self):
        if self.old is None:
            return '%s %s %s, new' % (self.name, shown(self.new), self.unit)
        if self.new is None:
            return '%s %s %s, gone' % (self.name, shown(self.old), self.unit)
        per_cent = ' (%+.2f %%)' % (100 * (self.new / self.old - 1)) if self.old else ''
        return '%s %s -> %s %s%s' % (self.name, shown(self.old), shown(self.new), self.unit, per_cent)


def compare(accepted, measured, kinds):
    """Changes of the numbers of KINDS, the first words of names."""
    names = list(measured) + [name for name in accepted if name not in measured]
    changes = []
    for name in (n for n in names if n.split('.')[0] in kinds):
        old, unit = accepted.get(name, (None, None))
        new, new_unit = measured.get(name, (None, unit))
        if old != new or unit != new_unit:
            changes.append(Change(name, old, new, new_unit))
    return changes


def accept(baseline, changes, reason, all_of_them=False, today=None):
    """Takes CHANGES over into BASELINE; returns those taken, and those that want a reason and have
    none.  What shrank needs none, and what grew by little stays."""
    refused = [c for c in changes if c.matters and c.grew] if not reason else []
    taken = [c for c in changes if not c.grew or reason and (c.matters or all_of_them)]
    for change in taken:
        if change.new is None:
            del baseline.numbers[change.name]
        else:
            baseline.numbers[change.name] = (change.new, change.unit)
    if reason and taken:
        baseline.history.append('%s %s' % (today or datetime.date.today().isoformat(), ' '.join(reason.split())))
        baseline.history += ['    %s' % change for change in taken if change.grew and change.old is not None]
        new = [change.name for change in taken if change.old is None]
        if new:
            baseline.history.append('    new: ' + (', '.join(new) if len(new) <= NAMED else '%d numbers' % len(new)))
    return taken, refused
