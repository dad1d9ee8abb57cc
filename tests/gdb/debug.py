# debug.py - debugging the sensor hub at its source: breakpoints, steps, variables, registers.
#
# SPDX-License-Identifier: MIT
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from session import *


SAFEPOINTS = BOARD == 'e2k' # where alone it can be stopped


def breakpoints():
    do('break thermostat_beat')
    do('continue')
    expect_in('thermostat_beat')
    beats = value('hub.base.beats')
    do('continue')
    expect_in('thermostat_beat')
    expect(value('hub.base.beats') == beats + 1, 'one beat later')
    expect('hub_main' in do('backtrace'), 'who called is known')


def steps():
    beats = value('hub.base.beats')
    do('delete')
    before = gdb.newest_frame().pc()
    do('stepi')
    expect(gdb.newest_frame().pc() != before, 'stepi moves')
    do('next')
    do('step')
    do('tbreak thermostat_beat')
    do('continue')
    expect_in('thermostat_beat')
    expect(value('hub.base.beats') > beats, 'it went on')
    if not SAFEPOINTS:
        do('finish')
        expect(function() in ('work', 'hub_main'), 'finish ends where it was called from')


def only_safepoints():
    """What e2k cannot do is said, and the session goes on."""
    do('tbreak thermostat_beat')
    do('continue')
    fails('finish')
    expect('only at safepoints' in do('monitor why'), 'and why')
    expect_in('thermostat_beat')


def variables():
    do('watch hub.base.beats')
    beats = value('hub.base.beats')
    why = go('continue')
    expect(getattr(why, 'expression', None) == 'hub.base.beats', f'it is watched: {why}')
    expect(value('hub.base.beats') == beats + 1, 'and has changed')
    do('delete')
    do('set var hub.fan_on = 2700')
    expect(value('hub.fan_on') == 2700, 'a variable is changed')


def registers():
    do('tbreak thermostat_beat')
    do('continue')
    name = 'r4' if BOARD.startswith('mps2') else 's0'
    old = value(f'${name}')
    do(f'set ${name} = 0x1234567')
    do('maintenance flush register-cache')
    expect(value(f'${name}') == 0x1234567, 'a register is changed')
    do(f'set ${name} = {old}')


def interrupts():
    beats = value('hub.base.beats')
    expect(run_for_a_while() == 'SIGINT', 'Ctrl-C interrupts')
    expect(value('hub.base.beats') > beats, 'it ran meanwhile')


def debugging():
    attach()
    breakpoints()
    steps()
    if SAFEPOINTS:
        only_safepoints()
    variables()
    registers()
    interrupts()
    do('detach')
    runs_when_left()


script(debugging)
