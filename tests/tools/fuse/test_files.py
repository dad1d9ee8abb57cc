#!/usr/bin/env python3
"""test_files.py QMPCTL - the sensor hub's objects as files.

SPDX-License-Identifier: MIT
"""
import os
import stat
import subprocess
import sys
import threading
import time

import mounted

HUB = 'machine/peripheral/hub'
SECOND = ['-device', 'virtio-serial-device', '-device',
          'virtserialport,chardev=v0,name=org.e2kmon.qmp.0', '-chardev']


def with_second_port(mount):
    """Mounts a board of two ports, so that another client can look on."""
    mount.stop_server()
    second = 'socket,id=v0,path=%s.2,server=on,wait=off' % mount.sock
    mount.server = subprocess.Popen(mounted.BOARD + ['unix:' + mount.sock, '--', *SECOND, second],
                                    stdin=subprocess.DEVNULL, stderr=mount.log)
    mounted.wait_until(lambda: os.path.exists(mount.sock + '.2'), 'both ports')
    mount.mount()


def the_tree_is_that_of_qom_list(mount):
    with_second_port(mount)
    objects = properties = 0
    for folder, _, _ in os.walk(mount.top):
        path = '/' + os.path.relpath(folder, mount.top) if folder != mount.top else '/'
        listed = mount.qmp('qom-list', 'path=' + path)
        names = {entry['name']: entry['type'] for entry in listed}
        there = set(os.listdir(folder)) - ({'.error'} if path == '/' else set())
        assert there == set(names), (path, there ^ set(names))
        for name, kind in names.items():
            mode = os.lstat(os.path.join(folder, name)).st_mode
            if kind.startswith('child<'):
                assert stat.S_ISDIR(mode), (path, name)
            elif kind.startswith('link<'):
                value = mount.qmp('qom-get', 'path=' + path, 'property=' + name)
                assert stat.S_ISLNK(mode) == value.startswith('/'), (path, name, value)
                if value.startswith('/'):
                    target = os.path.realpath(os.path.join(folder, name))
                    assert target == os.path.realpath(mount.top) + value, (target, value)
            else:
                assert stat.S_ISREG(mode), (path, name)
                properties += 1
        objects += 1
    assert objects > 20 and properties > 200, (objects, properties)
    print('%d objects, %d properties' % (objects, properties))


def values_are_read_and_set(mount):
    with_second_port(mount)
    assert mount.read(HUB, 'type') == 'sensor-hub\n'
    mount.qmp('stop')
    for text, value in (('1\n', 1), ('0', 0), ('0x1\n', 1), (' 0 \n', 0)):
        mount.write(text, HUB, 'fan')
        assert mount.qmp('qom-get', 'path=hub', 'property=fan') == value, text
    mount.write('-250\n', HUB, 'temperature')
    assert mount.read(HUB, 'temperature') == '-250\n'
    # What another client sets is seen at once, also where it was just read.
    mount.qmp('qom-set', 'path=hub', 'property=temperature', 'value=77')
    assert mount.read(HUB, 'temperature') == '77\n'
    # A string takes what looks like a number, and keeps what looks like JSON.
    unit = 'machine/peripheral/temperature/unit'
    for text in ('123', '"x" \\ y', 'true', '', '\u00b0C'):
        mount.write(text + '\n', unit)
        assert mount.qmp('qom-get', 'path=temperature', 'property=unit') == text
        assert mount.read(unit) == text + '\n'
    # The names of an enum.
    mount.write('stuck\n', 'machine/peripheral/temperature/fault')
    assert mount.qmp('qom-get', 'path=temperature', 'property=fault') == 'stuck'
    mount.qmp('cont')


def shell_commands_do_what_they_do_elsewhere(mount):
    mount.mount()
    script = '''set -e
        cd %s
        echo 0 > watchdog
        test "$(cat accepts-powerdown)" = 0
        echo 1 >> accepts-powerdown; grep -qx 1 accepts-powerdown
        printf 0 > accepts-powerdown; test "$(head -c 1 accepts-powerdown)" = 0
        grep -l . * 2>/dev/null | grep -qx fan
        test "$(wc -c < type)" = 11
        test "$(tail -c 4 type)" = hub
        test "$(stat -c %%s type)" = 11
        test -s type
        cp type %s.copy; cmp type %s.copy
        tar cf - type | tar xOf - | grep -qx sensor-hub
        python3 -c 'open("accepts-powerdown", "w").write("1")'; grep -qx 1 accepts-powerdown
        test "$(cat sensor/type)" = sensor
        ls -la . sensor/ > /dev/null
        find .. -name temperature | grep -q hub/temperature
    ''' % (mount.path(HUB), mount.sock, mount.sock)
    done = subprocess.run(['bash', '-x', '-c', script], stderr=subprocess.PIPE, check=False,
                          timeout=mounted.PATIENCE * 3)
    assert done.returncode == 0, done.stderr.decode()


def a_descriptor_that_stays_open_reads_anew_from_the_beginning(mount):
    mount.mount()
    beats = os.open(mount.path(HUB, 'beats'), os.O_RDONLY)
    first = os.pread(beats, 100, 0)
    mounted.wait_until(lambda: os.pread(beats, 100, 0) != first, 'another beat')
    # The rest of a text is the rest of the same text.
    kind = os.open(mount.path(HUB, 'type'), os.O_RDONLY)
    assert os.read(kind, 7) + os.read(kind, 100) == b'sensor-hub\n'
    assert os.read(kind, 1) == b''
    os.close(kind)
    os.close(beats)


def times_and_attributes_tell_something(mount):
    mount.mount()
    assert os.getxattr(mount.path(HUB, 'fan'), 'user.qmp.type') == b'uint32'
    assert os.getxattr(mount.path(HUB, 'fan'), 'user.qmp.description') == b'0 off, 1 on'
    assert os.listxattr(mount.path(HUB, 'type')) == ['user.qmp.type']
    before = os.stat(mount.path(HUB, 'alarm-at')).st_mtime_ns
    assert os.stat(mount.path(HUB, 'alarm-at')).st_mtime_ns == before
    mount.write('6001\n', HUB, 'alarm-at')
    assert os.stat(mount.path(HUB, 'alarm-at')).st_mtime_ns > before
    assert os.stat(mount.path('machine')).st_mtime > time.time() - 100


def a_hundred_readers_at_once_get_what_they_asked_for(mount):
    mount.mount()
    names = ['fan-on', 'fan-off', 'alarm-at', 'type']
    wanted = {name: mount.read(HUB, name) for name in names}
    wrong = []

    def read_some(name):
        for _ in range(5):
            text = mount.read(HUB, name)
            if text != wanted[name]:
                wrong.append((name, text))

    threads = [threading.Thread(target=read_some, args=(names[i % len(names)],))
               for i in range(100)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:5]
    print('500 files opened and read: %.2f s' % (time.monotonic() - begun))


def objects_come_and_go_as_the_server_has_them(mount):
    with_second_port(mount)
    spare = mount.path('machine/peripheral/spare')
    for _ in range(3):
        assert not os.path.exists(spare)
        mount.qmp('device_add', 'driver=sensor', 'id=spare')
        assert os.path.exists(spare) and 'spare' in os.listdir(os.path.dirname(spare))
        assert mount.read(spare, 'type') == 'sensor\n'
        mount.qmp('device_del', 'id=spare')
        assert 'spare' not in os.listdir(os.path.dirname(spare))
        mounted.wait_until(lambda: not os.path.exists(spare), 'the end of the object')
        mounted.expect_error(2, os.listdir, spare)


if __name__ == '__main__':
    sys.exit(mounted.main([
        the_tree_is_that_of_qom_list,
        values_are_read_and_set,
        shell_commands_do_what_they_do_elsewhere,
        a_descriptor_that_stays_open_reads_anew_from_the_beginning,
        times_and_attributes_tell_something,
        a_hundred_readers_at_once_get_what_they_asked_for,
        objects_come_and_go_as_the_server_has_them,
    ]))
