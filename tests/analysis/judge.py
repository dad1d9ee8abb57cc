"""judge - findings against what is explained: tests/analysis/explained.txt, and docs/misra.md for MISRA.

A finding that neither explains is a complaint; so is one more of a kind than the list says, and
an explanation of what is not found.

SPDX-License-Identifier: MIT
"""
import collections
import dataclasses
import fnmatch
import re

import units
from tools import MISRA

EXPLAINED = units.ROOT / 'tests' / 'analysis' / 'explained.txt'
DEVIATIONS = units.ROOT / 'docs' / 'misra.md'
# Rules about all sources together: not judged where some are left out.
WHOLE = ('2.3', '2.4', '2.5', '5.6', '5.7', '5.8', '5.9', '8.5', '8.6', '8.7')
ROW = re.compile(r'\| D(?P<number>\d+) \| (?P<rule>\d+\.\d+) \| (?P<category>\w+) \| '
                 r'(?P<places>[^|]+) \| (?P<reason>[^|]+) \|')


@dataclasses.dataclass
class Explanation:
    """A line of explained.txt."""
    tool: str
    check: str
    files: str
    places: int
    reason: str

    def explains(self, finding):
        """Whether it is about this finding."""
        return (self.tool, self.check) == (finding.tool, finding.check) and \
            fnmatch.fnmatchcase(finding.file, self.files)


def explanations(text):
    """Those of explained.txt."""
    found = []
    for line in text.splitlines():
        if line and not line.startswith('#'):
            words = line.split(None, 4)
            if len(words) < 5 or not words[3].isdigit():
                raise SystemExit(f'explained.txt: not TOOL CHECK FILES PLACES REASON: {line}')
            found.append(Explanation(*words[:3], int(words[3]), words[4]))
    return found


def judge(findings, entries, examined):
    """Complaints about the findings that are not of MISRA.  EXAMINED: of a tool and a file pattern,
    whether it was looked at, so that what is not found is in vain."""
    complaints, counts = [], collections.Counter()
    for finding in sorted(findings):
        matching = [number for number, entry in enumerate(entries) if entry.explains(finding)]
        counts.update(matching[:1])
        if not matching:
            complaints.append(str(finding))
    for number, entry in enumerate(entries):
        what = f'explained.txt: {entry.tool} {entry.check} {entry.files}'
        if counts[number] > entry.places:
            complaints.append(f'{what}: {counts[number]} places, not {entry.places}:')
            complaints += [f'  {finding}' for finding in sorted(findings) if entry.explains(finding)]
        elif counts[number] < entry.places and examined(entry):
            complaints.append(f'{what}: explains {entry.places}, found {counts[number]}')
    return complaints


def deviations(text):
    """Of docs/misra.md: of each rule, the places by part of the tree."""
    found = {}
    for number, row in enumerate(ROW.finditer(text), 1):
        if int(row['number']) != number or row['rule'] in found:
            raise SystemExit(f'misra.md: D{row["number"]}: not in order, or its rule a second time')
        found[row['rule']] = {part: int(count) for part, count in
                              re.findall(r'(\w+) (\d+)', row['places'])}
    return found


def misra_counts(findings):
    """Of each rule and part, its findings."""
    found = collections.defaultdict(list)
    for finding in sorted(findings):
        if finding.check.startswith(MISRA):
            found[finding.check.removeprefix(MISRA), finding.file.split('/')[0]].append(finding)
    return found


def judge_misra(findings, listed, parts):
    """Complaints about the findings of MISRA's rules in some parts; EMBEDDED is the whole."""
    complaints = []
    skipped = () if set(parts) == set(units.EMBEDDED) else WHOLE
    counts = {key: places for key, places in misra_counts(findings).items() if key[0] not in skipped}
    for (rule, part), places in sorted(counts.items()):
        allowed = listed.get(rule, {}).get(part, 0)
        if len(places) > allowed:
            complaints.append(f'misra.md: rule {rule} in {part}/: {len(places)} places, not {allowed}:')
            complaints += [f'  {place.file}:{place.line}' for place in places]
    for rule, places in listed.items():
        for part, allowed in places.items():
            if part in parts and rule not in skipped and allowed and (rule, part) not in counts:
                complaints.append(f'misra.md: rule {rule} in {part}/: no finding')
    return complaints


def updated(text, findings):
    """docs/misra.md with the numbers of these findings; rules are listed by hand."""
    counts = misra_counts(findings)

    def row(match):
        places = [f'{part} {len(counts[match["rule"], part])}' for part in units.EMBEDDED
                  if (match['rule'], part) in counts]
        return match[0].replace(f'| {match["places"]} |', f'| {", ".join(places) or "none"} |', 1)
    return ROW.sub(row, text)
