#!/usr/bin/env python3
"""test_qemu.py QMPCTL - the tree of QEMU itself.

SPDX-License-Identifier: MIT
"""
import errno
import os
import shutil
import sys

import mounted

SERVER = ['qemu-system-riscv64', '-M', 'virt', '-S', '-display', 'none', '-monitor', 'none',
          '-nodefaults', '-qmp']


def its_objects_are_files_as_well(mount):
    mount.mount()
    assert mount.read('machine/type') == 'virt-machine\n'
    assert mount.read('machine/graphics') == 'true\n'
    mount.write('false\n', 'machine/graphics')
    assert mount.read('machine/graphics') == 'false\n'
    mount.write('123\n', 'machine/append')
    assert mount.read('machine/append') == '123\n'
    mounted.expect_error(errno.EACCES, mount.write, 'x\n', 'machine/type')
    mounted.expect_error(errno.EINVAL, mount.write, '3\n', 'machine/graphics')
    assert 'boolean' in mount.read('.error')
    assert mount.read('machine/smp').startswith('{')


def a_walk_through_all_of_it_ends(mount):
    mount.mount()
    folders = values = refused = 0
    for folder, _, files in os.walk(mount.top):
        folders += 1
        for name in files:
            try:
                mount.read(folder, name)
                values += 1
            except OSError as error:
                assert error.errno in (errno.ENODATA, errno.EACCES, errno.EISDIR), error
                refused += 1
    assert folders > 20 and values > 200, (folders, values)
    print('%d objects, %d values, %d that cannot be read' % (folders, values, refused))


if __name__ == '__main__':
    if not shutil.which(SERVER[0]):
        print('skipped: no ' + SERVER[0])
        sys.exit(77)
    sys.exit(mounted.main([its_objects_are_files_as_well, a_walk_through_all_of_it_ends], SERVER))
