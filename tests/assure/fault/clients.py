"""clients - the client of tools/python with frame checks, on a noisy line.

SPDX-License-Identifier: MIT
"""
import collections
import os
import random
import sys
import tempfile

import cases
import emulator
import wire

sys.path.insert(0, os.path.join(emulator.ROOT, 'tools', 'python'))

from e2kmon import Client, CommandError, Damaged, Timeout

SIZE = 8
BLOCK = 4096 # bytes of memory that are read from


def run(agent, rate, requests, seed):
    """Reads, whose returns name what was asked for."""
    counts, chance = collections.Counter(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix='e2kmon-clients-') as folder:
        path = os.path.join(folder, 'board')
        on_wire = wire.Wire(path, agent, rate, seed)
        try:
            with Client.connect('unix:' + path, frame_check=True, greeting_wait=10) as client:
                base = int(emulator.RAM.findall(
                    client.cmd('human-monitor-command', command_line='info mtree'))[-1][0], 16)
                client.timeout = 1
                on_wire.noisy = True
                for _ in range(requests):
                    counts[_ask(client, base + chance.randrange(BLOCK))] += 1
                on_wire.noisy = False
        finally:
            on_wire.end()
    cases.require(counts['right'] > requests / 2 and len(counts) > 1, 'of %d requests: %s', requests, counts)
    return dict(counts)


def _ask(client, address):
    try:
        found = client.cmd('agent-memory-read', address=address, size=SIZE)
    except (CommandError, Damaged, Timeout) as error:
        return type(error).__name__
    cases.require((found['address'], found['size']) == (address, SIZE), 'for %#x: %s', address, found)
    return 'right'
