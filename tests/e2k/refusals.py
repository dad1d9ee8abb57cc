#!/usr/bin/env python3
"""refusals.py - what rv2e2k must not translate, and jumps that must not be made.

usage: refusals.py [--programs FOLDER] [unittest's arguments]

Whatever the file is, rv2e2k ends with status 0 or 1: with 1 it says why, in one line, and
leaves no image.  Whatever the address is, a jump to what is no target ends e2k-board with
status 1 and a message that names the address.

SPDX-License-Identifier: MIT
"""
import os
import shutil
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True # nothing into the source tree

from harness import programs, suite
from harness.elf import Elf

SOURCES = os.path.join(programs.HERE, 'refusals')
ALL_ONES = (1 << 64) - 1


class Refusals(unittest.TestCase):
    """Builds what all tests share once."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='e2kmon-refusals-')
        cls.workshop = programs.Workshop(cls.folder, PROGRAMS)
        cls.objects = [cls.compile('victim.S')]
        with open(cls.workshop.link(cls.objects, 'e2k', cls.path('good.elf')), 'rb') as stream:
            cls.good = stream.read()
        cls.victim = Elf(cls.good).symbol('victim')['value']

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def path(cls, name):
        return os.path.join(cls.folder, name)

    @classmethod
    def compile(cls, name, level='O1', extra=()):
        return programs.compile_object(os.path.join(SOURCES, name),
                                       cls.path(name + '-'.join(extra) + '.o'), level, extra)

    def translate(self, data, options=()):
        """Runs rv2e2k on DATA; returns its Run after the checks that hold for every file."""
        source, image = self.path('bad.elf'), self.path('bad.image')
        with open(source, 'wb') as stream:
            stream.write(data)
        run = programs.execute([self.workshop.translator] + list(options) + [source, '-o', image],
                               timeout=60)
        self.assertIn(run.status, (0, 1), run.messages.decode(errors='replace'))
        self.assertEqual(os.path.exists(image), run.status == 0)
        if run.status == 0:
            os.remove(image)
        else:
            self.assertRegex(run.messages, rb'\Arv2e2k: [^\n]*bad\.elf: [^\n]+\n\Z')
        return run

    def refuse(self, data, message, options=()):
        run = self.translate(data, options)
        self.assertEqual(run.status, 1)
        self.assertRegex(run.messages.decode(), message)

    def refuse_word(self, word, message):
        """WORD in the place of an instruction: refused with its address, function and itself."""
        elf = Elf(self.good)
        elf.set_word(self.victim, word)
        self.refuse(elf.data, r'0x%x \((helper\+0x4|victim\+0x0)\): .*%s.*: 0x%08x\n'
                    % (self.victim, message, word))

    def refuse_text(self, assembly, message, options=()):
        """ASSEMBLY, whose symbol `extra` is kept, beside the program."""
        source = self.path('extra.S')
        with open(source, 'w', encoding='ascii') as stream:
            stream.write(assembly)
        extra = programs.compile_object(source, self.path('extra.o'), 'O1')
        linked = self.workshop.link(self.objects + [extra], 'e2k', self.path('extra.elf'),
                                    ['-Wl,-u,extra'])
        with open(linked, 'rb') as stream:
            self.refuse(stream.read(), message, options)


class Files(Refusals):
    def test_the_program_itself_is_translated(self):
        self.assertEqual(self.translate(self.good).status, 0)

    def test_a_file_cut_anywhere_is_refused(self):
        ends = set(range(0, 256, 4)) | set(range(256, len(self.good), len(self.good) // 150))
        for record in Elf(self.good).sections + Elf(self.good).segments:
            ends |= {record['offset'], record.at, record.at + 1}
        for end in sorted(e for e in ends if e < len(self.good)):
            with self.subTest(end=end):
                self.refuse(self.good[:end], r'ends|ELF')

    def test_a_file_of_another_kind_is_refused(self):
        for field, value, message in (('class', 1, '64-bit'), ('data', 2, 'little-endian'),
                                      ('machine', 62, 'not a RISC-V program.*62'),
                                      ('machine', 175, 'not a RISC-V program'),
                                      ('type', 1, 'not a static executable'),
                                      ('type', 3, 'not a static executable')):
            with self.subTest(field=field, value=value):
                elf = Elf(self.good)
                elf.header[field] = value
                self.refuse(elf.data, message)
        self.refuse(b'#!/bin/sh\n' * 20, 'not an ELF file')
        self.refuse(b'\0' * 5000, 'not an ELF file')

    def test_compressed_code_is_refused(self):
        compressed = programs.compile_object(os.path.join(SOURCES, 'victim.S'), self.path('rvc.o'),
                                             'O1', ['-march=rv64imac'])
        linked = self.workshop.link([compressed], 'e2k', self.path('rvc.elf'))
        with open(linked, 'rb') as stream:
            elf = Elf(stream.read())
        self.refuse(elf.data, 'compressed')
        elf.header['flags'] = 0 # a linker that did not tell
        self.refuse(elf.data, '0x2[0-9a-f]+')

    def test_another_abi_is_refused(self):
        elf = Elf(self.good)
        elf.header['flags'] = 4 # double
        self.refuse(elf.data, 'lp64')

    def test_a_dynamic_program_is_refused(self):
        for kind in (2, 3): # PT_DYNAMIC, PT_INTERP
            elf = Elf(self.good)
            elf.segments[1]['type'] = kind
            self.refuse(elf.data, 'dynamic')

    def test_a_program_without_relocations_symbols_or_sections_is_refused(self):
        flags = [f for f in programs.LINK_FLAGS if f != '-Wl,--emit-relocs']
        parts = [self.workshop.runtime[name] for name in ('start', 'stdio', 'port_e2k', 'poll')]
        bare = self.path('bare.elf')
        programs.must([programs.COMPILER] + programs.FLAGS + flags + parts + self.objects +
                      ['-o', bare])
        with open(bare, 'rb') as stream:
            self.refuse(stream.read(), 'relocations.*--emit-relocs')
        elf = Elf(self.good)
        elf.section('.symtab')['type'] = 0
        self.refuse(elf.data, 'symbols')
        elf = Elf(self.good)
        elf.header['shnum'] = 0
        self.refuse(elf.data, 'section headers|stripped')

    def test_sizes_and_offsets_beyond_the_file_or_the_memory_are_refused(self):
        for value in (1 << 63, ALL_ONES, ALL_ONES - 4095, len(self.good) + 1):
            for find, field in ((lambda e: e.segments[0], 'offset'), (lambda e: e.segments[0], 'filesz'),
                                (lambda e: e.section('.text'), 'offset'),
                                (lambda e: e.section('.text'), 'size'),
                                (lambda e: e.section('.symtab'), 'offset'),
                                (lambda e: e.section('.symtab'), 'size'),
                                (lambda e: e.section('.rela.text'), 'offset'),
                                (lambda e: e.section('.rela.text'), 'size'),
                                (lambda e: e.header, 'phoff'), (lambda e: e.header, 'shoff')):
                with self.subTest(field=field, value=value):
                    elf = Elf(self.good)
                    find(elf)[field] = value
                    self.refuse(elf.data, 'ends|larger|large|4-byte|overlap')
        for field, value in (('memsz', 1 << 63), ('memsz', ALL_ONES), ('vaddr', ALL_ONES - 4095),
                             ('paddr', ALL_ONES - 4095), ('paddr', 1 << 40), ('memsz', 1 << 40)):
            with self.subTest(field=field, value=value):
                elf = Elf(self.good)
                elf.segments[1][field] = value
                self.refuse(elf.data, 'below|overlap')

    def test_segments_in_each_others_or_the_translators_place_are_refused(self):
        elf = Elf(self.good)
        for field in ('vaddr', 'paddr'):
            elf.segments[1][field] = elf.segments[0][field]
        self.refuse(elf.data, 'overlap')
        self.refuse(self.good, 'overlap', ['--code-base', '0x2000000'])
        self.refuse(self.good, 'overlap|below', ['--code-base', '0x1fff000'])
        elf = Elf(self.good)
        for field in ('vaddr', 'paddr'):
            elf.segments[1][field] = 0
        self.refuse(elf.data, 'trap at 0')

    def test_relocations_that_share_bytes_of_the_file_are_refused(self):
        elf = Elf(self.good)
        code = elf.section('.rela.text')
        for section in elf.sections:
            if section['type'] == code['type']:
                section['info'] = code['info']
                section['offset'], section['size'] = 0, len(self.good)
        self.refuse(elf.data, 'relocations overlap')

    def test_a_name_with_control_characters_does_not_break_the_line(self):
        elf = Elf(self.good)
        section = elf.section('.text')
        names = elf.sections[elf.header['shstrndx']]
        at = names['offset'] + section['name']
        elf.data[at:at + 5] = b'\n\x1b[1m'
        section['size'] -= 2
        self.refuse(elf.data, r'section \?\?\[1m is not made of')

    def test_time_grows_with_the_size_of_the_code_however_it_jumps(self):
        source, linked = self.path('chain.S'), self.path('chain.elf')
        with open(source, 'w', encoding='ascii') as stream:
            stream.write('    .text\n    .globl extra\nextra:\n    ebreak\n    .rept 400000\n'
                         '    .insn 0xffdff06f\n    .endr\n') # j .-4
        chain = programs.compile_object(source, self.path('chain.o'), 'O1')
        self.workshop.link(self.objects + [chain], 'e2k', linked, ['-Wl,-u,extra'])
        with open(linked, 'rb') as stream:
            run = self.translate(stream.read(), ['--code-base', '0x10000000'])
        self.assertEqual(run.status, 0, run.messages)

    def test_what_is_no_file_is_not_removed_when_it_cannot_be_written(self):
        source, full = self.path('full.elf'), self.path('full')
        with open(source, 'wb') as stream:
            stream.write(self.good)
        os.symlink('/dev/full', full)
        run = programs.execute([self.workshop.translator, source, '-o', full])
        self.assertEqual(run.status, 1)
        self.assertIn(b'No space left', run.messages)
        self.assertTrue(os.path.islink(full))

    def test_no_field_of_any_header_makes_it_crash(self):
        elf = Elf(self.good)
        records = [elf.header] + elf.segments + elf.sections
        records += elf.symbols()[1::40] + elf.relocations('.rela.text')[::80]
        for at, size in [place for record in records for place in record.places()]:
            old = int.from_bytes(self.good[at:at + size], 'little')
            for value in (0, 1, old + 1, old ^ 1 << (8 * size - 1), (1 << 8 * size) - 1):
                with self.subTest(at=at, value=value):
                    data = bytearray(self.good)
                    data[at:at + size] = (value & ((1 << 8 * size) - 1)).to_bytes(size, 'little')
                    self.translate(data)

    def test_an_old_image_stays_when_its_successor_is_refused(self):
        image = self.path('old.image')
        with open(image, 'wb') as stream:
            stream.write(b'old')
        source = self.path('cut.elf')
        with open(source, 'wb') as stream:
            stream.write(self.good[:-1])
        run = programs.execute([self.workshop.translator, source, '-o', image])
        self.assertEqual(run.status, 1)
        with open(image, 'rb') as stream:
            self.assertEqual(stream.read(), b'old')


class Code(Refusals):
    def test_what_is_no_instruction_of_rv64im_is_refused(self):
        words = {
            'zero': 0x00000000, 'ones': 0xffffffff, 'custom-1': 0x0000002b, 'custom-3': 0x0000007b,
            'lr.d': 0x1005b52f, 'amoadd.w': 0x00c5a52f, 'flw': 0x0005a507, 'fadd.d': 0x02b57553,
            'load of 128 bits': 0x0005f503, 'store of 128 bits': 0x00b57023 | 4 << 12,
            'branch 2': 0x00002063, 'branch 3': 0x00003063, 'jalr 1': 0x00051067,
            'slli with a wrong top': 0x40051513, 'slliw by 32': 0x0205151b,
            'srliw by 32': 0x0205551b, 'sraiw by 32': 0x4205551b, 'op with a wrong top': 0x04b50533,
            'sub of another kind': 0x40b51533, 'op-32 2': 0x00b5253b, 'mulw 1': 0x02b5153b,
            'resume with a register': 0x0000008b, 'line with a number': 0x0010108b,
            'table with a source': 0x0000a08b, 'countdown with a result': 0x0005308b,
            'custom-0 4': 0x0000400b, 'op-imm-32 2': 0x0005251b, 'andn': 0x40b57533, 'vector': 0x02008557,
        }
        for name, word in words.items():
            with self.subTest(name):
                self.refuse_word(word, '')

    def test_system_instructions_are_refused_by_name(self):
        for name, word in (('csrrw', 0x30051573), ('csrr', 0x34202573), ('rdcycle', 0xc0002573),
                           ('rdinstret', 0xc0202573), ('csrwi', 0x3002d073)):
            with self.subTest(name):
                self.refuse_word(word, 'CSR')
        self.refuse_word(0x00000073, 'ecall')
        for name, word in (('mret', 0x30200073), ('sret', 0x10200073), ('wfi', 0x10500073),
                           ('sfence.vma', 0x12000073)):
            with self.subTest(name):
                self.refuse_word(word, '')

    def test_branches_and_jumps_out_of_the_code_are_refused(self):
        self.refuse_word(0x7ffff06f, 'out of the code') # j .+1048574
        self.refuse_word(0x0000006f | 1 << 31, 'out of the code') # j .-1048576
        self.refuse_word(0x7e000fe3, 'out of the code|misaligned') # beqz zero, .+4094
        self.refuse_word(0x0020006f, 'out of the code|misaligned') # j .+2
        self.refuse_word(0x00000163, 'out of the code|misaligned') # beqz zero, .+2
        self.refuse_word(0x002000ef, 'out of the code|misaligned') # jal ra, .+2

    def test_execution_that_runs_out_of_the_code_is_refused(self):
        elf = Elf(self.good)
        section = elf.section('.port_text')
        last = section['addr'] + section['size'] - 4
        elf.set_word(last, 0x00000013)
        self.refuse(elf.data, r'0x%x .*runs out of the code' % last)

    def test_data_among_the_code_is_refused(self):
        for name, lines in (
                ('words', '.word 1, 2, 3, 4'), ('a legal word', '.word 0x00000013'),
                ('text', '.asciz "abcdefghijk"'), ('addresses', '.dword main, extra'),
                ('a table of differences', '.word main - extra, 0x13'),
                ('an object', '.type table, @object\ntable: addi a0, a0, 1\n.size table, 4')):
            with self.subTest(name):
                self.refuse_text('    .text\n    .globl extra\nextra:\n    ret\n    %s\n'
                                 '    .balign 4\n' % lines.replace('\n', '\n    '), '0x2[0-9a-f]+')

    def test_data_among_the_code_is_refused_by_name(self):
        self.refuse_text('    .text\n    .globl extra\nextra:\n    ret\n    .type table, @object\n'
                         'table: addi a0, a0, 1\n    .size table, 4\n',
                         r'0x2[0-9a-f]+ \((extra\+0x4|table\+0x0)\): data \(table\) in')

    def test_a_constant_jump_to_no_instruction_is_refused(self):
        self.refuse_text('    .text\n    .globl extra\nextra:\n    li t0, 0x3000000\n    jr t0\n',
                         r'0x[0-9a-f]+ \(extra\+0x4\): a jump to 0x3000000, .*: 0x00028067\n')

    def test_an_entry_that_is_no_instruction_is_refused(self):
        for entry in (0, 2, 0x2000002, 0x2100000, ALL_ONES):
            with self.subTest(entry=entry):
                elf = Elf(self.good)
                elf.header['entry'] = entry
                self.refuse(elf.data, 'entry')

    def test_safepoints_without_their_routine_or_section_are_refused(self):
        self.refuse(self.good, 'no_such_routine', ['--safepoints', '.text', '--poll', 'no_such_routine'])
        self.refuse(self.good, 'number', ['--safepoints', '.text', '--poll', 'number'])

    def test_a_routine_for_safepoints_that_never_resumes_is_refused(self):
        options = ['--safepoints', '.text', '--poll']
        self.refuse(self.good, 'helper .*never resumes', options + ['helper'])
        self.assertEqual(self.translate(self.good, options + ['runtime_poll']).status, 0)
        elf = Elf(self.good)
        elf.symbol('runtime_poll')['size'] = 0 # to the next function or the end
        self.assertEqual(self.translate(elf.data, options + ['runtime_poll']).status, 0)
        elf.symbol('helper')['size'] = 0
        self.refuse(elf.data, 'helper .*never resumes', options + ['helper'])
        elf = Elf(self.good)
        elf.symbol('runtime_poll')['size'] -= 4
        self.refuse(elf.data, 'runtime_poll .*never resumes', options + ['runtime_poll'])


class Usage(Refusals):
    def run_with(self, *arguments):
        return programs.execute([self.workshop.translator] + list(arguments))

    def test_wrong_usage_ends_with_2(self):
        good, image = self.path('good.elf'), self.path('usage.image')
        for arguments in ((), (good,), ('-o', image), (good, good, '-o', image),
                          (good, '-o', image, '--nonsense'), (good, '-o', image, '--code-base', '12x'),
                          (good, '-o', image, '--code-base', '4097'),
                          (good, '-o', image, '--code-base', '-1'),
                          (good, '-o', image, '--interval', '0'), (good, '-o'),
                          (good, '-o', image, '--safepoints-at', 'functions')):
            with self.subTest(arguments=arguments):
                run = self.run_with(*arguments)
                self.assertEqual(run.status, 2)
                self.assertRegex(run.messages,
                                 rb'\Arv2e2k: [^\n]*(--help tells more\)|not a number[^\n]*)\n\Z')
                self.assertFalse(os.path.exists(image))

    def test_a_wrong_option_is_named(self):
        for argument, message in (('--nonsense', 'no such option: --nonsense'),
                                  ('--s', 'no such option: --s'), ('-x', 'no such option: -x'),
                                  ('--stats=1', 'takes no value: --stats=1'),
                                  ('--poll', 'no value: --poll'), ('-o', 'no value: -o')):
            with self.subTest(argument):
                run = self.run_with(argument)
                self.assertEqual(run.status, 2)
                self.assertEqual(run.messages.decode(),
                                 'rv2e2k: %s (rv2e2k --help tells more)\n' % message)

    def test_the_program_is_not_replaced_by_its_image(self):
        source, link, hard = (self.path(name) for name in ('same.elf', 'same.link', 'same.hard'))
        with open(source, 'wb') as stream:
            stream.write(self.good)
        os.symlink(source, link)
        os.link(source, hard)
        for output in (source, link, hard, os.path.join(self.folder, '.', 'same.elf')):
            with self.subTest(output):
                run = self.run_with(source, '-o', output)
                self.assertEqual(run.status, 2)
                self.assertRegex(run.messages, rb'\Arv2e2k: [^\n]*replace the program: [^\n]*\n\Z')
                with open(source, 'rb') as stream:
                    self.assertEqual(stream.read(), self.good)

    def test_files_that_are_not_there_end_with_1(self):
        for arguments in ((self.path('none.elf'), '-o', self.path('x')),
                          (self.path('good.elf'), '-o', self.path('none/x')), (self.folder, '-o', 'x')):
            with self.subTest(arguments=arguments):
                run = self.run_with(*arguments)
                self.assertEqual(run.status, 1)
                self.assertRegex(run.messages, rb'\Arv2e2k: [^\n]+: [^\n]+\n\Z')


class WildJumps(Refusals):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        linked = cls.workshop.link([cls.compile('wild.c')], 'e2k', cls.path('wild.elf'))
        cls.image = cls.workshop.translate(linked, cls.path('wild.image'))
        with open(linked, 'rb') as stream:
            cls.elf = Elf(stream.read())

    def address(self, name):
        return self.elf.symbol(name)['value']

    def jump(self, address, how):
        """e2k-board's run with a jump to ADDRESS."""
        where, kind = self.address('where'), self.address('how')
        pokes = ((where, address & 0xffffffff), (where + 4, address >> 32), (kind, how))
        command = [self.workshop.board, '--channel-a', 'stdio', '--limit', '10000000']
        for at, value in pokes:
            command += ['--poke', '0x%x=0x%x' % (at, value)]
        return programs.execute(command + [self.image], timeout=60)

    def trap(self, address):
        for how, name in enumerate(('call', 'jump', 'return')):
            with self.subTest(address='0x%x' % address, how=name):
                run = self.jump(address, how)
                self.assertEqual(run.status, 1, run.messages)
                self.assertRegex(run.output, rb'\Abefore \d+\n\Z')
                self.assertRegex(run.messages, rb'jump to 0x%x\b' % address)

    def test_a_jump_to_a_function_is_made(self):
        run = self.jump(self.address('straight'), 0)
        self.assertRegex(run.output, rb'\Abefore \d+\nbehind\nexit status 0\n\Z')
        self.assertEqual(run.status, 0)

    def test_a_jump_to_null_is_a_trap(self):
        self.trap(0)

    def test_a_jump_to_data_is_a_trap(self):
        for name in ('where', 'constants', '__stack'):
            self.trap(self.address(name))

    def test_a_jump_into_a_block_is_a_trap(self):
        self.trap(self.address('straight') + 4)
        self.trap(self.address('straight') + 16)

    def test_a_jump_to_a_misaligned_address_is_a_trap(self):
        for offset in (2, 3, 6):
            self.trap(self.address('straight') + offset)

    def test_a_jump_beside_the_code_is_a_trap(self):
        text, end = self.elf.section('.text'), self.elf.section('.port_text')
        self.trap(text['addr'] - 4)
        self.trap(end['addr'] + end['size'])
        self.trap(text['addr'] + 0x400000)

    def test_a_jump_to_e2k_code_is_a_trap(self):
        with open(self.image, 'rb') as stream:
            entry = Elf(stream.read()).header['entry']
        self.trap(entry)

    def test_a_jump_to_the_ends_of_the_address_space_is_a_trap(self):
        for address in (4, 8, 0x7fffffc, 0x8000000, 0x80001000, 0xfffffffc, 1 << 32, 1 << 63,
                        (1 << 63) - 4, ALL_ONES - 3, 0xffffffff80000000,
                        (1 << 32) + self.address('straight')):
            self.trap(address)


if __name__ == '__main__':
    PROGRAMS = suite.programs_folder()
    suite.run()
