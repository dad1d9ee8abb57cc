"""analyse - static analysis of the product's sources; tests/assure/analysis calls it.

    analyse.py [--quick | --again | --update | --figures]

All sources by clang-tidy, cppcheck with its MISRA addon (not for tools/) and gcc -fanalyzer.
--quick: protocol/ alone.  --again: judges the last run's findings again.  --update: writes that run's
numbers of places into docs/misra.md.  --figures: a table of that run for docs/assurance/analysis.md.

SPDX-License-Identifier: MIT
"""
import collections
import dataclasses
import json
import shutil
import sys

import judge
import tools
import units

LAST = tools.SCRATCH / 'findings.json'


def find(parts):
    """All findings in some parts."""
    everything = units.units(parts)
    embedded = [unit for unit in everything if unit.source.split('/')[0] in units.EMBEDDED]
    hosted = [unit for unit in everything if unit not in embedded]
    found = tools.clang_tidy(everything)
    found |= tools.cppcheck(embedded, True)
    if hosted:
        found |= tools.cppcheck(hosted, False)
    return found | tools.gcc(everything)


def load():
    """The findings of the last run of all sources."""
    if not LAST.exists():
        raise SystemExit('analysis: nothing was analysed yet')
    return {tools.Finding(*entry) for entry in json.loads(LAST.read_text())}


def suppressed():
    """Complaints: what sources suppress themselves is in no list."""
    complaints = []
    for part in units.PARTS:
        for path in sorted((units.ROOT / part).rglob('*.[ch]')):
            for number, line in enumerate(path.read_text(errors='replace').splitlines(), 1):
                if 'NOLINT' in line or 'cppcheck-suppress' in line or 'Wanalyzer' in line:
                    complaints.append(f'{path.relative_to(units.ROOT)}:{number}: suppressed in the '
                                      'source; explained.txt is for that')
    return complaints


def check(findings, parts):
    """Says what the findings come to.  Returns the number of complaints."""
    entries = judge.explanations(judge.EXPLAINED.read_text())
    listed = judge.deviations(judge.DEVIATIONS.read_text())
    other = {finding for finding in findings if not finding.check.startswith(tools.MISRA)}
    whole = set(parts) == set(units.PARTS)
    embedded = [part for part in parts if part in units.EMBEDDED]
    complaints = units.uncompiled(parts) + suppressed()
    complaints += judge.judge(other, entries,
                              lambda entry: whole or entry.files.split('/')[0] in parts)
    complaints += judge.judge_misra(findings, listed, embedded)
    for complaint in complaints:
        print(complaint)
    print(f'analysis: {len(units.units(parts))} sources; {len(other)} findings of '
          f'{len({finding.check for finding in other})} checks, {len(entries)} explanations; '
          f'MISRA C:2012: {len(findings - other)} places, {len(listed)} deviations; '
          f'{len(complaints)} complaints')
    return len(complaints)


def figures():
    """The last run's, as Markdown."""
    counts = collections.Counter()
    for finding in load():
        kind = 'MISRA' if finding.check.startswith(tools.MISRA) else finding.tool
        counts[finding.file.split('/')[0], kind] += 1
    print('| part | sources | clang-tidy | cppcheck | gcc -fanalyzer | deviations from MISRA C:2012 |')
    print('|---|---:|---:|---:|---:|---:|')
    for part in units.PARTS:
        places = counts[part, 'MISRA'] if part in units.EMBEDDED else '-'
        print(f'| `{part}/` | {len(units.units([part]))} | {counts[part, "clang-tidy"]} | '
              f'{counts[part, "cppcheck"]} | {counts[part, "gcc"]} | {places} |')


def main():
    mode = sys.argv[1] if sys.argv[1:] else ''
    if len(sys.argv) > 2 or mode not in ('', '--quick', '--again', '--update', '--figures'):
        sys.exit(__doc__)
    missing = [name for name in ('clang-tidy', 'cppcheck') if not shutil.which(name)]
    if missing:
        print(f'analysis: not installed: {", ".join(missing)}')
        sys.exit(77)
    units.configure()
    if mode == '--figures':
        figures()
    elif mode == '--update':
        text = judge.DEVIATIONS.read_text()
        judge.DEVIATIONS.write_text(judge.updated(text, load()))
    elif mode == '--again':
        sys.exit(1 if check(load(), units.PARTS) else 0)
    elif mode == '--quick':
        sys.exit(1 if check(find(['protocol']), ['protocol']) else 0)
    else:
        found = find(units.PARTS)
        LAST.write_text(json.dumps([dataclasses.astuple(finding) for finding in sorted(found)]))
        sys.exit(1 if check(found, units.PARTS) else 0)


main()
