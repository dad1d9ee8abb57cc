"""units - what is analysed: each source of the product once, as one of the builds compiles it.

A source is taken from the first build of BUILDS that compiles it, with that build's options.  The
builds only have to be configured.

SPDX-License-Identifier: MIT
"""
import dataclasses
import json
import os
import pathlib
import re
import shlex
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Between them they compile all but ABSENT: 64 and 32 bits, with interrupts and polled, isolated, and
# the programs of the host.
BUILDS = ('riscv-virt', 'mps2-an385', 'netduinoplus2', 'riscv-virt-isolated', 'mps2-an385-isolated',
          'e2k', 'host')
EMBEDDED = ('protocol', 'firmware', 'board')
PARTS = EMBEDDED + ('tools',)

# What none of these builds compiles.
ABSENT = {
    'board/core/no_debug.c': 'for boards of other trees that have no debugging',
    'board/core/no_description.c': 'for boards of other trees that do not describe themselves',
    'board/core/no_services.c': 'for boards of other trees without services',
    'board/template/board.c': 'to be copied and filled in',
    'tools/qmpctl/fuse/absent.c': 'where there is no libfuse',
    'tools/qmpctl/shell/edit_none.c': 'where there is no libedit',
    'tools/qmpctl/top/screen_absent.c': 'where there is no libncursesw',
}
# Tests and examples of the tools are no part of the product.
BESIDE = ('/tests/', '/examples/')

# For clang, of a compiler: its target, and where its library of C is.
TARGETS = {
    'riscv64-unknown-elf-gcc': ('riscv64-unknown-elf', '/usr/lib/picolibc/riscv64-unknown-elf'),
    'arm-none-eabi-gcc': ('arm-none-eabi', '/usr/lib/picolibc/arm-none-eabi'),
}
# Options that change what a source means; of those, what clang does not know (nor, of extensions of
# RISC-V, those that once were a part of the base).
MEANING = ('-D', '-I', '-U', '-std=', '-march=', '-mabi=', '-mcpu=', '-mthumb', '-mcmodel=', '-f')
NOT_FOR_CLANG = ('-fno-move-loop-invariants', '-fno-schedule-insns2', '-fcallgraph-info=su')


@dataclasses.dataclass(frozen=True)
class Unit:
    """A source, from the top of the tree, and how it is compiled."""
    source: str
    build: str
    folder: str
    command: tuple

    @property
    def compiler(self):
        """The compiler's name without its folder."""
        return os.path.basename(self.command[0])

    def options(self):
        """The options that change what the source means."""
        words, taken = iter(self.command[1:]), []
        for word in words:
            if word in ('-isystem', '-include'):
                taken += [word, next(words)]
            elif word.startswith(MEANING) and not word.startswith('-ffile-prefix-map'):
                taken.append(word)
        return taken

    def clang_options(self):
        """The same for clang."""
        taken = [re.sub(r'^(-march=rv\w+?)_.*', r'\1', word) for word in self.options()
                 if word not in NOT_FOR_CLANG]
        if self.compiler in TARGETS:
            target, library = TARGETS[self.compiler]
            taken += [f'--target={target}', '-nostdlibinc', '-isystem', f'{library}/include']
        return taken

    def gcc_command(self):
        """The command that compiles it, without what it writes and without -Werror."""
        words, taken = iter(self.command), []
        for word in words:
            if word in ('-o', '-MF', '-MT', '-MQ'):
                next(words)
            elif word not in ('-c', '-MD', '-MMD', '-Werror', '-fcallgraph-info=su'):
                taken.append(word)
        return taken


def configure():
    """Configures the builds that are not."""
    for build in BUILDS:
        if not (ROOT / 'build' / build / 'compile_commands.json').exists():
            done = subprocess.run(['cmake', '--preset', build], cwd=ROOT, text=True, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if done.returncode:
                raise SystemExit(f'{done.stdout}\nanalysis: cannot configure {build}')


def units(parts):
    """The sources of some parts, sorted."""
    found = {}
    for build in BUILDS:
        for entry in json.loads((ROOT / 'build' / build / 'compile_commands.json').read_text()):
            source = os.path.relpath(os.path.join(entry['directory'], entry['file']), ROOT)
            if source.endswith('.c') and source.split('/')[0] in parts and \
                    not any(folder in source for folder in BESIDE):
                found.setdefault(source, Unit(source, build, entry['directory'],
                                              tuple(shlex.split(entry['command']))))
    return [found[source] for source in sorted(found)]


def uncompiled(parts):
    """Complaints: sources that no build compiles and ABSENT does not have, and the reverse."""
    compiled = {unit.source for unit in units(parts)}
    there = {str(path.relative_to(ROOT)) for part in parts for path in (ROOT / part).rglob('*.c')}
    there = {source for source in there if not any(folder in source for folder in BESIDE)}
    absent = {source for source in ABSENT if source.split('/')[0] in parts}
    return [f'{source}: no build compiles it' for source in sorted(there - compiled - absent)] + \
        [f'{source}: stands in ABSENT in vain' for source in
         sorted(absent & compiled | absent - there)]
