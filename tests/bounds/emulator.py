#!/usr/bin/env python3
"""emulator.py - stands in an emulator's place: paints the stacks of the image before it begins, becomes
the emulator, and has a second process look how deep the paint is gone until the emulator's end.

Called by the emulator's name (painted.py makes the links), with its arguments.  PAINTED names a file, to
which a line is added for each stack: image, stack, bytes that were used.  The firmware knows nothing of
it.

QEMU is started held, and its memory painted from outside.  e2k-board is told the paint with --poke.

SPDX-License-Identifier: MIT
"""
import fcntl
import json
import os
import re
import socket
import sys
import time

sys.dont_write_bytecode = True # nothing into the source tree
sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))

from elf import Elf

WORD = 0xc5c5c5c5
PAINT = WORD.to_bytes(4, 'little')
LOOK = 0.005 # seconds between two looks
STACKS = {'agent': '__agent_stack', 'application': '__app_stack'}


def stacks_of(image):
    """Name: first and last + 1 byte."""
    translated = re.sub(r'\.elf$', '.riscv.elf', image)
    symbols = Elf(translated if os.path.exists(translated) else image).by_name
    return {name: (symbols[s + '_bottom'], symbols[s + '_top']) for name, s in STACKS.items() if s + '_top' in symbols}


def real(name):
    """The emulator itself: the next of its name."""
    own = os.path.dirname(os.path.abspath(sys.argv[0]))
    for folder in os.environ['PATH'].split(':') + [os.environ.get('PAINTED_EMULATORS', '')]:
        path = os.path.join(folder, name)
        if folder != own and os.access(path, os.X_OK):
            return path
    sys.exit('emulator.py: no %s' % name)


# ------------------------------------------------------------------------ another process's memory

class Memory:
    """Of the emulator; PLACES has where the board's addresses are in it."""

    def __init__(self, pid, places):
        self.file = os.open('/proc/%d/mem' % pid, os.O_RDWR)
        self.places = places

    def read(self, stack, size):
        return os.pread(self.file, size, self.places[stack])

    def write(self, stack, data):
        os.pwrite(self.file, data, self.places[stack])


def unpainted(data):
    """Where the first byte is that is not painted; the size when none is."""
    step = 256
    for at in range(0, len(data), step):
        piece = data[at:at + step]
        if piece != PAINT * (len(piece) // 4):
            return at + next(n for n, byte in enumerate(piece) if byte != PAINT[n % 4])
    return len(data)


def watch(memory, stacks, image):
    """Until the emulator has ended."""
    free = {name: top - bottom for name, (bottom, top) in stacks.items()}
    try:
        while True:
            for name in free:
                data = memory.read(name, free[name])
                if len(data) < free[name]:
                    raise OSError
                free[name] = unpainted(data)
            time.sleep(LOOK)
    except OSError:
        pass # it has ended
    lines = ['%s %s %d\n' % (image, name, top - bottom - free[name]) for name, (bottom, top) in stacks.items()]
    with open(os.environ['PAINTED'], 'a') as file:
        file.write(''.join(lines))


# ------------------------------------------------------------------------ QEMU

class Monitor:
    def __init__(self, path, pid):
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            os.kill(pid, 0) # it waits for a client of the board's first
            try:
                self.socket.connect(path)
                break
            except OSError:
                time.sleep(0.01)
        self.lines = self.socket.makefile()
        self.lines.readline()
        self.ask('qmp_capabilities')

    def ask(self, command, **arguments):
        self.socket.sendall(json.dumps({'execute': command, 'arguments': arguments}).encode())
        while True:
            reply = json.loads(self.lines.readline())
            if 'return' in reply:
                return reply['return']
            if 'error' in reply:
                raise OSError(reply)


def watch_qemu(pid, path, stacks, image, held):
    try:
        monitor = Monitor(path, pid)
    except OSError:
        return # it ended before it began
    try:
        places = {}
        for name, (bottom, _) in stacks.items():
            told = monitor.ask('human-monitor-command', **{'command-line': 'gpa2hva 0x%x' % bottom})
            places[name] = int(re.search(r' is 0x([0-9a-f]+)', told).group(1), 16)
        memory = Memory(pid, places)
        for name, (bottom, top) in stacks.items():
            memory.write(name, PAINT * ((top - bottom) // 4))
    except (OSError, AttributeError):
        memory = None # not permitted, or not there: nothing will be seen of it
    if not held:
        monitor.ask('cont')
    if memory is not None:
        watch(memory, stacks, image)


# ------------------------------------------------------------------------ e2k-board

RAM = 128 << 20
MALLOC = 16 # bytes before what a mapping of malloc's is for


def watch_e2k(pid, stacks, image):
    try:
        while True:
            memory = Memory(pid, {}) # anew: before it became e2k-board it had another
            with open('/proc/%d/maps' % pid) as maps:
                spans = [[int(x, 16) for x in line.split()[0].split('-')] for line in maps if len(line.split()) == 5]
            # The kernel joins neighbours.
            found = [at for begin, end in spans for at in range(begin, end - RAM, 4096)]
            for begin in found:
                # From just below: there the paint ends.
                memory.places = {name: begin + MALLOC + bottom - 4 for name, (bottom, _) in stacks.items()}
                if all(memory.read(name, 8)[:4] != PAINT == memory.read(name, 8)[4:] for name in stacks):
                    memory.places = {name: place + 4 for name, place in memory.places.items()}
                    watch(memory, stacks, image)
                    return
            os.close(memory.file)
            time.sleep(0.002)
    except OSError:
        return


# ------------------------------------------------------------------------ start

HIGH = 300 # above all files that this process was started with


def beside(work, *arguments):
    """Runs WORK in a process of its own, which holds nothing of this one's open, and until its end a lock
    on the file of the results."""
    lock = fcntl.fcntl(os.open(os.environ['PAINTED'], os.O_RDWR), fcntl.F_DUPFD_CLOEXEC, HIGH)
    fcntl.flock(lock, fcntl.LOCK_SH)
    if os.fork() == 0:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for fd in range(3):
            os.dup2(nothing, fd)
        os.closerange(3, HIGH)
        try:
            work(*arguments)
        finally:
            os._exit(0)


def main():
    name = os.path.basename(sys.argv[0])
    arguments, program = sys.argv[1:], real(name)
    pid = os.getpid()
    if name == 'e2k-board':
        image = arguments[-1]
        stacks = stacks_of(image)
        for bottom, top in stacks.values(): # what watch_e2k() looks for comes last
            arguments[:0] = [w for at in range(top - 4, bottom - 4, -4) for w in ('--poke', '0x%x=0x%x' % (at, WORD))]
        beside(watch_e2k, pid, stacks, image)
    elif '-kernel' in arguments:
        image = arguments[arguments.index('-kernel') + 1]
        path = '%s/%d' % (os.path.dirname(os.environ['PAINTED']), pid) # a folder that painted.py removes
        beside(watch_qemu, pid, path, stacks_of(image), image, '-S' in arguments)
        arguments += ['-S', '-qmp', 'unix:%s,server=on,wait=off' % path]
    os.execv(program, [name] + arguments)


if __name__ == '__main__':
    main()
