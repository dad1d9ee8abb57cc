"""e2k_numbers.py - exact counts of the translator's work on the self-test at -O2: bundles that
e2k-board executes and bytes of code, without safepoints and with those of each kind, idle.

SPDX-License-Identifier: MIT
"""
import os
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'e2k'))

from harness import programs, sources  # pylint: disable=wrong-import-position

LEVEL = 'O2'
LIMIT = 10 ** 9 # bundles; the self-test is done long before
STATUS = 42 # what it ends with
INTERVAL = ['--safepoints', '.text', '--poll', 'runtime_poll', '--interval', '4096']
KINDS = {'plain': []}
KINDS.update((at, INTERVAL + ['--safepoints-at', at]) for at in ('loops', 'entries', 'blocks'))


def measure():
    """name -> (value, unit), and the seconds of the plain run."""
    with tempfile.TemporaryDirectory(prefix='e2kmon-numbers-') as folder:
        workshop = programs.Workshop(folder, os.path.join(ROOT, 'build', 'e2k', 'bin'))
        program = sources.Program(os.path.join(folder, 'selftest'))
        os.mkdir(program.folder)
        sources.build_selftest(program, LEVEL)
        riscv = workshop.link(program.objects, 'e2k', program.path('e2k.elf'))
        found = {'riscv-code': (programs.code_bytes(riscv), 'bytes')}
        for kind, options in KINDS.items():
            image = workshop.translate(riscv, program.path(kind + '.image'), options)
            run = workshop.run_board(image, LIMIT)
            if run.status != STATUS:
                raise programs.Failure('the self-test ended with status %d' % run.status)
            found[kind + '-bundles'] = (run.counts['bundles'], 'bundles')
            found[kind + '-code'] = (programs.code_bytes(image), 'bytes')
            if kind == 'plain':
                found['riscv-instructions'] = (run.counts['riscv_instructions'], 'instructions')
                seconds = run.counts['seconds']
    return {'e2k.selftest.' + name: number for name, number in found.items()}, seconds
