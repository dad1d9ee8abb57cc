#!/usr/bin/env python3
"""test_qemu_text.py BOARD [--image ELF] - a board in QEMU has two monitors: the agent's and
QEMU's own.  Both are asked the same lines (lines.py), and say the same to the byte, but for what
differences.md gives a reason for.

SPDX-License-Identifier: MIT
"""
import argparse
import json
import os
import random
import re
import shutil
import struct
import sys

import differences
import lines
from board import ROOT, Board, Session

EMULATORS = {'riscv-virt': 'qemu-system-riscv64', 'mps2-an385': 'qemu-system-arm'}
# ram: memory that the image does not use.  hole: nothing is there.  end: the last bytes of memory.
# unlisted: memory of the machine that the board does not list.  guard: a page that guards a stack.
PLACES = {
    'riscv-virt': {'ram': 0x84000000, 'hole': 0x40000, 'end': 0x88000000 - 64, 'unlisted': 0x1000,
                   'device': 0x10000000, 'guard': 0x807ff000},
    'mps2-an385': {'ram': 0x20300000, 'hole': 0x50000000, 'unlisted': 0x21000000,
                   'device': 0x40000000},
}
DIFFERENCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'differences.md')


def sections(image):
    """Addresses by name: of an ELF file of 32 or 64 bits."""
    with open(image, 'rb') as file:
        data = file.read()
    wide = data[4] == 2
    table, = struct.unpack_from('<Q' if wide else '<I', data, 40 if wide else 32)
    size, count, names = struct.unpack_from('<3H', data, 58 if wide else 46)
    heads = [struct.unpack_from('<IIQQQQ' if wide else '<6I', data, table + i * size)
             for i in range(count)]
    texts = data[heads[names][4]:]
    return {texts[head[0]:texts.index(0, head[0])].decode(): head[3] for head in heads}


class Two(Board):
    """A board, and QEMU's monitor beside the agent's."""

    def __init__(self, name, image):
        super().__init__(name, image, ['--', '-qmp', 'unix:{}/qemu,server=on,wait=off'])
        found = sections(self.image)
        self.places = dict(PLACES[name], text=found['.text'] + 64, rodata=found['.rodata'])
        self.files = 0

    def __enter__(self):
        super().__enter__()
        self.qemu = Session(self.path('qemu'))
        return self

    def __exit__(self, *_):
        self.qemu.socket.close()
        super().__exit__()

    def known(self, line):
        """Whether the board has all places of a line."""
        return all(name in self.places for name in re.findall('{(.*?)}', line)
                   if name in PLACES['riscv-virt'])

    def fill(self, line, who):
        for name, address in self.places.items():
            line = line.replace('{%s}' % name, hex(address))
        return line.replace('{folder}', self.folder.name).replace('{file}', self.target(who))

    def target(self, who):
        return '%s/%s-%d' % (self.folder.name, who, self.files)

    def ask(self, line):
        """What the agent says, and what QEMU does."""
        ours, theirs = line if isinstance(line, tuple) else (line, line)
        self.files += 1
        asked = (ours, answer(self, self.fill(ours, 'agent')) + self.saved('agent'),
                 answer(self.qemu, self.fill(theirs, 'qemu')) + self.saved('qemu'))
        if theirs.startswith('loadvm'):  # QEMU has held the machine, and the agent with it
            self.qemu.qmp('cont')
        return asked

    def saved(self, who):
        """What a command has written to a file."""
        if not os.path.exists(self.target(who)):
            return ''
        with open(self.target(who), 'rb') as file:
            return 'file ' + file.read().hex()


def answer(monitor, line):
    """What one of them says; of a QMP command the JSON."""
    if line.startswith('QMP '):
        command, _, arguments = line[4:].partition(' ')
        reply = monitor.qmp(command, **json.loads(arguments or '{}'))
    else:
        reply = monitor.qmp('human-monitor-command', command_line=line)
    said = reply.get('return', reply)
    if isinstance(said, dict):
        said = said.get('human-readable-text', said)
    return said if isinstance(said, str) else json.dumps(said, sort_keys=True)


def heads(text):
    """Of lines of help what stands before the sentence, which is everybody's own."""
    return [line.split(' -- ')[0] for line in text.split('\r\n') if line]


def without_sentences(asked):
    """Lists of help have the commands in common in the same order, and those of the agent are asked
    for one by one (lines.py)."""
    line, agent, qemu = asked
    if line in lines.LISTS:
        ours, theirs = heads(agent), heads(qemu)
        return (line, '\r\n'.join(head for head in ours if head in theirs),
                '\r\n'.join(head for head in theirs if head in ours))
    if line.startswith(('help', '?')):
        return line, agent.split(' -- ')[0].strip(), qemu.split(' -- ')[0].strip()
    return asked


def beyond(two):
    """Lines about the commands that only QEMU has: help for each."""
    known = {row.name for row in lines.rows()}
    names = [re.match(r'((info )?[^ |\t[]+)', head) for line in ('help', 'info')
             for head in heads(answer(two.qemu, line))]
    return ['help ' + name.group(1) for name in names if name and name.group(1) not in known]


def a_hold_is_a_hold(two):
    """What stops and resumes.  QEMU's would stop the agent, too: it goes second, and back at once."""
    asked = []
    for stop, cont in ('s', 'c'), ('stop', 'cont'):
        for told in ('', 'singlestep on', 'singlestep off'):
            asked.append(two.ask(told))
            ours = [answer(two, line) for line in (stop, stop, 'info status')]
            theirs = [answer(two.qemu, line) for line in (stop, stop, 'info status')]
            theirs += [answer(two.qemu, line) for line in (cont, cont, 'info status')]
            ours += [answer(two, line) for line in (cont, cont, 'info status')]
            asked += zip((stop, stop, 'info status while stopped', cont, cont,
                          'info status while running'), ours, theirs)
    return asked


def ask_all(two):
    asked = a_hold_is_a_hold(two)
    answer(two, 'stop')
    two.qmp('agent-memory-write', address=two.places['ram'],
            data=random.Random(7).randbytes(512).hex())
    asked += [two.ask(line) for line in lines.all_lines() + beyond(two) if two.known(str(line))]
    return [without_sentences(item) for item in asked]


def the_table_is_what_help_says(asked, faults):
    said = {line: agent for line, agent, _ in asked}
    for row in lines.rows():
        # Of these two, help lists what they take.
        if row.name not in ('info', 'log') and said['help ' + row.name] != row.head:
            faults.append('help %s says %r' % (row.name, said['help ' + row.name]))


def the_comparison_can_fail(asked, board, faults):
    """One answer is spoilt, one reason goes, one comes that nothing needs: each is found."""
    def found(answers, entries):
        return differences.judge(answers, entries, board)[0]

    good = differences.read(DIFFERENCES)
    equal = next(i for i, (line, agent, qemu) in enumerate(asked)
                 if agent == qemu and line.startswith('x /20'))
    line, agent, qemu = asked[equal]
    before = len(found(asked, good))
    spoilt = asked[:equal] + [(line, agent.replace('0', '1', 1), qemu)] + asked[equal + 1:]
    fewer = [entry for entry in differences.read(DIFFERENCES) if 'info version' not in entry.texts]
    cells = {'line': '`info kvm`', 'where': '', 'agent': '`...`', 'QEMU 7.2': '`...`',
             'reason': 'none'}
    for what, now in (('a spoilt answer', found(spoilt, differences.read(DIFFERENCES))),
                      ('a missing reason', found(asked, fewer)),
                      ('a reason too many', found(asked, differences.read(DIFFERENCES) +
                                                  [differences.Answers(0, cells)]))):
        if len(now) <= before:
            faults.append('the comparison does not find ' + what)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('board')
    parser.add_argument('--image')
    args = parser.parse_args()
    if not shutil.which(EMULATORS[args.board]):
        print('skipped: there is no', EMULATORS[args.board])
        return 77
    with Two(args.board, args.image) as two:
        asked = ask_all(two)
    faults, explained = differences.judge(asked, differences.read(DIFFERENCES), args.board)
    the_table_is_what_help_says(asked, faults)
    the_comparison_can_fail(asked, args.board, faults)
    for fault in faults:
        print('not so:', fault)
    equal = sum(agent == qemu for _, agent, qemu in asked)
    print('%d answers: %d equal, %d different for a reason' % (len(asked), equal, explained))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
