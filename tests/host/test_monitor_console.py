#!/usr/bin/env python3
"""test_monitor_console.py HOST_AGENT - the human monitor's ringbuf_read, ringbuf_write, and info
ramblock.

SPDX-License-Identifier: MIT
"""
import re
import sys
import time

from monitor import Monitor, check, expect, run_tests


def wrong(m, line, text):
    """LINE is refused with TEXT, and how to get help is told."""
    expect(m, line, '%s\r\nTry "help %s" for more information\r\n' % (text, line.split()[0]))


def the_console_is_read_and_is_empty_then(m):
    deadline = time.monotonic() + 10
    said = '\r\n'
    while said == '\r\n' and time.monotonic() < deadline:  # before the application is there
        said = m.says('ringbuf_read console 5')
    check(m, said == 'hub: \r\n', said)
    expect(m, 'ringbuf_read console 0xffffffff', 'started\\u000D\r\n\r\n')
    expect(m, 'ringbuf_read console 1', '\r\n')


def ringbuf_read_refuses_as_qemu(m):
    wrong(m, 'ringbuf_read', 'ringbuf_read: string expected')
    wrong(m, 'ringbuf_read console', 'unexpected end of expression')
    wrong(m, 'ringbuf_read console 1 x', 'ringbuf_read: extraneous characters at the end of line')
    for size in '-1', '0x100000000':
        wrong(m, 'ringbuf_read console ' + size,
              "'ringbuf_read' has failed: integer is for 32-bit values")
    expect(m, 'ringbuf_read console 0', 'Error: size must be greater than zero\r\n')
    expect(m, 'ringbuf_read stdio 1', 'Error: stdio is not a ringbuf device\r\n')
    for name in 'nosuch', 'consoles', 'x' * 480, 'x' * 500, 'x' * 1023:
        expect(m, 'ringbuf_read %s 1' % name, "Error: Device '%s' not found\r\n" % name)


def ringbuf_write_refuses_as_qemu(m):
    wrong(m, 'ringbuf_write', 'ringbuf_write: string expected')
    wrong(m, 'ringbuf_write console', 'ringbuf_write: string expected')
    wrong(m, 'ringbuf_write console a b',
          'ringbuf_write: extraneous characters at the end of line')
    expect(m, 'ringbuf_write stdio x', 'Error: stdio is not a ringbuf device\r\n')
    for name in 'nosuch', 'x' * 480, 'x' * 500, 'x' * 1023:
        expect(m, 'ringbuf_write %s x' % name, "Error: Device '%s' not found\r\n" % name)


def what_is_typed_waits_for_the_application(m):
    """Which is stopped meanwhile, so that the input of 1024 bytes is full at last."""
    expect(m, 'stop', '')
    most = 512 - len('{"device":"console","data":""}')
    expect(m, 'ringbuf_write console ' + 'x' * most, '')
    expect(m, 'ringbuf_write console ' + 'x' * (most + 1), 'Error: the arguments are too long\r\n')
    expect(m, 'ringbuf_write console ""', '')
    expect(m, 'ringbuf_write console "a\\n\\"\\\\\u00e9"', '')
    left = 1024 - most - len('a\n"\\\u00e9'.encode())
    expect(m, 'ringbuf_write console ' + 'x' * 400, '')
    left -= 400
    expect(m, 'ringbuf_write console ' + 'x' * (left + 1),
           "Error: The console's input has room for %d bytes only\r\n" % left)
    expect(m, 'ringbuf_write console ' + 'x' * left, '')
    expect(m, 'ringbuf_write console x',
           "Error: The console's input has room for 0 bytes only\r\n")
    expect(m, 'cont', '')


def memories_are_in_columns(m):
    text = m.says('info ramblock').split('\r\n')
    check(m, text[0] == '%24s %8s  %18s %18s %18s' % ('Block Name', 'PSize', 'Offset', 'Used',
                                                      'Total'), text)
    check(m, len(text) == 3 and text[2] == '' and
          re.fullmatch(r' {21}ram    4 KiB  0x[0-9a-f]{16} 0x0000000000010000 0x0000000000010000',
                       text[1]), text)
    check(m, m.qmp('x-query-ramblock') ==
          {'return': {'human-readable-text': '\n'.join(text)}}, 'QMP says the same')
    expect(m, 'info ramblock x', 'ramblock: extraneous characters at the end of line\r\n'
           'Try "help info ramblock" for more information\r\n')


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, the_console_is_read_and_is_empty_then, ringbuf_read_refuses_as_qemu,
              ringbuf_write_refuses_as_qemu, what_is_typed_waits_for_the_application,
              memories_are_in_columns)


if __name__ == '__main__':
    main()
