#!/usr/bin/env python3
"""package.py - e2kmon as others get it: installed, as a folder of theirs, and fetched.

  package.py SCRATCH install host|firmware   builds and installs into SCRATCH
  package.py SCRATCH host-pty WAY QMPCTL     builds the example and talks to it
  package.py SCRATCH superloop WAY           the same, in QEMU
WAY is package, folder or fetch.  The examples are copied to SCRATCH and built there, as
nothing but the library may come from the tree.

SPDX-License-Identifier: MIT
"""
import json
import os
import shutil
import subprocess
import sys
import time

import line

ROOT = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
EXAMPLES = os.path.join(ROOT, 'docs', 'examples')


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        raise SystemExit('%s\n%s' % (' '.join(command), done.stdout))
    return done.stdout


def build(source, folder, *options, **environment):
    run('cmake', '-S', source, '-B', folder, '-G', 'Ninja', *options, env={**os.environ, **environment})
    run('cmake', '--build', folder)


def install(scratch, kind):
    folder, prefix = '%s/build-%s' % (scratch, kind), '%s/prefix-%s' % (scratch, kind)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(prefix, ignore_errors=True)
    if kind == 'host':
        build(ROOT, folder, '-DE2KMON_PARTS=protocol;agent', '-DCMAKE_BUILD_TYPE=Release')
    else:
        # The call graphs are for stack.py.
        build(ROOT, folder, '-DE2KMON_PARTS=protocol;objects',
              '-DE2KMON_DEFINITIONS=QMP_SMALL=1;QMP_GROUP_OBJECTS=1;QMP_EXTENSIONS=1',
              '--toolchain', EXAMPLES + '/superloop/toolchain.cmake', CFLAGS='-fcallgraph-info=su')
    run('cmake', '--install', folder, '--prefix', prefix)
    # Nothing that is installed may point back to where it came from.
    for where, _, files in os.walk(prefix + '/lib/cmake'):
        for name in files:
            with open(os.path.join(where, name)) as text:
                if ROOT in text.read():
                    raise SystemExit('%s/%s refers to %s' % (where, name, ROOT))


def check_part(folder):
    """As a part of another project the tree brings its library and no rules of its own."""
    with open(folder + '/compile_commands.json') as text:
        commands = json.load(text)
    # The example's own files, which may lie below the tree too: in its build folder.
    example = os.path.dirname(folder) + '/'
    ours = [c for c in commands if c['file'].startswith(ROOT + '/') and not c['file'].startswith(example)]
    if not ours:
        raise SystemExit('nothing of the tree was compiled')
    for command in ours:
        if not command['file'].startswith((ROOT + '/protocol/', ROOT + '/firmware/', ROOT + '/board/core/objects.c',
                                           ROOT + '/board/core/no_debug.c', ROOT + '/board/core/no_description.c',
                                           ROOT + '/board/core/no_services.c',
                                           ROOT + '/board/core/one_cpu.c')):
            raise SystemExit('%s was compiled too' % command['file'])
        if '/firmware/app/' in command['file'] or '/firmware/image/' in command['file']:
            raise SystemExit('%s is of the ready image' % command['file'])
    for command in commands:
        if ' -W' in command['command'].replace(' -Wl,', ' '):
            raise SystemExit('warnings that nobody asked for: %s' % command['command'])


def build_example(scratch, name, way, *options):
    """Returns the build's folder."""
    source, folder = '%s/%s-%s' % (scratch, name, way), '%s/%s-%s/build' % (scratch, name, way)
    shutil.rmtree(source, ignore_errors=True)
    shutil.copytree(os.path.join(EXAMPLES, name), source)
    kind = 'host' if name == 'host-pty' else 'firmware'
    build(source, folder, '-DE2KMON_FROM=' + way, '-DE2KMON_SOURCE=' + ROOT,
          '-De2kmon_DIR=%s/prefix-%s/lib/cmake/e2kmon' % (scratch, kind),
          '-DCMAKE_EXPORT_COMPILE_COMMANDS=ON', *options)
    if way != 'package':
        check_part(folder)
    return folder


def speak_to_terminal(name, qmpctl):
    with open(ROOT + '/firmware/include/agent/config.h') as config:
        package = 'e2kmon ' + config.read().split('#define AGENT_VERSION "')[1].split('"')[0]
    first = line.open_terminal(name)
    line.meet(first, package, ['oob', 'agent-frame-check'])
    first.send('{"execute": "query-version"}\n{"execute": "stop')  # leaves in the middle
    first.close()
    status = json.loads(run(qmpctl, '--json', '-s', 'tty:' + name, 'query-status'))
    if status['return'] != {'status': 'running', 'singlestep': False, 'running': True}:
        raise SystemExit('qmpctl: %s' % status)
    time.sleep(0.5)  # a host that comes at once may be taken for the one that left (pty.h)
    last = line.open_terminal(name)
    line.meet(last, package, ['oob', 'agent-frame-check'])
    last.send('{"execute": "quit"}')
    if last.receive()['event'] != 'SHUTDOWN':
        raise SystemExit('no SHUTDOWN before the return of quit')
    last.expect({'return': {}})
    last.close()


def host_pty(scratch, way, qmpctl):
    folder = build_example(scratch, 'host-pty', way)
    process = subprocess.Popen([folder + '/host-pty'], stdout=subprocess.PIPE, text=True)
    try:
        speak_to_terminal(process.stdout.readline().strip(), qmpctl)
        if process.wait(60):
            raise SystemExit('it ended with %d' % process.returncode)
    finally:
        process.kill()


def drive_lamp(board):
    """The firmware's own device, and its own command."""
    lamp = {'path': '/machine/peripheral/lamp0'}
    board.ask({'execute': 'qom-get', 'arguments': {**lamp, 'property': 'on'}}, {'return': False})
    board.ask({'execute': 'qom-set', 'arguments': {**lamp, 'property': 'on', 'value': True}}, {'return': {}})
    board.ask({'execute': 'qom-get', 'arguments': {'path': 'lamp0', 'property': 'on'}}, {'return': True})
    board.ask({'execute': 'qom-set', 'arguments': {**lamp, 'property': 'period', 'value': 0}},
              {'error': {'class': 'GenericError',
                         'desc': "Property lamp.period doesn't take value 0 (minimum: 1, maximum: 10000)"}})
    board.ask({'execute': 'qom-set', 'arguments': {**lamp, 'property': 'period', 'value': 1}}, {'return': {}})
    board.ask({'execute': 'gadget-blink', 'arguments': {'times': 256}},
              {'error': {'class': 'GenericError', 'desc': "Parameter 'times' expects 1 to 255"}})
    board.ask({'execute': 'gadget-blink', 'arguments': {'times': '1'}},
              {'error': {'class': 'GenericError',
                         'desc': "Invalid parameter type for 'times', expected: integer"}})
    board.ask({'execute': 'gadget-blink', 'arguments': {'times': 5}}, {'return': {}})
    end = time.time() + 60
    while board.request({'execute': 'qom-get', 'arguments': {**lamp, 'property': 'blinks'}}) != {'return': 0}:
        if time.time() > end:
            raise SystemExit('the lamp blinks for ever')
    commands = board.request({'execute': 'query-commands'})['return']
    if {'name': 'gadget-blink'} not in commands or {'name': 'qom-get'} not in commands:
        raise SystemExit('query-commands lacks what is there: %s' % commands)


def speak_to_superloop(board):
    line.meet(board, 'superloop 1.0', [])
    # More than the UART, the ring and the queue hold at a time.
    board.send(''.join('{"execute": "guest-sync", "arguments": {"id": %d}}' % n for n in range(200)))
    for n in range(200):
        board.expect({'return': n})
    board.ask({'execute': 'query-status'},
              {'return': {'status': 'running', 'singlestep': False, 'running': True}})
    drive_lamp(board)
    board.ask({'execute': 'system_reset', 'id': 7},
              {'timestamp': {'seconds': -1, 'microseconds': -1}, 'event': 'RESET',
               'data': {'guest': False, 'reason': 'host-qmp-system-reset'}})
    board.expect({'id': 7, 'return': {}})


def superloop(scratch, way):
    toolchain = '%s/superloop-%s/toolchain.cmake' % (scratch, way)
    folder = build_example(scratch, 'superloop', way, '--toolchain', toolchain)
    # With -no-reboot the reset that system_reset makes ends the emulator.
    process = subprocess.Popen(
        ['qemu-system-arm', '-M', 'lm3s6965evb', '-display', 'none', '-monitor', 'none', '-serial', 'stdio',
         '-no-reboot', '-kernel', folder + '/superloop.elf'], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        speak_to_superloop(line.Line(process.stdout.fileno(), process.stdin.fileno()))
        if process.wait(60):
            raise SystemExit('the emulator ended with %d' % process.returncode)
    finally:
        process.kill()


def main():
    scratch, what = os.path.abspath(sys.argv[1]), sys.argv[2]
    os.makedirs(scratch, exist_ok=True)
    {'install': install, 'host-pty': host_pty, 'superloop': superloop}[what](scratch, *sys.argv[3:])


if __name__ == '__main__':
    main()
