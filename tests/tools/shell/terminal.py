"""A terminal to type at (tmux), and a board to talk to, for the tests of the shell.

SPDX-License-Identifier: MIT
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), '..', '..', '..'))
PATIENCE = 60 # seconds for what is waited for, on a busy machine


class Failure(Exception):
    pass


def expect(condition, what):
    if not condition:
        raise Failure(what)


def session_lives(leader):
    """True while a process of this session is there (proc(5): the 6th field of stat)."""
    for name in os.listdir('/proc'):
        try:
            with open('/proc/%s/stat' % name) as file:
                fields = file.read().rpartition(')')[2].split()
        except OSError:
            continue
        if fields[3] == leader and fields[0] != 'Z':
            return True
    return False


class Terminal:
    """A program at a real pseudo-terminal, with the screen that a user would see."""

    def __init__(self, folder, command, columns=80, rows=24, **environment):
        self.socket = tempfile.mktemp(prefix='tmux-', dir=folder)
        kept = {'PATH': os.environ['PATH'], 'HOME': folder, 'LANG': 'C.UTF-8',
                'XDG_STATE_HOME': os.path.join(folder, 'state'), **environment}
        # A hang-up while the leak sanitizer is at work, at the end of a program, leaves it waiting
        # for itself.
        kept['ASAN_OPTIONS'] = 'detect_leaks=0'
        settings = ' '.join('%s=%s' % (key, shlex.quote(value)) for key, value in kept.items())
        line = 'trap : INT; cd %s; unset QMPCTL_SERVER; export %s; %s; echo "exit code $?"; exec sleep 1000' % (
            shlex.quote(ROOT), settings, command)
        self.tmux('-f', '/dev/null', 'new-session', '-d', '-x', str(columns), '-y', str(rows),
                  'sh -c ' + shlex.quote(line))

    def tmux(self, *arguments, **options):
        done = subprocess.run(['tmux', '-S', self.socket, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, **options)
        expect(done.returncode == 0, 'tmux %s: %s' % (arguments, done.stderr.decode()))
        return done.stdout.decode()

    def type(self, text):
        self.tmux('send-keys', '-l', '--', text)

    def keys(self, *names):
        self.tmux('send-keys', *names)

    def tab(self, pattern):
        """Presses TAB and waits for what it leads to.  A board that is slow to tell of itself, or a
        busy machine, may need it once more: TAB waits for an answer for a second or two."""
        end = time.monotonic() + PATIENCE
        while True:
            self.keys('Tab')
            try:
                return self.until(pattern, 4)
            except Failure:
                if time.monotonic() > end:
                    raise

    def raw(self, data):
        for at in range(0, len(data), 200):
            self.tmux('send-keys', '-H', *['%02x' % byte for byte in data[at:at + 200]])

    def enter(self, text):
        self.type(text)
        self.keys('Enter')

    def paste(self, text, bracketed):
        self.tmux('load-buffer', '-', input=text.encode())
        self.tmux('paste-buffer', *(['-p'] if bracketed else []))

    def resize(self, columns, rows):
        self.tmux('resize-window', '-x', str(columns), '-y', str(rows))

    def screen(self, everything=False):
        """What is on the screen, and with `everything` what has left it at the top."""
        text = self.tmux('capture-pane', '-p', *(['-S', '-'] if everything else []))
        return '\n'.join(line.rstrip() for line in text.rstrip().split('\n'))

    def cursor(self):
        """Column and row, from 0."""
        return tuple(map(int, self.tmux('display-message', '-p',
                                        '#{cursor_x} #{cursor_y}').split()))

    def until(self, pattern, seconds=PATIENCE, everything=False):
        """Waits until the screen has it; the screen."""
        end = time.monotonic() + seconds
        while True:
            screen = self.screen(everything)
            if re.search(pattern, screen, re.M):
                return screen
            if time.monotonic() > end:
                raise Failure('no %r on the screen:\n%s' % (pattern, screen))
            time.sleep(0.02)

    def settle(self, seconds=0.5):
        """Waits until the screen has not changed for so long."""
        end, screen, since = time.monotonic() + PATIENCE, None, 0
        while screen is None or time.monotonic() - since < seconds:
            expect(time.monotonic() < end, 'the screen goes on changing')
            now = self.screen()
            if now != screen:
                screen, since = now, time.monotonic()
            time.sleep(0.02)

    def end(self):
        """Ends the programs at it too, by hanging up, and waits for that."""
        leader = self.tmux('display-message', '-p', '#{pane_pid}').strip()
        subprocess.run(['tmux', '-S', self.socket, 'kill-server'], stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while session_lives(leader) and time.monotonic() < end:
            time.sleep(0.02)
        expect(not session_lives(leader), 'something at the terminal does not end')


class Board:
    """riscv-virt, or any other command that serves QMP at {sock}."""

    RISCV = ('board/run riscv-virt --no-wait --qmp unix:{sock} -- -device virtio-serial-device '
             '-chardev socket,id=second,path={sock}-2,server=on,wait=off '
             '-device virtserialport,chardev=second,name=org.e2kmon.qmp.0')

    def __init__(self, folder, command=RISCV, name='qmp'):
        self.sock = os.path.join(folder, name)
        self.second = self.sock + '-2' # another port with QMP, a fast one
        if os.path.exists(self.sock):
            os.unlink(self.sock)
        self.process = subprocess.Popen(['sh', '-c', 'exec ' + command.format(sock=self.sock)],
                                        cwd=ROOT, stdin=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while not os.path.exists(self.sock):
            expect(time.monotonic() < end and self.process.poll() is None, 'no board: ' + command)
            time.sleep(0.02)

    def end(self):
        self.process.terminate()
        self.process.wait()


def run_all(module, make, chosen=(), part=None):
    """Calls the functions of a module that are marked by @test (of part "N/M" each M-th, from the
    N-th), each with what make() yields.  Returns an exit code."""
    tests = [item for name, item in vars(module).items()
             if callable(item) and getattr(item, 'is_test', False) and (not chosen or name in chosen)]
    if part:
        number, parts = map(int, part.split('/'))
        tests = tests[number - 1::parts]
    failed = 0
    for test in tests:
        began = time.monotonic()
        try:
            with make() as bench:
                test(bench)
            print('ok    %s (%.1f s)' % (test.__name__, time.monotonic() - began), flush=True)
        except Failure as failure:
            failed += 1
            print('FAIL  %s\n%s' % (test.__name__, failure), flush=True)
    print('%d tests, %d failed' % (len(tests), failed))
    return 1 if failed or not tests else 0


def test(function):
    function.is_test = True
    return function


def skip_without(*programs):
    for program in programs:
        if not shutil.which(program):
            print('%s is missing' % program)
            sys.exit(77)
