"""groups.py - what each group of commands costs in the image of a small processor: builds the image of
mps2-an385 with all groups, once more without each, and without all of them at once.

A group costs what the image is smaller by without it: code and constants in flash, variables in
RAM.  A group that others need takes them with it.

SPDX-License-Identifier: MIT
"""
import os
import re
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LISTS = os.path.join(ROOT, 'protocol/include/qmp')
BOARD = 'mps2-an385'
FLASH = ('.text', '.rodata', '.data', '.app_data') # of variables, what they begin as
RAM = ('.data', '.app_data', '.bss', '.app_bss')

INTRODUCTION = """What the image of `%s` is smaller by when a build option of the value 0 leaves a group of
commands out; [docs/reference.md](docs/reference.md) lists them. Flash has code and constants, RAM
variables, stacks apart. `objects` includes what the board and the sample application tell of
their devices.

| group | build option | commands | events | flash, bytes | RAM, bytes |
|---|---|---:|---:|---:|---:|""" % BOARD


def read(name):
    with open(os.path.join(LISTS, name)) as file:
        return file.read()


def groups():
    """Names and build options, of those that have one."""
    return re.findall(r'QMP_GROUP\((\w+), (\w+),', read('groups.def'))


def needed_by(name):
    """The groups that cannot be without this one."""
    return [group.lower() for group, needed in
            re.findall(r'^#if QMP_GROUP_(\w+) && !QMP_GROUP_(\w+)$', read('groups.h'), re.M) if needed.lower() == name]


def counts(macro, name):
    """How many entries of a list each group has."""
    found = {}
    for group in re.findall(r'^%s\((\w+),' % macro, read(name), re.M):
        found[group] = found.get(group, 0) + 1
    return found


def build(folder, definitions):
    """Flash and RAM of an image, bytes; None when it cannot be built."""
    for command in (['cmake', '--preset', BOARD, '-B', folder, '-DE2KMON_DEFINITIONS=' + definitions],
                    ['cmake', '--build', folder, '--target', 'e2kmon']):
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            print('groups.py: no image with %s:\n%s' % (definitions or 'all groups', done.stdout[-3000:]),
                  file=sys.stderr)
            return None
    return size(folder)


def size(folder):
    with open(os.path.join(folder, 'CMakeCache.txt')) as cache:
        tool = re.search(r'^CMAKE_NM:\w+=(.*)nm$', cache.read(), re.M).group(1) + 'size'
    out = subprocess.run([tool, '-A', os.path.join(folder, 'e2kmon.elf')], check=True, capture_output=True,
                         text=True).stdout
    sections = {name: int(bytes) for name, bytes in re.findall(r'^(\.\S+)\s+(\d+)', out, re.M)}
    return tuple(sum(sections.get(name, 0) for name in kind) for kind in (FLASH, RAM))


def measure():
    """(flash, RAM) by the group that is left out; None: nothing is; 'any': all are."""
    without = {None: ''}
    without.update((name, option + '=0') for name, option in groups())
    without['any'] = ';'.join(option + '=0' for _, option in groups())
    found = {}
    with tempfile.TemporaryDirectory(prefix='e2kmon-groups-') as folder:
        for name, definitions in without.items():
            print('an image %s ...' % ('without ' + name if name else 'with all'), file=sys.stderr)
            found[name] = build(folder, definitions)
    return found


def row(name, option, commands, events, flash, ram):
    return '| %s | %s | %s | %s | %s | %s |' % (name, option, commands, events, flash, ram)


def lines(cost):
    """The table; COST: (flash, RAM) of 'all' and of each group."""
    commands, events = counts('QMP_COMMAND', 'commands.def'), counts('QMP_EVENT', 'events.def')
    yield INTRODUCTION
    yield row('the image with all', '', sum(commands.values()), sum(events.values()), *cost('all'))
    yield row('`core`', 'always there', commands['core'], events['core'], '', '')
    for name, option in groups():
        shown = ', and with it '.join('`%s`' % group for group in [name] + needed_by(name))
        yield row(shown, '`%s`' % option, commands.get(name, 0), events.get(name, ''), *cost(name))
