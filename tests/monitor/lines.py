"""lines.py - what both monitors are asked.

A line is text; {text}, {rodata}, {ram} and the like become addresses of the board, {folder} a
folder of both, {file} a file of each, which is compared afterwards.  `QMP command {...}` is a
command of QMP.

SPDX-License-Identifier: MIT
"""
import os
import re

TABLE = os.path.join(os.path.dirname(os.path.abspath(__file__)),
                     '../../firmware/include/agent/monitor_commands.def')

# By the letter of an argument: what it takes, and what it does not.
GOOD = {'s': 'nosuch', 'B': 'nosuch', 'F': 'nosuch', 'i': '0', 'l': '0', 'M': '0', 'b': 'on',
        'O': 'nosuch'}
BAD = {'s': ['"nosuch'], 'B': ['"nosuch'], 'F': ['"nosuch'], 'O': ['"nosuch'], 'b': ['maybe', 'ON'],
       'i': ['(', '-1', '0x100000000'], 'l': ['@', '0x'], 'M': ['-1', '@', '1M']}


class Row:
    """A command of the table.  NAME is the first of its names, `info` in front."""

    def __init__(self, kind, names, arguments, params, flags):
        self.info = 'info ' * (kind == 'INFO')
        self.names = names.split('|')
        self.name = self.info + self.names[0]
        self.gone = 'g' in flags
        self.arguments = [argument.split('=')[0] for argument in arguments.split(',') if argument]
        self.head = ('%s%s %s' % (self.info, names, params)).strip()


def rows():
    with open(TABLE, encoding='utf-8') as file:
        found = re.findall(r'^HMP_(COMMAND|INFO)\(\w+, \w+, "(.*?)", "(.*?)", "(.*?)", '
                           r'\w+, ".*?", "(.*)",$', file.read(), re.M)
    return [Row(*fields) for fields in found]


def refused(row):
    """Lines with arguments that a command does not take: none of them does anything."""
    if row.gone:
        yield row.name + ' ("'
        return
    taken = []
    for argument in row.arguments:
        letter, optional = argument[0], argument.endswith('?')
        begin = ' '.join([row.name] + taken)
        if letter == '-':
            yield begin + ' -Z'
        elif letter == '/':
            yield from (begin + ' /z', begin + ' /4x4 0')
        elif letter == 'S' or argument == 'i.':
            return
        else:
            if not optional:
                yield begin
            yield from (begin + ' ' + bad for bad in BAD[letter])
            taken.append(GOOD[letter])
    yield ' '.join([row.name] + taken + ['extra'])


def each(begin, *ends):
    return [begin + end for end in ends]


UNKNOWN = [
    '', ' ', '\t', 'nosuch', 'nosuch with arguments', '  nosuch  ', 'NOSUCH', 'Stop', 'sto',
    'info sta', 'info nosuch', 'info  nosuch  x', ' info\t nosuch', 'info ""', 'info "kvm"',
    'info/x kvm', 'inf kvm', 'info KVM', 'cont|c', 'quit|q', 'help|?', '/', '/x', '"stop"',
    'stop;cont', 'nosuch\nother', 'info kvm\n', 'info kvm\r\n', 'info usbhost  ',
    'info usbhost  x', 'info usbhost\n', 'ünïcode', 'a' * 300, 'info ' + 'b' * 300, '-', '--help',
    '1', '1+1', '\x01', 'info kvm\x01', '# comment', 'info version\x00x', '  x',
    '\t info \t kvm \t x', ' x  /z', 'info\tkvm', ' info  name ', 'x/', 'xp/z 1', 'p/',
    'info registers -', 'info registers - a', 'info registers -1', 'info registers -a -a',
    'info registers 99', 'info registers x', 'info block -n -v x y', 'info block -x',
    'info mtree -x', 'info mtree -fo', 'info mtree -f -o x', 'eject - nosuch', 'eject -ff nosuch',
    'eject nosuch -f', 'q extra', 's extra', 'c extra']

HELP = each(
    'help ', 'nosuch', 'info nosuch', 'nosuch other', 'stop extra', 'sto', '"stop"', '"stop',
    'log trace', 'x/4x', 'a b c d e f g h i j k l m n o p', 'a b c d e f g h i j k l m n o p q',
    'info kvm extra', '?', 'cont|c') + ['? info kvm', '?stop', 'help\tstop']

# Both print the list of commands.
LISTS = ['help', '?', 'help ', 'info', 'info ', 'help info', '? info']

EXPRESSIONS = each(
    'print ', '0', '1', '-1', '+1', '--1', '++1', '~0', '~~5', '-~1', '-', '+', '~', '010', '08',
    '0x', '0x10', '0X10', '0xg', '0b11', '1e3', '1.5', '1k', '18446744073709551615',
    '18446744073709551616', '0x10000000000000000', '9223372036854775808', '-9223372036854775808',
    '-9223372036854775809', '4294967296', '1+1', '1--1', '1+-1', '2*3', '7/2', '-7/2', '7%3',
    '-7%3', '7%-3', '1/0', '1%0', '0/0', '6/2*3', '6*2/3', '2+3*4', '(2+3)*4', '((7))', '(', '()',
    '(1', '1)', '(1+', '5&3', '5|3', '5^3', '1|2+4', '1+2|4', '1+2&2', '6&3*2', '1^1^1', '~0&255',
    '1&&1', '1||1', '1<<2', '1==1', '!1', '1,2', '1;2', "'a'", "'ab'", "'", "'a", "''", "'\\n'",
    "'''", "'\\''", "'\\'", "'\\\\'", "' '", "'é'", "'a'+1", "-'a'", '$nosuch', '$', '$$', '$PC',
    '$a.b', '$x32', '$ pc', '@1', '[1]', '1}', '`1`', '"1"', '#1', '0xFFFFFFFF+1', '-1/2', '-1%2',
    '-1/-1', 'a', 'pc', '1a', "1'000", 'inf', '1 + 1', '1 +1', ' 1 ', '1 1', '( 1 + 2 ) * 3',
    '- 1', '1\t+\t1', '2 * ( 3', '1 *2', '5 / (1-1)', '10 -3 -2', '(' * 12 + '1' + ')' * 12, '$pc',
    '$pc+4', '$sp', '$pc*', '$pc $pc')

FORMATS = (
    ['print /%s %s' % (letters, value)
     for letters in 'x d u o c i b h w g L xb dw 4x 0x xd dx cx 99999999999x'.split()
     for value in ('65', '-1', '0', '0x8000000000000000')] +
    ['print /c %d' % code
     for code in (7, 9, 10, 13, 27, 31, 32, 34, 39, 92, 126, 127, 128, 255, 256, 321)] +
    each('p', '/x 10', '/d0x10', ' /x10', ' / x 10', ' /z 10', ' /xz 10', ' /x/ 10', ' /', ' / 10',
         ' /x', ' //x 10', ' /s 10', ' /a 1', ' /f 1', ' /x4 7', ' /-4x 7', ' 10/x', ' /d 10',
         ' 11', ' /x 12', ' 13', ' /i 14', ' 15', ' /o 8', ' /c 66', ' 67', ' /x 0'))

STRINGS = each(
    'device_del ', '"a b"', '"a\\"b"', '"a\\\\b"', '"a\\nb"', '"a\\rb"', '"a\\tb"', '"a\\\'b"',
    '"a\\', '"a', '""', '"a"b', 'a"b"', '"a" "b"', 'a\\ b', "'a b'", 'l' * 300, '"a\\0b"', 'a\tb',
    'é', 'a\x07b', '\x7f', 'nosuch', '/nosuch', 'nosuch extra')

MEMORY = (
    ['%s /20%s%s {%s}' % (command, form, size, place) for command in ('x', 'xp') for form in 'xduoc'
     for size in 'bhwg' for place in ('text', 'rodata', 'ram')] +
    ['%s %s' % (command, rest) for command in ('x', 'xp') for rest in
     ('/xw {text}', '{text}', '/x {text}', '/4 {text}', '/b {text}', '{text}', '/d {text}',
      '/3c {text}', '/w {text}', '/0x {text}', '/1x {text}', '/9xb {text}+1',
      '/5xh {text}+1', '/3xL {text}', '/4wx {text}', '/4xwb {text}', '/xd4 {text}',
      '/s {text}', '/x {text} 4', '4 {text}', '/x nosuch', '/x ({text}', '/300xb {text}',
      '/200dg {rodata}', '/100ch {rodata}', '/x -1', '/8xb 0xfffffffc', '/2xw {text}*2/2',
      '/8xb {hole}', '/4xw {hole}', '/2xg {hole}', '/20c {hole}', '/100xw {end}',
      '/2xw {end}+6', '/4i {text}', '/i {text}', '/2iw {text}', '/4xw $pc',
      '/4xw {unlisted}', '/20c {unlisted}', '/8xb {device}', '/4xw {device}',
      '/4xw {guard}', '/xw {text}')] +
    each('sum ', '{text} 0', '{text} 1', '{text} 16', '{text} 4096', '{rodata} 20000',
         '{text}+1 15', '{ram} 256', '{ram} -1', '0x100000000 4', '{text} 0x100000000',
         '{text} 4 4', 'x 4', '{hole} 0x1000', '4/2*{ram}/2 1') +
    each('memsave ', '{text} 64 "{file}"', '{rodata} 4096 "{file}"', '{ram} 256 "{file}"',
         '{text} 0 "{file}"', '{text} 64 {file}', '{text} 16 "{file}" extra',
         '{text} 16 "unterminated', '{text} 16 ""', '{text} 16 "{folder}/nosuch/file"',
         '{text},16,file', '{text} -1 "{file}"', '{hole} 16 "{file}"', 'nosuch 16 file',
         '0xffffffffffff0000 16 "{file}"') +
    each('pmemsave ', '{text} 64 "{file}"', '{ram} 256 "{file}"', '{text} 5000 "{file}"',
         '{text} 16 "{folder}/nosuch/file"', '{hole} 16 "{file}"') +
    each('i ', '/b 0x60', '/h 0x60', '/w 0x60', '/g 0x60', '/x 0x60', '/xb 0x60 .0x10',
         '/xb 0x60.0x10', '0x60 0x10', '0x10000', '-1', 'nosuch') +
    each('o ', '0', '/b 0x60 0x10', '/h 0x60 0x10', '/w 0x60 0x10', '0x60 0x10 0x20', '0x60 -1') +
    ['p /x 5', 'x /2xw {text}'])

# Nothing of these machines, and errors of what is not there.
ABSENT = (
    each('info ', 'block', 'block nosuch', 'block -v', 'block -n', 'blockstats', 'capture', 'kvm',
         'migrate', 'name', 'numa', 'pci', 'profile', 'snapshots', 'usb', 'usbhost', 'usernet',
         'uuid', 'vnc', 'balloon', 'mem', 'tlb', 'hpet', 'pcmcia', 'qom-tree /nosuch',
         'qom-tree /nosuch x') +
    each('QMP ', 'x-query-numa', 'x-query-usb', 'x-query-profile', 'query-block', 'query-vnc',
         'human-monitor-command {"command-line": "info kvm", "cpu-index": 9}',
         'human-monitor-command {"command-line": "info kvm", "cpu-index": -1}',
         'human-monitor-command {"command-line": "info kvm", "cpu-index": 0}',
         'human-monitor-command {}', 'human-monitor-command {"command-line": 1}') +
    each('commit ', 'all', 'nosuch') + each('eject ', 'nosuch', '-f nosuch', '-f') +
    each('change ', 'nosuch', 'nosuch file', 'vnc', 'vnc 127.0.0.1:0', 'vnc password secret',
         'nosuch file raw retain', 'nosuch -f file') +
    each('drive_add ', '0 if=none', '0 if=scsi', '0 nosuch=1', '-n 0 driver=x', '-n 0 x') +
    each('screendump ', '{folder}/s.ppm', '{folder}/s.ppm nosuch', '-f png {folder}/s.png') +
    ['savevm', 'savevm tag', 'loadvm tag', 'delvm tag'] +
    each('wavcapture ', '{folder}/x.wav', '{folder}/x.wav nosuch') + ['stopcapture 0'] +
    each('migrate ', 'nosuch', '-d nosuch:', '-d -b nosuch') + ['migrate_cancel'] +
    each('hostfwd_add ', 'tcp::5555-:22', 'x tcp::5555-:22', 'tcp::5555', 'nosuch') +
    each('hostfwd_remove ', 'tcp::5555', 'x tcp::5555') +
    each('balloon ', '64', '0', '-1', 'x', '64M', '64 64', '0x10', '1+1', '8796093022207',
         '8796093022208') +
    each('set_link ', 'nosuch on', 'nosuch off', 'nosuch up', 'nosuch on extra', 'a on ') +
    each('boot_set ', 'c', 'nosuch', 'zz', '"c d"') +
    ['getfd x', 'getfd 1x', 'getfd ""', 'closefd x', 'closefd ""', 'nmi 0'] +
    each('watchdog_action ', 'RESET', 'nosuch', 'none', 'pause', 'reset', 'inject-nmi',
         'reset extra', 'NoNe', 'NoSuch', '"A\\nB"'))

DOING = (
    each('sendkey ', 'a', 'ctrl-alt-f1', 'ctrl-alt-delete 5', 'nosuch', 'ctrl-nosuch', 'a b', 'a-',
         '-a', 'a--b', '<', '0x1e', '0x1ff', '0xx', '"a"', 'ctrl-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p',
         'this_is_a_very_long_name_of_a_key') +
    each('mouse_', 'move 1 2', 'move 1 2 3', 'move x y', 'move -1 0x10 -1', 'button 1', 'button 0',
         'button 7', 'button 0', 'set 99', 'set 0') +
    each('cpu ', '0', '1', '9', '-1', 'x', '0 1') + ['singlestep on', 'singlestep x',
         'singlestep off'] +
    each('gdbserver ', 'none', 'nosuch:', 'none extra') +
    each('log ', 'nosuch', 'int,nosuch', 'guest_errors', 'cpu_reset,guest_errors', 'none',
         'none extra', 'trace:help') +
    each('logfile ', '{folder}/log', '{folder}/nosuch/log', '{folder}/nosuch/a%d',
         '{folder}/a%d%d', '%', 'a%5d', 'a b') +
    each('trace-event ', 'nosuch on', 'nosuch maybe', 'nosuch on 9', 'nosuch_* on', 'nosuch* off') +
    each('info trace-events ', 'nosuch', 'nosuch_*', 'nosuch 0', 'nosuch 9', 'nosuch x') +
    each('device_add ', '', 'nosuch', 'nosuch,id=x', 'nosuch,id=1bad', 'driver=nosuch,id=r1',
         '"nosuch', 'a,,b', 'id=x', '{"driver":"nosuch"}', 'nosuch,help', 'nosuch extra',
         'memory-backend-ram', 'nosuch,id=1bad extra', 'nosuch,,x,,id=1bad') +
    each('qom-', 'list', 'list /', 'list /machine', 'list /nosuch', 'list nosuch',
         'list /machine/peripheral-anon', 'list machine/peripheral-anon',
         'list /machine/peripheral-anon/x', 'get /nosuch type',
         'get /machine/peripheral-anon type', 'get /machine/peripheral-anon nosuch',
         'get / nosuch', 'set /nosuch type 1', 'set /machine/peripheral-anon nosuch 1',
         'set /machine/peripheral-anon type x', 'set -j /machine/peripheral-anon type "x"',
         'set -j /nosuch type x', 'set -j /nosuch type {', 'set /nosuch type {') +
    each('object_', 'add help', 'add nosuch', 'add nosuch,id=x', 'add id=x', 'add qom-type=nosuch',
         'add ,', 'add a=b', 'add {"qom-type":"nosuch","id":"x"}', 'add {', 'del nosuch',
         'del "a b"') +
    each('netdev_', 'add help', 'add nosuch,id=x', 'add nosuch', 'add id=x', 'add user',
         'del nosuch') +
    each('ringbuf_', 'read nosuch 10', 'write nosuch text', 'write nosuch "a b"', 'read nosuch 0') +
    each('x', '', 'p', 'p /2xw') + ['nmi'])

# The same matter, whose names differ: a line of the agent's, and one of QEMU's.
PAIRS = [
    ('device_add actuator,help', 'device_add virtio-rng-device,help'),
    ('object_add profile,help', 'object_add memory-backend-ram,help'),
    ('trace-event hmp_command on', 'trace-event guest_cpu_exit on'),
    ('trace-event hmp_command off', 'trace-event guest_cpu_exit off'),
    ('trace-event hmp_command off 9', 'trace-event guest_cpu_exit off 9'),
    ('trace-event hmp_command off 0', 'trace-event vm_state_notify off 0'),
    ('trace-event hmp_* off', 'trace-event guest_cpu_* off'),
    ('info trace-events hmp_command', 'info trace-events vm_state_notify'),
    ('info trace-events hmp_*', 'info trace-events vm_state_*'),
    ('info trace-events hmp_command 0', 'info trace-events vm_state_notify 0'),
    ('info trace-events hmp_command 9', 'info trace-events vm_state_notify 9'),
]

# Of the board: the layout is QEMU's.
BOARD = each(
    'info ', 'version', 'cpus', 'registers', 'registers -a', 'registers 0', 'network', 'chardev',
    'mice', 'irq', 'pic', 'jit', 'qtree', 'qom-tree', 'qom-tree /machine', 'qom-tree machine',
    'qom-tree /machine/peripheral-anon', 'mtree', 'mtree -f', 'mtree -o', 'mtree -f -o', 'mtree -d',
    'mtree -D', 'roms', 'qdm', 'trace-events', 'cpustats', 'ramblock', 'status', 'history') + each(
        'QMP ', 'x-query-irq', 'x-query-jit', 'x-query-roms', 'x-query-ramblock', 'query-status',
        'query-name', 'query-mice') + ['device_add help', 'device_add ?', 'log help']


def all_lines():
    """In the order of asking: what /fmt was last is remembered, and names come back."""
    errors = [line for row in rows() for line in refused(row)]
    names = ['help %s%s' % (row.info, name) for row in rows() for name in row.names]
    return (UNKNOWN + HELP + names + LISTS + errors + EXPRESSIONS + FORMATS + STRINGS + MEMORY +
            ABSENT + DOING + PAIRS + BOARD)
