"""e2k.py - what `make bench` measures of the e2k board: the translator's code in exact counts,
and the emulator's speed.

SPDX-License-Identifier: MIT
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAUSED = '0x02fffff0=0x50415553' # as board/run --paused
AIM_RATIO = 0.85
AIM_SPEED = 160


def path(*parts):
    return os.path.join(ROOT, *parts)


def self_test(folder):
    """Totals of tests/e2k/differential.py for the self-test at -O2."""
    totals = os.path.join(folder, 'selftest.json')
    subprocess.run([sys.executable, path('tests/e2k/differential.py'), 'selftest', '--level', 'O2',
                    '--json', totals, '--keep', os.path.join(folder, 'differences')],
                   check=True, stdout=subprocess.DEVNULL, timeout=300)
    with open(totals, encoding='ascii') as stream:
        return json.load(stream)


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
    folder = tempfile.mkdtemp(prefix='e2kmon-bench-')
    try:
        test, run = self_test(folder), conformance(folder)
    finally:
        shutil.rmtree(folder)
    return [
        '| e2k | | aim |',
        '|---|---|---|',
        '| bundles per RISC-V instruction: self-test, -O2 | %.3f | %.2f |'
        % (test['bundles'] / test['riscv'], AIM_RATIO),
        '| bundles per RISC-V instruction: conformance run | %.3f | %.2f |'
        % (run['bundles_per_riscv_instruction'], AIM_RATIO),
        '| safepoints in all loops and functions of the self-test: bundles more | %.1f %% | |'
        % (100 * (test['safepoint_bundles'] / test['plain_bundles'] - 1)),
        '| bytes of e2k code per byte of RISC-V code | %.2f | |'
        % (test['code_e2k'] / test['code_riscv']),
        '| `e2k-board`, self-test: million bundles per second | %.0f | %d |'
        % (test['bundles'] / test['seconds'] / 1e6, AIM_SPEED),
    ]
