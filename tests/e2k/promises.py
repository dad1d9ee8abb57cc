#!/usr/bin/env python3
"""promises.py - what rv2e2k promises and a comparison with qemu-riscv64 cannot see.

usage: promises.py [--programs FOLDER] [unittest's arguments]

Most tests are assembly programs whose exit status on e2k-board is the answer.

SPDX-License-Identifier: MIT
"""
import os
import re
import shutil
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True # nothing into the source tree

from harness import programs, suite
from harness.elf import Elf

# The text may use s0 and the frame up to 16(sp).
PROGRAM = '''
    .text
    .globl main
    .type main, @function
main:
    addi sp, sp, -32
    sd ra, 24(sp)
    sd s0, 16(sp)
%s
    ld s0, 16(sp)
    ld ra, 24(sp)
    addi sp, sp, 32
    ret
    .size main, . - main
'''

# The read takes the register pointer back to 0: the next one gives RR0, which says that there is
# room to send.  Its address is known last, and the branch leads to where nobody wants a3.
DEVICE = '''
    li t0, 0x80001002
    sd t0, 0(sp)
    ld t0, 0(sp)
    li t1, 1
    sb t1, 0(t0)
    ld t2, 0(sp)
    %s a3, %d(t2)
    beq a0, a0, 1f
    j 2f
1:  li a3, 0
2:  lbu a0, 0(t0)
    add a0, a0, a3
    andi a0, a0, 4
'''

# How often the routine is called while a loop's back-edge is executed so many times.
LOOP = '''
    la s0, runtime_polls
    ld t0, 0(s0)
    li t1, %d
    j 2f
    .balign 4
1:  addi t1, t1, -1
    beqz t1, 3f
2:  %s
    j 2b
3:  ld a0, 0(s0)
    sub a0, a0, t0
'''

# The routine's own instructions: the table, and the line of the safepoint that called last, which is
# that at 3.
TABLE = '''
    .insn i 0x0b, 2, s0, x0, 0
    la t0, table
    sd s0, 0(t0)
    li t1, 2
2:  addi t1, t1, -1
3:  bnez t1, 2b
    j 5f

    .globl routine
    .type routine, @function
routine:
    addi sp, sp, -16
    sd t0, 0(sp)
    sd t1, 8(sp)
    .insn i 0x0b, 1, t0, x0, 0
    la t1, line
    sd t0, 0(t1)
    ld t1, 8(sp)
    ld t0, 0(sp)
    addi sp, sp, 16
    .insn i 0x0b, 0, x0, x0, 0
    .size routine, . - routine

5:  la t0, line
    ld t0, 0(t0)
    la t1, 3b
    lwu t2, 0(t0)   # its address
    sub a0, t1, t2
    lwu t2, 4(t0)   # its registers: t1, which the branch reads, among them
    srli t2, t2, 6
    andi t2, t2, 1
    xori t2, t2, 1
    or a0, a0, t2
    la t1, table
    ld t1, 0(t1)
    lwu t2, 4(t1)   # what the countdown begins with
    xori t2, t2, %d
    or a0, a0, t2
    lwu t2, 0(t1)   # the line is within the table
    slli t2, t2, 3
    add t2, t2, t1
    sltu t2, t2, t0
    or a0, a0, t2
    snez a0, a0

    .bss
    .balign 8
table: .dword 0
line: .dword 0
    .text
'''

# How often the routine is called: by every safepoint from the second instruction to where the
# countdown is set again.
EVERY = '''
    li s0, 0
    .insn i 0x0b, 3, x0, x0, 0
    li t1, 5
    call counted
    li t0, 1000000
    .insn i 0x0b, 3, x0, t0, 0
    mv a0, s0
    j 9f

    .type counted, @function
counted:
    addi t1, t1, -1
    beqz t1, 2f
    j counted
2:  ret
    .size counted, . - counted

    .globl routine
    .type routine, @function
routine:
    addi sp, sp, -16
    sd ra, 0(sp)
    jal ra, 8f
    ld ra, 0(sp)
    addi sp, sp, 16
    .insn i 0x0b, 0, x0, x0, 0
8:  addi s0, s0, 1
    .insn i 0x0b, 3, x0, x0, 0
    ret
%s
9:
'''

# Its first bundle begins with what comes last, and the load is behind that.
FAULT = '''
    li t0, %d
    addi t1, t0, 1
    j 1f
1:  addi t2, t0, 8
    slli t3, t2, 3
    lw a0, 0(t0)
    add a0, a0, t3
'''

# The same with two functions that end in calls of each other (which take t1).
TAIL_CALLS = '''
    la s0, runtime_polls
    ld t0, 0(s0)
    li t2, %d
    call ping
    ld a0, 0(s0)
    sub a0, a0, t0
    j 1f
ping:
    beqz t2, 2f
    tail pong
2:  ret
pong:
    addi t2, t2, -1
    tail ping
1:
'''


class Promises(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='e2kmon-promises-')
        cls.workshop = programs.Workshop(cls.folder, PROGRAMS)

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    def build(self, text, options=()):
        """The program whose main is TEXT: its RISC-V file and its image."""
        source, image = (os.path.join(self.folder, name) for name in ('program.S', 'program.image'))
        with open(source, 'w', encoding='ascii') as stream:
            stream.write(PROGRAM % text)
        compiled = programs.compile_object(source, source + '.o', 'O1')
        linked = self.workshop.link([compiled], 'e2k', source + '.elf')
        self.workshop.translate(linked, image, options)
        return linked, image

    def status(self, text, options=()):
        """The exit status of the program whose main is TEXT."""
        image = self.build(text, options)[1]
        run = self.workshop.run_board(image, 1000000)
        self.assertEqual(run.messages, b'')
        return run.status

    def polls(self, text, interval):
        return self.status(text, ['--safepoints', '.text', '--poll', 'runtime_poll', '--interval',
                                  str(interval)])

    def test_a_device_is_read_although_a_branch_leads_to_where_the_result_is_dead(self):
        for load in ('lbu', 'lb'):
            with self.subTest(load):
                self.assertEqual(self.status(DEVICE % (load, 0)), 4)

    def test_the_routine_is_called_at_every_back_edge_that_completes_the_interval(self):
        branches = ['beq zero, zero, 1b', 'bne t1, zero, 1b', 'blt zero, t1, 1b', 'bge t1, zero, 1b',
                    'bltu zero, t1, 1b', 'bgeu t1, zero, 1b', 'j 1b']
        for branch in branches:
            for interval in (1, 2, 3, 5, 10):
                with self.subTest(branch=branch, interval=interval):
                    self.assertEqual(self.polls(LOOP % (60, branch), interval), 60 // interval)

    def test_a_tail_call_backwards_is_a_back_edge(self):
        for interval in (1, 4):
            with self.subTest(interval=interval):
                self.assertEqual(self.polls(TAIL_CALLS % 60, interval), 60 // interval)

    def test_the_routine_learns_which_safepoint_it_is_called_from(self):
        for interval in (1, 2):
            with self.subTest(interval=interval):
                self.assertEqual(self.status(TABLE % (interval - 1),
                                             ['--safepoints', '.text', '--poll', 'routine',
                                              '--interval', str(interval)]), 0)

    def test_with_a_countdown_of_0_every_safepoint_calls_the_routine(self):
        # Four jumps back to the function's entry, and five times the entry itself; at blocks also
        # where it returns to, and label 2 where the branch leads.
        # There is none in the routine itself, whether it says how large it is or not.
        for size in ('.size routine, . - routine', ''):
            for places, calls in (('loops', 4), ('entries', 9), ('blocks', 11)):
                with self.subTest(size=size, places=places):
                    self.assertEqual(self.status(EVERY % size,
                                                 ['--safepoints', '.text', '--poll', 'routine',
                                                  '--interval', '1000000',
                                                  '--safepoints-at', places]), calls)

    def places(self, linked, text, between):
        """Checks every "ADDRESS BETWEEN FUNCTION+OFFSET" of TEXT; returns the functions."""
        with open(linked, 'rb') as stream:
            elf = Elf(stream.read())
        found = re.findall(r' 0x([0-9a-f]+)%s([\w.]+)\+0x([0-9a-f]+)' % between, text)
        for address, name, offset in found:
            self.assertEqual(int(address, 16), elf.symbol(name)['value'] + int(offset, 16),
                             '%s+0x%s' % (name, offset))
        return {name for _, name, _ in found}

    def test_the_trace_tells_how_far_behind_its_function_each_instruction_is(self):
        linked, image = self.build(LOOP % (60, 'bne t1, zero, 1b'),
                                   ['--safepoints', '.text', '--poll', 'runtime_poll',
                                    '--interval', '2'])
        trace = os.path.join(self.folder, 'trace')
        programs.execute([self.workshop.board, '--channel-a', 'stdio', '--trace=' + trace, image])
        with open(trace, encoding='ascii') as stream:
            names = self.places(linked, stream.read(), ' ')
        self.assertLessEqual({'_start', 'main', 'runtime_poll', 'port_end'}, names)

    def test_a_fault_names_its_function_and_how_far_behind_it_it_is(self):
        linked, image = self.build(FAULT % 1)
        run = programs.execute([self.workshop.board, image])
        self.assertEqual(run.status, 1)
        self.assertIn(b'machine check: load of 4 bytes from 0x1: misaligned', run.messages)
        self.assertEqual(self.places(linked, run.messages.decode(), ' in '), {'main'})

    def test_the_examples_of_the_manual_page_work(self):
        with open(os.path.join(programs.ROOT, 'tools', 'e2k', 'rv2e2k', 'rv2e2k.1'),
                  encoding='ascii') as stream:
            page = stream.read().split('.SH EXAMPLES')[1]
        script = re.search(r'\.EX\n(.*?)\.EE\n', page, re.S).group(1)
        script = 'set -e\n' + script.replace('\\-', '-').replace('\\e', '\\')
        folder = tempfile.mkdtemp(dir=self.folder)
        for name in ('tests', 'tools'):
            os.symlink(os.path.join(programs.ROOT, name), os.path.join(folder, name))
        run = programs.execute(['env', 'PATH=%s:%s' % (os.path.dirname(self.workshop.board),
                                                       os.environ['PATH']), 'sh', '-c', script],
                               folder=folder)
        self.assertEqual((run.status, run.output, run.messages), (0, b'hello\nexit status 0\n', b''))


if __name__ == '__main__':
    PROGRAMS = suite.programs_folder()
    suite.run()
