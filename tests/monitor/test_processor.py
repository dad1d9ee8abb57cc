#!/usr/bin/env python3
"""test_processor.py BOARD [--image ELF] [--harts N] - commands of the human monitor about processors,
memory map, image and interrupts, against what commands of QMP tell of the same.

--harts  a board with so many processors: only what needs more than one

SPDX-License-Identifier: MIT
"""
import argparse
import re
import subprocess
import sys
import time

from board import Board, connect

RISCV = ['pc', 'mhartid', 'mstatus', 'mip', 'mie', 'mtvec', 'mepc', 'mcause', 'mtval', 'mscratch']
X = ('zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 '
     't3 t4 t5 t6').split()
ARM = ['r%d' % i for i in range(13)] + ['sp', 'lr', 'pc']
UNKNOWN = "unknown command: '%s'\r\n"


def is_arm(m):
    return m.qmp('query-target')['return']['arch'] == 'arm'


def is_e2k(m):
    return m.name == 'e2k'


def interrupts(m):
    return m.name not in ('e2k', 'riscv-virt-polled')


def registers(m, cpu=0):
    """Values by name, of those that are known."""
    told = m.qmp('agent-read-registers', cpu_index=cpu, system=True)['return']['registers']
    return {register['name']: register['value'] for register in told}


def layout(m, cpu, values):
    """What `info registers` is to say of a held processor."""
    def show(name, digits):
        return '%0*x' % (digits, values[name]) if name in values else '-' * digits

    lines = ['', 'CPU#%d' % cpu]
    if is_arm(m):
        for i in range(0, 16, 4):
            lines.append(' '.join('R%02d=%s' % (n, show(ARM[n], 8)) for n in range(i, i + 4)))
        xpsr = values['xpsr']
        flags = ''.join(c if xpsr >> (31 - i) & 1 else '-' for i, c in enumerate('NZCV'))
        mode = ('handler' if xpsr & 0x1ff
                else 'unpriv-thread' if values['control'] & 1 else 'priv-thread')
        lines.append('XPSR=%s %s %s %s' % (show('xpsr', 8), flags,
                                           'T' if xpsr >> 24 & 1 else 'A', mode))
    else:
        names = ['pc'] if is_e2k(m) else RISCV
        lines += [' %-8s %s' % (name, show(name, 16)) for name in names]
        if 'fp' in values:
            values['s0'] = values['fp']
        for i in range(0, 32, 4):
            lines.append(''.join(' %-8s %s' % ('x%d/%s' % (n, X[n]), show(X[n], 16))
                                 for n in range(i, i + 4)))
    return ''.join(line + '\r\n' for line in lines)


def registers_are_laid_out_as_qemu_does(m):
    m.expect('stop', '')
    values = registers(m)
    said = m.says('info registers')
    # Interrupts wait, or do not, while the rest stands.
    said = re.sub(r'mip      [0-9a-f]*', 'mip      %016x' % values.get('mip', 0), said)
    wanted = layout(m, 0, values)
    m.check(said == wanted, 'info registers said\n%s\nand not\n%s' % (said, wanted))
    m.expect('info registers 1', 'CPU#1 not available\r\n')
    m.expect('info registers 4294967295', 'CPU#4294967295 not available\r\n')
    m.check(m.says('info registers -a 1').count('CPU#') == 1, '-a is about all there are')
    for line, text in (
            ('-b', 'registers: unsupported option -b'), ('-1', 'registers: unsupported option -1'),
            ('0 1', 'registers: extraneous characters at the end of line'),
            ('x', "invalid char 'x' in expression")):
        m.expect('info registers ' + line,
                 text + '\r\nTry "help info registers" for more information\r\n')
    m.expect('cont', '')
    m.check('CPU#0' in m.says('info registers'), 'they are told while the application runs')


def processors_go_off_and_on(m):
    m.expect('cpu_set 0 online', '')
    m.expect('cpu_set 0 offline', 'Error: The agent runs on CPU 0\r\n')
    m.expect('cpu_set 1 offline', 'invalid CPU index\r\n')
    m.expect('cpu_set 0 half', 'unexpected state half\r\n')
    m.expect('cpu_set 0', 'cpu_set: string expected\r\nTry "help cpu_set" for more information\r\n')


def commands_of_other_processors_are_unknown(m):
    for line in 'mce', 'mce 0 0 0 0 0 0', 'mce -b':
        m.expect(line, UNKNOWN % 'mce')
    if is_arm(m) or is_e2k(m):
        m.expect('info mem', UNKNOWN % 'info mem')
    else:
        m.expect('info mem', 'No translation or protection\r\n')


def singlestep_is_told_and_nothing_else(m):
    for line, on in ('singlestep', True), ('singlestep off', False), ('singlestep on', True):
        m.expect(line, '')
        m.check(m.qmp('query-status')['return']['singlestep'] == on, 'query-status after ' + line)
        m.expect('info status', 'VM status: running%s\r\n' % (' (single step mode)' if on else ''))
    m.expect('singlestep x', 'unexpected option x\r\n')
    m.expect('singlestep on off', 'singlestep: extraneous characters at the end of line\r\n'
             'Try "help singlestep" for more information\r\n')
    m.expect('singlestep off', '')


def nmi_is_that_of_qmp(m):
    m.events.clear()
    said = m.says('nmi')
    events = list(m.events)
    reply = m.qmp('inject-nmi')
    if 'error' in reply:
        m.check(said == 'Error: %s\r\n' % reply['error']['desc'], 'nmi said %r' % said)
    else:
        m.check(said == '' and 'GUEST_PANICKED' in events, 'nmi said %r, %s' % (said, events))
        m.qmp('cont')
    m.expect('nmi 0', 'nmi: extraneous characters at the end of line\r\n'
             'Try "help nmi" for more information\r\n')


def ranges(m, text, pattern):
    """What each line says by PATTERN; the rest of the line is to be nothing."""
    found = [re.fullmatch(pattern, line) for line in text.split('\r\n')[:-1]]
    m.check(all(found), 'not all lines are %s: %s' % (pattern, text))
    return [match for match in found if match]


MTREE = r'%s([0-9a-f]{16})-([0-9a-f]{16}) \(prio 0, (ram|rom|i/o)\): (\S+)'


def memory_and_devices_are_listed_by_address(m):
    tree, flat = m.says('info mtree'), m.says('info mtree -f')
    begin = ('address-space: memory\r\n'
             '  0000000000000000-ffffffffffffffff (prio 0, i/o): system\r\n')
    m.check(tree.startswith(begin) and tree.endswith('\r\n\r\n'), 'info mtree says %s' % tree)
    lines = ranges(m, tree[len(begin):-2], MTREE % '    ')
    begin = 'FlatView #0\r\n AS "memory", root: system\r\n Root memory region: system\r\n'
    m.check(flat == begin + tree.split('system\r\n', 1)[1].replace('\n    ', '\n  ')[2:],
            'the flat view is %s' % flat)
    last = -1
    for line in lines:
        first = int(line[1], 16)
        m.check(first > last, 'ascending and disjoint: %s' % line[0])
        last = int(line[2], 16)
    memory = m.qmp('query-memory-size-summary')['return']['base-memory']
    told = sum(int(line[2], 16) - int(line[1], 16) + 1 for line in lines if line[3] == 'ram')
    m.check(told == memory, '%d bytes of RAM, not %d' % (told, memory))
    for line in ('-d -f', 'unsupported option -f'), ('-x', 'unsupported option -x'), \
            ('-fo', 'extraneous characters at the end of line'):
        m.expect('info mtree ' + line[0], 'mtree: %s\r\n'
                 'Try "help info mtree" for more information\r\n' % line[1])
    m.expect('info mtree -D', tree)
    m.expect('info mtree -f-d', flat)


def devices_are_named_by_their_paths(m):
    owned = ranges(m, m.says('info mtree -f -o').split('root', 1)[1].split('system\r\n', 1)[1]
                   .split('system\r\n')[-1][:-2], MTREE % '  ' + r'(?: owner:\{dev path=(\S+)\})?')
    paths = {line[5] for line in owned if line[5]}
    m.check(len(paths) >= 3, 'there are devices: %s' % paths)
    for path in paths:
        m.check('return' in m.qmp('qom-list', path=path), 'there is %s' % path)


def sections_are_where_the_linker_has_put_them(m):
    text = m.says('info roms')
    m.check(m.qmp('x-query-roms')['return']['human-readable-text'] == text.replace('\r', ''),
            'x-query-roms says the same')
    lines = ranges(m, text, r'addr=([0-9a-f]{16}) size=0x([0-9a-f]{6,}) mem=(ram|rom) name="(\S+)"')
    linked = m.image.replace('.elf', '.riscv.elf') if is_e2k(m) else m.image
    headers = subprocess.run(['readelf', '-SW', linked], stdout=subprocess.PIPE, text=True,
                             check=True).stdout
    sections = {name: (int(address, 16), int(size, 16)) for name, address, size in re.findall(
        r'\] (\S+)\s+\S+\s+([0-9a-f]+) [0-9a-f]+ ([0-9a-f]+)', headers)}
    m.check({'.text', '.rodata', '.data', '.bss', '.app_stack'} <= {line[4] for line in lines},
            'the main sections are there')
    for line in lines:
        address, size = sections[line[4]]
        m.check(int(line[1], 16) == address and int(line[2], 16) <= size < int(line[2], 16) + 16,
                'readelf says 0x%x 0x%x, not %s' % (address, size, line[0]))


def interrupts_are_counted(m):
    def count():
        text = m.says('info irq')
        return sum(int(number) for number in re.findall(r'(?m)^ ?\d+: (\d+)\r$', text)), text

    first, text = count()
    second, _ = count()
    human = m.qmp('x-query-irq')['return']['human-readable-text']
    if interrupts(m):
        name = 'armv7m_nvic' if is_arm(m) else 'riscv.sifive.plic'
        m.check(text.startswith('IRQ statistics for %s:\r\n' % name), text)
        m.check(0 < first < second, 'a request is an interrupt: %d, then %d' % (first, second))
        m.check(human.startswith('IRQ statistics for %s:\n' % name), human)
    elif is_e2k(m):
        m.check(text == human == '', 'nobody counts: %s' % text)
    pic = m.says('info pic')
    if is_e2k(m):
        m.check(pic == '', 'there is no controller: %s' % pic)
    else:
        device = 'nvic' if is_arm(m) else 'plic'
        enabled = m.qmp('qom-get', path=device, property='enabled')['return']
        m.check(pic.startswith('%s (' % device) and '  enabled = 0x%x\r\n' % enabled in pic, pic)


def protection_is_shown(m):
    if is_e2k(m):
        m.expect('info tlb', UNKNOWN % 'info tlb')
        return
    pages = ranges(m, m.says('info tlb'), r'[ \d]\d: ([0-9a-f]{16})-([0-9a-f]{16}) '
                   r'privileged ([r-][w-][x-]) user ([r-][w-][x-])'
                   r'(?: without eighths 0x[0-9a-f]{2})?')
    stack = re.search(r'addr=(\S+) .* name="\.app_stack"', m.says('info roms'))[1]
    m.check(any(int(page[2], 16) + 1 == int(stack, 16) and page[3] == page[4] == '---'
                for page in pages), 'the page below the stack is closed: %s' % pages)


def translated_code_is_told(m):
    text = m.says('info jit')
    if not is_e2k(m):
        m.check(text == '', text)
        return
    headers = subprocess.run(['readelf', '-SW', m.image], stdout=subprocess.PIPE, text=True,
                             check=True).stdout
    size = int(re.search(r'\] \.text\s+\S+\s+[0-9a-f]+ [0-9a-f]+ ([0-9a-f]+)', headers)[1], 16)
    m.check(text.startswith('Translation buffer state:\r\ngen code size       %d\r\n' % size), text)


def gdb_is_served_where_it_is_said(m):
    m.expect('gdbserver none', 'Disabled gdbserver\r\n')
    m.expect('gdbserver nosuch:', "Could not open gdbserver on device 'nosuch:'\r\n")
    m.expect('gdbserver none extra', 'gdbserver: extraneous characters at the end of line\r\n'
             'Try "help gdbserver" for more information\r\n')
    if m.name not in ('mps2-an385', 'mps2-an385-newlib'):
        return
    gdb = connect(m.path('gdb'))

    def answers():
        said = b''
        gdb.settimeout(1)
        try:
            while True:
                said += gdb.recv(4096)
        except TimeoutError:
            return said

    gdb.sendall(b'$?#3f')
    m.check(answers() == b'', 'nobody answers gdb')
    m.expect('gdbserver', "Waiting for gdb connection on device 'uart2'\r\n")
    said = answers()
    m.check(said.startswith(b'+$T'), 'gdb is answered: %r' % said)
    m.expect('info status', 'VM status: paused\r\n')
    m.expect('gdbserver none', 'Disabled gdbserver\r\n')
    m.expect('info status', 'VM status: running\r\n')
    m.expect('gdbserver uart2', "Waiting for gdb connection on device 'uart2'\r\n")
    m.expect('gdbserver uart0', "Could not open gdbserver on device 'uart0'\r\n")
    # gdb's own line: `monitor gdbserver none`.
    gdb.sendall(b'+$qRcmd,' + b'gdbserver none'.hex().encode() + b'#')
    packet = b'qRcmd,' + b'gdbserver none'.hex().encode()
    gdb.sendall(b'%02x' % (sum(packet) & 255))
    m.check(b'Error: gdb cannot choose its own port'.hex().encode() in answers(),
            'gdb cannot close its own port')
    gdb.close()


def beats(m, cpu):
    return m.qmp('qom-get', path='worker%d' % cpu, property='beats')['return']


def stays(m, cpu):
    before = beats(m, cpu)
    time.sleep(0.5)
    return beats(m, cpu) == before


def goes_on(m, cpu):
    before, end = beats(m, cpu), time.monotonic() + 20
    while beats(m, cpu) == before and time.monotonic() < end:
        pass
    return beats(m, cpu) != before


def registers_of_all_harts_are_told_while_they_run(m):
    m.check(goes_on(m, 1), 'hart 1 works')
    for line in 'info registers 1', 'info registers -a':
        text = m.says(line)
        pc = int(re.search(r'CPU#1\r\n pc       ([0-9a-f]+)', text)[1], 16)
        m.check(0x80000000 <= pc < 0x80800000, 'hart 1 is in the image: %s' % text)
        m.check(' mhartid  0000000000000001\r\n' in text, text)
    m.check(goes_on(m, 1), 'hart 1 goes on')
    m.expect('info registers 2', 'CPU#2 not available\r\n')
    m.expect('cpu 1', '')
    m.check('CPU#1' in m.says('info registers', cpu_index=1), 'of the chosen one')
    m.expect('info tlb', 'Error: Only CPU 0 can be asked for what it protects\r\n', cpu_index=1)
    m.expect('stop', '')
    for cpu in 0, 1:
        values = registers(m, cpu)
        said = m.says('info registers %d' % cpu)
        said = re.sub(r'mip      [0-9a-f]*', 'mip      %016x' % values['mip'], said)
        m.check(said == layout(m, cpu, values), 'of %d: %s' % (cpu, said))
    m.expect('cont', '')


def a_hart_that_is_offline_stays(m):
    m.expect('cpu_set 1 offline', '')
    m.check(stays(m, 1), 'hart 1 is held')
    m.expect('info status', 'VM status: running\r\n')
    m.check('CPU#1' in m.says('info registers 1'), 'it can be looked at')
    m.expect('stop', '')
    m.expect('cont', '')
    m.check(stays(m, 1), 'it stays so when the application goes on')
    m.expect('stop', '')
    before = registers(m, 1)['pc']
    m.check('return' in m.qmp('agent-step', cpu_index=1), 'it can be stepped')
    while m.read().get('event') != 'AGENT_STOP':
        pass
    m.check(registers(m, 1)['pc'] != before, 'the step was done')
    m.expect('cont', '')
    m.check(stays(m, 1), 'it stays after a step')
    m.expect('cpu_set 1 online', '')
    m.check(goes_on(m, 1), 'hart 1 goes on')
    m.expect('cpu_set 1 offline', '')
    m.expect('system_reset', '')
    time.sleep(0.3)
    m.check(stays(m, 1), 'it stays offline when the application restarts')
    m.expect('cpu_set 1 online', '')
    m.check(goes_on(m, 1), 'and works afterwards')
    m.expect('cpu_set 2 offline', 'invalid CPU index\r\n')


ONE = (registers_are_laid_out_as_qemu_does, processors_go_off_and_on,
       commands_of_other_processors_are_unknown, singlestep_is_told_and_nothing_else,
       nmi_is_that_of_qmp, memory_and_devices_are_listed_by_address,
       devices_are_named_by_their_paths, sections_are_where_the_linker_has_put_them,
       interrupts_are_counted, protection_is_shown, translated_code_is_told,
       gdb_is_served_where_it_is_said)
MORE = (registers_of_all_harts_are_told_while_they_run, a_hart_that_is_offline_stays)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('board')
    parser.add_argument('--image')
    parser.add_argument('--harts', type=int, default=1)
    args = parser.parse_args()
    options = []
    if args.board.startswith('mps2-an385'):
        options = ['--gdb', 'unix:{}/gdb']
    if args.harts > 1:
        options = ['--', '-smp', str(args.harts)]
    with Board(args.board, args.image, options) as board:
        for test in MORE if args.harts > 1 else ONE:
            before = board.wrong
            test(board)
            print('%-6s %s' % ('ok' if board.wrong == before else 'WRONG', test.__name__), flush=True)
        board.qmp('quit')
        board.process.wait(20)
    sys.exit(board.wrong != 0)


if __name__ == '__main__':
    main()
