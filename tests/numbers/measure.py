"""measure.py - measures what is the same in each run: sizes of the images as built, instructions
counted by the emulator, bundles of the e2k's, stacks, lines of a port.

A number's name begins with its kind.  kind() -> name -> (value, unit).

SPDX-License-Identifier: MIT
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True # nothing into the source tree

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(ROOT, 'tests', folder) for folder in ('bench', 'bounds')]

import e2k_numbers  # pylint: disable=wrong-import-position
import groups  # pylint: disable=wrong-import-position
from image import Image  # pylint: disable=wrong-import-position

IMAGES = ['riscv-virt', 'riscv-virt-polled', 'riscv-virt-isolated', 'mps2-an385', 'mps2-an385-newlib',
          'mps2-an385-isolated', 'mps2-an385-small', 'netduinoplus2', 'e2k']
# linker/e2k.ld
E2K_BOOT_WORD, E2K_REQUESTS = '0x02fffff0', 16
# The shift makes the counter exact: tests/bench/counts/main.c.
COUNTED = {'riscv-virt': 'shift=0', 'mps2-an385': 'shift=9'}
STACKS = ['mps2-an385-small', 'mps2-an385', 'riscv-virt']
LIBRARY, LIBRARY_ROW = 'arm-library-small', 'Cortex-M3, `-Os`, `QMP_SMALL=1`'
# What was written for a board of a processor that was there: porting.md.
PORT = {
    'board': ['board/netduinoplus2/*.c'],
    'build': ['board/netduinoplus2/board.cmake', 'board/netduinoplus2/run.conf'],
    'linker': ['linker/netduinoplus2.ld'],
    'drivers': ['board/drivers/stm32_*.[ch]'],
}


class NotThere(Exception):
    """Something has to be built first."""


def path(*parts):
    return os.path.join(ROOT, *parts)


def run(*command, timeout=120):
    try:
        return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=True, text=True, timeout=timeout).stdout
    except subprocess.CalledProcessError as error:
        raise NotThere('%s: status %d\n%s%s' % (' '.join(command), error.returncode, error.stdout,
                                                error.stderr)) from error
    except FileNotFoundError as error:
        raise NotThere('%s is not installed' % error.filename) from error


def built(*parts):
    """The path of a file of the build."""
    if not os.path.exists(path('build', *parts)):
        raise NotThere('build/%s is not there: `make images` builds it' % '/'.join(parts))
    return path('build', *parts)


# ------------------------------------------------------------------------- sizes

def sections(tool, elf):
    return {name: int(size) for name, size in re.findall(r'^(\.\S+)\s+(\d+)', run(tool, '-A', elf), re.M)}


def size_of(image):
    """Bytes of an image by what they are."""
    with open(built(image, 'CMakeCache.txt'), encoding='utf-8') as cache:
        tool = re.search(r'^CMAKE_NM:\w+=(.*)nm$', cache.read(), re.M).group(1) + 'size'
    section = sections(tool, built(image, 'e2kmon.elf'))
    before = path('build', image, 'e2kmon.riscv.elf')
    if os.path.exists(before): # all but the code is as it was before the translation
        section = dict(sections(tool, before), **{'.text': section['.text']})
    return {'code': section['.text'], 'constants': section.get('.rodata', 0),
            'data': section.get('.data', 0) + section.get('.app_data', 0),
            'bss': section.get('.bss', 0) + section.get('.app_bss', 0),
            'stacks': section['.app_stack'] + section['.agent_stack']}


def size():
    return {'size.%s.%s' % (image, what): (bytes_, 'bytes')
            for image in IMAGES for what, bytes_ in size_of(image).items()}


def group():
    """Builds an image without each group of commands: a minute."""
    found = groups.measure()
    if None in found.values():
        raise NotThere('an image cannot be without a group')
    names = [(name, [all_ - rest for all_, rest in zip(found[None], found[name])])
             for name, _ in groups.groups()]
    numbers = {}
    for name, (flash, ram), unit in [('all', found[None], 'bytes')] + [n + ('bytes-less',) for n in names]:
        numbers['group.%s.flash' % name] = (flash, unit)
        numbers['group.%s.ram' % name] = (ram, unit)
    return numbers


# ------------------------------------------------------------------------ counts

def count():
    numbers = {}
    for board, shift in COUNTED.items():
        out = run(path('board/run'), board, '--image', built(board, 'counts.elf'), '--', '-icount', shift)
        for name, value in (line.split() for line in out.splitlines()):
            numbers['count.%s.%s' % (board, name)] = (float(value), 'instructions')
    numbers['count.e2k.query-status'] = (e2k_request(), 'bundles')
    return numbers


def e2k_request():
    """Bundles of a query-status: tests/bench/counts/e2k.c serves as many as it is told."""
    bundles = []
    for requests in (E2K_REQUESTS, 2 * E2K_REQUESTS):
        with tempfile.NamedTemporaryFile('r', prefix='e2kmon-numbers-', encoding='ascii') as stats:
            run(built('e2k', 'bin', 'e2k-board'), '--poke', '%s=%d' % (E2K_BOOT_WORD, requests), '--json',
                '--stats=' + stats.name, built('e2k', 'counts.elf'))
            bundles.append(json.load(stats)['bundles'])
    return (bundles[1] - bundles[0]) / E2K_REQUESTS


def e2k():
    built('e2k', 'bin', 'e2k-board')
    return e2k_numbers.measure()[0]


def deepest(build):
    """What tests/package/stack.py finds; whether the page states as much is no matter here."""
    done = subprocess.run([sys.executable, path('tests/package/stack.py'), build, path('docs/embedding.md'), LIBRARY_ROW],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, text=True)
    found = [int(size) for size in re.findall(r'^ *(\d+) bytes from \w+$', done.stdout, re.M)]
    if not found:
        raise NotThere('stack.py: ' + done.stdout)
    return max(found), 'bytes'


def stack():
    numbers = {}
    for name in STACKS:
        built(name, 'e2kmon.elf')
        numbers['stack.' + name] = Image(path('build', name)).entries['agent_run'][0], 'bytes'
    with tempfile.TemporaryDirectory(prefix='e2kmon-numbers-') as folder: # the library alone
        run(sys.executable, path('tests/package/package.py'), folder, 'install', 'firmware')
        numbers['stack.' + LIBRARY] = deepest(os.path.join(folder, 'build-firmware'))
    return numbers


def lines_of(file):
    """Those that are neither blank nor comment."""
    with open(file, encoding='utf-8') as source:
        text = source.read()
    text = re.sub(r'/\*.*?\*/', '', text, flags=re.S)
    return sum(bool(line.strip()) and not line.startswith('#') or line.startswith(('#include', '#define', '#if', '#e'))
               for line in text.splitlines())


def lines():
    return {'lines.netduinoplus2.' + part: (sum(lines_of(file) for pattern in patterns
                                                for file in glob.glob(path(pattern))), 'lines')
            for part, patterns in PORT.items()}


KINDS = {'size': size, 'count': count, 'e2k': e2k, 'stack': stack, 'lines': lines, 'group': group}


# ------------------------------------------------------------------------- tools

def macro(compiler, options, header, name):
    out = subprocess.run([compiler, *options, '-E', '-dM', '-include', header, '-x', 'c', '/dev/null'],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, text=True).stdout
    found = re.search(r'^#define %s "(.*)"$' % name, out, re.M)
    return found.group(1) if found else 'not there'


def tools():
    """Versions by toolchain."""
    riscv, arm = 'riscv64-unknown-elf-gcc', 'arm-none-eabi-gcc'
    picolibc = ('picolibc.h', '_PICOLIBC_VERSION')
    return {
        'riscv': 'gcc %s, picolibc %s' % (run(riscv, '-dumpfullversion').strip(),
                                          macro(riscv, ['--specs=picolibc.specs'], *picolibc)),
        'arm': 'gcc %s, picolibc %s, newlib %s' % (
            run(arm, '-dumpfullversion').strip(), macro(arm, ['--specs=picolibc.specs'], *picolibc),
            macro(arm, [], '_newlib_version.h', '_NEWLIB_VERSION')),
    }


def toolchain(name):
    """The toolchain that a number depends on, or None."""
    kind, of = name.split('.')[:2]
    if kind == 'lines':
        return None
    return 'arm' if kind == 'group' or of.startswith(('mps2', 'netduino', 'arm')) else 'riscv'
