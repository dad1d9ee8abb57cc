#!/usr/bin/env python3
"""memory.py [IMAGE] - how long 16 MiB of memory take to a host, in one run of riscv-virt: inline
by agent-memory-read over virtio serial, the agent's other commands on as much, and gdb's
`dump binary memory` over the emulator's own gdbstub.

SPDX-License-Identifier: MIT"""
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
START, SIZE = 0x82000000, 16 << 20
PATIENCE = 60 # seconds


class Session:
    def __init__(self, path):
        deadline = time.monotonic() + PATIENCE
        self.line = socket.socket(socket.AF_UNIX)
        self.line.settimeout(PATIENCE)
        while True:
            try:
                self.line.connect(path)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        self.receive()
        self.ask('qmp_capabilities')

    def receive(self):
        """The next line, and nothing is expected behind it."""
        pieces = []
        while not pieces or not pieces[-1].endswith(b'\n'):
            pieces.append(self.line.recv(1 << 20))
            if not pieces[-1]:
                sys.exit('the emulator went away')
        return b''.join(pieces)

    def ask(self, command, **arguments):
        request = {'execute': command, 'arguments': arguments}
        self.line.sendall(json.dumps(request).encode() + b'\n')
        while True:
            reply = self.receive()
            for text in reply.splitlines():
                if b'"event"' not in text[:120]:
                    if text.startswith(b'{"error"'):
                        sys.exit('%s: %s' % (command, text.decode()))
                    return text


def timed(what, action):
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        action()
        times.append(time.perf_counter() - begun)
    print('%-52s %6.3f s  (of 3: %s)' % (what, min(times), ' '.join('%.3f' % t for t in times)), flush=True)


def gdb(path, file):
    """gdb's own clock, without its start."""
    script = ['set architecture riscv:rv64', 'target remote ' + path, 'python import time',
              'python begun = time.perf_counter()',
              'dump binary memory %s %d %d' % (file, START, START + SIZE),
              'python print("took", time.perf_counter() - begun)']
    command = ['gdb-multiarch', '-nx', '-batch'] + [word for line in script for word in ('-ex', line)]
    output = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE).stdout
    took = re.search(r'^took (.*)$', output, re.M)
    if not took:
        sys.exit('gdb: ' + output)
    return float(took.group(1))


def main():
    image = sys.argv[1] if len(sys.argv) > 1 else ROOT + '/build/riscv-virt/e2kmon.elf'
    with tempfile.TemporaryDirectory() as folder:
        uart, virtio, stub, file = (os.path.join(folder, n) for n in ('uart', 'virtio', 'gdb', 'file'))
        emulator = subprocess.Popen([
            ROOT + '/board/run', 'riscv-virt', '--paused', '--no-wait', '--image', image, '--qmp', 'unix:' + uart, '--',
            '-device', 'virtio-serial-device', '-chardev', 'socket,id=v0,path=%s,server=on,wait=off' % virtio,
            '-device', 'virtserialport,chardev=v0,name=org.e2kmon.qmp.0',
            '-gdb', 'unix:%s,server=on,wait=off' % stub])
        try:
            session = Session(virtio)
            session.ask('agent-memory-fill', address=START, size=SIZE, data='00112233445566778899aabbccddee')
            for form in 'base64', 'hex':
                timed('agent-memory-read, %s' % form,
                      lambda: session.ask('agent-memory-read', address=START, size=SIZE, format=form))
            timed('memsave', lambda: session.ask('memsave', val=START, size=SIZE, filename=file))
            for algorithm in 'crc32', 'sha256':
                timed('agent-memory-checksum, %s' % algorithm,
                      lambda: session.ask('agent-memory-checksum', address=START, size=SIZE, algorithm=algorithm))
            timed('agent-memory-search', lambda: session.ask('agent-memory-search', address=START, size=SIZE,
                                                             data='0011223344556677ff'))
            timed('agent-memory-fill', lambda: session.ask('agent-memory-fill', address=START, size=SIZE, data='5a'))
            times = [gdb(stub, file) for _ in range(3)]
            print('%-52s %6.3f s  (of 3: %s)' % ("gdb over the emulator's gdbstub", min(times),
                                                 ' '.join('%.3f' % t for t in times)))
        finally:
            emulator.kill()
            emulator.wait()


main()
