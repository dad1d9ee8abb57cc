# threads.py - the processors as gdb's threads.
#
# SPDX-License-Identifier: MIT
import os
import sys

sys.path.insert(0, os.path.dirname(__file__))
from session import *

CPUS = int(os.environ.get('GDB_CPUS', '1'))


def watching():
    attach()
    threads = gdb.selected_inferior().threads()
    expect(len(threads) == CPUS, f'{len(threads)} threads')
    for thread in threads:
        thread.switch()
        do('info registers pc')
    gdb.selected_inferior().threads()[-1].switch()
    do('info threads')
    do('thread 1')
    do('tbreak thermostat_beat')
    do('continue')
    expect_in('thermostat_beat')
    expect('VM status: paused (debug)' in do('monitor info status'), 'monitor')
    expect('system_reset' in do('monitor help'), 'monitor help')
    expect('"container"' in do('monitor qom-get /machine type'), 'monitor, a value')
    expect("unknown command: 'dance'" in do('monitor dance'), 'monitor of what is not')
    do('detach')


script(watching)
