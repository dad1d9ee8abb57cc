"""board.py - a board, and a client beside the one that is tested, for the tests of qmpctl top.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from beside import Beside

PATIENCE = 60 # seconds, on a busy machine


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > until:
            raise AssertionError('waited in vain: ' + (what() if callable(what) else what))
        time.sleep(0.02)


class Board:
    """Its first port is at `sock`, its second one at `second`."""

    def __init__(self, qmpctl, folder):
        self.qmpctl = qmpctl
        self.sock = os.path.join(folder, 'qmp.sock')
        self.second = self.sock + '.2'
        self.process = None
        self.beside = Beside(qmpctl, 'unix:' + self.second)
        self.start()

    def start(self):
        for path in (self.sock, self.second):
            if os.path.exists(path):
                os.unlink(path)
        self.process = subprocess.Popen(
            ['board/run', 'riscv-virt', '--no-wait', '--qmp', 'unix:' + self.sock, '--',
             '-device', 'virtio-serial-device', '-chardev',
             'socket,id=v0,path=%s,server=on,wait=off' % self.second, '-device',
             'virtserialport,chardev=v0,name=org.e2kmon.qmp.0'],
            stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.exists(self.second), 'the sockets of the board')

    def stop(self):
        self.beside.end()
        self.process.terminate()
        self.process.wait()

    def qmp(self, *words):
        """What a command returns, or its error; on the second port."""
        reply = self.beside.ask(*words)
        return reply.get('return', reply.get('error'))

    def end(self):
        if self.process.poll() is None:
            self.stop()
