#!/usr/bin/env python3
"""test_report.py QMPCTL - qmpctl top as text and as JSON.

SPDX-License-Identifier: MIT
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from board import PATIENCE, Board, wait_until


def top(board, *words, code=0, **more):
    done = subprocess.run([board.qmpctl, '-s', 'unix:' + board.sock, 'top', *words],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False, timeout=PATIENCE, **more)
    assert done.returncode == code, (words, done)
    return done.stdout.decode() if code == 0 else done.stderr.decode()


def once_is_one_picture_as_text(board):
    text = top(board, '--once')
    lines = text.splitlines()
    assert lines[0].startswith('e2kmon 0.1.0 on riscv-virt') and lines[1].startswith('running')
    for head in ('PORT ', 'EVENT ', 'WATCHED ', 'LIMITS', 'hub.temperature', 'hub.state'):
        assert any(line.startswith(head) for line in lines), head
    assert 'hub.type' not in text and 'hub.sensor ' not in text and '\x1b' not in text
    assert max(map(len, lines)) <= 80
    assert '\x1b[' in top(board, '--once', '--color', 'always')


def the_values_are_those_that_qom_get_returns(board):
    board.qmp('stop')
    picture = json.loads(top(board, '--once', '--json'))
    listed = [entry for entry in board.qmp('qom-list', 'path=hub')
              if entry['name'] != 'type' and not entry['type'].startswith(('link<', 'child<'))]
    assert [entry['property'] for entry in picture['watched']] == \
        [entry['name'] for entry in listed]
    for entry in picture['watched']:
        assert entry['path'] == 'hub' and entry['changed'] is False
        assert entry['value'] == board.qmp('qom-get', 'path=hub', 'property=' + entry['property'])
    for name, command in (('version', 'query-version'), ('limits', 'agent-limits'),
                          ('cpus', 'query-cpus-fast'), ('ports', 'query-chardev'),
                          ('status', 'query-status'), ('memory', 'query-memory-size-summary')):
        assert picture[name] == board.qmp(command), name
    assert picture['agent']['board'] == 'riscv-virt' and picture['connected'] is True
    assert abs(picture['time'] - time.time()) < 60
    board.qmp('cont')


def operands_are_objects_and_properties(board):
    picture = json.loads(top(board, '--once', '--json', 'hub.fan', 'uplink0',
                             '/machine/peripheral/hub.state', 'hub.nothing', 'nothing',
                             'no.thing', 'hub.fan'))
    watched = {(entry['path'], entry['property']): entry for entry in picture['watched']}
    assert len(watched) == len(picture['watched'])
    assert watched['hub', 'fan']['value'] in (0, 1)
    assert watched['/machine/peripheral/hub', 'state']['value'] == 'normal'
    assert 'not found' in watched['hub', 'nothing']['error']
    assert 'not found' in watched['nothing', '']['error']
    assert 'not found' in watched['no', 'thing']['error']
    assert len([path for path, _ in watched if path == 'uplink0']) > 3


def pictures_come_at_the_interval_and_tell_what_changed(board):
    pictures = [json.loads(line) for line in
                top(board, '--json', '--count', '6', '-n', '0.3', 'hub.beats',
                    'hub.alarm-at').splitlines()]
    times = [picture['time'] for picture in pictures]
    pauses = [after - before for before, after in zip(times, times[1:])]
    # A busy machine adds to them, but not to all.
    assert len(pictures) == 6 and times[-1] - times[0] > 1.3 and min(pauses) < 0.6, pauses
    beats = [picture['watched'][0]['value'] for picture in pictures]
    assert beats == sorted(beats) and beats[-1] > beats[0], beats
    for before, after in zip(pictures, pictures[1:]):
        changed = before['watched'][0]['value'] != after['watched'][0]['value']
        assert after['watched'][0]['changed'] is changed
        assert after['watched'][1]['changed'] is False
        assert after['agent']['uptime'] > before['agent']['uptime']


def follow(board, *words):
    return subprocess.Popen([board.qmpctl, '-s', 'unix:' + board.sock, 'top', '--json', *words],
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)


def end(process):
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)
    process.stdout.close()


def first_that(process, fits):
    """The first picture from now on that fits."""
    def look():
        picture = json.loads(process.stdout.readline())
        return picture if fits(picture) else None
    return wait_until(look, 'a picture that fits')


def events_are_counted_with_their_rate_and_data(board):
    process = follow(board, '-n', '0.2', 'hub.fan')
    try:
        first = json.loads(process.stdout.readline())
        assert first['events'] == []
        begun = time.monotonic()
        for _ in range(3):
            board.qmp('stop')
            board.qmp('cont')
        board.qmp('agent-watch', 'path=hub', 'property=alarm-at')
        board.qmp('qom-set', 'path=hub', 'property=alarm-at', 'value=5999')
        last = first_that(process, lambda picture: len(picture['events']) == 3)
        events = {event['name']: event for event in last['events']}
        assert events['STOP']['count'] == 3 and events['RESUME']['count'] == 3
        took = time.monotonic() - begun
        assert 0 < events['STOP']['rate'] <= 3 and events['STOP']['age'] < took + 1, (events, took)
        assert events['STOP']['rate'] > 0.2 or took > 2
        assert 'data' not in events['STOP']
        assert events['AGENT_PROPERTY_CHANGE']['data']['value'] == 5999
    finally:
        end(process)


def a_board_that_goes_away_is_in_the_pictures(board):
    process = follow(board, '-n', '0.2', 'hub.fan')
    try:
        assert json.loads(process.stdout.readline())['connected'] is True
        board.stop()
        gone = first_that(process, lambda picture: not picture['connected'])
        assert gone['error']
        board.start()
        back = first_that(process, lambda picture: picture['connected'])
        assert back['agent']['uptime'] < 60000000 and back['watched'][0]['value'] in (0, 1)
    finally:
        end(process)


def wrong_usage_says_what_is_wrong(board):
    for words, part in ((['--count', '0'], '--count'), (['-n', '0'], '--interval'),
                        (['-n', 'soon'], 'soon'), ([], 'terminal')):
        assert part in top(board, *words, code=2), words
    with open('/dev/full', 'w') as full:
        done = subprocess.run([board.qmpctl, '-s', 'unix:' + board.sock, 'top', '--count', '2'],
                              stdout=full, stderr=subprocess.PIPE, check=False, timeout=PATIENCE)
        assert done.returncode == 4 and b'written' in done.stderr, done
    board.stop()
    assert top(board, '--timeout', '0.2', '--once', code=3)


def qemu_itself_is_shown_as_well(board):
    sock = board.sock + '.qemu'
    process = subprocess.Popen(['qemu-system-riscv64', '-M', 'virt', '-S', '-display', 'none',
                                '-monitor', 'none', '-nodefaults', '-smp', '2', '-qmp',
                                'unix:%s,server=on,wait=off' % sock])
    try:
        wait_until(lambda: os.path.exists(sock), 'the socket of QEMU')
        line = [board.qmpctl, '-s', 'unix:' + sock, 'top', '--once']
        text = subprocess.run(line + ['/machine.graphics'], stdout=subprocess.PIPE, check=True,
                              timeout=PATIENCE).stdout.decode()
        assert text.startswith('QEMU ') and '\nprelaunch   2 cpus riscv64' in text, text
        assert '/machine/soc0/harts[1]' in text and 'LIMITS' not in text, text
        assert '/machine.graphics' in text and 'true' in text, text
        picture = json.loads(subprocess.run(line + ['--json'], stdout=subprocess.PIPE, check=True,
                                            timeout=PATIENCE).stdout)
        assert picture['watched'] == [] and 'agent' not in picture
    finally:
        process.terminate()
        process.wait()


TESTS = [
    once_is_one_picture_as_text,
    the_values_are_those_that_qom_get_returns,
    operands_are_objects_and_properties,
    pictures_come_at_the_interval_and_tell_what_changed,
    events_are_counted_with_their_rate_and_data,
    a_board_that_goes_away_is_in_the_pictures,
    wrong_usage_says_what_is_wrong,
    qemu_itself_is_shown_as_well,
]


def main():
    qmpctl = os.path.abspath(sys.argv[1])
    for test in TESTS:
        with tempfile.TemporaryDirectory(prefix='e2kmon-top-') as folder:
            board = Board(qmpctl, folder)
            begun = time.monotonic()
            try:
                test(board)
            except BaseException:
                print('%s failed' % test.__name__)
                raise
            finally:
                board.end()
            print('%s: %.1f s' % (test.__name__, time.monotonic() - begun))
    return 0


if __name__ == '__main__':
    sys.exit(main())
