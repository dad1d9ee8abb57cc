# rom.py - debugging an image in flash, in which no breakpoint can be set: looking, changing,
# interrupting.
#
# SPDX-License-Identifier: MIT
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from session import *


def refuses_breakpoints():
    do('break thermostat_beat')
    fails('continue')
    expect('nothing' not in do('monitor why'), 'why is told')
    do('delete')


def looking():
    expect('hub_main' in do('backtrace'), 'who called is known')
    old = value('$r4')
    do('set $r4 = 0x1234567')
    do('maintenance flush register-cache')
    expect(value('$r4') == 0x1234567, 'a register is changed')
    do(f'set $r4 = {old}')
    do('set var hub.fan_on = 2700')
    expect(value('hub.fan_on') == 2700, 'a variable is changed')


def debugging():
    attach()
    refuses_breakpoints()
    looking()
    beats = value('hub.base.beats')
    expect(run_for_a_while() == 'SIGINT', 'Ctrl-C interrupts')
    expect(value('hub.base.beats') > beats, 'it ran meanwhile')
    do('detach')
    runs_when_left()


script(debugging)
