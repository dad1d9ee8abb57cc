"""load.py - instructions that the agent adds to an application that computes: none while it idles,
and for a request, from the first byte's interrupt to the last of the reply.  Exact (icount).

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import tempfile
import time

import qmp

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
IMAGE = ROOT + '/build/riscv-virt/load.elf'
IDLE, GAP, REQUESTS, TRIES = 1.0, 0.03, 50, 10 # seconds, between two requests; requests of each kind
OFF_MOST = 10 # seen more or less
OWN, QUIET, COUNT, ADDED, MOST, WORDS = range(6)


class Load:
    """The image's counters, which one more request reads and another clears."""

    def __init__(self, session):
        nm = subprocess.run(['nm', IMAGE], check=True, capture_output=True, text=True).stdout
        self.address = next(int(line.split()[0], 16) for line in nm.splitlines() if line.endswith(' load'))
        self.session = session

    def clear(self):
        self.session.ask('agent-memory-write', address=self.address + 8, data='00' * 8 * (WORDS - 1))

    def counters(self):
        return self.session.words(self.address, WORDS)


def idle(load):
    """Instructions that the application executed in one go, in a second without requests."""
    load.clear()
    time.sleep(IDLE)
    counters = load.counters()
    return counters[OWN] * counters[QUIET]


def request(load, command, **arguments):
    """The mean and the most that a request adds.  On a busy machine two may come so close that they
    are counted as one, or the bytes of one so far apart that they are counted as two: then once more,
    and in the end the nearest.  The mean is the same either way."""
    nearest = None
    for _ in range(TRIES):
        load.clear()
        time.sleep(GAP)
        for _ in range(REQUESTS):
            load.session.ask(command, **arguments)
            time.sleep(GAP)
        counters = load.counters()
        off = abs(counters[COUNT] - 1 - REQUESTS) # without the one that cleared them
        if nearest is None or off < nearest[0]:
            nearest = off, counters[ADDED] / REQUESTS, counters[MOST]
        if off == 0:
            break
    if nearest[0] > OFF_MOST:
        raise SystemExit('load.py: %d requests were seen as %d more or less' % (REQUESTS, nearest[0]))
    return nearest[1:]


def measure():
    with tempfile.TemporaryDirectory() as folder:
        emulator = subprocess.Popen([ROOT + '/board/run', 'riscv-virt', '--image', IMAGE, '--qmp',
                                     'unix:%s/qmp' % folder, '--', '-icount', 'shift=0'],
                                    stderr=subprocess.DEVNULL)
        try:
            load = Load(qmp.Session(folder + '/qmp'))
            return {'idle': idle(load), 'query-status': request(load, 'query-status'),
                    'agent-memory-read': request(load, 'agent-memory-read', address=load.address, size=64)}
        finally:
            emulator.kill()
            emulator.wait()


if __name__ == '__main__':
    print(measure())
