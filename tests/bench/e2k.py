"""e2k.py - what `make bench` measures of the e2k board: the translator's code in a run of the recorded
cases, and the emulator's speed.  Exact counts: tests/numbers/e2k_numbers.py.

SPDX-License-Identifier: MIT
"""
import json
import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tests', 'numbers'))

import e2k_numbers

PAUSED = '0x02fffff0=0x50415553' # as board/run --paused
AIM_RATIO = 0.85
AIM_SPEED = 160


def path(*parts):
    return os.path.join(ROOT, *parts)


def wait_for(name, seconds=10):
    end = time.monotonic() + seconds
    while not os.path.exists(name):
        if time.monotonic() > end:
            raise TimeoutError(name)
        time.sleep(0.01)


def conformance(folder):
    """Counts of e2k-board over one run of the recorded cases."""
    socket, stats = os.path.join(folder, 'qmp'), os.path.join(folder, 'conformance.json')
    board = subprocess.Popen([path('build/e2k/bin/e2k-board'), '--channel-a', 'unix:' + socket,
                              '--wait', '--poke', PAUSED, '--stats=' + stats, '--json',
                              path('build/e2k/e2kmon.elf')], stdin=subprocess.DEVNULL)
    try:
        wait_for(socket)
        subprocess.run([sys.executable, path('tests/conformance/qmp_conform.py'), '--serial', '-q',
                        '--quiet-desc', '--skip', 'qemu-specific', '--skip', 'beyond-limits',
                        '--skip', 'big', 'unix:' + socket], check=True,
                       stdout=subprocess.DEVNULL, timeout=300)
    finally:
        board.terminate()
        board.wait()
    with open(stats, encoding='ascii') as stream:
        return json.load(stream)


def lines():
    """The rows of README's table."""
    print('e2k ...', file=sys.stderr)
    counts, seconds = e2k_numbers.measure()
    with tempfile.TemporaryDirectory(prefix='e2kmon-bench-') as folder:
        run = conformance(folder)
    bundles = counts['e2k.selftest.plain-bundles'][0]
    return [
        '| e2k | | aim |',
        '|---|---|---|',
        '| bundles per RISC-V instruction: conformance run | %.3f | %.2f |'
        % (run['bundles_per_riscv_instruction'], AIM_RATIO),
        '| `e2k-board`, self-test: million bundles per second | %.0f | %d |' % (bundles / seconds / 1e6, AIM_SPEED),
    ]
