#!/usr/bin/env python3
"""test_errors.py QMPCTL - what cannot be read, set, made or mounted.

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


def what_the_server_refuses_is_an_errno_and_its_words_are_kept(mount):
    mount.mount()
    assert mount.read('.error') == ''
    cases = [
        (errno.EACCES, 'x\n', 'type', "Property 'sensor-hub.type' is not writable"),
        (errno.EACCES, 'alarm\n', 'state', "Property 'sensor-hub.state' is not writable"),
        (errno.EINVAL, 'warm\n', 'temperature',
         "Invalid parameter type for 'temperature', expected: integer"),
        (errno.EINVAL, '99999999999\n', 'temperature',
         "Parameter 'temperature' expects int32_t"),
        (errno.EINVAL, 'perhaps\n', 'fails', "Parameter 'fails' does not accept value 'perhaps'"),
        (errno.EINVAL, '\n', 'fan', 'no value can be made of what was written'),
        (errno.EINVAL, b'1\x002\n', 'fan', 'no value can be made of what was written'),
    ]
    for number, text, name, words in cases:
        mounted.expect_error(number, mount.write, text, HUB, name)
        assert mount.read('.error') == '/%s/%s: %s\n' % (HUB, name, words), mount.read('.error')
    assert os.stat(mount.path('.error')).st_size == len(mount.read('.error'))
    # What is no UTF-8 is no string either.
    mounted.expect_error(errno.EINVAL, mount.write, b'\xff\xfe\n', HUB, 'fails')
    # A failure is one of that write, the next one goes well.
    mount.write('1\n', HUB, 'fan')


def a_shell_sees_the_error_of_a_write(mount):
    mount.mount()
    done = subprocess.run(['bash', '-c', 'echo x > type'], cwd=mount.path(HUB),
                          stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1 and b'Permission denied' in done.stderr, done


def what_is_not_there_or_cannot_be_made_is_refused(mount):
    mount.mount()
    new = mount.path(HUB, 'new')
    mounted.expect_error(errno.ENOENT, mount.read, HUB, 'nothing')
    mounted.expect_error(errno.ENOENT, mount.read, 'nothing', 'nothing')
    mounted.expect_error(errno.ENOENT, os.listdir, mount.path('machine/nothing'))
    mounted.expect_error(errno.EPERM, open, new, 'w')
    mounted.expect_error(errno.EPERM, os.mkdir, new)
    mounted.expect_error(errno.EPERM, os.symlink, '/', new)
    mounted.expect_error(errno.EPERM, os.unlink, mount.path(HUB, 'fan'))
    mounted.expect_error(errno.EPERM, os.rmdir, mount.path(HUB))
    mounted.expect_error(errno.EPERM, os.rename, mount.path(HUB, 'fan'), new)
    mounted.expect_error(errno.EACCES, mount.write, 'x', '.error')
    mounted.expect_error(errno.EINVAL, os.truncate, mount.path(HUB, 'fan'), 3)


def emptying_a_file_sets_nothing(mount):
    mount.mount()
    before = mount.read(HUB, 'alarm-at')
    os.truncate(mount.path(HUB, 'alarm-at'), 0)
    os.close(os.open(mount.path(HUB, 'alarm-at'), os.O_WRONLY | os.O_TRUNC))
    assert mount.read(HUB, 'alarm-at') == before


def a_long_value_in_pieces_is_one_value(mount):
    mount.mount()
    unit = mount.path('machine/peripheral/temperature/unit')
    # The server takes no unit as long as that, and says so of the whole.
    descriptor = os.open(unit, os.O_WRONLY)
    os.write(descriptor, b'x' * 4096)
    assert mount.read('.error') == ''
    mounted.expect_error(errno.EINVAL, os.write, descriptor, b'y\n')
    assert 'unit' in mount.read('.error')
    os.write(descriptor, b'x' * 4096)
    mounted.expect_error(errno.EINVAL, os.close, descriptor)


def a_readonly_mount_sets_nothing(mount):
    mount.mount('--readonly')
    before = mount.read(HUB, 'alarm-at')
    mounted.expect_error(errno.EROFS, mount.write, '1\n', HUB, 'alarm-at')
    assert mount.read(HUB, 'alarm-at') == before


def options_of_several_o_hold_together(mount):
    mount.mount('-o', 'ro', '-o', 'noatime')
    with open('/proc/mounts') as file:
        words = next(line.split() for line in file if line.split()[1] == mount.top)
    assert words[2] == 'fuse.qmp' and {'ro', 'noatime'} <= set(words[3].split(',')), words


def the_modes_of_files_hold_for_other_users(mount):
    if os.getuid() != 0:
        return # nobody else to be
    os.chmod(os.path.dirname(mount.top), 0o755)
    mount.mount('-o', 'allow_other')
    before = mount.read(HUB, 'alarm-at')
    done = subprocess.run(['sh', '-c', 'cat alarm-at; echo 1 > alarm-at'], cwd=mount.path(HUB), user=65534,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    assert done.stdout.decode() == before and b'denied' in done.stderr, done
    assert mount.read(HUB, 'alarm-at') == before


def a_locked_server_refuses_with_eperm(mount):
    mount.qmp('agent-lock', 'secret=open')
    mount.mount()
    mounted.expect_error(errno.EPERM, mount.write, '1\n', HUB, 'fan')
    assert mount.read('.error') == '/%s/fan: The command qom-set is locked\n' % HUB


def it_unmounts_and_ends_well_at_each_signal(mount):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        mount.mount()
        assert mount.unmount(number) == 0
        assert not os.path.ismount(mount.top)
    mount.mount()
    subprocess.run(['fusermount3', '-u', mount.top], check=True)
    assert mount.process.wait(mounted.PATIENCE) == 0


def in_the_background_it_is_there_when_the_command_returns(mount):
    line = [mount.qmpctl, '-s', 'unix:' + mount.sock, 'fuse', mount.top]
    done = subprocess.run(line, stderr=subprocess.PIPE, timeout=mounted.PATIENCE, check=True)
    try:
        assert mount.read(HUB, 'type') == 'sensor-hub\n'
        assert done.stderr == b'', done.stderr
    finally:
        subprocess.run(['fusermount3', '-u', mount.top], check=True)
    # It has let go of the server.
    assert mount.qmp('query-status')['status'] == 'running'


def who_gives_up_waiting_for_it_gets_no_mount(mount):
    """A server that does not greet, and Ctrl-C."""
    line = [mount.qmpctl, '--timeout', '60', '--spawn', 'exec sleep 60', 'fuse', mount.top]
    process = subprocess.Popen(line, stderr=mount.log, start_new_session=True)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(mounted.PATIENCE) == -signal.SIGINT
    mounted.wait_until(lambda: not mounted.group_lives(process.pid), 'the end of all of it')


def a_server_that_was_started_for_it_ends_with_it(mount):
    marker = mount.sock + '.pid'
    server = "echo $$ > '%s'; exec board/run riscv-virt" % marker
    subprocess.run([mount.qmpctl, '--spawn', server, 'fuse', mount.top], check=True,
                   timeout=mounted.PATIENCE)
    with open(marker) as file:
        process = int(file.read())
    assert mount.read(HUB, 'type') == 'sensor-hub\n'
    os.kill(process, 0)
    subprocess.run(['fusermount3', '-u', mount.top], check=True)
    mounted.wait_until(lambda: not os.path.exists('/proc/%d' % process), 'the end of the server')


def wrong_usage_says_what_is_wrong(mount):
    file = mount.sock + '.file'
    open(file, 'w').close()
    for words, code, part in (
            ([], 2, 'directory to mount on'),
            ([mount.top, mount.top], 2, 'one directory'),
            ([mount.sock + '.nowhere'], 2, 'No such file'),
            ([file], 2, 'directory'),
            ([os.path.dirname(mount.top)], 2, 'not empty'),
            (['-o', 'nonsense', mount.top], 2, 'nonsense')):
        done = subprocess.run([mount.qmpctl, '-s', mount.sock, 'fuse', *words],
                              stderr=subprocess.PIPE, timeout=mounted.PATIENCE, check=False)
        assert done.returncode == code, (words, done)
        assert part in done.stderr.decode(), (words, done)
    done = subprocess.run([mount.qmpctl, '-s', mount.sock + '.none', '--timeout', '0.2', 'fuse',
                           mount.top], stderr=subprocess.PIPE, timeout=mounted.PATIENCE,
                          check=False)
    assert done.returncode == 3 and not os.path.ismount(mount.top), done


if __name__ == '__main__':
    sys.exit(mounted.main([
        what_the_server_refuses_is_an_errno_and_its_words_are_kept,
        a_shell_sees_the_error_of_a_write,
        what_is_not_there_or_cannot_be_made_is_refused,
        emptying_a_file_sets_nothing,
        a_long_value_in_pieces_is_one_value,
        a_readonly_mount_sets_nothing,
        options_of_several_o_hold_together,
        the_modes_of_files_hold_for_other_users,
        a_locked_server_refuses_with_eperm,
        it_unmounts_and_ends_well_at_each_signal,
        in_the_background_it_is_there_when_the_command_returns,
        who_gives_up_waiting_for_it_gets_no_mount,
        a_server_that_was_started_for_it_ends_with_it,
        wrong_usage_says_what_is_wrong,
    ]))
