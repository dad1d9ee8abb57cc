#!/usr/bin/env python3
"""test_monitor_processor.py HOST_AGENT - commands of the human monitor about the processor, on a board
that tells nothing of itself and has no port for gdb (the boards': tests/monitor/test_processor.py).

SPDX-License-Identifier: MIT
"""
import sys

from monitor import Monitor, check, expect, run_tests

HELP = 'Try "help %s" for more information\r\n'


def singlestep_is_told_and_nothing_else(m):
    for line, on in ('singlestep', True), ('singlestep off', False), ('singlestep on', True):
        expect(m, line, '')
        check(m, m.qmp('query-status')['return']['singlestep'] == on, 'query-status: ' + line)
    expect(m, 'info status', 'VM status: running (single step mode)\r\n')
    expect(m, 'stop', '')
    expect(m, 'info status', 'VM status: paused (single step mode)\r\n')
    expect(m, 'c', '')
    expect(m, 'singlestep ON', 'unexpected option ON\r\n')
    expect(m, 'singlestep on off',
           'singlestep: extraneous characters at the end of line\r\n' + HELP % 'singlestep')
    expect(m, 'singlestep off', '')


def what_a_board_does_not_have_is_as_in_qemu(m):
    expect(m, 'nmi', 'Error: this feature or command is not currently supported\r\n')
    expect(m, 'nmi 0', 'nmi: extraneous characters at the end of line\r\n' + HELP % 'nmi')
    for line in 'mce', 'mce 0 0 0 0 0 0':
        expect(m, line, "unknown command: 'mce'\r\n")
    expect(m, 'info mem', "unknown command: 'info mem'\r\n")
    expect(m, '  info  tlb', "unknown command: '  info  tlb'\r\n")
    for line in 'info irq', 'info pic', 'info jit', 'info roms':
        expect(m, line, '')
    for command in 'x-query-irq', 'x-query-jit', 'x-query-roms':
        check(m, m.qmp(command) == {'return': {'human-readable-text': ''}}, command)


def gdb_is_served_nowhere(m):
    expect(m, 'gdbserver', "Could not open gdbserver on device 'tcp::1234'\r\n")
    expect(m, 'gdbserver stdio', "Could not open gdbserver on device 'stdio'\r\n")
    expect(m, 'gdbserver none', 'Disabled gdbserver\r\n')


def the_one_processor_is_online(m):
    expect(m, 'cpu_set 0 online', '')
    expect(m, 'cpu_set 0 offline', 'Error: The agent runs on CPU 0\r\n')
    expect(m, 'cpu_set 1 online', 'invalid CPU index\r\n')
    expect(m, 'cpu_set 4294967295 online', 'invalid CPU index\r\n')
    expect(m, 'cpu_set 4294967296 online',
           "'cpu_set' has failed: integer is for 32-bit values\r\n" + HELP % 'cpu_set')
    expect(m, 'cpu_set 0 ON', 'unexpected state ON\r\n')
    expect(m, 'cpu_set 0', 'cpu_set: string expected\r\n' + HELP % 'cpu_set')


def registers_that_nobody_lays_out_are_none(m):
    expect(m, 'info registers', '\r\nCPU#0\r\n')
    expect(m, 'info registers -a', '\r\nCPU#0\r\n')
    expect(m, 'info registers 1', 'CPU#1 not available\r\n')
    expect(m, 'info registers -b',
           'registers: unsupported option -b\r\n' + HELP % 'info registers')


def memory_is_in_the_map(m):
    text = m.says('info mtree').split('\r\n')
    check(m, text[:2] == ['address-space: memory',
                          '  0000000000000000-ffffffffffffffff (prio 0, i/o): system'], text)
    check(m, len(text) == 5 and text[2].endswith(' (prio 0, ram): ram') and text[3:] == ['', ''], text)
    first, last = (int(number, 16) for number in text[2].split(' (')[0].split('-'))
    check(m, last - first + 1 == 1 << 16, text[2])


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, singlestep_is_told_and_nothing_else, what_a_board_does_not_have_is_as_in_qemu,
              gdb_is_served_nowhere, the_one_processor_is_online,
              registers_that_nobody_lays_out_are_none, memory_is_in_the_map)


if __name__ == '__main__':
    main()
