"""memory.py - how long 16 MiB of memory take to a host, all in one run of riscv-virt, in turns: by
agent-memory-read over virtio serial, by gdb over the agent's port, by gdb over the emulator's own
gdbstub; and what the agent's other commands take for as much.  Seconds, the least of RUNS.

SPDX-License-Identifier: MIT
"""
import os
import re
import subprocess
import tempfile
import time

import qmp

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
START, SIZE = 0x82000000, 16 << 20
RUNS = 5


def timed(action):
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def by_gdb(socket, file):
    """gdb's own clock, without its start."""
    script = ['set architecture riscv:rv64', 'target remote ' + socket, 'python import time',
              'python begun = time.perf_counter()',
              'dump binary memory %s %d %d' % (file, START, START + SIZE),
              'python print("took", time.perf_counter() - begun)', 'detach']
    command = ['gdb-multiarch', '-nx', '-batch'] + [word for line in script for word in ('-ex', line)]
    output = subprocess.run(command, capture_output=True, text=True, timeout=qmp.PATIENCE).stdout
    took = re.search(r'^took (.*)$', output, re.M)
    if not took:
        raise SystemExit('gdb: ' + output)
    return float(took.group(1))


def commands(session, file):
    """What is measured of the agent's own."""
    ask, memory = session.ask, {'address': START, 'size': SIZE}
    return {
        'agent-memory-read, base64': lambda: ask('agent-memory-read', **memory, format='base64'),
        'agent-memory-read, hex': lambda: ask('agent-memory-read', **memory),
        'memsave': lambda: ask('memsave', val=START, size=SIZE, filename=file),
        'agent-memory-checksum, crc32': lambda: ask('agent-memory-checksum', **memory),
        'agent-memory-checksum, sha256': lambda: ask('agent-memory-checksum', **memory, algorithm='sha256'),
        'agent-memory-search': lambda: ask('agent-memory-search', **memory, data='0011223344556677ff'),
        'agent-memory-fill': lambda: ask('agent-memory-fill', **memory, data='00112233445566778899aabbccddee'),
    }


def measure():
    with tempfile.TemporaryDirectory() as folder:
        virtio, port, stub, file = (os.path.join(folder, n) for n in ('virtio', 'port', 'stub', 'file'))
        emulator = subprocess.Popen(
            [ROOT + '/board/run', 'riscv-virt', '--paused', '--no-wait', '--qmp', 'unix:%s/uart' % folder,
             '--gdb', 'unix:' + port, '--', '-chardev', 'socket,id=v0,path=%s,server=on,wait=off' % virtio,
             '-device', 'virtserialport,chardev=v0,name=org.e2kmon.qmp.0',
             '-gdb', 'unix:%s,server=on,wait=off' % stub], stderr=subprocess.DEVNULL)
        try:
            kinds = commands(qmp.Session(virtio), file)
            kinds['agent-memory-fill']()
            times = {kind: [] for kind in [*kinds, 'gdb, the agent', 'gdb, the emulator']}
            for _ in range(RUNS):
                for kind, action in kinds.items():
                    times[kind].append(timed(action))
                times['gdb, the agent'].append(by_gdb(port, file))
                times['gdb, the emulator'].append(by_gdb(stub, file))
            return {kind: min(took) for kind, took in times.items()}
        finally:
            emulator.kill()
            emulator.wait()


if __name__ == '__main__':
    for kind, seconds in measure().items():
        print('%-32s %6.3f s' % (kind, seconds))
