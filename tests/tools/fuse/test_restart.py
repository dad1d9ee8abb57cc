#!/usr/bin/env python3
"""test_restart.py QMPCTL - the server goes away and comes back under a mount.

SPDX-License-Identifier: MIT
"""
import errno
import os
import signal
import subprocess
import sys
import time

import mounted

HUB = 'machine/peripheral/hub'


def a_mount_survives_the_restart_of_its_server(mount):
    mount.mount()
    held = os.open(mount.path(HUB, 'type'), os.O_RDONLY)
    for _ in range(2):
        mount.write('4321\n', HUB, 'alarm-at')
        mount.stop_server()
        begun = time.monotonic()
        mounted.expect_error(errno.EIO, mount.read, HUB, 'type')
        mounted.expect_error(errno.EIO, os.listdir, mount.top)
        assert time.monotonic() - begun < mounted.PATIENCE / 2
        assert 'machine' in mount.read('.error') or '/:' in mount.read('.error')
        mount.start_server()
        mounted.wait_until(lambda: os.path.exists(mount.path(HUB)), 'the tree')
        assert mount.read(HUB, 'alarm-at') == '6000\n'
        mount.write('1\n', HUB, 'fan')
        assert os.pread(held, 100, 0) == b'sensor-hub\n'
    os.close(held)


def a_value_is_set_once_the_server_is_back(mount):
    """It is noticed before the write that the line broke."""
    mount.mount()
    mount.read(HUB, 'type')
    line = mount.sockets()
    assert line
    mount.stop_server()
    mount.start_server()
    mounted.wait_until(lambda: not line & mount.sockets(), 'it has closed the line that broke')
    mount.write('4321\n', HUB, 'alarm-at')
    assert mount.read(HUB, 'alarm-at') == '4321\n'


def a_server_that_hangs_is_an_error_after_the_timeout(mount):
    mount.mount(timeout=5)
    mount.read(HUB, 'type')
    pids = children(mount.server.pid)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        begun = time.monotonic()
        mounted.expect_error(errno.EIO, os.listdir, mount.path('machine'))
        assert 4 < time.monotonic() - begun < 15
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    mounted.wait_until(lambda: os.path.exists(mount.path(HUB)), 'the tree')
    assert mount.read(HUB, 'type') == 'sensor-hub\n'


def a_mount_ends_while_its_server_is_gone(mount):
    mount.mount()
    mount.stop_server()
    assert mount.unmount() == 0


def children(pid):
    """The process and all below it."""
    listed = subprocess.run(['ps', '-A', '-o', 'pid=,ppid='], stdout=subprocess.PIPE,
                            check=True).stdout.decode()
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for candidate in found:
        found += [child for child, parent in pairs if parent == candidate]
    return found


if __name__ == '__main__':
    sys.exit(mounted.main([
        a_mount_survives_the_restart_of_its_server,
        a_value_is_set_once_the_server_is_back,
        a_server_that_hangs_is_an_error_after_the_timeout,
        a_mount_ends_while_its_server_is_gone,
    ]))
