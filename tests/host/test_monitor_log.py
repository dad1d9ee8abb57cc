#!/usr/bin/env python3
"""test_monitor_log.py HOST_AGENT - log, logfile, info log, trace-event, info trace-events, and
trace-event-get-state and -set-state; info profile and info cpustats where they have no timer.

SPDX-License-Identifier: MIT
"""
import re
import sys

from monitor import Monitor, check, expect, run_tests

POINTS = ['agent_enter', 'agent_leave', 'app_fault', 'app_restart', 'app_state', 'app_stop',
          'hmp_command', 'port_event', 'port_read', 'port_write', 'profile_sample', 'qmp_command']
TRY = 'Try "help %s" for more information\r\n'


def logged(m, name=''):
    """Lines of the log, without their clock, whose point begins with NAME."""
    lines = [line.split(':', 1)[1] for line in m.says('info log').split('\r\n')[:-1]]
    return [line for line in lines if line.startswith(name)]


def nothing_is_logged_at_first(m):
    expect(m, 'info log', '')
    expect(m, 'info trace-events', ''.join('%s : state 0\r\n' % name for name in POINTS))


def trace_points_are_turned_on_and_off_by_name(m):
    expect(m, 'trace-event qmp_command on', '')
    expect(m, 'info trace-events qmp_*', 'qmp_command : state 1\r\n')
    m.qmp('query-name')
    expect(m, 'trace-event qmp_command off', '')
    m.qmp('query-uuid')
    check(m, logged(m) == ['qmp_command human-monitor-command',
                           'qmp_command trace-event-get-state', 'qmp_command query-name',
                           'qmp_command human-monitor-command',
                           'qmp_command trace-event-set-state'],
          'query-uuid is not logged: %s' % logged(m))


def patterns_stand_for_many(m):
    expect(m, 'trace-event app_* on', '')
    expect(m, 'info trace-events app_*', 'app_fault : state 1\r\napp_restart : state 1\r\n'
           'app_state : state 1\r\napp_stop : state 1\r\n')
    expect(m, 'trace-event * off', '')
    expect(m, 'trace-event nosuch* on', '')
    expect(m, 'info trace-events nosuch*', '')
    expect(m, 'info trace-events "app_stat*"', 'app_state : state 0\r\n')


def names_that_are_none_are_refused(m):
    expect(m, 'trace-event nosuch on', 'unknown event "nosuch"\r\n')
    expect(m, 'trace-event "" on', 'unknown event ""\r\n')
    expect(m, 'info trace-events nosuch', 'unknown event "nosuch"\r\n')
    expect(m, 'trace-event app_stop\\ on', 'unknown event "app_stop\\"\r\n')
    for name in 'x' * 64, 'x' * 63:
        expect(m, 'trace-event %s on' % name, 'unknown event "%s"\r\n' % name)
    expect(m, 'trace-event "%s*" on' % ('x' * 62), '')
    expect(m, 'trace-event', 'trace-event: string expected\r\n' + TRY % 'trace-event')
    expect(m, 'trace-event nosuch maybe',
           "Expected 'on' or 'off'\r\n" + TRY % 'trace-event')
    expect(m, 'info trace-events x y',
           "invalid char 'y' in expression\r\n" + TRY % 'info trace-events')


def no_point_has_a_state_for_a_processor(m):
    expect(m, 'trace-event app_stop on 9', 'invalid vCPU index 9\r\n')
    expect(m, 'trace-event nosuch on 9', 'invalid vCPU index 9\r\n')
    expect(m, 'trace-event app_stop on 0', 'event "app_stop" is not vCPU-specific\r\n')
    expect(m, 'trace-event * on 0', '')
    expect(m, 'info trace-events app_stop 0', 'event "app_stop" is not vCPU-specific\r\n')
    expect(m, 'info trace-events nosuch 0', 'unknown event "nosuch"\r\n')
    expect(m, 'info trace-events app_* 9', 'invalid vCPU index 9\r\n')
    expect(m, 'info trace-events app_* 0', '')
    reply = m.qmp('trace-event-set-state', name='nosuch', enable=True, vcpu=-1)
    check(m, reply['error']['desc'] == 'invalid vCPU index 4294967295', reply)


def error(text):
    return {'error': {'class': 'GenericError', 'desc': text}}


def trace_points_are_told_of_by_qmp(m):
    check(m, [point['name'] for point in m.qmp('trace-event-get-state', name='*')['return']]
          == POINTS, 'all are told')
    check(m, m.qmp('trace-event-set-state', name='port_*', enable=True) == {'return': {}}, 'on')
    check(m, m.qmp('trace-event-get-state', name='port_read')['return'] ==
          [{'name': 'port_read', 'state': 'enabled', 'vcpu': False}], 'it is on')
    expect(m, 'info trace-events port_read', 'port_read : state 1\r\n')
    m.qmp('trace-event-set-state', name='port_*', enable=False)
    check(m, m.qmp('trace-event-get-state', name='port_read')['return'] ==
          [{'name': 'port_read', 'state': 'disabled', 'vcpu': False}], 'it is off')
    check(m, m.qmp('trace-event-get-state', name='nosuch_*') == {'return': []}, 'none')
    for name in 'nosuch', '':
        check(m, m.qmp('trace-event-get-state', name=name) == error('unknown event "%s"' % name),
              'get-state of %r' % name)
        for more in {}, {'ignore_unavailable': True}:
            check(m, m.qmp('trace-event-set-state', name=name, enable=True, **more) ==
                  error('unknown event "%s"' % name), 'set-state of %r' % name)
    check(m, m.qmp('trace-event-get-state', name='app_stop', vcpu=0) ==
          error('event "app_stop" is not vCPU-specific'), 'vcpu 0')
    check(m, m.qmp('trace-event-get-state', name='*', vcpu=0) == {'return': []}, '* of vcpu 0')


def log_chooses_what_is_logged_by_kind(m):
    expect(m, 'log cpu_reset', '')
    expect(m, 'stop', '')
    expect(m, 'system_reset', '')
    expect(m, 'cont', '')
    expect(m, 'log none', '')
    expect(m, 'stop', '')
    expect(m, 'cont', '')
    lines = logged(m, 'app_')
    check(m, lines == ['app_state paused', 'app_restart', 'app_state prelaunch',
                       'app_state running'], lines)
    expect(m, 'info trace-events app_state', 'app_state : state 0\r\n')
    expect(m, 'log int,guest_errors', '')
    expect(m, 'log all', '')
    expect(m, 'log none', '')


def the_items_are_listed_where_one_is_none(m):
    items = m.says('help log')
    check(m, items.startswith('Log items (comma separated):\r\nnone            log nothing\r\n'
                              'int             '), items)
    check(m, items.endswith('\r\ntrace:PATTERN   turn trace points on\r\n\r\n'
                            'Use "log trace:help" to get a list of trace events.\r\n\r\n'), items)
    for line in ('log nosuch', 'log int,nosuch', 'log int,', 'log ,int', 'log int,none', 'log ""',
                 'log trace:', 'log trace', 'log help', 'log ?', 'log out_asm'):
        expect(m, line, items)
    expect(m, 'help log trace', m.says('help logfile').replace(
        'logfile filename -- say where the log is written to',
        'log item1[,...] -- choose what is logged; none: nothing'))
    expect(m, 'log', 'log: string expected\r\n' + TRY % 'log')
    expect(m, 'log none extra',
           'log: extraneous characters at the end of line\r\n' + TRY % 'log')


def log_turns_trace_points_on(m):
    expect(m, 'log trace:help', ''.join('%s\r\n' % name for name in POINTS))
    expect(m, 'log trace:app_*,command', '')
    expect(m, 'info trace-events app_st*', 'app_state : state 1\r\napp_stop : state 1\r\n')
    expect(m, 'info trace-events qmp_command', 'qmp_command : state 0\r\n')
    expect(m, 'log none', '')
    expect(m, 'info trace-events app_stop', 'app_stop : state 1\r\n')
    expect(m, 'trace-event * off', '')
    expect(m, 'log trace:nosuch', "warning: trace event 'nosuch' does not exist\r\n")
    expect(m, 'log trace:nosuch*', '')


def a_line_has_clock_point_and_values(m):
    expect(m, 'log port,command', '')
    m.qmp('query-kvm')
    expect(m, 'log none', '')
    lines = m.says('info log').split('\r\n')[:-1]
    for line in lines:
        check(m, re.fullmatch(r'\d+\.\d{6}:[a-z_]+( [-a-z0-9_|?]+)?( (0x)?[0-9a-f]+)?', line), line)
    clocks = [float(line.split(':')[0]) for line in lines]
    check(m, clocks == sorted(clocks), 'clocks ascend')
    lines = logged(m)
    at = lines.index('qmp_command query-kvm')
    check(m, re.fullmatch(r'port_read stdio \d+', lines[at - 1]), lines[at - 1])
    check(m, lines[at + 1] == 'port_write stdio 50', lines[at + 1])
    check(m, 'hmp_command log' in lines, 'commands of the monitor are logged')


def the_ring_keeps_the_last_entries(m):
    expect(m, 'trace-event qmp_command on', '')
    for _ in range(200):
        m.qmp('query-name')
    expect(m, 'trace-event qmp_command off', '')
    lines = logged(m)
    check(m, len(lines) == 128, len(lines))
    check(m, lines[:126] == ['qmp_command query-name'] * 126, 'the last ones are there')
    check(m, lines[126:] == ['qmp_command human-monitor-command',
                             'qmp_command trace-event-set-state'], lines[126:])


def without_files_there_is_no_logfile(m):
    expect(m, 'logfile /tmp/x', 'Error opening logfile /tmp/x: No such file or directory\r\n')
    expect(m, 'logfile ""', 'Error opening logfile : No such file or directory\r\n')
    expect(m, 'logfile', 'logfile: filename expected\r\n' + TRY % 'logfile')
    expect(m, 'logfile /a%d/b', 'Error opening logfile /a%d/b: No such file or directory\r\n')
    for name in '%', 'a%', '%%', '%s', '%d%d', '%dx%', '%5d':
        expect(m, 'logfile ' + name, 'Bad logfile template: %s\r\n' % name)
    expect(m, 'logfile a b',
           'logfile: extraneous characters at the end of line\r\n' + TRY % 'logfile')


def a_lock_on_files_binds_the_log(m):
    m.qmp('agent-lock', policy='deny', secret='key',
          rules=[{'match': match, 'action': 'allow'}
                 for match in ('human-monitor-command', 'trace-event-*')])
    expect(m, 'log none', '')
    expect(m, 'logfile x', 'Error: The command pmemsave is locked\r\n')
    m.qmp('agent-unlock', secret='key')


def without_a_timer_there_is_no_profile(m):
    expect(m, 'info profile', 'Error: Internal profiler not compiled\r\n')
    check(m, m.qmp('x-query-profile') == error('Internal profiler not compiled'), 'x-query-profile')
    expect(m, 'trace-event profile_sample on', 'event "profile_sample" is not available\r\n')
    check(m, m.qmp('trace-event-get-state', name='profile_*')['return'] ==
          [{'name': 'profile_sample', 'state': 'unavailable', 'vcpu': False}], 'unavailable')
    check(m, m.qmp('trace-event-set-state', name='profile_sample', enable=True,
                   ignore_unavailable=True) == {'return': {}}, 'ignored')
    expect(m, 'info trace-events profile_*', 'profile_sample : state 0\r\n')
    expect(m, 'info cpustats', 'CPU #0: samples=0 application=0 agent=0 held=0\r\n')


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, nothing_is_logged_at_first, trace_points_are_turned_on_and_off_by_name,
              patterns_stand_for_many, names_that_are_none_are_refused,
              no_point_has_a_state_for_a_processor, trace_points_are_told_of_by_qmp,
              log_chooses_what_is_logged_by_kind, the_items_are_listed_where_one_is_none,
              log_turns_trace_points_on, a_line_has_clock_point_and_values,
              the_ring_keeps_the_last_entries, without_files_there_is_no_logfile, a_lock_on_files_binds_the_log,
              without_a_timer_there_is_no_profile)


if __name__ == '__main__':
    main()
