#!/usr/bin/env python3
"""interpreter.py - the interpreter that the fuzzer holds the translator against (tests/fuzz/
riscv_interpreter.c), against qemu-riscv64: the same registers before each instruction?

usage: interpreter.py [--programs BIN] [--count N] [--seed N]

Random programs of the fuzzer's, those of them that come to their end.  Each form of instruction that
the fuzzer makes has to occur.  Of each program a copy of the trace with one bit turned has to be
told from QEMU's.  Exit status 1 when one of this fails.

SPDX-License-Identifier: MIT
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True # nothing into the source tree

from harness import programs

NO_END = 3 # of interpreter_trace: nothing to compare
# x2 is the stack of QEMU's user mode before the program's third instruction has loaded it.
LOADED = 3
# Forms of RV64IM's instructions that riscv_program.c makes, `ebreak` and `fence` among them.
FORMS = 64


def form(insn):
    """What INSN is, without its registers and numbers."""
    opcode, function3, function7 = insn & 0x7f, insn >> 12 & 7, insn >> 25
    if opcode in (0x33, 0x3b):
        return opcode, function3, function7
    if opcode in (0x13, 0x1b) and function3 in (1, 5):
        return opcode, function3, function7 & 0x7e # bit 5 of a shift is no part of it
    if opcode in (0x37, 0x17, 0x6f, 0x73):
        return (opcode,)
    return opcode, function3


def logged(text):
    """The states of QEMU's log: lists of pc and x1 to x31."""
    states = []
    for part in text.split(' pc ')[1:]:
        pc, rest = part.split('\n', 1)
        registers = re.findall(r'x\d+/\w+ +([0-9a-f]{16})', rest)
        states.append([int(pc, 16)] + [int(word, 16) for word in registers[1:]])
    return states


def difference(ours, theirs):
    """Where two lists of states differ: a text, or None."""
    for number, (our, their) in enumerate(zip(ours, theirs)):
        for index, (a, b) in enumerate(zip(our, their)):
            if a != b and not (index == 2 and number < LOADED):
                return (f'before instruction {number}, at {our[0]:#x}: '
                        f'{"pc" if index == 0 else f"x{index}"} is {a:#x}, in QEMU {b:#x}')
    if len(ours) != len(theirs):
        return f'{len(ours)} instructions, in QEMU {len(theirs)}'
    return None


def compare(seed, tracer, folder):
    """The forms that program SEED executes, None: it has no end.  Raises Failure."""
    elf, log = os.path.join(folder, f'{seed}.elf'), os.path.join(folder, f'{seed}.log')
    told = subprocess.run([tracer, str(seed), elf], stdout=subprocess.PIPE, check=False)
    if told.returncode == NO_END:
        return None
    if told.returncode:
        raise programs.Failure(f'interpreter_trace {seed}: status {told.returncode}')
    lines = [[int(word, 16) for word in line.split()] for line in told.stdout.splitlines()]
    ours = [[line[0]] + line[2:] for line in lines]
    os.chmod(elf, 0o700)
    subprocess.run(['qemu-riscv64', '-singlestep', '-d', 'cpu,nochain', '-D', log, elf],
                   stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60, check=False)
    with open(log, encoding='ascii') as stream:
        theirs = logged(stream.read())
    os.unlink(log)
    os.unlink(elf)
    found = difference(ours, theirs)
    if found:
        raise programs.Failure(f'program {seed}: {found}')
    changed = [list(state) for state in ours]
    changed[LOADED + seed % (len(ours) - LOADED)][seed % 32] ^= 1 << seed % 64
    if difference(changed, theirs) is None:
        raise programs.Failure(f'program {seed}: a bit that was turned is not noticed')
    return {form(line[1]) for line in lines}


def main():
    parser = argparse.ArgumentParser(description='The fuzzer\'s interpreter against qemu-riscv64.')
    parser.add_argument('--count', type=int, default=300, help='of programs (300)')
    parser.add_argument('--seed', type=int, default=1, help='of the first of them (1)')
    parser.add_argument('--programs', default=os.path.join(programs.ROOT, 'build', 'host', 'bin'),
                        help='folder of interpreter_trace')
    arguments = parser.parse_args()
    tracer = os.path.join(os.path.abspath(arguments.programs), 'interpreter_trace')
    forms, compared = set(), 0
    with tempfile.TemporaryDirectory(prefix='e2kmon-interpreter-') as folder:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            seeds = range(arguments.seed, arguments.seed + arguments.count)
            for executed in pool.map(lambda seed: compare(seed, tracer, folder), seeds):
                compared += executed is not None
                forms |= executed or set()
    print(f'{compared} of {arguments.count} programs compared, {len(forms)} forms of instructions')
    if len(forms) != FORMS:
        print(f'interpreter.py: {FORMS} forms were to occur: ' + ' '.join(map(str, sorted(forms))))
        return 1
    return 0


try:
    sys.exit(main())
except programs.Failure as problem:
    sys.exit(f'interpreter.py: {problem}')
