#!/usr/bin/env python3
"""test_monitor_memory.py HOST_AGENT - print, x, xp, i, o, sum, memsave and pmemsave of the human
monitor.

monitor_recorded.jsonl has lines and what Debian's QEMU 7.2 (riscv64 virt) says to them, in their
order: {"line", "text"}, or {"restart"} of the machine.  Memory is elsewhere here, so its address is
replaced in both where memory is shown.  Where "ours" is set the text is what the agent says instead.

SPDX-License-Identifier: MIT
"""
import json
import os
import random
import re
import struct
import sys

from monitor import Monitor, check, expect, memory_base, run_tests

RECORDED = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'monitor_recorded.jsonl')
RECORDED_BASE = 0x80000000
NO_MEMORY = ': Cannot access memory\r\n'


def write(m, address, data):
    m.qmp('agent-memory-write', address=address, data=data.hex())


def recorded_lines():
    with open(RECORDED, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def recorded_memory():
    """The bytes that the recorded machine had, as one of its dumps shows them."""
    text = next(r['text'] for r in recorded_lines() if r.get('line') == 'x /20xg 0x80000000')
    words = re.findall(r' 0x([0-9a-f]{16})', text)
    return b''.join(struct.pack('<Q', int(word, 16)) for word in words)


def what_qemu_was_recorded_to_say_is_said(program):
    """Returns how many lines were not answered so."""
    m, wrong = Monitor(program), 0
    base = memory_base(m)
    write(m, base, recorded_memory())
    for record in recorded_lines():
        if 'restart' in record:
            wrong += m.wrong
            m.process.stdin.close()
            m.process.wait(20)
            m = Monitor(program)
            base = memory_base(m)
            write(m, base, recorded_memory())
            continue
        expect(m, re.sub(r'^( *xp?/?.* )0x80000000\b', r'\g<1>' + hex(base), record['line']),
               re.sub(r'\b(0x)?00000000(80000[0-9a-f]{3}):',
                      lambda found: '%s%016x:' % (found.group(1) or '', base - RECORDED_BASE +
                                                  int(found.group(2), 16)), record['text']))
    wrong += m.wrong
    m.process.stdin.close()
    m.process.wait(20)
    return wrong


def evaluate(text):
    """What the monitor computes, by Python; None: a division by zero."""
    class Word:
        def __init__(self, value):
            self.value = (value + (1 << 63)) % (1 << 64) - (1 << 63)

        def quotient(self, other):
            value = abs(self.value) // abs(other.value)
            return value if (self.value < 0) == (other.value < 0) else -value

        def __add__(self, other): return Word(self.value + other.value)
        def __sub__(self, other): return Word(self.value - other.value)
        def __mul__(self, other): return Word(self.value * other.value)
        def __and__(self, other): return Word(self.value & other.value)
        def __or__(self, other): return Word(self.value | other.value)
        def __xor__(self, other): return Word(self.value ^ other.value)
        def __truediv__(self, other): return Word(self.quotient(other))
        def __mod__(self, other):
            return Word(self.value - self.quotient(other) * other.value)
        def __neg__(self): return Word(-self.value)
        def __pos__(self): return self
        def __invert__(self): return Word(~self.value)

    levels = ['+-', '&|^', '*/%']
    tokens = re.findall(r'\d+|[^ ]', text)

    def level(n):
        if n == len(levels):
            token = tokens.pop(0)
            if token in '+-~':
                value = level(n)
                return -value if token == '-' else ~value if token == '~' else value
            if token == '(':
                value = level(0)
                tokens.pop(0)
                return value
            return Word(int(token))
        value = level(n + 1)
        while tokens and tokens[0] in levels[n]:
            token, other = tokens.pop(0), level(n + 1)
            value = {'+': Word.__add__, '-': Word.__sub__, '*': Word.__mul__, '&': Word.__and__,
                     '|': Word.__or__, '^': Word.__xor__, '/': Word.__truediv__,
                     '%': Word.__mod__}[token](value, other)
        return value

    try:
        return level(0).value
    except ZeroDivisionError:
        return None


def random_expression(r, depth=0):
    words = []
    for _ in range(r.randint(1, 5)):
        operand = r.choice([lambda: str(r.randint(0, 9)), lambda: str(r.getrandbits(64)),
                            lambda: str(1 << 63)])()
        if depth < 4 and r.random() < 0.3:
            operand = '(' + random_expression(r, depth + 1) + ')'
        words += [r.choice(['', '', '-', '~', '-~', '~ -', '+-+']) + operand,
                  r.choice('+-*/%&|^')]
    return r.choice(['', ' ']).join(words[:-1])


def random_expressions_are_computed_as_by_hand(m):
    r = random.Random(7)
    for _ in range(1500):
        text = random_expression(r)
        value = evaluate(text)
        expect(m, 'print /d ' + text, 'division by zero\r\nTry "help print" for more information'
               '\r\n' if value is None else '%d\r\n' % value)
    # These end QEMU 7.2.
    expect(m, 'p /d -9223372036854775808/-1', '-9223372036854775808\r\n')
    expect(m, 'p /d -9223372036854775808%-1', '0\r\n')


def parentheses_are_16_deep(m):
    expect(m, 'p /x ' + '(' * 16 + '1' + ')' * 16, '0x1\r\n')
    expect(m, 'p /x ' + '(' * 17 + '1' + ')' * 17, 'expression too deep\r\n'
           'Try "help p" for more information\r\n')
    expect(m, 'p /x ' + '(1+' * 16 + '1' + ')' * 16, '0x11\r\n')
    expect(m, 'p /x -(~(-(~5)))', '0x7\r\n')
    expect(m, 'p /d ' + '-~' * 2000 + '0', '2000\r\n')
    expect(m, 'p /d ' + '~-' * 2000 + '0', '-2000\r\n')


def strings_end_where_they_end(m):
    expect(m, 'memsave 0 "', 'invalid char \'"\' in expression\r\n'
           'Try "help memsave" for more information\r\n')
    expect(m, 'memsave 0 1 "a" "b"', 'memsave: extraneous characters at the end of line\r\n'
           'Try "help memsave" for more information\r\n')
    for name in '"', '"a', '"a\\', '"a\\"', '"a\\t"', '"\\0"':
        expect(m, 'memsave 0 1 ' + name, 'memsave: string expected\r\n'
               'Try "help memsave" for more information\r\n')


def numbers_of_every_size_and_format_stand_in_columns(m):
    base, r = memory_base(m), random.Random(3)
    data = bytes(r.choice([0, 1, 7, 8, 127, 128, 255, 39, 92, 10, 13, 65]) for _ in range(256))
    write(m, base, data)

    def character(c):
        return "'%s'" % {39: "\\'", 92: '\\\\', 10: '\\n', 13: '\\r'}.get(
            c, chr(c) if 32 <= c < 127 else '\\x%02x' % c)

    def number(form, size, raw):
        value = int.from_bytes(raw, 'little', signed=form == 'd' and size == 8)
        width = [3, 5, 10, 20] if form in 'du' else [3, 6, 11, 22]
        column = width[{1: 0, 2: 1, 4: 2, 8: 3}[size]]
        if form == 'x':
            return '0x%0*x' % (2 * size, value)
        return ('%d' % value if form in 'du' else '0%o' % value if value else '0').rjust(column)

    for form in 'xduoc':
        for letter, size in ('b', 1), ('h', 2), ('w', 4), ('g', 8), ('L', 8):
            for count in 1, 3, 16, 17, 32:
                unit = 1 if form == 'c' else size
                units = count * size // unit
                line = (8 if size == 1 else 16) // unit
                text = ''
                for first in range(0, units, line):
                    text += '%016x:' % (base + first * unit)
                    for i in range(first, min(units, first + line)):
                        raw = data[i * unit:(i + 1) * unit]
                        text += ' ' + (character(raw[0]) if form == 'c' else
                                       number(form, size, raw))
                    text += '\r\n'
                expect(m, 'xp /%d%s%s %d' % (count, form, letter, base), text)


def a_dump_ends_where_memory_ends(m):
    base, size = memory_base(m), 1 << 16
    write(m, base + size - 32, bytes(range(32)))
    line = '%016x: 0x13121110 0x17161514 0x1b1a1918 0x1f1e1d1c\r\n' % (base + size - 16)
    expect(m, 'x /4xw %d' % (base + size - 16), line)
    expect(m, 'x /5xw %d' % (base + size - 16), line + '%016x' % (base + size) + NO_MEMORY)
    expect(m, 'x /4xw %d' % (base + size - 15), '%016x' % (base + size - 15) + NO_MEMORY)
    expect(m, 'xp /1b %d' % (base - 1), '%016x' % (base - 1) + NO_MEMORY)
    expect(m, 'x /2147483648xg %d' % (base + size - 16),
           '%016x: 0x1716151413121110 0x1f1e1d1c1b1a1918\r\n' % (base + size - 16) +
           '%016x' % (base + size) + NO_MEMORY)
    expect(m, 'x /99999999999cg %d' % (base + size), '%016x' % (base + size) + NO_MEMORY)
    text = m.says('x /65536xb %d' % base)
    check(m, text.count('\r\n') == 8192 and text.endswith('0x1e 0x1f\r\n'), 'all of memory')


def what_is_not_memory_sums_up_to_nothing_at_once(m):
    expect(m, 'sum 0 0xffffffff', '00000\r\n')
    expect(m, 'sum 0xffffffff 0xffffffff', '00000\r\n')


def without_files_memory_is_not_saved(m):
    for line in 'memsave 0 1 "f"', 'pmemsave 0 1 "f"':
        reply = m.qmp(line.split()[0], val=0, size=1, filename='f')
        check(m, 'error' in reply, reply)
        expect(m, line, 'Error: %s\r\n' % reply['error']['desc'])
    expect(m, 'memsave 0 1 ""', m.says('pmemsave 0 1 ""'))


def a_format_is_remembered_by_its_session(m):
    expect(m, 'p /o 8', '010\r\n')
    expect(m, 'p 8', '010\r\n')
    expect(m, 'p /zzz 8', "invalid char in format: 'z'\r\nTry \"help p\" for more information\r\n")
    expect(m, 'p 8', '010\r\n')
    expect(m, 'p /x $nosuch', 'unknown register\r\nTry "help p" for more information\r\n')
    expect(m, 'p 8', '0x8\r\n')
    expect(m, 'i /ib 0', 'portb[0x0000] = 0xff\r\n')
    expect(m, 'i 0', 'portb[0x0000] = 0xff\r\n')
    expect(m, 'i /wx 65535.0', 'portl[0x0000] = 0xffffffff\r\n')


def main():
    wrong = what_qemu_was_recorded_to_say_is_said(sys.argv[1])
    print('%-6s %s' % ('WRONG' if wrong else 'ok', 'what_qemu_was_recorded_to_say_is_said'))
    m = Monitor(sys.argv[1])
    m.wrong = wrong
    run_tests(m, random_expressions_are_computed_as_by_hand, parentheses_are_16_deep,
              strings_end_where_they_end, numbers_of_every_size_and_format_stand_in_columns,
              a_dump_ends_where_memory_ends, what_is_not_memory_sums_up_to_nothing_at_once,
              without_files_memory_is_not_saved, a_format_is_remembered_by_its_session)


if __name__ == '__main__':
    main()
