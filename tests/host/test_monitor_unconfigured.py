#!/usr/bin/env python3
"""test_monitor_unconfigured.py HOST_AGENT - the human monitor's commands for what no board has:
what QEMU 7.2 says where nothing of the kind is configured.

SPDX-License-Identifier: MIT
"""
import sys

from monitor import Monitor, check, expect, run_tests


def wrong(m, line, text, command=None):
    """LINE is refused with TEXT, and how to get help is told."""
    expect(m, line, '%s\r\nTry "help %s" for more information\r\n'
           % (text, command or line.split()[0]))


def commit_knows_no_drive(m):
    expect(m, 'commit all', '')
    expect(m, 'commit ALL', "Device 'ALL' not found\r\n")
    expect(m, 'commit nosuch', "Device 'nosuch' not found\r\n")
    expect(m, 'commit ""', "Device '' not found\r\n")
    wrong(m, 'commit', 'commit: block device name expected')
    wrong(m, 'commit nosuch extra', 'commit: extraneous characters at the end of line')


def eject_and_change_find_no_drive(m):
    for line in 'eject nosuch', 'eject -f nosuch', 'change nosuch file', \
                'change nosuch file raw retain', 'change nosuch -f file':
        expect(m, line, "Error: Device 'nosuch' not found\r\n")
    wrong(m, 'eject', 'eject: block device name expected')
    wrong(m, 'eject -f', 'eject: block device name expected')
    wrong(m, 'eject -x nosuch', 'eject: unsupported option -x')
    wrong(m, 'eject nosuch -f', 'eject: extraneous characters at the end of line')
    wrong(m, 'change', 'change: block device name expected')
    wrong(m, 'change nosuch', 'change: filename expected')
    expect(m, 'change x y raw bad', 'Error: invalid parameter value: bad\r\n')
    expect(m, 'change -f x y', "Error: Device '-f' not found\r\n")


def change_vnc_sets_no_password(m):
    expect(m, 'change vnc 127.0.0.1:0', "Expected 'password' after 'vnc'\r\n")
    expect(m, 'change vnc password', 'terminal does not support password prompting\r\n')
    expect(m, 'change vnc passwd', 'terminal does not support password prompting\r\n')
    expect(m, 'change vnc password secret', 'Error: Could not set password\r\n')
    expect(m, 'change vnc password secret retain',
           "Parameter 'read-only-mode' is invalid for VNC\r\n")
    expect(m, 'change VNC a', "Error: Device 'VNC' not found\r\n")


def screendump_finds_no_screen(m):
    for line in 'screendump /tmp/s.ppm', 'screendump f -f png', 'screendump f -f ppm':
        expect(m, line, 'Error: There is no console to take a screendump from\r\n')
    expect(m, 'screendump f nosuch', "Error: Device 'nosuch' not found\r\n")
    expect(m, 'screendump f nosuch 0', "Error: Device 'nosuch' not found\r\n")
    expect(m, 'screendump f -f bad', 'Error: invalid parameter value: bad\r\n')
    wrong(m, 'screendump', 'screendump: filename expected')
    wrong(m, 'screendump f -f', 'screendump: value expected for -f')
    wrong(m, 'screendump -f png f', "invalid char 'f' in expression")


def snapshots_have_no_place(m):
    for line in 'savevm', 'savevm tag', 'loadvm tag':
        expect(m, line, 'Error: no block device can store vmstate for snapshot\r\n')
    expect(m, 'delvm tag', '')
    expect(m, 'info snapshots', 'no block device can store vmstate for snapshot\r\n')
    wrong(m, 'savevm a b', 'savevm: extraneous characters at the end of line')
    wrong(m, 'loadvm', 'loadvm: string expected')
    wrong(m, 'delvm', 'delvm: string expected')


def drive_add_has_no_bus(m):
    types = 'none', 'ide', 'scsi', 'floppy', 'pflash', 'mtd', 'sd', 'virtio', 'xen'
    for number, name in enumerate(types):
        expect(m, 'drive_add 0 id=x,if=%s,file=y' % name,
               "Can't hot-add drive to type %d\r\n" % number)
    expect(m, 'drive_add 0 file=x', "Can't hot-add drive to type 0\r\n")
    expect(m, 'drive_add 0 if=ide,if=scsi', "Can't hot-add drive to type 2\r\n")
    expect(m, 'drive_add 0 if=bad', "unsupported bus type 'bad'\r\n")
    expect(m, 'drive_add 0 if=', "unsupported bus type ''\r\n")
    expect(m, 'drive_add -n 0 x', "'node-name' needs to be specified\r\n")
    expect(m, 'drive_add -n 0 driver=bad,node-name=a', "Unknown driver 'bad'\r\n")
    expect(m, 'drive_add -n 0 node-name=a', "Parameter 'driver' is missing\r\n")
    wrong(m, 'drive_add', 'drive_add: string expected')
    wrong(m, 'drive_add 0', 'drive_add: string expected')


def sound_is_not_recorded(m):
    expect(m, 'wavcapture /tmp/x.wav nosuch', "Audiodev 'nosuch' not found\r\n")
    expect(m, 'wavcapture a b 1 2 3', "Audiodev 'b' not found\r\n")
    expect(m, 'stopcapture 0', '')
    expect(m, 'info capture', '')
    wrong(m, 'wavcapture', 'wavcapture: filename expected')
    wrong(m, 'wavcapture a', 'wavcapture: string expected')
    wrong(m, 'wavcapture a b x', "invalid char 'x' in expression")
    wrong(m, 'stopcapture', 'unexpected end of expression')
    wrong(m, 'stopcapture x', "invalid char 'x' in expression")
    wrong(m, 'stopcapture -1', "'stopcapture' has failed: integer is for 32-bit values")


def nothing_migrates(m):
    for line in 'migrate nosuch', 'migrate -d nosuch:', 'migrate -d -b -i nosuch', 'migrate ""':
        expect(m, line, "Error: Parameter 'uri' expects a valid migration protocol\r\n")
    expect(m, 'migrate -r x', 'Error: Cannot resume if there is no paused migration\r\n')
    expect(m, 'migrate fd:x', "Error: File descriptor named 'x' has not been found\r\n")
    wrong(m, 'migrate', 'migrate: string expected')
    wrong(m, 'migrate -x nosuch', 'migrate: unsupported option -x')
    expect(m, 'migrate_cancel', '')
    wrong(m, 'migrate_cancel x', 'migrate_cancel: extraneous characters at the end of line')
    expect(m, 'info migrate',
           'globals:\r\nstore-global-state: on\r\nonly-migratable: off\r\n'
           'send-configuration: on\r\nsend-section-footer: on\r\n'
           'decompress-error-check: on\r\nclear-bitmap-shift: 18\r\n')
    expect(m, 'migrate_set_speed 1g', '')
    expect(m, 'migrate_set_downtime 0.5', '')
    wrong(m, 'migrate_set_speed', 'migrate_set_speed: string expected')


def there_are_no_drives_to_list(m):
    for line in 'info block', 'info block nosuch', 'info block -v', 'info block -n x', \
                'info blockstats':
        expect(m, line, '')
    wrong(m, 'info block -x', 'block: unsupported option -x', 'info block')
    wrong(m, 'info block x -n', 'block: extraneous characters at the end of line', 'info block')


def parts_of_other_machines_are_not_there(m):
    expect(m, 'info vnc', 'None\r\n')
    expect(m, 'info numa', '0 nodes\r\n')
    expect(m, 'info hpet', 'HPET is disabled by QEMU\r\n')
    expect(m, 'info pcmcia', '')
    check(m, m.qmp('x-query-numa') == {'return': {'human-readable-text': '0 nodes\n'}},
          'x-query-numa says what info numa does')


def there_are_no_network_backends(m):
    for line in 'netdev_add', 'netdev_add ""', 'netdev_add nosuch', 'netdev_add user,help':
        expect(m, line, "Error: Parameter 'id' is missing\r\n")
    expect(m, 'netdev_add id=x', "Error: Parameter 'type' is missing\r\n")
    for options, name in (('nosuch,id=x', 'nosuch'), ('user,id=x,id=y', 'user'),
                          ('type=user,id=x,nosuch=1', 'user'), ('user,id=x,type=', ''),
                          (',id=x', ''), ('a"b,id=x', 'a"b'), ('nosuch,id=x,help', 'nosuch')):
        expect(m, 'netdev_add ' + options,
               "Error: Parameter 'type' does not accept value '%s'\r\n" % name)
    for size in 480, 500, 1000:
        expect(m, 'netdev_add id=x,type=' + 'y' * size,
               "Error: Parameter 'type' does not accept value '%s'\r\n" % ('y' * size))
    for options in 'help', '?', 'type=help', 'type=?,id=x', 'help,id=x':
        expect(m, 'netdev_add ' + options, 'Available netdev backend types:\r\n')
    for options in 'user,id=', 'user,id=1', 'help,id=1':
        expect(m, 'netdev_add ' + options, 'Try "help netdev_add" for more information\r\n')
    wrong(m, 'netdev_add user,id=e x', 'netdev_add: extraneous characters at the end of line')
    for name in '', 'nosuch', 'uplink0', 'a"b', 'x' * 500, 'x' * 505, 'x' * 1023:
        expect(m, 'netdev_del "%s"' % name.replace('"', '\\"'),
               "Error: Device '%s' not found\r\n" % name)
    wrong(m, 'netdev_del', 'netdev_del: string expected')
    wrong(m, 'netdev_del a b', 'netdev_del: extraneous characters at the end of line')


def a_quoted_or_too_long_name_is_told_whole(m):
    expect(m, 'eject "a \\"b\\\\c"', "Error: Device 'a \"b\\c' not found\r\n")
    name = 'x' * 400
    expect(m, 'eject ' + name, "Error: Device '%s' not found\r\n" % name)
    expect(m, 'eject ' + 'x' * 600, 'Error: the arguments are too long\r\n')
    expect(m, 'commit ' + 'x' * 1000, "Device '%s' not found\r\n" % ('x' * 1000))
    expect(m, 'drive_add 0 if=' + 'x' * 1000, "unsupported bus type '%s'\r\n" % ('x' * 1000))


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, commit_knows_no_drive, eject_and_change_find_no_drive,
              change_vnc_sets_no_password, screendump_finds_no_screen, snapshots_have_no_place,
              drive_add_has_no_bus, sound_is_not_recorded, nothing_migrates,
              there_are_no_drives_to_list, parts_of_other_machines_are_not_there,
              there_are_no_network_backends, a_quoted_or_too_long_name_is_told_whole)


if __name__ == '__main__':
    main()
