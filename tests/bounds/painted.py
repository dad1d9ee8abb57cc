#!/usr/bin/env python3
"""painted.py [--small | CTEST OPTION...] - runs the tests of boards with painted stacks, and compares what they
used with what is computed.

Without options it runs all tests labelled `board` but those that use up the application's stack on
purpose; as in `make test`, one that fails is run once more.  Every emulator of theirs is started
through emulator.py; so is that of exercise.py, for the image that they do not run; --small is that
alone.  Fails when a stack was used deeper than computed, when nothing was measured of an image (with
options, of one that ran), and when the tests fail.  Exit status 77 where the system does not let it
look.  A table of it is left in build/painted.json for docs/assurance/bounds.md.

SPDX-License-Identifier: MIT
"""
import fcntl
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True # nothing into the source tree

from boards import IMAGES
from image import ROOT, Image

# fault plants code whose stack runs away, isolation has the application write wherever it may.
ALL = ['-L', '^board$', '-E', r'\.(fault|isolation)$']
ALONE = [('mps2-an385', 'mps2-an385-small')]
EMULATORS = ['qemu-system-arm', 'qemu-system-riscv64', 'e2k-board']


def run(options, folder):
    """The tests' exit status, and the deepest use: {(build, stack): bytes}, and the number of runs."""
    here = os.path.dirname(os.path.abspath(__file__))
    for name in EMULATORS:
        os.symlink(here + '/emulator.py', '%s/%s' % (folder, name))
    environment = dict(os.environ, PATH='%s:%s' % (folder, os.environ['PATH']), PAINTED=folder + '/used',
                       E2K_BOARD=folder + '/e2k-board', PAINTED_EMULATORS=ROOT + '/build/e2k/bin')
    status = 0 if options == ['--small'] else subprocess.run(
        ['ctest', '--test-dir', ROOT + '/build/host', '--no-tests=error', '--repeat', 'until-pass:2',
         *(options or ALL)], env=environment, check=False).returncode
    for board, build in ALONE:
        status |= subprocess.run([here + '/exercise.py', board, '%s/build/%s/e2kmon.elf' % (ROOT, build)],
                                 env=environment, check=False).returncode
    used, runs = {}, {}
    with open(folder + '/used') as lines:
        fcntl.flock(lines, fcntl.LOCK_EX) # each who looks holds it until he has written
        for line in lines:
            image, stack, size = line.rsplit(' ', 2)
            if os.path.basename(image) == 'e2kmon.elf':
                key = os.path.relpath(os.path.dirname(os.path.realpath(image)), ROOT + '/build'), stack
                used[key] = max(used.get(key, 0), int(size))
                runs[key] = runs.get(key, 0) + 1
    return status, used, runs


def compare(used, worst, images):
    """Complaints: of what was used and what is computed, both by (build, stack), where IMAGES are to
    have run."""
    for key, size in sorted(used.items()):
        if not 0 < size <= worst.get(key, 0):
            yield '%s, %s stack: %d bytes used, %d computed' % (*key, size, worst.get(key, 0))
    for build in sorted({build for build, _ in used} | set(images)):
        if not {(build, 'agent'), (build, 'application')} <= set(used):
            yield '%s: a stack of which nothing was seen' % build


def is_permitted():
    """Whether one may look into the memory of a process that is not one's child."""
    scope = pathlib.Path('/proc/sys/kernel/yama/ptrace_scope')
    return os.geteuid() == 0 or not scope.exists() or scope.read_text().strip() == '0'


def main():
    if not is_permitted():
        print('painted.py: skipped: only root may look into the memory of emulators here (ptrace_scope)')
        return 77
    with tempfile.TemporaryDirectory(prefix='painted-') as folder:
        open(folder + '/used', 'w').close()
        status, used, runs = run(sys.argv[1:], folder)
    if not used:
        sys.exit('painted.py: nothing was measured')
    worst = {}
    for build in sorted({build for build, _ in used}):
        for stack, (size, *_) in Image('%s/build/%s' % (ROOT, build)).stacks.items():
            worst[build, stack] = size
    for key, size in sorted(used.items()):
        print('%-22s %-12s %6d bytes used in %d runs, %d computed' % (*key, size, runs[key], worst[key]))
    complaints = list(compare(used, worst, [] if sys.argv[1:] else IMAGES))
    for complaint in complaints:
        print('COMPLAINT: ' + complaint)
    if sys.argv[1:] != ['--small']:
        with open(ROOT + '/build/painted.json', 'w') as file:
            rows = [[*key, size, runs[key]] for key, size in sorted(used.items())]
            json.dump({'options': sys.argv[1:] or ALL, 'rows': rows}, file)
    return 1 if status or complaints else 0


if __name__ == '__main__':
    sys.exit(main())
