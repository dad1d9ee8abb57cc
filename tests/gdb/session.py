# session.py - what the scripts that gdb executes have in common.
#
# Each begins with attach(), and ends with passed(), which tests/gdb/run looks for.  A check that
# fails ends gdb at once.
#
# SPDX-License-Identifier: MIT
import json
import os
import socket
import subprocess
import sys
import time
import traceback

import gdb

BOARD = os.environ['GDB_BOARD']


def do(command):
    """Executes a command of gdb's; returns what it printed."""
    print('(gdb)', command, flush=True)
    text = gdb.execute(command, to_string=True)
    print(text, end='', flush=True)
    return text


PATIENCE = 60 # seconds for what has to come, on a busy machine

stops = []
gdb.events.stop.connect(stops.append)


def go(command):
    """Lets the application go on; returns why it stopped: a signal's name, or a breakpoint."""
    stops.clear()
    do(command)
    if not stops:
        return None
    stop = stops[-1]
    if isinstance(stop, gdb.SignalEvent):
        return stop.stop_signal
    if isinstance(stop, gdb.BreakpointEvent):
        return stop.breakpoints[0]
    return 'trap'


def fails(command):
    """The same of one that gdb refuses; returns the error."""
    try:
        text = do(command)
    except gdb.error as error:
        print('refused:', error, flush=True)
        return str(error)
    raise AssertionError(f'{command} was not refused: {text}')


def value(expression):
    return int(gdb.parse_and_eval(expression))


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def function():
    return gdb.newest_frame().name()


def expect_in(name):
    expect(function() == name, f'in {function()}, not in {name}')


def attach():
    do('set pagination off')
    do('set confirm off')
    do('set remotetimeout %d' % PATIENCE)
    do('set width 0')
    do('file ' + os.environ['GDB_ELF'])
    connect()


def once_it_goes_on(act):
    """Calls ACT when gdb has let the application go on the next time, before it waits for it."""
    def call(_):
        gdb.events.cont.disconnect(call)
        act()
    gdb.events.cont.connect(call)


def run_for_a_while(seconds=0.5):
    """Continues, and then interrupts it by Ctrl-C; returns the signal."""
    processes = []
    command = ['sh', '-c', f'sleep {seconds}; kill -INT {os.getpid()}']
    once_it_goes_on(lambda: processes.append(subprocess.Popen(command)))
    why = go('continue')
    for process in processes:
        process.wait()
    return why


def wait_until(condition, what):
    until = time.monotonic() + PATIENCE
    while not condition():
        expect(time.monotonic() < until, what)
        time.sleep(0.05)


def connect():
    do('target remote ' + os.environ['GDB_SOCKET'])


def runs_when_left():
    """gdb has left: the application goes on by itself, with no breakpoint left."""
    connect()
    beats = value('hub.base.beats')
    do('detach')

    def has_run():
        time.sleep(0.5)
        connect()
        now = value('hub.base.beats')
        do('detach')
        return now > beats + 10

    wait_until(has_run, 'detached, it runs')


class Qmp:
    """A session of QMP beside gdb's."""

    def __init__(self):
        self.events = []
        self.number = 0
        self.join()
        self.ask('qmp_capabilities')

    def join(self):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(os.environ['QMP_SOCKET'])
        self.socket.settimeout(PATIENCE)
        self.file = self.socket.makefile('rw')
        # Where the line was opened after the board's greeting.
        self.socket.sendall(b'\xff')
        self.file.write('{"execute": "guest-sync-delimited", "arguments": {"id": 7}}')
        self.file.flush()
        while True:
            line = self.file.buffer.readline()
            if b'{"return": 7}' in line:
                break

    def leave(self):
        """Where who does not read holds the emulator up; join() comes back to the session."""
        self.file.close()
        self.socket.close()

    def ask(self, command, **arguments):
        self.number += 1
        request = {'execute': command, 'id': self.number}
        if arguments:
            request['arguments'] = {k.replace('_', '-'): v for k, v in arguments.items()}
        self.file.write(json.dumps(request))
        self.file.flush()
        while True:
            message = json.loads(self.file.readline())
            if 'event' in message:
                self.events.append(message)
            elif message.get('id') != self.number:
                pass # the reply to what was sent later()
            elif 'error' in message:
                raise AssertionError(f'{command}: {message}')
            else:
                return message['return']

    def status(self):
        return self.ask('query-status')['status']

    def take_events(self):
        """The names of those that came so far."""
        self.ask('query-status')
        names = [event['event'] for event in self.events]
        self.events = []
        return names

    def later(self, command, seconds=0.5):
        """Sends a command from another process when gdb has let the application go on, while gdb
        waits."""
        def send():
            if os.fork() == 0:
                time.sleep(seconds)
                self.socket.sendall(json.dumps({'execute': command}).encode())
                os._exit(0)
        once_it_goes_on(send)


def passed():
    print('passed', flush=True)


def script(body):
    """Runs BODY; what it raises ends gdb with a status of its own."""
    try:
        body()
    except BaseException:
        traceback.print_exc()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(3)
    passed()
