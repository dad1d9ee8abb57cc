# speed.py - 16 MiB of memory through the agent's port for gdb, and through QEMU's own gdbstub, in
# turns: seconds, the least of some runs.  Fails when the agent's is not the faster.
#
# SPDX-License-Identifier: MIT
import os
import random
import sys

sys.path.insert(0, os.path.dirname(__file__))
from session import *

START = 0x82000000
SIZE = 16 << 20
RUNS = 6
SOCKETS = {'agent': os.environ['GDB_SOCKET'], 'qemu': 'qemu-gdb'} # see CMakeLists.txt


def dump(name, data):
    do('target remote ' + SOCKETS[name])
    before = time.monotonic()
    do(f'dump binary memory back {START} {START + SIZE}')
    seconds = time.monotonic() - before
    do('detach')
    with open('back', 'rb') as file:
        expect(file.read() == data, f'{name} reads what is there')
    return seconds


def write(data):
    with open('data', 'wb') as file:
        file.write(data)
    connect()
    do(f'restore data binary {START}')
    do('detach')


def measure(kind, data):
    write(data)
    times = {name: [] for name in SOCKETS}
    for _ in range(RUNS):
        for name in SOCKETS:
            times[name].append(dump(name, data))
    agent, qemu = min(times['agent']), min(times['qemu'])
    print(f'measured: 16 MiB of {kind}: agent {agent:.2f} s, QEMU {qemu:.2f} s: {agent / qemu:.2f}')
    return agent < qemu


def measuring():
    do('set confirm off')
    do('set remotetimeout 30')
    do('set architecture riscv:rv64')
    faster = [measure('zeros', bytes(SIZE)), measure('random bytes', random.Random(1).randbytes(SIZE))]
    expect(all(faster), 'the agent is faster than QEMU')


script(measuring)
