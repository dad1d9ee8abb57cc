"""sessions.py - what a person does at a terminal of the human monitor, and what is then on the
screen.  Each function takes a terminal.Person whose screen is wide enough for long lines, and
which stands at an empty prompt before and afterwards.

SPDX-License-Identifier: MIT
"""
import random
import re

P = '(qemu) '
UP, DOWN, RIGHT, LEFT = '\033[A', '\033[B', '\033[C', '\033[D'

# Keys, the line they leave, and the cursor in it (None: at its end).  What QEMU 7.2 shows.
EDITING = [
    ('abc\x7f', 'ab', None), ('\b', 'a', None), ('\b\b\b', '', None),
    ('abc' + LEFT, 'abc', 2), (LEFT, 'abc', 1), ('X', 'aXbc', 2), (RIGHT, 'aXbc', 3),
    (RIGHT * 3, 'aXbc', 4), ('\x01', 'aXbc', 0), (LEFT, 'aXbc', 0), ('\x05', 'aXbc', 4),
    ('\x01\x04', 'Xbc', 0), ('\x05\x04', 'Xbc', 3), ('\x17', '', None),
    ('one two  \x17', 'one ', None), ('\x17', '', None), ('\x17', '', None),
    ('abc\033[1~', 'abc', 0), ('Z', 'Zabc', 1), ('\033[4~', 'Zabc', 4),
    ('\033[1~\033[3~', 'abc', 0), ('\033OF', 'abc', 3), ('\033OH', 'abc', 0),
    ('\033[5~\033[Z\033[1;2R', 'abc', 0), ('\033xd', 'dabc', 1), ('\x9bC', 'dabc', 2),
    ('\0\x02\x03\x06\x07\x0f\x11\x12\x13\x14\x16\x18\x19\x1a\x1c\x1d\x1e\x1f', 'dabc', 2),
    ('\x05\x17', '', None),
]

# Where QEMU does nothing or something else (differences.md).
EDITING_OF_OURS = [
    ('abcd\033[H', 'abcd', 0), ('\033[F', 'abcd', 4), (LEFT + LEFT + '\x0b', 'ab', None),
    (LEFT + '\x15', 'b', 0), ('\x05\x15', '', None),
    ('a\u00e9\u20acb\x7f', 'a\u00e9\u20ac', None), ('\x7f', 'a\u00e9', None),
    (LEFT, 'a\u00e9', 1), ('\u00db', 'a\u00db\u00e9', 2), (LEFT + '\x04', 'a\u00e9', 1),
    (RIGHT, 'a\u00e9', 2), ('\x7f\x7f', '', None), ('ab\033\033[D', 'ab', 1),
    ('\033[1;5D', 'ab', 0), ('\033[\x05', 'ab', 2), ('\x17', '', None),
]


def _edit(person, steps):
    for keys, line, cursor in steps:
        person.type(keys if '\x9b' not in keys else keys.encode('latin-1'))
        person.sees(P + line, None if cursor is None else len(P) + cursor)


def keys_edit_the_line(person):
    _edit(person, EDITING)
    _edit(person, EDITING_OF_OURS)
    person.check(person.screen.strange == [], 'no strange sequences: %s' % person.screen.strange)


def a_line_is_ended_by_cr_or_lf_or_both(person):
    person.line('')
    person.line('info kvm', 'kvm support: not compiled')
    person.type('info kvm\n')
    person.sees(P, above=(P + 'info kvm', 'kvm support: not compiled'))
    person.type('info kvm\r\n')
    person.sees(P, above=(P + 'info kvm', 'kvm support: not compiled'))
    person.type('\n')
    person.sees(P, above=(P, ))
    # Wherever the cursor is.
    person.type('info kvm' + LEFT * 3 + '\r')
    person.sees(P, above=(P + 'info kvm', 'kvm support: not compiled'))
    person.line(' \t'.rstrip('\t'))
    person.line('nosuch', "unknown command: 'nosuch'")


def the_screen_is_cleared_and_the_line_stays(person):
    person.type('keep this' + LEFT * 4)
    person.sees(P + 'keep this', len(P) + 5)
    person.type('\f')
    person.check(person.wait(lambda: person.screen.row == 0), 'the line is the first of the screen')
    person.sees(P + 'keep this', len(P) + 5)
    person.type('\x05\x15')
    person.sees(P)


def lines_are_remembered(person):
    for i in range(70):
        person.type('n%d\r' % i)
    person.sees(P, above=(P + 'n69', "unknown command: 'n69'"))
    person.type('info history\r')
    shown = tuple("%d: 'n%d'" % (i, i + 7) for i in range(63)) + ("63: 'info history'",)
    person.sees(P, above=shown)
    for line in 'info history', 'n69', 'n68':
        person.type(UP)
        person.sees(P + line)
    for keys, line in ((DOWN, 'n69'), ('\x10', 'n68'), ('\x0e', 'n69'), ('\033[E', 'info history'),
                       (DOWN, ''), (DOWN, ''), ('half' + UP, 'info history'), (DOWN, ''),
                       (UP * 100, 'n7'), (UP, 'n7')):
        person.type(keys)
        person.sees(P + line)
    # One that is edited is a new line, and one that is repeated is the newest.
    person.type('X\r')
    person.sees(P, above=(P + 'n7X', "unknown command: 'n7X'"))
    person.line('n69', "unknown command: 'n69'")
    person.line('')
    for line in 'n69', 'n7X', 'info history', 'n68':
        person.type(UP)
        person.sees(P + line)
    person.type('\x15')
    person.line('   ')
    person.type(UP)
    person.sees(P + '   ')
    person.type('\x15')
    person.sees(P)


def the_history_has_room_for_so_many_bytes(person, room):
    """Two lines of half the ROOM, their ends included, are remembered; one byte more is not."""
    half = room // 2 - 1
    for letter, size in ('y', half), ('z', half + 1), ('w', half):
        person.line(letter * size, "unknown command: '%s'" % (letter * size))
    for letter in 'w', 'y', 'y':
        person.type(UP)
        person.sees(P + letter * half)
    person.type('\x15')
    person.line('a', "unknown command: 'a'")
    for line in 'a', 'w' * half, 'w' * half:
        person.type(UP)
        person.sees(P + line)
    person.type('\x15')
    person.sees(P)


def a_quoted_line_is_remembered_as_it_was_typed(person):
    person.line('help "stop"', 'stop|s  -- stop the application')
    person.type(UP)
    person.sees(P + 'help "stop"')
    person.type('\x15')
    person.sees(P)


def largest_memory(person):
    """Where it begins, and its bytes."""
    memory = re.findall(r'([0-9a-f]+)-([0-9a-f]+) \(prio 0, ram\)', person.answer('info mtree'))
    size, begin = max((int(end, 16) - int(begin, 16), int(begin, 16)) for begin, end in memory)
    return begin, size + 1


def what_is_locked_is_refused(person, qmp):
    qmp('agent-lock', secret='key', policy='read-only')
    person.line('info kvm', 'kvm support: not compiled')
    person.line('stop', 'Error: The command stop is locked')
    person.line('q', 'Error: The command quit is locked')
    qmp('agent-unlock', secret='key')
    person.line('stop')
    person.line('info status', 'VM status: paused')
    person.line('cont')


def what_is_said_is_cut_off_by_a_key(person):
    """By ^C, when it is what is typed next; at the prompt it does nothing."""
    begin, size = largest_memory(person)
    for end in '\r', '\n', '\r\n':
        start = len(person.said)
        person.type('x /%dxb 0x%x%s' % (min(size, 200000), begin, end))
        person.wait(lambda: len(person.said) - start > 2000)
        person.type('\x03')
        person.check(person.wait(lambda: person.said.endswith(b'^C\r\n' + P.encode())),
                     'it stops, the line ended with %r' % end)
        person.check(len(person.said) - start < 4 * size, 'before the end')
    person.line('info kvm', 'kvm support: not compiled')
    person.type('ab\x03')
    person.sees(P + 'ab')
    person.type('\x15')


def a_long_line_is_cut(person, limit, qmp=None):
    """LIMIT characters are one line; of 10,000 the first LIMIT are."""
    for size in limit, limit + 1, 10000:
        text = ''.join(chr(ord('a') + i % 26) for i in range(size))
        person.type(text)
        person.sees(P + text[:limit])
        if qmp:
            person.check('return' in qmp('query-status'), 'QMP answers meanwhile')
        person.type('\r')
        person.sees(P, above=("unknown command: '%s'" % text[:limit],))
    # Too long to be remembered.
    person.type(UP)
    person.check(person.wait(lambda: not person.watch(0.1)), 'it is quiet')
    person.check(len(person.screen.line()) < limit, 'lines of such a length are not remembered')
    person.type('\x15')
    person.sees(P)
    # A character in the middle of a line that is full has no room either.
    person.type('x' * limit + LEFT * 3 + 'y')
    person.sees(P + 'x' * limit, len(P) + limit - 3)
    person.type('\x7fy')
    person.sees(P + 'x' * (limit - 4) + 'y' + 'xxx', len(P) + limit - 3)
    person.type('\x05\x15')
    person.sees(P)


def garbage_does_no_harm(person, qmp=None, size=65536, seed=7):
    bytes_of = random.Random(seed).randbytes
    for _ in range(size // 4096):
        person.type(bytes_of(4096))
        if qmp:
            person.check('return' in qmp('query-status'), 'QMP answers meanwhile')
    person.type(bytes(range(256)))
    person.check(person.wait(lambda: not person.watch(0.3)), 'it becomes quiet')
    person.type('\r\r')
    person.sees(P, above=(P,))
    person.screen.strange.clear()
    person.line('info kvm', 'kvm support: not compiled')


def a_paste_is_executed_line_by_line(person, lines=500, end='\r', qmp=None):
    start = len(person.said)
    person.type(''.join('paste%d x%s' % (i, end) for i in range(lines)))
    last = b"unknown command: 'paste%d'\r\n(qemu) " % (lines - 1)
    if qmp:
        person.check('return' in qmp('query-status'), 'QMP answers meanwhile')
    person.check(person.wait(lambda: person.said[start:].endswith(last)), 'the last is executed')
    said = person.said[start:].decode()
    expected = ''.join("paste%d x\r\nunknown command: 'paste%d'\r\n(qemu) " % (i, i)
                       for i in range(lines))
    person.check(said == expected, 'every line of a paste is echoed and executed, in order')
    person.sees(P)
