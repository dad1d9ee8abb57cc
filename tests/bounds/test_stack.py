#!/usr/bin/env python3
"""test_stack.py - what bounds.py is to find is found: images with one fault each, and one without.

SPDX-License-Identifier: MIT
"""
import os
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True # nothing into the source tree
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import emulator
import painted
from image import ROOT, Image

COMPILER = 'arm-none-eabi-gcc'
OPTIONS = ['-mcpu=cortex-m3', '-mthumb', '-Os', '-g', '-ffreestanding', '-fno-inline', '-fcallgraph-info=su', '-c']

SOUND = '''
struct row { int (*call)(int); };
static volatile int sink;
static int twice(int n) { return 2 * n; }
static int thrice(int n) { volatile int room[20]; room[n] = n; return room[n] * 3; }
static const struct row rows[] = {{twice}, {thrice}};
void nvic_dispatch(void) { sink = rows[sink & 1].call(sink); }
void pendsv_handler(void) { volatile char room[100]; room[sink] = 1; nvic_dispatch(); sink = room[1]; }
void fault_handler(void) { sink++; }
void armv7m_unwind_next(void) { sink++; }
void application_main(void) { sink--; }
%s
void board_start(void) { for (;;) { armv7m_unwind_next(); application_main(); pendsv_handler(); fault_handler(); more(sink); } }
'''
NOTHING = 'void more(int n) { sink = n; }'


class Stacks(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)

    def image(self, more=NOTHING, agent=512, reserved=512):
        folder = self.scratch.name
        with open(folder + '/program.c', 'w') as file:
            file.write(SOUND % more)
        subprocess.run([COMPILER, *OPTIONS, '-ffile-prefix-map=%s=.' % folder, folder + '/program.c', '-o', 'program.o'],
                       cwd=folder, check=True)
        symbols = {'__agent_stack_bottom': 0, '__agent_stack_top': reserved, '__agent_stack_needs': agent,
                   '__app_stack_bottom': 0, '__app_stack_top': 64, '__app_stack_needs': 40}
        subprocess.run([COMPILER, '-nostdlib', '-mcpu=cortex-m3', '-mthumb', '-Wl,-eboard_start', 'program.o', '-o', 'e2kmon.elf',
                        '-lgcc', *('-Wl,--defsym=%s=%d' % item for item in symbols.items())], cwd=folder, check=True)
        return Image(folder, folder)

    def complains(self, text, **options):
        complaints = self.image(**options).complaints
        self.assertTrue(any(text in c for c in complaints), complaints)

    def test_an_image_without_faults_has_no_complaints_and_the_depth_of_its_table(self):
        image = self.image()
        self.assertEqual(image.complaints, [])
        thrice = next(f for f in image.functions.values() if f.name == 'thrice')
        self.assertGreaterEqual(thrice.frame, 80)
        self.assertGreaterEqual(image.entries['nvic_dispatch'][0], thrice.frame)
        self.assertGreaterEqual(image.entries['pendsv_handler'][0], thrice.frame + 100)

    def test_recursion_through_two_functions_is_found(self):
        self.complains('recursion: ', more='void more(int n); void other(int n) { if (n) more(n - 1); sink = n; }\n'
                       'void more(int n) { other(n); sink = n; }')

    def test_recursion_through_a_table_is_found(self):
        self.complains('recursion: ', more='typedef void step(int); step more; struct steps { step *of; };\n'
                       'static const struct steps steps[] = {{more}};\n'
                       'void more(int n) { if (n) steps[n & 0].of(n - 1); sink = n; }')

    def test_a_frame_of_unknown_size_is_found(self):
        self.complains('unknown size', more='void more(int n) {\n'
                       'volatile char *room = __builtin_alloca(n); room[0] = 1; sink = room[0]; }')

    def test_an_address_that_no_call_could_use_is_found(self):
        self.complains('its address is taken', more='struct odd { long long (*call)(char); };\n'
                       'long long strange(char c) { return c; }\n'
                       'const struct odd odd = {strange}; void more(int n) { sink = odd.call == (void *)n; }')

    def test_a_call_of_unknown_type_is_found(self):
        self.complains('no known type', more='void more(int n) { ((void (*)(int))n)(n); sink = n; }')

    def test_assembler_that_moves_the_stack_pointer_is_found(self):
        self.complains('stack pointer', more='void more(int n) {\n'
                       '__asm__ volatile("mov r1, #64\\n\\tsub sp, sp, r1\\n\\tadd sp, sp, r1" ::: "r1"); sink = n; }')

    def test_a_frame_that_the_compiler_does_not_know_of_is_found(self):
        self.complains('by its instructions', more='void more(int n) {\n'
                       '__asm__ volatile("sub sp, #64\\n\\tadd sp, #64"); sink = n; }')

    def test_a_stack_is_not_to_be_stated_too_small_or_twice_too_large(self):
        self.complains('stated', agent=64)
        self.complains('stated', agent=4096, reserved=8192)

    def test_a_stack_is_not_to_be_smaller_than_what_it_needs(self):
        self.complains('reserved', agent=484, reserved=400)

    def test_the_linker_refuses_a_stack_that_is_smaller_than_what_it_needs(self):
        self.image()
        for stack, text in (('agent', "the agent's stack is smaller"), ('app', "the application's stack is smaller")):
            for needs, refused in ((2048, True), (1024, False)):
                symbols = ('__%s_stack_size=1024' % stack, '__%s_stack_needs=%d' % (stack, needs), 'armv7m_vectors=0')
                done = subprocess.run(
                    [COMPILER, '-nostdlib', '-mcpu=cortex-m3', '-mthumb', '-L' + ROOT + '/linker', '-T' + ROOT + '/linker/mps2-an385.ld',
                     *('-Wl,--defsym=' + s for s in symbols), 'program.o', '-lgcc', '-o', 'other.elf'],
                    cwd=self.scratch.name, stderr=subprocess.PIPE, text=True, check=False)
                self.assertEqual(text in done.stderr, refused, done.stderr)

class Painted(unittest.TestCase):
    WORST = {('b', 'agent'): 100, ('b', 'application'): 50}
    SEEN = {('b', 'agent'): 100, ('b', 'application'): 1}

    def test_what_is_used_up_to_what_is_computed_is_no_complaint(self):
        self.assertEqual(list(painted.compare(self.SEEN, self.WORST, ['b'])), [])

    def test_more_than_is_computed_and_nothing_at_all_are_complaints(self):
        for used in ({('b', 'agent'): 101, ('b', 'application'): 50}, {('b', 'agent'): 0, ('b', 'application'): 50},
                     {('b', 'agent'): 100}, {('c', 'agent'): 1, ('c', 'application'): 1}):
            self.assertTrue(list(painted.compare(used, self.WORST, ['b'])), used)

    def test_an_image_that_was_to_run_and_did_not_is_a_complaint(self):
        self.assertTrue(list(painted.compare(self.SEEN, self.WORST, ['b', 'c'])))

    def test_the_first_byte_without_paint_is_found(self):
        for size, at in ((512, 300), (512, 0), (1024, 1023)):
            data = bytearray(emulator.PAINT * (size // 4))
            self.assertEqual(emulator.unpainted(bytes(data)), size)
            data[at] ^= 1
            self.assertEqual(emulator.unpainted(bytes(data)), at)


if __name__ == '__main__':
    unittest.main()
