# both.py - gdb and QMP at once agree on whether the application runs.
#
# SPDX-License-Identifier: MIT
import os
import socket
import sys

sys.path.insert(0, os.path.dirname(__file__))
from session import *


def gdb_is_seen(qmp):
    expect(qmp.status() == 'running', 'it runs')
    attach()
    expect(qmp.status() == 'paused', 'gdb came')
    expect('STOP' in qmp.take_events(), 'and that is told')
    do('tbreak thermostat_beat')
    do('continue')
    expect(qmp.status() == 'debug', 'a breakpoint of gdb')
    events = qmp.take_events()
    expect(events[:1] == ['RESUME'] and 'STOP' in events, f'events of gdb: {events}')


def qmp_stops_it(qmp):
    qmp.later('stop')
    expect(go('continue') == 'SIGINT', 'a stop of QMP ends a continue')
    expect(qmp.status() == 'paused', 'it is stopped')
    address = gdb.decode_line('thermostat_beat')[1][0].pc
    added = qmp.ask('agent-breakpoint-add', address=address)['id']
    expect(go('continue') == 'trap', 'a breakpoint of QMP')
    expect(value('$pc') == address, 'it is there')
    qmp.ask('agent-breakpoint-del', id=added)


def qmp_lets_it_go(qmp):
    beats = value('hub.base.beats')
    qmp.ask('cont')
    time.sleep(0.5)
    # gdb takes it to stand; to continue is to wait then.
    expect(run_for_a_while() == 'SIGINT', 'gdb stops what QMP let go')
    expect(value('hub.base.beats') > beats, 'it ran meanwhile')


def lock_holds_for_gdb(qmp):
    qmp.ask('agent-lock', policy='read-only', secret='c2VjcmV0c2VjcmV0')
    beats = value('hub.base.beats')
    fails('set var hub.fan_on = 2701')
    fails('set $pc = 0')
    warning = do('continue')
    expect(value('hub.base.beats') == beats, f'it does not go on: {warning}')
    qmp.ask('agent-unlock', secret='c2VjcmV0c2VjcmV0')
    do('set var hub.fan_on = 2701')
    expect(value('hub.fan_on') == 2701, 'unlocked')


def left_as_it_was(qmp):
    """What QMP has stopped stays so when gdb leaves; what gdb has stopped goes on."""
    do('detach')
    expect(qmp.status() == 'running', 'gdb let it go')
    qmp.ask('stop')
    connect()
    do('detach')
    expect(qmp.status() == 'paused', 'QMP has stopped it')
    qmp.ask('cont')


def who_vanishes_leaves_it_running(qmp):
    """A port that tells of its host's end."""
    line = socket.socket(socket.AF_UNIX)
    line.connect(os.environ['GDB_SOCKET'])
    line.settimeout(PATIENCE)
    line.sendall(b'+$Z0,80000000,4#%02x' % (sum(b'Z0,80000000,4') & 255))
    answer = b''
    while b'$OK#9a' not in answer: # the acknowledgement alone may come before the stop
        came = line.recv(100)
        expect(came, f'the line ended after {answer}')
        answer += came
    expect(qmp.status() == 'paused', 'a gdb came')
    line.close()
    wait_until(lambda: qmp.status() == 'running', 'it has gone')
    expect(not qmp.ask('agent-breakpoint-list'), 'and its breakpoint with it')


def the_end(qmp):
    connect()
    qmp.later('quit')
    do('continue')
    expect(gdb.selected_thread() is None, 'gdb is told of the end')


def agreeing():
    qmp = Qmp()
    gdb_is_seen(qmp)
    qmp_stops_it(qmp)
    qmp_lets_it_go(qmp)
    lock_holds_for_gdb(qmp)
    left_as_it_was(qmp)
    if 'virt' in BOARD:
        who_vanishes_leaves_it_running(qmp)
    the_end(qmp)


script(agreeing)
