#!/usr/bin/env python3
"""commands.py QMPCTL BOARD SCRATCH PART - each one-shot subcommand with a real board: for people, for
programs, and how it ends.  SCRATCH is the address of memory that nothing uses, PART one of TESTS.

SPDX-License-Identifier: MIT
"""
import json
import os
import socket
import subprocess
import sys
import threading

from rig import Board, Failure, PATIENCE, Terminal, expect


def commands_of_the_server_print_tables_or_one_line_of_json(board, _):
    expect(board.out('query-status').startswith('status      '), 'no list')
    expect(json.loads(board.out('--json', 'query-status'))['return']['running'] is True)
    table = board.out('query-chardev').splitlines()
    expect(table[0].split() == ['frontend-open', 'filename', 'label'], table)
    expect(board.out('query-block') == 'none\n')
    expect(board.out('stop') == '' and board.out('cont') == '')


def exit_codes_tell_refusals_from_usage_and_from_silence(board, scratch):
    _, errors = board.run('query-statsu', code=1)
    expect('did you mean query-status?' in errors, errors)
    expect('error' in json.loads(board.out('--json', 'query-statsu', code=1)))
    expect('key=value' in board.errors('stop', 'now', code=2))
    expect('memory --help' in board.errors('memory', 'read', scratch, code=2))
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(board.path('silent'))
        silent.listen()
        done = subprocess.run([board.qmpctl, '-s', board.path('silent'), '--timeout', '1', 'info'],
                              stderr=subprocess.PIPE)
        expect(done.returncode == 3 and b'one client at a time' in done.stderr, done.stderr)


def info_is_one_screen_of_what_there_is(board, _):
    screen = board.out('info')
    for part in ('e2kmon', board.name, 'running', '/machine/unattached/cpu0', 'MiB',
                 'sensor-hub', '/machine/peripheral'):
        expect(part in screen, part + ' is not in', screen)
    whole = json.loads(board.out('--json', 'info'))['return']
    expect(whole['agent']['board'] == board.name and whole['status']['running'], whole)
    expect({'path': '/machine/peripheral/hub', 'type': 'sensor-hub'} in whole['devices'], whole)


def objects_are_listed_read_and_written(board, _):
    expect('peripheral' in board.out('qom-list', '/machine'))
    expect('child<container>' in board.out('qom-list', 'path=/machine'))
    board.run('qom-set', 'temperature', 'value', '-1234')
    expect(board.out('qom-get', 'temperature', 'value') == '-1234\n')
    board.run('qom-set', 'path=temperature', 'property=value', 'value=2100')
    expect(board.out('qom-get', 'temperature.value') == '2100\n')
    expect(json.loads(board.out('--json', 'qom-get', 'temperature', 'value')) == {'return': 2100})
    expect('fault' in board.out('qom-get', 'temperature'))
    expect('it has: type value' in board.errors('qom-get', 'temperature', 'vlaue', code=1))
    expect('did you mean /machine/peripheral/temperature?' in
           board.errors('qom-get', 'temperture', 'value', code=1))
    expect('uint32' in board.errors('qom-set', 'temperature', 'noise', '-1', code=1))
    board.run('qom-set', code=2)


def the_tree_has_all_objects_with_their_values(board, _):
    tree = board.out('qom-tree', '/machine/peripheral')
    expect('\n  hub (sensor-hub)\n' in tree and '\n    fan-on: 2600 (int32)\n' in tree, tree)
    expect('fan-on (int32)' in board.out('qom-tree', '--no-values', 'hub'))
    whole = json.loads(board.out('--json', 'qom-tree', '/machine/peripheral'))['return']
    hub = [child for child in whole['children'] if child['type'] == 'sensor-hub'][0]
    expect(hub['path'] == '/machine/peripheral/hub' and hub['properties']['fan-on'] == 2600, hub)
    top = json.loads(board.out('--json', 'qom-tree', 'hub'))['return']
    expect(top['type'] == 'sensor-hub', top['type'])
    expect('qom-tree' in board.errors('qom-tree', 'nowhere', code=1))


def an_event_cannot_be_missed_behind_the_command_that_causes_it(board, _):
    expect(board.out('wait', 'STOP', '--', 'stop').rstrip().endswith('STOP'))
    event = json.loads(board.out('--json', 'wait', 'RES*', '--', 'cont'))
    expect(event['event'] == 'RESUME', event)
    expect('--timeout' in board.errors('--timeout', '0.5', 'wait', 'SHUTDOWN', code=3))
    board.run('wait', 'STOP', '--', 'stopp', code=1)
    board.run('wait', code=2)
    board.run('device_add', 'driver=sensor', 'id=spare')
    line = board.out('wait', 'DEVICE_DELETED', '--match', 'device=sp*', '--', 'device_del', 'id=spare')
    expect('device=spare' in line, line)


def events_are_followed_until_there_are_enough(board, _):
    begun = json.loads(board.out('--json', 'agent-watch', 'path=hub', 'property=beats'))['return']
    lines = board.out('events', 'AGENT_PROP*', '--count', '2').splitlines()
    expect(len(lines) == 2 and all('property=beats' in line for line in lines), lines)
    one = board.out('--json', 'events', '--until', 'AGENT_PROPERTY_CHANGE').splitlines()
    expect(json.loads(one[-1])['data']['property'] == 'beats', one)
    expect('in time' in board.errors('events', '--until', 'SHUTDOWN', '--for', '0.5', code=3))
    board.run('agent-unwatch', 'id=%d' % begun['id'])
    board.run('events', '--for', '0.3')


def events_go_on_when_the_board_has_restarted(board, _):
    board.run('agent-watch', 'path=hub', 'property=beats')
    process = subprocess.Popen(board.command('events', 'AGENT_PROP*', '--until', 'SHUTDOWN'),
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    remarks = []
    back = threading.Event()

    def listen():
        for line in process.stderr:
            remarks.append(line.decode())
            if 'is back' in remarks[-1]:
                back.set()

    listener = threading.Thread(target=listen)
    listener.start()
    try:
        expect(process.stdout.readline(), 'no event:', remarks) # so it has joined
        board.stop()
        board.start()
        expect(back.wait(PATIENCE), 'not joined again:', remarks)
        expect(any('has gone' in remark for remark in remarks), remarks)
    finally:
        process.terminate()
        process.wait()
        listener.join()
        process.stdout.close()
        process.stderr.close()


def memory_comes_back_as_it_was_written(board, scratch):
    path, back = board.path('data'), board.path('back')
    data = os.urandom(20011)
    with open(path, 'wb') as file:
        file.write(data)
    expect('verified' in board.out('memory', 'load', path, scratch))
    expect('20011 bytes in' in board.out('memory', 'dump', scratch, '20011', back))
    with open(back, 'rb') as file:
        expect(file.read() == data, 'other bytes came back')
    loaded = json.loads(board.out('--json', 'memory', 'load', '-', scratch, input=data[:500]))['return']
    expect(loaded == {'address': int(scratch, 0), 'size': 500, 'verified': True}, loaded)
    board.run('memory', 'write', scratch, '0x11223344', '1', '--format', 'u32')
    expect(board.out('memory', 'read', scratch, '8') ==
           '%08x  44 33 22 11 01 00 00 00%s D3".....%s' % (int(scratch, 0), ' ' * 26, '\n'),
           board.out('memory', 'read', scratch, '8'))
    expect(board.out('memory', 'read', scratch, '8', '--format', 'u64').split()[1] == '0000000111223344')
    read = json.loads(board.out('--json', 'memory', 'read', scratch, '4'))['return']
    expect(read['data'] == '44332211', read)


def memory_that_is_none_is_refused(board, scratch):
    nowhere = '0xF0000000'
    board.run('memory', 'read', nowhere, '4', code=1)
    board.run('memory', 'write', nowhere, '00', code=1)
    board.run('memory', 'dump', nowhere, '1K', board.path('none'), code=1)
    expect(not os.path.exists(board.path('none')), 'an empty file was left')
    board.run('memory', 'dump', scratch, '1K', '/nonexistent/file', code=4)
    board.run('memory', 'load', board.path('nothing'), scratch, code=2)
    board.run('memory', 'read', 'here', '4', code=2)


def a_bar_shows_how_far_it_is_and_ctrl_c_ends_it_in_order(board, scratch):
    terminal = Terminal(board.command('memory', 'dump', scratch, '1M', board.path('much')))
    terminal.wait_for('KiB of 1.0 MiB')
    terminal.wait_for('left')
    terminal.interrupt()
    code = terminal.end()
    expect(code == 4, 'exit code %d' % code, terminal.text)
    expect('dumping  [' in terminal.text and '%' in terminal.text, terminal.text)
    size = os.path.getsize(board.path('much'))
    expect('interrupted after %d of 1048576 bytes' % size in terminal.text, size, terminal.text)
    expect('running' in board.out('query-status'))


def a_core_file_is_dumped_whole_or_after_ctrl_c_in_part(board, scratch):
    path = board.path('core')
    board.run('dump', path, scratch, '8K')
    with open(path, 'rb') as file:
        expect(file.read(4) == b'\x7fELF', 'no core file')
    whole = os.path.getsize(path)
    expect(whole > 8192, whole)
    board.run('agent-reset-session') # so that out-of-band execution can be negotiated
    terminal = Terminal(board.command('dump', path, scratch, '512K'))
    terminal.wait_for('KiB/s')
    terminal.interrupt()
    code = terminal.end()
    expect(code == 4 and 'cancelled' in terminal.text, 'exit code %d' % code, terminal.text)
    expect(0 < os.path.getsize(path) < 512 * 1024)
    expect(board.out('query-status').startswith('status      running'))
    board.run('dump', '/nonexistent/core', code=4)
    board.run('dump', code=2)


def run_starts_a_board_with_a_prompt(board, _):
    done = subprocess.run([board.qmpctl, '--json', 'run', board.name], input=b'query-status\nquit\n',
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE,
                          env=dict(os.environ, E2KMON_BOARDS=os.path.join(os.getcwd(), 'board')))
    expect(done.returncode == 0, done.returncode, done.stderr)
    expect(json.loads(done.stdout.splitlines()[0])['return']['running'], done.stdout)
    done = subprocess.run([board.qmpctl, 'run', 'no-board'], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE)
    expect(done.returncode == 2 and board.name.encode() in done.stderr, done.stderr)


TESTS = {
    'objects': [
        commands_of_the_server_print_tables_or_one_line_of_json,
        exit_codes_tell_refusals_from_usage_and_from_silence,
        info_is_one_screen_of_what_there_is,
        objects_are_listed_read_and_written,
        the_tree_has_all_objects_with_their_values,
    ],
    'events': [
        an_event_cannot_be_missed_behind_the_command_that_causes_it,
        events_are_followed_until_there_are_enough,
        run_starts_a_board_with_a_prompt,
        events_go_on_when_the_board_has_restarted,
    ],
    'memory': [
        memory_comes_back_as_it_was_written,
        memory_that_is_none_is_refused,
        a_bar_shows_how_far_it_is_and_ctrl_c_ends_it_in_order,
        a_core_file_is_dumped_whole_or_after_ctrl_c_in_part,
    ],
}


def main():
    qmpctl, name, scratch, part = sys.argv[1:5]
    if not os.path.exists('build/%s/e2kmon.elf' % name):
        print('no image of ' + name)
        return 77
    failed = 0
    with Board(os.path.abspath(qmpctl), name) as board:
        for test in TESTS[part]:
            try:
                test(board, scratch)
                print('ok', test.__name__.replace('_', ' '), flush=True)
            except (Failure, subprocess.TimeoutExpired) as failure:
                failed += 1
                print('NOT OK', test.__name__.replace('_', ' '), '\n', failure, flush=True)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
