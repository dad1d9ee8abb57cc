"""emulator - a board in its emulator: the agent's port, and the emulator's own monitor beside it.

SPDX-License-Identifier: MIT
"""
import os
import re
import shutil
import signal
import subprocess
import tempfile

import line

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
RAM = re.compile(r'([0-9a-f]{16})-([0-9a-f]{16}) \(prio 0, ram\): ')


class Emulator:
    """with Emulator(BOARD) as board: ...  VIRTIO: with a second QMP port, which sees hosts."""

    def __init__(self, board, *options, virtio=False):
        self.board, self.options = board, list(options)
        self.folder = tempfile.mkdtemp()
        if virtio:
            self.options += ['-device', 'virtio-serial-device', '-chardev',
                             'socket,id=v0,path=%s/virtio,server=on,wait=off' % self.folder,
                             '-device', 'virtserialport,chardev=v0,name=org.e2kmon.qmp.0']

    def __enter__(self):
        own = ['-qmp', 'unix:%s/own,server=on,wait=off' % self.folder]
        self.process = subprocess.Popen(
            [ROOT + '/board/run', self.board, '--no-wait', '--qmp', 'unix:%s/qmp' % self.folder, '--']
            + own + self.options, start_new_session=True, stdin=subprocess.DEVNULL)
        return self

    def __exit__(self, *what):
        self.process.poll()
        if self.process.returncode is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.folder)

    def line(self, name='qmp'):
        return line.connect('%s/%s' % (self.folder, name))

    def own(self):
        """A line to the emulator's own QMP server."""
        monitor = self.line('own')
        monitor.message()
        monitor.negotiate()
        return monitor

    def signal(self, number):
        os.killpg(self.process.pid, number)

    def symbol(self, name):
        text = subprocess.run(['nm', '%s/build/%s/e2kmon.elf' % (ROOT, self.board)], check=True,
                              capture_output=True, text=True).stdout
        return next(int(row.split()[0], 16) for row in text.splitlines() if row.endswith(' ' + name))


def memory(agent):
    """The board's last piece of RAM, where its data are: first and last address."""
    first, last = RAM.findall(agent.ask('human-monitor-command', command_line='info mtree'))[-1]
    return int(first, 16), int(last, 16)
