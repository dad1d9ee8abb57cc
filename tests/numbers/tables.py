#!/usr/bin/env python3
"""tables.py - tables of README.md and docs/, made out of the accepted numbers (baseline.txt).

    tests/numbers/tables.py NAME         prints one
    tests/numbers/tables.py --write      writes all into their files
    tests/numbers/tables.py --check      exit status 1 when a file has another

SPDX-License-Identifier: MIT
"""
import subprocess
import sys

sys.dont_write_bytecode = True # nothing into the source tree

import baseline
import measure
from measure import groups

AIM_REQUEST, AIM_BYTE, AIM_RATIO = 5000, 45, 0.85


def grouped(number):
    return '{:,}'.format(int(number))


def counts(value):
    rows = [
        ('a `query-status` request fed from memory, reply included', 'query-status', '%.0f', AIM_REQUEST),
        ('the same with an `id`', 'query-status-with-id', '%.0f', ''),
        ('framer, per byte', 'framer-per-byte', '%.1f', ''),
        ('jsmn and reader, per byte', 'jsmn-and-reader-per-byte', '%.1f', ''),
        ('framer, jsmn and reader, per byte', 'parsing-per-byte', '%.1f', AIM_BYTE),
        ('receive interrupt of the 16550, trap included, per byte', 'interrupt-per-byte', '%.1f', ''),
    ]
    boards = (('riscv-virt', 'rv64'), ('mps2-an385', 'Cortex-M3'), ('e2k', 'e2k, bundles'))
    yield '| guest instructions (exact) | %s | aim, rv64 |' % ' | '.join(text for _, text in boards)
    yield '|---|---:|---:|---:|---:|'
    for text, name, form, aim in rows:
        found = [value('count.%s.%s' % (board, name)) for board, _ in boards]
        yield '| %s | %s | %s |' % (text, ' | '.join('' if count is None else form % count for count in found), aim)


def sizes(value):
    parts = ('code', 'constants', 'data', 'bss', 'stacks')
    yield '| image, bytes | %s |' % ' | '.join(parts)
    yield '|---' + '|---:' * len(parts) + '|'
    for image in measure.IMAGES:
        yield '| %s | %s |' % (image, ' | '.join('%d' % value('size.%s.%s' % (image, part)) for part in parts))


def e2k(value):
    test = lambda name: value('e2k.selftest.' + name)  # pylint: disable=unnecessary-lambda-assignment
    yield '| e2k, self-test at -O2 (exact) | | aim |'
    yield '|---|---:|---:|'
    yield '| bundles per RISC-V instruction | %.3f | %.2f |' % (
        test('plain-bundles') / test('riscv-instructions'), AIM_RATIO)
    yield '| bytes of e2k code per byte of RISC-V code | %.2f | |' % (test('plain-code') / test('riscv-code'))


def group(value):
    return groups.lines(lambda name: ['%d' % value('group.%s.%s' % (name, what)) for what in ('flash', 'ram')])


def safepoints(value):
    texts = {'plain': 'none', 'loops': 'in loops', 'entries': 'in loops and at functions: `entries`',
             'blocks': 'there and wherever something jumps to: `blocks`'}
    plain = value('e2k.selftest.plain-bundles')
    yield '| safepoints of the self-test, -O2, idle | bundles more | e2k code, bytes |'
    yield '|---|---:|---:|'
    for kind, text in texts.items():
        more = 100 * (value('e2k.selftest.%s-bundles' % kind) / plain - 1)
        yield '| %s | %s | %.0f k |' % (text, '%.1f %%' % more if kind != 'plain' else '',
                                        value('e2k.selftest.%s-code' % kind) / 1000)


def stacks(value):
    """What was accepted, and what it may grow by before somebody accepts it again."""
    yield '| build | bytes at most | |'
    yield '|---|---:|---|'
    rows = [(measure.LIBRARY, measure.LIBRARY_ROW, 'protocol library and object model, as in `superloop`')]
    rows += [(image, '`%s`' % image, 'agent with its board') for image in measure.STACKS]
    for name, row, text in rows:
        accepted = value('stack.' + name)
        yield '| %s | %s | %s |' % (row, grouped(accepted + baseline.allowed(accepted, 'bytes')), text)


def port(value):
    texts = {'board': '`board.c`, `describe.c`', 'build': '`board.cmake`, `run.conf`', 'linker': 'the linker script',
             'drivers': 'drivers for its USARTs, timer, interrupt lines'}
    found = {part: value('lines.netduinoplus2.' + part) for part in texts}
    yield '| of `netduinoplus2` | lines |'
    yield '|---|---:|'
    for part, text in texts.items():
        yield '| %s | %d |' % (text, found[part])
    yield '| together | %d |' % sum(found.values())


def history(_):
    """Reasons, with what they are for as far as that is short."""
    records = []
    for line in baseline.load().history:
        if line.startswith(' '):
            records[-1][1].append(line.strip())
        else:
            records.append((line, []))
    yield '| | why | what |'
    yield '|---|---|---|'
    for line, changes in records:
        yield '| %s | %s | %s |' % (*line.split(' ', 1), '; '.join(changes) if len(changes) <= baseline.NAMED
                                    else '%d numbers' % len(changes))


TABLES = {'counts': counts, 'e2k': e2k, 'sizes': sizes, 'groups': group, 'safepoints': safepoints,
          'stacks': stacks, 'port': port, 'history': history}
PLACES = [('README.md', 'counts'), ('README.md', 'e2k'), ('README.md', 'sizes'), ('README.md', 'groups'),
          ('docs/e2k.md', 'safepoints'), ('docs/embedding.md', 'stacks'), ('docs/porting.md', 'port'),
          ('docs/assurance/numbers.md', 'history')]


def update(*options):
    """All tables, by docs/update; whether that went well."""
    return all([subprocess.run([measure.path('docs/update'), *options, measure.path(file), name, sys.executable,
                                __file__, name], check=False).returncode == 0 for file, name in PLACES])


def main(words):
    if words == ['--write']:
        return 0 if update() else 1
    if words == ['--check']:
        if update('--check'):
            return 0
        print('tables.py: tests/numbers/tables.py --write writes them')
        return 1
    if len(words) != 1 or words[0] not in TABLES:
        print(__doc__)
        return 2
    numbers = baseline.load().numbers
    print('\n'.join(TABLES[words[0]](lambda name: numbers[name][0] if name in numbers else None)))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
