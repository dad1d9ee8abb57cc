# load.py - writing memory: load, restore, compare-sections, find.
#
# SPDX-License-Identifier: MIT
import os
import random
import sys

sys.path.insert(0, os.path.dirname(__file__))
from session import *

SCRATCH = {'mps2-an385': 0x20200000, 'mps2-an385-newlib': 0x20200000, 'e2k': 0x06000000}.get(
    BOARD, 0x84000000)
SIZE = 150001 if 'virt' in BOARD else 5001


def moves_bytes():
    data = random.Random(7).randbytes(SIZE // 2) + bytes(SIZE - SIZE // 2)
    with open('data', 'wb') as file:
        file.write(data)
    do(f'restore data binary {SCRATCH}')
    do(f'dump binary memory back {SCRATCH} {SCRATCH + SIZE}')
    with open('back', 'rb') as file:
        expect(file.read() == data, 'what was written is read')
    place = do(f'find /b {SCRATCH}, +{SIZE}, {data[900]}, {data[901]}, {data[902]}, {data[903]}')
    expect(f'{SCRATCH + 900:#x}' in place, 'it is found')
    expect('Pattern not found' in do(f'find /w {SCRATCH + SIZE // 2 + 4}, +1000, 0x12345678'),
           'what is not there is not found')


def refuses():
    nowhere = 0x08000000 if 'virt' in BOARD else 0x70000000
    fails(f'x/x {nowhere}')
    fails(f'set var *(char *){nowhere} = 1')


def loading():
    attach()
    moves_bytes()
    if BOARD != 'e2k': # any address below 128 MiB is memory
        refuses()
    code = '.app_text' if BOARD == 'e2k' else '.text'
    expect('MIS-MATCHED' not in do(f'compare-sections {code}'), 'the code is as it was linked')
    if BOARD != 'e2k': # the processor executes the translation, which is not in gdb's file
        do('monitor stop')
        do('load')
        do('monitor system_reset')
        do('maintenance flush register-cache')
        do('break thermostat_beat')
        do('continue')
        expect_in('thermostat_beat')
        expect(value('hub.base.beats') == 0, 'it began anew')
        do('delete')
    do('detach')


script(loading)
