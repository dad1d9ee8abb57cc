#!/usr/bin/env python3
"""bridge.py - what `qmpctl bridge` adds to a round trip: query-status, directly and through the
bridge, in turns; medians in microseconds.

    bridge.py QMPCTL BENCH-ROUNDTRIP [--rounds N]

Two boards of riscv-virt over virtio serial, one behind the bridge; and the same with two servers
that answer at once.

SPDX-License-Identifier: MIT
"""
import argparse
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'tools', 'bridge'))

import rig

SERVER = r'''
import re, socket, sys
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
line, _ = listener.accept()
line.sendall(b'{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}, "package": ""}, "capabilities": []}}\r\n')
while True:
    request = line.recv(4096)
    if not request:
        break
    id = re.search(rb', "id": (\d+)}', request)
    line.sendall(b'{%s"return": {"status": "running"}}\r\n' % (b'"id": %s, ' % id.group(1) if id else b''))
'''


class Server:
    """Answers each line at once; as the agent, it puts the id first."""

    def __init__(self, folder, name):
        self.port = os.path.join(folder, name + '-virtio')

    def start(self):
        self.process = subprocess.Popen([sys.executable, '-c', SERVER, self.port])

    def kill(self):
        self.process.kill()
        self.process.wait()

    def path(self, _):
        return self.port


def medians(kind, qmpctl, roundtrip, rounds):
    """Direct, and through the bridge."""
    with tempfile.TemporaryDirectory(prefix='e2kmon-bench-') as folder:
        direct, behind = kind(folder, 'direct'), kind(folder, 'behind')
        path = os.path.join(folder, 'bridge')
        started = []
        try:
            for board in (direct, behind):
                board.start()
                started.append(board)
            started.append(rig.Bridge(qmpctl, 'unix:' + behind.path('virtio'), 'unix:' + path))
            out = subprocess.run([roundtrip, str(rounds), 'qmp', direct.path('virtio'), 'qmp', path],
                                 check=True, capture_output=True, text=True, timeout=120).stdout
            return [float(line) for line in out.split()]
        finally:
            for it in reversed(started):
                it.kill()


def measure(qmpctl, roundtrip, rounds=5000):
    """Rows of a table: what, direct, bridged, the difference."""
    rows = []
    for what, kind in (('riscv-virt, virtio serial', rig.Board), ('a server that answers at once', Server)):
        direct, bridged = medians(kind, qmpctl, roundtrip, rounds)
        rows.append((what, direct, bridged, bridged - direct))
    return rows


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('qmpctl')
    parser.add_argument('roundtrip')
    parser.add_argument('--rounds', type=int, default=5000)
    print('| `query-status`, medians, us | direct | through `qmpctl bridge` | added | aim |')
    print('|---|---|---|---|---|')
    for row in measure(**vars(parser.parse_args())):
        print('| %s | %.0f | %.0f | %.0f | 100 |' % row)


if __name__ == '__main__':
    main()
