#!/usr/bin/env python3
"""pages.py - what pages say of build options, of an image's addresses and of the RAM that a board takes,
compared with the code.  Exit status 1 when a page is wrong.

SPDX-License-Identifier: MIT
"""
import glob
import os
import re
import sys
import tempfile
import tomllib

sys.dont_write_bytecode = True # nothing into the source tree

import measure

# Sentences, with an expression of build options where the number stands.
SENTENCES = {
    'SECURITY.md': [
        'listened to for {AGENT_LOCK_WAIT / 1000000} s, then {2 * AGENT_LOCK_WAIT / 1000000}, '
        '{4 * AGENT_LOCK_WAIT / 1000000}, at most {AGENT_LOCK_WAIT_MAX / 1000000}.',
        'PBKDF1 with {AGENT_LOCK_ROUNDS} rounds of SHA-256 (`AGENT_LOCK_ROUNDS`)',
        '({AGENT_YIELD / 1000} ms after {AGENT_SLICE / 1000} ms by default)',
    ],
    'docs/assurance/faults.md': ['(`AGENT_SLICE`, {AGENT_SLICE / 1000} ms)'],
    'docs/debugging.md': [
        'There may be {AGENT_BREAKPOINTS_MAX} breakpoints.',
        'kept up to {AGENT_PANIC_TEXT - 1} bytes (`AGENT_PANIC_TEXT`)',
    ],
    'docs/gdb.md': [
        'with the same limits, {AGENT_BREAKPOINTS_MAX} and {AGENT_WATCHPOINTS_MAX} at a time.',
        'of at most {GDB_LINE_MAX - 1} bytes:',
    ],
    'docs/monitor.md': [
        'The last {AGENT_TRACE_ENTRIES} lines are kept',
        'at most {LINES_MAX} lines',
    ],
    'docs/protocol.md': [
        'looked at every {AGENT_WATCH_PERIOD / 1000} ms (`AGENT_WATCH_PERIOD`)',
        'There are at most {AGENT_WATCHES_MAX}.',
        'At most {AGENT_LOCK_RULES_MAX} rules of at most {AGENT_LOCK_PATTERN_MAX} characters.',
        'the secret that `agent-lock` was given (1 to {AGENT_LOCK_SECRET_MAX} bytes)',
        'for {AGENT_LOCK_WAIT / 1000000} s, then {2 * AGENT_LOCK_WAIT / 1000000} s, '
        '{4 * AGENT_LOCK_WAIT / 1000000} s, at most {AGENT_LOCK_WAIT_MAX / 1000000} s,',
        '`AGENT_MONITOR_LINE` bytes ({AGENT_MONITOR_LINE}, QEMU any number)',
    ],
}
OPTION = re.compile(r'\b(?:QMP|AGENT|BOARD)_[A-Z_]+\b')
# What is no build option.
CONSTANTS = {'GDB_LINE_MAX': 'firmware/gdb/gdb.h', 'LINES_MAX': 'firmware/monitor/terminal/history.c'}
# An event whose rate on a line protocol.md tells, and the bytes a second of that line.
EVENT, RATE = 'AGENT_PROPERTY_CHANGE', 115200 / 10
TIMESTAMP = '{"seconds": 1795257260, "microseconds": 949467}'
# Rows `| OPTION | default | netduinoplus2 |`.
ROW = re.compile(r'^\| `([A-Z_]+)` \| (\d+) \| (\d+) \|', re.M)
# Boards whose RAM has nothing of size but what porting.md counts: no harts, no virtio.
COUNTED = ['mps2-an385', 'netduinoplus2', 'e2k']
RAM_ALLOWED = 0.05
# Tables with numbers that are neither made by a program, between markers, nor pages made as a whole:
# (page, how their first line begins) and why.
MADE = {'docs/reference.md', 'docs/devices.md', 'docs/monitor-handlers.md'}
BY_HAND = {
    ('README.md', '| board | processor |'): 'the 16550 is a name',
    ('docs/monitor.md', '| option | default |'): 'check_rows() compares it',
    ('docs/testing.md', '| option | |'): 'seconds of an option, which check_timeout() compares',
    ('docs/assurance/faults.md', '| noise per byte |'): 'what tests/assure/faults prints in 40 minutes',
    ('docs/assurance/fuzzing-protocol.md', '| target | planted |'): 'what tests/fuzz/mistakes.py prints in minutes',
    ('docs/misra.md', '| no | rule |'): 'tests/assure/analysis compares it',
}
NUMBER = re.compile(r'\| *-?[\d,.]{2,}( ?(%|k|ms|us|s|bytes))? *\|')
TIMEOUT = re.compile(r"'--board-timeout'.*?default=(\d+)", re.S)
# Pages that show where the image of riscv-virt has `hub`.
SHOW_HUB = ['README.md', 'docs/monitor.md', 'docs/debugging.md']


class Check:
    def __init__(self):
        self.wrong = 0

    def expect(self, kept, text):
        self.wrong += not kept
        print('%s %s' % ('kept  ' if kept else 'WRONG ', text))


def read(page):
    with open(measure.path(page), encoding='utf-8') as file:
        return file.read()


def options_of(names, definitions=()):
    """Values of build options, by the compiler."""
    with tempfile.TemporaryDirectory(prefix='e2kmon-numbers-') as folder:
        source, program = os.path.join(folder, 'options.c'), os.path.join(folder, 'options')
        with open(source, 'w', encoding='ascii') as file:
            file.write('#include "agent/config.h"\n#include "qmp/config.h"\n#include <stdio.h>\nint main(void)\n{\n')
            file.writelines('    printf("%s %%lld\\n", (long long)(%s));\n' % (name, name) for name in sorted(names))
            file.write('}\n')
        measure.run('cc', '-I' + measure.path('protocol/include'), '-I' + measure.path('firmware/include'),
                    *('-D' + definition for definition in definitions), source, '-o', program)
        return {name: int(value) for name, value in (line.split() for line in measure.run(program).splitlines())}


def limits_of(board):
    """BOARD_LIMITS of its board.cmake."""
    found = re.search(r'set\(BOARD_LIMITS ([^)]*)\)', read('board/%s/board.cmake' % board))
    return found.group(1).split() if found else []


def constants():
    return {name: int(re.search(r'^#define %s (\d+)u?$' % name, read(file), re.M).group(1))
            for name, file in CONSTANTS.items()}


def evaluate(expression, values):
    value = eval(expression, {'__builtins__': {}}, values)  # pylint: disable=eval-used
    return int(value) if value == int(value) else value


def check_sentences(check):
    names = {name for texts in SENTENCES.values() for text in texts
             for inside in re.findall(r'\{.*?\}', text) for name in OPTION.findall(inside)}
    values = {**options_of(names), **constants()}
    for page, texts in SENTENCES.items():
        have = re.sub(r'\s+', ' ', read(page))
        for text in texts:
            said = re.sub(r'\{(.*?)\}', lambda m: str(evaluate(m.group(1), values)), text)
            check.expect(said in have, '%s: "%s"' % (page, said))


def check_rows(check, page='docs/monitor.md'):
    rows = ROW.findall(read(page))
    names = [name for name, _, _ in rows]
    here, small = options_of(names), options_of(names, limits_of('netduinoplus2'))
    check.expect(len(rows) > 4, '%s has a table of options' % page)
    for name, default, netduino in rows:
        check.expect((int(default), int(netduino)) == (here[name], small[name]),
                     '%s: %s is %d, and %d of netduinoplus2' % (page, name, here[name], small[name]))


def check_ram(check, page='docs/porting.md'):
    """The rule of thumb, for each board."""
    rule = re.search(r'RAM is about\n\n((?:    .*\n)+)', read(page)).group(1)
    rule = re.sub(r'\s+', ' ', rule.replace('for the stacks', ''))
    for board in COUNTED:
        ports = re.search(r'^ports="(.*)"', read('board/%s/run.conf' % board), re.M).group(1)
        roles = [port.split('=')[1] for port in ports.split()]
        counted = {'QMP port': roles.count('qmp'), 'gdb port': roles.count('gdb'), 'terminal': roles.count('monitor')}
        expression = re.sub(r'\) for each (QMP port|gdb port|terminal)', lambda m: ') * %d' % counted[m.group(1)], rule)
        told = evaluate(expression.strip(), options_of(OPTION.findall(rule), limits_of(board)))
        size = measure.size_of(board)
        true = size['data'] + size['bss'] + size['stacks']
        check.expect(abs(told - true) <= RAM_ALLOWED * true,
                     '%s: RAM of %s: %d by the rule, %d in truth' % (page, board, told, true))


def check_rate(check, page='docs/protocol.md'):
    """Events a second, rounded to tens."""
    text = read(page)
    event = re.search(r'^\{"timestamp": \{\.\.\.\}, "event": "%s".*\}$' % EVENT, text, re.M).group(0)
    many = RATE / len(event.replace('{...}', TIMESTAMP) + '\r\n')
    said = 'A line of 115200 baud carries about %d such events a second' % round(many, -1)
    check.expect(said in text, '%s: "%s" (%.1f)' % (page, said, many))


def tables_by_hand(text):
    """First lines of tables that have numbers and are not between markers."""
    found, header, skipping, lines = [], None, False, text.split('\n')
    for before, line in zip([''] + lines, lines):
        if re.match(r'<!-- \w+:(begin|end) -->$', line):
            skipping = line.endswith(':begin -->')
        if not line.startswith('|'):
            header = None
        elif re.match(r'\|[-:|]+\|$', line):
            header = before
        elif header and not skipping and NUMBER.search(line) and header not in found:
            found.append(header)
    return found


def check_tables(check):
    left = set(BY_HAND)
    pages = ['README.md', 'SECURITY.md'] + sorted(
        os.path.relpath(page, measure.ROOT) for page in glob.glob(measure.path('docs/**/*.md'), recursive=True))
    for page in (p for p in pages if p not in MADE):
        for header in tables_by_hand(read(page)):
            known = {key for key in BY_HAND if key[0] == page and header.startswith(key[1])}
            left -= known
            if not known:
                check.expect(False, '%s: nothing makes or checks the numbers of the table "%s"' % (page, header))
    check.expect(not left, 'tables with numbers are made, or listed with a reason %s' % (sorted(left) or ''))


def check_proofs(check, page='docs/assurance/proofs.md'):
    """Goals, as the provers' run is compared with them."""
    rows = re.findall(r'^\| \[(\w+)\].*\| WP: (\d+) of (\d+) goals(?: of \d+ functions)?, (\d+) planted',
                      read(page), re.M)
    check.expect(bool(rows), '%s has a table of goals' % page)
    for name, *told in rows:
        proof = tomllib.loads(read('tests/proofs/%s/proof.toml' % name))
        claimed = [proof['goals'] - len(proof.get('open', ())), proof['goals'], len(proof['mutant'])]
        check.expect([int(number) for number in told] == claimed,
                     '%s: %s: %d of %d goals, %d planted mistakes' % (page, name, *claimed))


def check_timeout(check, page='docs/testing.md'):
    default = TIMEOUT.search(read('tools/python/e2kmon/pytest_plugin.py')).group(1)
    check.expect('| `--board-timeout SECONDS` | %s |' % default in read(page), '%s: --board-timeout is %s' % (page, default))


def check_addresses(check):
    out = measure.run('nm', measure.built('riscv-virt', 'e2kmon.elf'))
    address = int(re.search(r'^([0-9a-f]+) \w hub$', out, re.M).group(1), 16)
    for page in SHOW_HUB:
        check.expect('0x%x' % address in read(page), '%s: hub is at 0x%x' % (page, address))


def main():
    check = Check()
    try:
        for part in (check_sentences, check_rows, check_ram, check_rate, check_tables, check_proofs, check_timeout,
                     check_addresses):
            part(check)
    except measure.NotThere as problem:
        print('pages.py: %s' % problem)
        return 1
    return 1 if check.wrong else 0


if __name__ == '__main__':
    sys.exit(main())
