#!/usr/bin/env python3
"""test_monitor_core.py HOST_AGENT - the human monitor's table, and its commands that are the
protocol's own, over human-monitor-command.

SPDX-License-Identifier: MIT
"""
import json
import sys

from monitor import Monitor, check, expect, memory_base, run_tests


def names_are_found_and_others_quoted(m):
    expect(m, '', '')
    expect(m, ' \t ', '')
    expect(m, 'nosuch with arguments', "unknown command: 'nosuch'\r\n")
    expect(m, '  nosuch', "unknown command: '  nosuch'\r\n")
    expect(m, 'Stop', "unknown command: 'Stop'\r\n")
    expect(m, 'sto', "unknown command: 'sto'\r\n")
    expect(m, 'stop;cont', "unknown command: 'stop;cont'\r\n")
    expect(m, 'stop|s', "unknown command: 'stop|s'\r\n")
    expect(m, '/x', "unknown command: ''\r\n")
    expect(m, 'info sta', "unknown command: 'info sta'\r\n")
    expect(m, 'info  nosuch  x', "unknown command: 'info  nosuch'\r\n")
    expect(m, 'inf status', "unknown command: 'inf'\r\n")
    expect(m, 'info/x status', "unknown command: 'info'\r\n")
    expect(m, 'stop\0cont', "unknown command: 'stop\0cont'\r\n")
    expect(m, '\u00e9', "unknown command: '\u00e9'\r\n")
    expect(m, 'info \U0001f600', "unknown command: 'info \U0001f600'\r\n")
    expect(m, 'a"\\b', "unknown command: 'a\"\\b'\r\n")


def arguments_are_checked_before_anything_is_done(m):
    m.events.clear()
    expect(m, 'stop extra', 'stop|s: extraneous characters at the end of line\r\n'
           'Try "help stop" for more information\r\n')
    expect(m, 'q extra', 'quit|q: extraneous characters at the end of line\r\n'
           'Try "help q" for more information\r\n')
    expect(m, '\t info \t status \t x', 'status: extraneous characters at the end of line\r\n'
           'Try "help \t info \t status" for more information\r\n')
    expect(m, 'cpu 4294967296', "'cpu' has failed: integer is for 32-bit values\r\n"
           'Try "help cpu" for more information\r\n')
    expect(m, 'cpu', 'unexpected end of expression\r\nTry "help cpu" for more information\r\n')
    expect(m, '  cpu', 'unexpected end of expression\r\n'
           'Try "help   cpu" for more information\r\n')
    check(m, m.events == [], 'events: %s' % m.events)


def the_application_is_stopped_and_resumed(m):
    expect(m, 'info status', 'VM status: running\r\n')
    m.events.clear()
    expect(m, ' stop \r\n', '')
    check(m, m.events == ['STOP'], 'stop sends STOP before its return, and nothing else')
    expect(m, 'info status', 'VM status: paused\r\n')
    expect(m, 's', '')
    expect(m, 'system_reset', '')
    expect(m, 'info status', 'VM status: paused (prelaunch)\r\n')
    m.events.clear()
    expect(m, 'c', '')
    check(m, m.events == ['RESUME'], 'c sends RESUME')
    m.events.clear()
    expect(m, 'system_powerdown', '')
    check(m, m.events == ['POWERDOWN'], 'system_powerdown sends POWERDOWN')


def what_the_board_is_is_told(m):
    expect(m, 'info kvm', 'kvm support: not compiled\r\n')
    expect(m, 'info uuid', '00000000-0000-0000-0000-000000000000\r\n')
    expect(m, 'info name', '')
    expect(m, 'info cpus', '* CPU #0: thread_id=0\r\n')
    version = m.qmp('query-version')['return']
    expect(m, 'info version', '%d.%d.%d%s\r\n' % (
        version['qemu']['major'], version['qemu']['minor'], version['qemu']['micro'],
        version['package']))


def processors_are_chosen_by_number(m):
    expect(m, 'cpu 0', '')
    expect(m, 'cpu 1', 'invalid CPU index\r\n')
    expect(m, 'info cpus', '* CPU #0: thread_id=0\r\n', cpu_index=0)
    for index in -1, 1, 1 << 40:
        reply = m.qmp('human-monitor-command', command_line='nosuch', cpu_index=index)
        check(m, reply == {'error': {'class': 'GenericError',
                                     'desc': "Parameter 'cpu-index' expects a CPU number"}},
              'cpu-index %d: %s' % (index, reply))


def help_tells_of_all_and_of_one(m):
    lines = m.says('help').split('\r\n')
    check(m, lines.pop() == '', 'help ends with a line')
    check(m, lines == sorted(lines, key=lambda line: line.split(' ')[0]), 'help is in order')
    for line in lines:
        names, _, rest = line.partition(' ')
        params, dashes, sentence = rest.partition(' -- ')
        check(m, dashes and sentence and '\t' not in line, 'a line of help: %r' % line)
        for name in names.split('|'):
            if name in ('info', 'log'):
                continue
            expect(m, 'help ' + name, line + '\r\n')
    for line in m.says('help info').split('\r\n')[:-1]:
        expect(m, 'help info ' + line.split(' ')[1], line + '\r\n')
    check(m, any(line.startswith('info [subcommand]') for line in lines), 'info is in help')
    expect(m, 'info', m.says('help info'))
    expect(m, 'info ', m.says('help info'))
    expect(m, '?', m.says('help'))
    expect(m, 'help stop extra', m.says('help stop'))
    expect(m, 'help nosuch', "unknown command: 'nosuch'\r\n")
    expect(m, 'help info nosuch', "unknown command: 'info nosuch'\r\n")
    expect(m, 'help x/4x', "unknown command: 'x/4x'\r\n")
    expect(m, '?stop', "unknown command: '?stop'\r\n")
    expect(m, 'help a b c d e f g h i j k l m n o p', "unknown command: 'a'\r\n")
    expect(m, 'help a b c d e f g h i j k l m n o p q', '')


def a_line_has_a_longest(m):
    expect(m, 'x' * 4095, "unknown command: '%s'\r\n" % ('x' * 4095))
    expect(m, 'x' * 4096, 'command line too long\r\n')
    expect(m, '\u00e9' * 2047 + 'x', "unknown command: '%sx'\r\n" % ('\u00e9' * 2047))
    expect(m, 'info kvm', 'kvm support: not compiled\r\n')


def a_lock_binds_lines_too(m):
    m.qmp('agent-lock', secret='key', rules=[{'match': 'stop', 'action': 'allow'},
                                             {'match': 'query-kvm', 'action': 'deny'}])
    expect(m, 'quit', 'Error: The command quit is locked\r\n')
    expect(m, 'system_reset x', 'Error: The command system_reset is locked\r\n')
    expect(m, 'info kvm', 'Error: The command query-kvm is locked\r\n')
    expect(m, 'help stop', 'stop|s  -- stop the application\r\n')
    expect(m, 'info status', 'VM status: running\r\n')
    expect(m, 's', '')
    m.qmp('agent-unlock', secret='key')
    expect(m, 'c', '')


def many_lines_at_once_are_answered_in_order(m):
    m.send(''.join(json.dumps({'execute': 'human-monitor-command', 'id': i,
                               'arguments': {'command-line': 'n%d' % i}}) for i in range(200)))
    for i in range(200):
        reply = m.read()
        check(m, reply == {'id': i, 'return': "unknown command: 'n%d'\r\n" % i}, reply)


def a_long_text_comes_whole_or_is_cancelled(m):
    base = memory_base(m)
    line = 'x /65536xb 0x%x' % base
    whole = m.says(line)
    lines = whole.split('\r\n')
    check(m, len(lines) == 65536 // 8 + 1 and lines[-1] == '', '%d lines' % len(lines))
    check(m, all(text.startswith('%016x: 0x' % (base + 8 * i))
                 for i, text in enumerate(lines[:-1])), 'each begins with its address')
    m.send(json.dumps({'execute': 'human-monitor-command', 'id': 1,
                       'arguments': {'command-line': line}}))
    m.process.stdout.peek(1) # it has begun, and is longer than what a pipe holds
    m.send(json.dumps({'exec-oob': 'agent-cancel', 'id': 2}))
    cut, cancelled = m.read(), m.read()
    check(m, cancelled == {'id': 2, 'return': {'cancelled': True}}, 'it was cancelled')
    check(m, cut['id'] == 1 and len(cut['return']) < len(whole) and
          whole.startswith(cut['return']), 'what was cancelled is a beginning')
    expect(m, 'info kvm', 'kvm support: not compiled\r\n')


def quit_is_answered_before_the_end(m):
    m.events.clear()
    expect(m, 'q', '')
    check(m, m.events == ['SHUTDOWN'], 'quit sends SHUTDOWN')


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, names_are_found_and_others_quoted,
              arguments_are_checked_before_anything_is_done,
              the_application_is_stopped_and_resumed, what_the_board_is_is_told,
              processors_are_chosen_by_number, help_tells_of_all_and_of_one,
              a_line_has_a_longest, a_lock_binds_lines_too,
              many_lines_at_once_are_answered_in_order, a_long_text_comes_whole_or_is_cancelled,
              quit_is_answered_before_the_end)


if __name__ == '__main__':
    main()
