"""rig.py - a board in an emulator and a bridge before it, for the tests and measurements of
`qmpctl bridge`.

SPDX-License-Identifier: MIT
"""
import json
import os
import signal
import socket
import struct
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
PATIENCE = 60 # seconds, on a busy machine


def image_of(board):
    return os.path.join(ROOT, 'build', board, 'e2kmon.elf')


def code(image):
    """Address and bytes of the part of an image that is executed, which nothing changes."""
    with open(image, 'rb') as file:
        data = file.read()
    headers, = struct.unpack_from('<Q', data, 32)
    for i in range(struct.unpack_from('<H', data, 56)[0]):
        kind, flags, offset, address, _, size = struct.unpack_from('<IIQQQQ', data, headers + 56 * i)
        if kind == 1 and flags & 1:
            return address, data[offset:offset + size]
    raise SystemExit('%s has no code' % image)


class Board:
    """riscv-virt; its virtio QMP port is at FOLDER/virtio, its UART's at uart, and the emulator's
    own monitor at monitor."""

    def __init__(self, folder, name='board'):
        self.folder, self.name = folder, name
        self.process = None

    def path(self, what):
        return os.path.join(self.folder, '%s-%s' % (self.name, what))

    def start(self):
        port = ',server=on,wait=off'
        self.process = subprocess.Popen(
            [ROOT + '/board/run', 'riscv-virt', '--no-wait', '--qmp', 'unix:' + self.path('uart'), '--',
             '-device', 'virtio-serial-device', '-device', 'virtserialport,chardev=v,name=org.e2kmon.qmp.0',
             '-chardev', 'socket,id=v,path=' + self.path('virtio') + port,
             '-qmp', 'unix:' + self.path('monitor') + port],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self):
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None

    def reset(self):
        """What a reset button does: the line stays, the session begins anew."""
        with dial(self.path('monitor')) as monitor:
            lines = monitor.makefile('rw', encoding='ascii')
            for request in ('qmp_capabilities', 'system_reset'):
                lines.readline()
                lines.write(json.dumps({'execute': request}) + '\n')
                lines.flush()
            while 'return' not in json.loads(lines.readline()):
                pass


class Bridge:
    def __init__(self, qmpctl, endpoint, listen, *options):
        self.process = subprocess.Popen([qmpctl, '-s', endpoint, 'bridge', '-q', *options, listen],
                                        stdin=subprocess.DEVNULL)

    def end(self):
        """Its exit code after SIGTERM."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()


def dial(path):
    deadline = time.monotonic() + PATIENCE
    while True:
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(PATIENCE)
        try:
            line.connect(path)
            return line
        except OSError:
            line.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
