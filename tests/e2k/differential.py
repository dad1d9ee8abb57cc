#!/usr/bin/env python3
"""differential.py - the same programs on RISC-V and, translated, on e2k: same output, same
exit status?

usage: differential.py [options] selftest | csmith | blocks

  selftest  tests/e2k/selftest, at each level (--level; all)
  csmith    pseudo-random C programs of Debian's csmith (--count or --budget, --seed)
  blocks    pseudo-random sequences of instructions (likewise)

A program runs in qemu-riscv64, then translated in e2k-board; with $QEMU_E2K or a
qemu-system-e2k on the PATH on that as well.  Exit status 1 when there was a difference;
its files are kept (--keep) and named.

SPDX-License-Identifier: MIT
"""
import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True # nothing into the source tree

from harness import programs, sources

# What e2k-board may execute beyond the program's own instructions: some bundles each at
# most (division, safepoints), and the start.
BUNDLES_PER_INSTRUCTION = 20
BUNDLES_MORE = 1000000
# Without a count of instructions.
BUNDLES_AT_MOST = 20000000000
# The ports differ by a few instructions at the start and in each line.
COUNT_SLACK = 100


class Difference(Exception):
    """Two runs that should agree do not."""


class Totals:
    """Sums over the programs of a run of this script."""

    def __init__(self):
        self.programs = self.riscv = self.bundles = self.code_riscv = self.code_e2k = 0
        self.safepoint_bundles = self.plain_bundles = 0
        self.seconds = 0.0

    def lines(self):
        yield 'bundles %d, RISC-V instructions %d' % (self.bundles, self.riscv)
        if self.riscv:
            yield 'bundles per RISC-V instruction: %.3f' % (self.bundles / self.riscv)
        yield 'code: %d bytes for %d of RISC-V: %.2f times' % (
            self.code_e2k, self.code_riscv, self.code_e2k / max(self.code_riscv, 1))
        if self.plain_bundles:
            yield 'safepoints: %.1f %% more bundles' % (
                100 * (self.safepoint_bundles / self.plain_bundles - 1))
        if self.seconds:
            yield 'e2k-board: %.0f million bundles a second' % (self.bundles / self.seconds / 1e6)


def show(run, line):
    """The end that RUN came to, and its output from LINE on."""
    rest = run.output.split(b'\n')[line:line + 4]
    return 'status %d\n%s\n%s' % (run.status, b'\n'.join(rest).decode(errors='backslashreplace'),
                                  run.messages.decode(errors='backslashreplace'))


def compare(what, native, other, with_status):
    if native.output == other.output and (not with_status or native.status == other.status):
        return
    expected, got = native.output.split(b'\n'), other.output.split(b'\n')
    line = next((i for i, pair in enumerate(zip(expected, got)) if pair[0] != pair[1]),
                min(len(expected), len(got)))
    raise Difference('%s differs from qemu-riscv64; from line %d on\n--- qemu-riscv64: %s\n--- %s: %s'
                     % (what, line + 1, show(native, line), what, show(other, line)))


def check_count(native, board):
    """The number of RISC-V instructions that e2k-board derives from the map is the true one,
    as far as this QEMU tells it."""
    true, derived = native.counts['riscv'], board.counts.get('riscv_instructions')
    slack = COUNT_SLACK * (2 + native.output.count(b'\n'))
    if true is not None and (derived is None or abs(true - derived) > slack):
        raise Difference('e2k-board counts %s RISC-V instructions, qemu-riscv64 %d' % (derived, true))


def run_image(workshop, program, native, options):
    """Translates PROGRAM with OPTIONS and compares its runs with NATIVE; returns that of
    e2k-board and the image."""
    image = workshop.translate(program, program + '.image', options)
    count = native.counts['riscv']
    limit = BUNDLES_AT_MOST if count is None else BUNDLES_PER_INSTRUCTION * count + BUNDLES_MORE
    board = workshop.run_board(image, limit)
    compare('e2k-board' + (' with safepoints' if options else ''), native, board, True)
    if workshop.emulator:
        emulator = workshop.run_emulator(image)
        compare('qemu-system-e2k', native, emulator, False)
        if emulator.status != 1:
            raise Difference('qemu-system-e2k ended with %d, not by a trap' % emulator.status)
    return board, image


def check(workshop, program, seconds):
    """Runs one sources.Program everywhere; returns its Totals.  Raises Outlasted where it
    runs longer than SECONDS in qemu-riscv64."""
    totals = Totals()
    native = workshop.run_native(workshop.link(program.objects, 'user', program.path('user.elf')),
                                 seconds)
    if program.expected is not None and native.output != program.expected:
        raise Difference('qemu-riscv64 itself gives another output than at level O0')
    riscv = workshop.link(program.objects, 'e2k', program.path('e2k.elf'))
    board, image = run_image(workshop, riscv, native, [])
    check_count(native, board)
    totals.programs = 1
    totals.riscv = board.counts['riscv_instructions']
    totals.bundles = board.counts['bundles']
    totals.seconds = board.counts['seconds']
    totals.code_riscv, totals.code_e2k = programs.code_bytes(riscv), programs.code_bytes(image)
    for interval in program.intervals:
        board, image = run_image(workshop, riscv, native,
                                 ['--safepoints', '.text', '--safepoints-at', 'entries',
                                  '--poll', 'runtime_poll', '--interval', str(interval)])
        if interval == max(program.intervals):
            totals.plain_bundles = totals.bundles
            totals.safepoint_bundles = board.counts['bundles']
    if program.every:
        run_image(workshop, riscv, native, ['--safepoints', '.text', '--safepoints-at', 'blocks',
                                            '--poll', 'runtime_poll_every'])
    return totals


class Session:
    """One run of this script: programs side by side, what came of them."""

    def __init__(self, arguments, workshop):
        self.arguments = arguments
        self.workshop = workshop
        self.totals = Totals()
        # Only of random programs are there others.
        self.seconds = (programs.TOOL_TIMEOUT if arguments.kind == 'selftest'
                        else arguments.seconds)
        self.discarded = self.trivial = 0
        self.failed = []

    def one(self, make):
        """MAKE builds a program in a folder of its own; returns what its check came to."""
        folder = tempfile.mkdtemp(dir=self.workshop.folder)
        program = sources.Program(folder)
        try:
            make(program)
            return check(self.workshop, program, self.seconds)
        except (Difference, programs.Failure) as problem:
            kept = os.path.join(self.arguments.keep, program.name)
            shutil.rmtree(kept, ignore_errors=True)
            shutil.copytree(folder, kept)
            return '%s (%s)\n%s\nfiles: %s' % (program.name, program.how, problem, kept)
        except (programs.Outlasted, sources.Trivial) as reason:
            return reason
        finally:
            shutil.rmtree(folder)

    def account(self, result):
        """Takes one result; whether it was a program that counts."""
        if isinstance(result, programs.Outlasted):
            self.discarded += 1
            return False
        if isinstance(result, sources.Trivial):
            self.trivial += 1
            return False
        if isinstance(result, str):
            self.failed.append(result)
            print('DIFFERENCE: ' + result, flush=True)
            return True
        for name, value in vars(result).items():
            setattr(self.totals, name, getattr(self.totals, name) + value)
        return True

    def run(self, makes, count):
        """The first COUNT programs of the iterator MAKES that count."""
        with ThreadPoolExecutor(self.arguments.jobs) as pool:
            wanted = count
            while wanted:
                batch = [next(makes) for _ in range(wanted)]
                wanted -= sum(self.account(result) for result in pool.map(self.one, batch))

    def run_until(self, makes, end):
        """Programs of the iterator MAKES until the time END, one for each job at least."""
        with ThreadPoolExecutor(self.arguments.jobs) as pool:
            while True:
                batch = [next(makes) for _ in range(self.arguments.jobs)]
                for result in pool.map(self.one, batch):
                    self.account(result)
                if time.monotonic() >= end:
                    break


def parse():
    parser = argparse.ArgumentParser(description='Compares programs on RISC-V and on e2k.')
    parser.add_argument('kind', choices=['selftest', 'csmith', 'blocks'])
    parser.add_argument('--count', type=int, default=200, help='of random programs (200)')
    parser.add_argument('--budget', type=float, metavar='SECONDS',
                        help='in the place of a count: random programs for as long')
    parser.add_argument('--seed', type=int, default=1, help='of the first random program (1)')
    parser.add_argument('--level', action='append', choices=programs.LEVELS,
                        help='of optimisation; repeatable (selftest: all; others: in rotation)')
    parser.add_argument('--seconds', type=float, default=0.5,
                        help='discard random programs that run longer in qemu-riscv64 (0.5)')
    parser.add_argument('--jobs', type=int, default=os.cpu_count(), help='side by side')
    parser.add_argument('--programs', default=os.path.join(programs.ROOT, 'build', 'host', 'bin'),
                        help='folder of rv2e2k, e2k-board, libcount_instructions.so')
    parser.add_argument('--keep', default='differences', help='folder for the files of a difference')
    parser.add_argument('--json', metavar='FILE', help='writes the totals there too')
    arguments = parser.parse_args()
    arguments.programs = os.path.abspath(arguments.programs)
    arguments.keep = os.path.abspath(arguments.keep)
    return arguments


def run(arguments, folder):
    workshop = programs.Workshop(folder, arguments.programs)
    if not workshop.counter:
        print('libcount_instructions.so is not there: counts of instructions are not checked')
    print('qemu-system-e2k: %s' % (workshop.emulator or 'not there, so only e2k-board is tested'),
          flush=True)
    session = Session(arguments, workshop)
    levels = arguments.level or programs.LEVELS
    begun = time.monotonic()
    if arguments.kind == 'selftest':
        session.run(sources.selftests(workshop, levels), len(levels))
    elif arguments.budget:
        session.run_until(getattr(sources, arguments.kind)(levels, arguments.seed),
                          begun + arguments.budget)
    else:
        session.run(getattr(sources, arguments.kind)(levels, arguments.seed), arguments.count)
    print('%s: %d programs, %d with differences, %.0f s'
          % (arguments.kind, session.totals.programs + len(session.failed), len(session.failed),
             time.monotonic() - begun))
    if arguments.kind == 'csmith':
        print('discarded: %d that ran longer than %g s, %d trivial ones'
              % (session.discarded, arguments.seconds, session.trivial))
    print('\n'.join(session.totals.lines()))
    if arguments.json:
        with open(arguments.json, 'w', encoding='ascii') as stream:
            json.dump(vars(session.totals), stream)
    return 1 if session.failed else 0


def main():
    arguments = parse()
    folder = tempfile.mkdtemp(prefix='e2kmon-differential-')
    try:
        return run(arguments, folder)
    except (programs.Failure, programs.Outlasted) as problem:
        print('differential.py: %s' % problem, file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(folder)


if __name__ == '__main__':
    sys.exit(main())
