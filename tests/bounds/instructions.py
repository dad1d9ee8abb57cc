#!/usr/bin/env python3
"""instructions.py [--table] - the most instructions of a received byte and of an interrupt, counted on
riscv-virt (worst/), against instructions.txt.

Fails when one takes more than is stated there, or much less: then what is stated is to be lowered.
--table: as Markdown, for docs/assurance/bounds.md.

SPDX-License-Identifier: MIT
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SLACK = 1.25 # of what is stated over what is counted


def counted():
    done = subprocess.run([ROOT / 'board/run', 'riscv-virt', '--image', ROOT / 'build/riscv-virt/worst.elf', '--',
                           '-icount', 'shift=0'], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=True,
                          timeout=240)
    return {name: int(count) for name, count in (line.split() for line in done.stdout.splitlines())}


def stated():
    """Name: the most, and what it is."""
    rows = {}
    for line in (HERE / 'instructions.txt').read_text().splitlines():
        if line and not line.startswith('#'):
            name, most, what = line.split(None, 2)
            rows[name] = int(most), what
    return rows


def compare(counts, rows):
    """Complaints."""
    for name, (most, _) in rows.items():
        if name not in counts:
            yield '%s was not counted' % name
        elif counts[name] > most:
            yield '%s: %d instructions, %d are stated' % (name, counts[name], most)
        elif counts[name] * SLACK < most:
            yield '%s: %d instructions only, %d are stated' % (name, counts[name], most)


def check_itself(counts, rows):
    """Complaints are made, of each row."""
    for wrong in ({n: (c[0] // 2, c[1]) for n, c in rows.items()}, {n: (2 * c[0], c[1]) for n, c in rows.items()}):
        assert len(list(compare(counts, wrong))) == len(rows)
    assert len(list(compare({}, rows))) == len(rows)


def main():
    rows = stated()
    counts = counted()
    if sys.argv[1:] == ['--table']:
        print('| instructions (rv64, `-O2`, exact) | counted | at most |\n|---|---:|---:|')
        for name, (most, what) in rows.items():
            print('| %s (`%s`) | %d | %d |' % (what, name, counts[name], most))
        return 0
    for name, count in counts.items():
        print('%-28s %7d %s' % (name, count, 'at most %d' % rows[name][0] if name in rows else ''))
    check_itself(counts, rows)
    complaints = list(compare(counts, rows))
    for complaint in complaints:
        print('COMPLAINT: ' + complaint)
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
