"""programs.py - test programs: compiled for RV64IM, run in qemu-riscv64, translated to e2k
and run in e2k-board and, where there is one, in qemu-system-e2k.

Everything but a port (runtime/port.h) is the same object code in both programs.  Functions
raise Failure with a text for people.

SPDX-License-Identifier: MIT
"""
import glob
import json
import os
import shutil
import subprocess

from harness.elf import Elf

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ROOT = os.path.dirname(os.path.dirname(HERE))
COMPILER = 'riscv64-unknown-elf-gcc'
FLAGS = ['-march=rv64im', '-mabi=lp64', '-mcmodel=medany', '-mstrict-align',
         '--specs=picolibc.specs', '-ffreestanding', '-fbuiltin', '-ffunction-sections',
         '-fdata-sections', '-fno-common']
LINK_FLAGS = ['-nostartfiles', '-static', '-T', os.path.join(HERE, 'runtime', 'program.ld'),
              '-Wl,--no-relax', '-Wl,--emit-relocs', '-Wl,--strip-debug', '-Wl,--fatal-warnings',
              '-Wl,-z,max-page-size=4096', '-Wl,-u,runtime_poll']
LEVELS = ['O0', 'O1', 'O2', 'O3', 'Os']
# Seconds for what never takes long; a program of its own has another limit.
TOOL_TIMEOUT = 120


class Failure(Exception):
    """A step that should have worked did not."""


class Outlasted(Exception):
    """A program ran longer than it may."""


class Run:
    """How a program ended: what it wrote, its status, what is known beyond."""

    def __init__(self, output, status, messages=b'', counts=None):
        self.output = output
        self.status = status
        self.messages = messages
        self.counts = counts or {}


def execute(command, timeout=TOOL_TIMEOUT, folder=None):
    """Runs COMMAND; returns its Run.  Raises Outlasted."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=timeout, cwd=folder, check=False)
    except subprocess.TimeoutExpired as error:
        raise Outlasted('%s: longer than %g s' % (command[0], timeout)) from error
    except OSError as error:
        raise Failure('%s: %s' % (command[0], error.strerror)) from error
    return Run(done.stdout, done.returncode, done.stderr)


def must(command, folder=None):
    """Runs COMMAND, which has to succeed."""
    run = execute(command, folder=folder)
    if run.status != 0:
        raise Failure('%s\nended with status %d\n%s'
                      % (' '.join(command), run.status, run.messages.decode(errors='replace')))
    return run


def compile_object(source, target, level, extra=()):
    """SOURCE, C or assembly, at optimisation LEVEL ('O2') to the object file TARGET."""
    must([COMPILER] + FLAGS + ['-' + level, '-std=gnu11'] + list(extra) + ['-c', source, '-o', target])
    return target


class Workshop:
    """The programs that are needed, and the runtime, built once in FOLDER."""

    def __init__(self, folder, programs):
        self.folder = folder
        self.translator = os.path.join(programs, 'rv2e2k')
        self.board = os.path.join(programs, 'e2k-board')
        counter = os.path.join(programs, 'libcount_instructions.so')
        self.counter = counter if takes_plugin(counter) else None
        self.emulator = os.environ.get('QEMU_E2K') or shutil.which('qemu-system-e2k')
        for program in (self.translator, self.board):
            if not os.access(program, os.X_OK):
                raise Failure('%s: not there; build the host\'s programs first' % program)
        self.runtime = {}
        for source in sorted(glob.glob(os.path.join(HERE, 'runtime', '*.[cS]'))):
            name = os.path.splitext(os.path.basename(source))[0]
            self.runtime[name] = compile_object(
                source, self.path('runtime-' + name + '.o'), 'O2',
                ['-Wall', '-Wextra', '-Werror', '-I' + os.path.join(ROOT, 'tools', 'e2k')])

    def path(self, name):
        return os.path.join(self.folder, name)

    def link(self, objects, port, target, extra=()):
        """OBJECTS with the runtime for PORT, 'user' or 'e2k'."""
        parts = [self.runtime['start']] + objects + [self.runtime[name] for name in
                                                     ('stdio', 'port_' + port, 'poll')]
        must([COMPILER] + FLAGS + LINK_FLAGS + list(extra) + parts + ['-lm', '-o', target])
        return target

    def translate(self, program, image, options=()):
        """Raises Failure with the translator's message."""
        must([self.translator] + list(options) + [program, '-o', image])
        return image

    def run_native(self, program, timeout):
        """In qemu-riscv64; counts['riscv'] is the number of instructions, or None where this
        QEMU does not take the plugin."""
        count = program + '.count'
        command = ['qemu-riscv64']
        if self.counter:
            command += ['-plugin', '%s,count=%s' % (self.counter, count)]
        run = execute(command + [program], timeout)
        run.counts['riscv'] = read_count(count) if self.counter else None
        keep(program, run)
        return run

    def run_board(self, image, limit):
        """In e2k-board, which stops after LIMIT bundles; counts are its --json."""
        stats = image + '.stats'
        run = execute([self.board, '--channel-a', 'stdio', '--limit', str(limit),
                       '--stats=' + stats, '--json', image], timeout=600)
        try:
            with open(stats, encoding='ascii') as text:
                run.counts = json.load(text)
        except (OSError, ValueError):
            run.counts = {}
        keep(image, run)
        return run

    def run_emulator(self, image):
        """In the real emulator, whose every end is a trap; 1 is its status then."""
        output = image + '.serial'
        run = execute([self.emulator, '-M', 'e2k', '-display', 'none', '-monitor', 'none', '-kernel',
                       image, '-chardev', 'file,id=serial,path=' + output, '-serial',
                       'chardev:serial'], timeout=300)
        with open(output, 'rb') as text:
            run.output = text.read()
        return run


def keep(program, run):
    """Leaves the output beside the program, for who looks into a difference."""
    with open(program + '.output', 'wb') as stream:
        stream.write(run.output)


def takes_plugin(plugin):
    """Whether there is PLUGIN and this qemu-riscv64 can load it: it complains of the missing
    program only after that."""
    if not os.path.exists(plugin):
        return False
    run = execute(['qemu-riscv64', '-plugin', plugin + ',count=/dev/null', '/nonexistent'])
    return b'Could not load plugin' not in run.messages


def read_count(path):
    try:
        with open(path, encoding='ascii') as text:
            return int(text.read())
    except (OSError, ValueError):
        return None


def code_bytes(path):
    """Bytes of the executable sections of an ELF file."""
    with open(path, 'rb') as stream:
        return Elf(stream.read()).code_bytes()
