"""sources.py - where the programs of differential.py come from.

Each function yields functions that, given a Program, compile it into the program's folder.

SPDX-License-Identifier: MIT
"""
import glob
import itertools
import os

from harness import blocks as block_generator
from harness import programs

SELFTEST = os.path.join(programs.HERE, 'selftest')
CSMITH_INCLUDE = '/usr/include/csmith'
# Bytes: programs of csmith below that compute next to nothing.
TRIVIAL = 4096


class Trivial(Exception):
    """A program not worth comparing."""


class Program:
    """One program: objects in a folder, and how it is to be translated."""

    def __init__(self, folder):
        self.folder = folder
        self.name = 'program'
        self.how = ''         # to make it again
        self.objects = []
        self.intervals = []   # of safepoints; each is one more image
        self.every = False    # one more, with safepoints in all blocks that all call the routine
        self.expected = None  # output, where it is known

    def path(self, name):
        return os.path.join(self.folder, name)


def selftests(workshop, levels):
    """The self-test, one program for each level.  Its output is the same at all of them."""
    reference = Program(os.path.join(workshop.folder, 'selftest-O0'))
    os.mkdir(reference.folder)
    build_selftest(reference, 'O0')
    elf = workshop.link(reference.objects, 'user', reference.path('user.elf'))
    expected = workshop.run_native(elf, programs.TOOL_TIMEOUT).output
    for level in levels:
        yield lambda program, level=level: make_selftest(program, level, expected)


def make_selftest(program, level, expected):
    program.name = 'selftest-' + level
    program.how = 'differential.py selftest --level ' + level
    program.expected = expected
    # One that is nearly always due, and one as programs have it.
    program.intervals = [3, 4096]
    program.every = True
    build_selftest(program, level)


def build_selftest(program, level):
    for source in sorted(glob.glob(os.path.join(SELFTEST, '*.[cS]'))):
        name, kind = os.path.splitext(os.path.basename(source))
        extra = ['-Wall', '-Wextra', '-Werror', '-Wshadow'] if kind == '.c' else []
        program.objects.append(programs.compile_object(source, program.path(name + '.o'), level, extra))


def csmith_options(seed):
    """Some programs with floating point, some with the compiler's functions on bits.  No packed
    structures: csmith takes addresses of their members, which are misaligned."""
    options = ['--concise', '--no-packed-struct', '--max-funcs', '6', '--max-block-depth', '4',
               '--seed', str(seed)]
    if seed % 4 == 1:
        options += ['--builtins', '--disable-builtin-kinds', 'x86']
    elif seed % 4 == 3:
        options += ['--float']
    return options


def csmith(levels, first_seed):
    for seed in itertools.count(first_seed):
        yield lambda program, seed=seed: make_csmith(program, levels[seed % len(levels)], seed)


def make_csmith(program, level, seed):
    program.name = 'csmith-%d' % seed
    program.how = 'differential.py csmith --seed %d --count 1 --level %s' % (seed, level)
    if seed % 3 == 0:
        program.intervals = [1 + seed % 50]
    program.every = seed % 6 == 1
    source = program.path('program.c')
    # It leaves a file in the current folder.
    programs.must(['csmith'] + csmith_options(seed) + ['-o', source], folder=program.folder)
    if os.path.getsize(source) < TRIVIAL:
        raise Trivial
    program.objects.append(programs.compile_object(source, program.path('program.o'), level,
                                                   ['-w', '-I' + CSMITH_INCLUDE]))


def blocks(levels, first_seed):
    for seed in itertools.count(first_seed):
        yield lambda program, seed=seed: make_blocks(program, levels[seed % len(levels)], seed)


def make_blocks(program, level, seed):
    program.name = 'blocks-%d' % seed
    program.how = 'differential.py blocks --seed %d --count 1 --level %s' % (seed, level)
    if seed % 3 == 0:
        program.intervals = [1 + seed % 7]
    program.every = seed % 2 == 1
    source = program.path('program.S')
    with open(source, 'w', encoding='ascii') as stream:
        stream.write(block_generator.assembly(seed))
    program.objects = [programs.compile_object(source, program.path('program.o'), level)]
    for name in ('main.c', 'enter.S'):
        program.objects.append(programs.compile_object(
            os.path.join(programs.HERE, 'blocks', name), program.path(name + '.o'), level,
            ['-Wall', '-Wextra', '-Werror']))
