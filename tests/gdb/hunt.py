# hunt.py - the sensor hub's deliberate bug, found by somebody with gdb.
#
# The bug is thermostat_beat()'s: when an alarm ends on the last beat of a log period, fan_beats
# becomes a negative number of 32 bits, and `busiest` follows with the end of the next period.
#
# SPDX-License-Identifier: MIT
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from session import *

SAFEPOINTS = BOARD == 'e2k'
IN_ROM = BOARD == 'netduinoplus2'
SENSOR = '/machine/peripheral/temperature'
PERIOD = 100 # beats
GUILTY = ('take_off_alarm', 'end', 'thermostat_beat') # as inlined as they may be


def temperature(qmp, value):
    qmp.ask('qom-set', path=SENSOR, property='value', value=value)


def wait_for_state(qmp, state):
    wait_until(lambda: qmp.ask('qom-get', path='hub', property='state') == state,
               f'the hub comes to the state {state}')


def comes_to_the_last_beat():
    """With the alarm on; gdb's own condition, looked at in each beat."""
    do(f'break thermostat_beat if hub.base.beats % {PERIOD} == {PERIOD - 1}')
    why = go('continue')
    expect(isinstance(why, gdb.Breakpoint), f'the condition holds: {why}')
    expect_in('thermostat_beat')
    do('delete')


def shows_the_hub_by_name():
    text = do('print hub')
    expect('fan_beats = ' in text and 'alarm_beats = ' in text, 'members by name')
    expect('HUB_ALARM' in do('print (enum hub_mode)hub.mode'), 'constants by name')
    expect('hub_main' in do('backtrace'), 'who called')


def is_caught_in_the_act(alarm):
    beats = value('hub.base.beats')
    do(f'watch hub.fan_beats if hub.fan_beats > {PERIOD}')
    why = go('continue')
    expect(getattr(why, 'expression', None) == 'hub.fan_beats', f'the watchpoint: {why}')
    expect(value('(int)hub.fan_beats') == -alarm, 'it is below zero')
    if SAFEPOINTS:
        # Behind the act, at most a function later.
        expect(value('hub.base.beats') - beats <= 1, 'in the same beat, or at the next')
    else:
        expect(value('hub.base.beats') == beats, 'in the same beat')
        expect(function() in GUILTY, f'in {function()}')
    expect('hub_main' in do('backtrace'), 'who called')


def leaves_it():
    do('delete')
    if SAFEPOINTS:
        do('stepi')
        expect(value('$pc') != 0, 'to the next safepoint')
        return
    do('stepi')
    while function() in GUILTY:
        do('finish')
    expect(function() in ('work', 'hub_main'), f'finish ends in the caller: {function()}')


def is_mended(qmp):
    do('set var hub.fan_beats = 0')
    do('set var hub.busiest = 0')
    next_period = value('hub.base.beats') + PERIOD
    do('detach')
    wait_until(lambda: qmp.ask('qom-get', path='hub', property='beats') > next_period,
               'the next period ends')
    for name in ('duty', 'busiest'):
        found = qmp.ask('qom-get', path='hub', property=name)
        expect(found <= PERIOD, f'{name} is {found}')


def hunt_by_stopping(qmp):
    """Where nothing can be planted, gdb can still look and change between two stops."""
    qmp.leave()
    expect(run_for_a_while() == 'SIGINT', 'Ctrl-C')
    expect('HUB_ALARM' in do('print (enum hub_mode)hub.mode'), 'constants by name')
    # Not in the middle of a beat.
    while any(name in do('backtrace') for name in ('thermostat_beat', 'work (')):
        run_for_a_while()
    alarm = value('hub.alarm_beats')
    do(f'set var hub.base.beats = {PERIOD - 1}')
    qmp.join()
    temperature(qmp, 2000)
    qmp.leave()
    expect(run_for_a_while() == 'SIGINT', 'Ctrl-C')
    # By the end of the next period it has moved on.
    expect(-alarm in (value('(int)hub.fan_beats'), value('(int)hub.busiest')), 'it is below zero')
    expect(value('hub.alarm_beats') == 0, 'what was taken off')
    expect('hub_main' in do('backtrace'), 'where it is')
    qmp.join()


def hunting():
    qmp = Qmp()
    temperature(qmp, 7000)
    wait_for_state(qmp, 'alarm')
    attach()
    if IN_ROM:
        hunt_by_stopping(qmp)
    else:
        comes_to_the_last_beat()
        shows_the_hub_by_name()
        alarm = value('hub.alarm_beats')
        temperature(qmp, 2000) # QMP goes on while gdb has the hub stopped
        is_caught_in_the_act(alarm)
        leaves_it()
    is_mended(qmp)


script(hunting)
