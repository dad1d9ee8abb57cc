"""mounted.py - a server with its tree mounted, for the tests of qmpctl fuse.

A test is a function whose name is a sentence, with a Mount as its argument; main() runs all of a
module's.  Status 77: nothing can be mounted here.

SPDX-License-Identifier: MIT
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from beside import Beside

PATIENCE = 60 # seconds, on a busy machine
BOARD = ['board/run', 'riscv-virt', '--no-wait', '--qmp']


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            raise AssertionError('waited in vain: ' + what)
        time.sleep(0.01)


def group_lives(number):
    """Is there a process in this group?"""
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True


class Mount:
    """The server at `sock`, its tree at `top`."""

    def __init__(self, qmpctl, folder, server=None):
        self.qmpctl = qmpctl
        self.sock = os.path.join(folder, 'qmp')
        self.top = os.path.join(folder, 'tree')
        self.log = open(os.path.join(folder, 'log'), 'w+')
        self.command = server or BOARD
        self.process = self.server = None
        self.beside = Beside(qmpctl, 'unix:' + self.sock + '.2')
        os.mkdir(self.top)

    def start_server(self):
        if os.path.exists(self.sock):
            os.unlink(self.sock)
        command = list(self.command)
        command[-1:] = [command[-1] + 'unix:' + self.sock] if command[-1].endswith('=') else \
            [command[-1], 'unix:' + self.sock]
        if command[0].startswith('qemu'):
            command[-1] += ',server=on,wait=off'
        # In a session of its own: a process that is stopped may have its group hung up.
        self.server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=self.log,
                                       start_new_session=True)
        wait_until(lambda: os.path.exists(self.sock), 'the socket of the server')

    def stop_server(self):
        self.beside.end()
        self.server.terminate()
        self.server.wait()

    def mount(self, *options, timeout=PATIENCE):
        """In the foreground, so that it is a child of ours."""
        self.process = subprocess.Popen([self.qmpctl, '-s', 'unix:' + self.sock, '--timeout',
                                         str(timeout), 'fuse', '-f', self.top, *options],
                                        stderr=self.log)
        wait_until(lambda: os.path.ismount(self.top) or self.process.poll() is not None, 'a mount')
        assert self.process.poll() is None, self.said()

    def sockets(self):
        """Those that qmpctl has open."""
        folder = '/proc/%d/fd/' % self.process.pid
        links = set()
        for name in os.listdir(folder):
            try:
                links.add(os.readlink(folder + name))
            except FileNotFoundError:
                pass # just closed
        return {link for link in links if link.startswith('socket:')}

    def unmount(self, number=signal.SIGTERM):
        """Returns the status of qmpctl."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def qmp(self, *words):
        """What a command returns, or its error.  A socket has one client at a time; a second is at
        `sock`.2, where there is one."""
        if os.path.exists(self.sock + '.2'):
            reply = self.beside.ask(*words)
        else:
            done = subprocess.run([self.qmpctl, '-s', 'unix:' + self.sock, '--json', *words],
                                  stdout=subprocess.PIPE, check=False, timeout=PATIENCE)
            reply = json.loads(done.stdout)
        return reply.get('return', reply.get('error'))

    def said(self):
        self.log.seek(0)
        return self.log.read()

    def path(self, *parts):
        return os.path.join(self.top, *parts)

    def read(self, *parts):
        with open(self.path(*parts)) as file:
            return file.read()

    def write(self, text, *parts):
        """As a shell writes: one write, without a truncation that would set anything."""
        descriptor = os.open(self.path(*parts), os.O_WRONLY | os.O_TRUNC)
        try:
            os.write(descriptor, text if isinstance(text, bytes) else text.encode())
        finally:
            os.close(descriptor)

    def end(self):
        self.beside.end()
        for process in (self.process, self.server):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        if os.path.ismount(self.top):
            subprocess.run(['fusermount3', '-u', '-z', self.top], check=False)


def expect_error(number, action, *arguments):
    try:
        action(*arguments)
    except OSError as error:
        assert error.errno == number, '%s instead of %s' % (error, os.strerror(number))
        return
    raise AssertionError('no error, where %s should come' % os.strerror(number))


# A server that says enough for a mount, and then nothing.
MUTE = r"""printf '{"QMP": {"version": {}, "capabilities": []}}\r\n'; exec sleep 60 2>&-"""


def why_not():
    """Why nothing can be mounted; None: it can."""
    try:
        os.close(os.open('/dev/fuse', os.O_RDWR))
    except OSError as error:
        return str(error)
    with tempfile.TemporaryDirectory(prefix='e2kmon-fuse-') as folder:
        done = subprocess.run([sys.argv[1], '--no-negotiate', '--spawn', MUTE, 'fuse', folder],
                              stderr=subprocess.PIPE, timeout=PATIENCE, check=False)
        said = done.stderr.decode()
        if done.returncode == 0:
            subprocess.run(['fusermount3', '-u', folder], check=True)
        # Any other failure is one of qmpctl, for the tests to find.
        for reason in 'built without fuse', 'not permitted', 'Permission denied', 'not found':
            if reason in said:
                return said.splitlines()[0]
    return None


def main(tests, server=None):
    missing = why_not()
    if missing:
        print('skipped: ' + missing)
        return 77
    for test in tests:
        with tempfile.TemporaryDirectory(prefix='e2kmon-fuse-') as folder:
            mount = Mount(os.path.abspath(sys.argv[1]), folder, server)
            try:
                mount.start_server()
                begun = time.monotonic()
                test(mount)
                print('%s: %.1f s' % (test.__name__, time.monotonic() - begun))
            except BaseException:
                print('%s failed; said was:\n%s' % (test.__name__, mount.said()))
                raise
            finally:
                mount.end()
    return 0
