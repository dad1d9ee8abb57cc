#!/usr/bin/env python3
"""test_monitor_objects.py HOST_AGENT - the human monitor's commands for objects and devices: info
qtree, qom-tree and qdm, device_add, device_del, object trees that change.

SPDX-License-Identifier: MIT
"""
import sys

from monitor import Monitor, check, expect, run_tests

TRY = 'Try "help device_add" for more information\r\n'


def device_add_refuses_as_qemu(m):
    expect(m, 'device_add', "Error: Parameter 'driver' is missing\r\n")
    expect(m, 'device_add ""', "Error: Parameter 'driver' is missing\r\n")
    expect(m, 'device_add id=x', "Error: Parameter 'driver' is missing\r\n")
    expect(m, 'device_add help=x', "Error: Parameter 'driver' is missing\r\n")
    for line, name in (('nosuch', 'nosuch'), ('nosuch,id=x', 'nosuch'), ('a,,b', 'a,b'),
                       (',', ''), (',id=x', ''), ('uplink,,', 'uplink,'), ('driver', 'driver'),
                       ('nodriver', 'nodriver'), ('driver=x', 'x'), ('profile', 'profile'),
                       ('uplink,driver=x', 'x'), ('{"driver":"nosuch"}', '{"driver":"nosuch"}'),
                       ("'a\\b'", "'a\\b'")):
        expect(m, 'device_add ' + line,
               "Error: '%s' is not a valid device model name\r\n" % name)
    expect(m, 'device_add device',
           "Error: Parameter 'driver' expects a non-abstract device type\r\n")
    expect(m, 'device_add sensor-hub,',
           "Error: Parameter 'driver' expects a pluggable device type\r\n")
    expect(m, 'device_add uplink,id=n0,bus=nosuch', "Error: Bus 'nosuch' not found\r\n")
    expect(m, 'device_add uplink,bus=', "Error: Bus '' not found\r\n")
    expect(m, 'device_add uplink,id=r2 extra',
           'device_add: extraneous characters at the end of line\r\n' + TRY)
    for options in ('uplink,id=1bad', 'uplink,id=', '?,id=1', 'help,id=1', '"uplink,id=x y"',
                    'nosuch,id=.', 'uplink,link=maybe,id='):
        expect(m, 'device_add ' + options, TRY)
    expect(m, 'device_add uplink,nosuch=1', "Error: Property 'uplink.nosuch' not found\r\n")
    expect(m, 'device_add uplink,nosuch', "Error: Property 'uplink.such' not found\r\n")
    expect(m, 'device_add uplink,=x', "Error: Property 'uplink.' not found\r\n")
    expect(m, 'device_add uplink,a"b=x', "Error: Property 'uplink.a\"b' not found\r\n")
    expect(m, 'device_add uplink,sent=1', "Error: Property 'uplink.sent' is not writable\r\n")


def device_add_reads_values_as_their_property_wants_them(m):
    for text in ('maybe', '', '1', 'ON', 'onn'):
        expect(m, 'device_add uplink,link=' + text,
               "Error: Parameter 'link' expects 'on' or 'off'\r\n")
    for text in ('', 'abc', '08', '0x', '2k', '1.5', '--1', '+1', '99999999999999999999'):
        expect(m, 'device_add sensor,minimum=' + text,
               "Error: Parameter 'minimum' expects integer\r\n")
    for text in '2147483648', '-2147483649', '0x80000000', '0777777777777777777777':
        expect(m, 'device_add sensor,minimum=' + text,
               "Error: Parameter 'minimum' expects int32_t\r\n")
    for text in '-1', '4294967296', '18446744073709551615':
        expect(m, 'device_add sensor,seed=' + text,
               "Error: Parameter 'seed' expects uint32_t\r\n")
    for text in '18446744073709551616', '-18446744073709551615', '20500000000000000000':
        expect(m, 'device_add sensor,seed=' + text, "Error: Parameter 'seed' expects integer\r\n")
    expect(m, 'device_add sensor,fault=x',
           "Error: Parameter 'fault' does not accept value 'x'\r\n")
    expect(m, 'device_add sensor,id=s1,minimum=-0x10,maximum=070,seed=4294967295,unit=a,,b', '')
    for name, value in (('minimum', -16), ('maximum', 56), ('seed', 4294967295), ('unit', 'a,b')):
        reply = m.qmp('qom-get', path='s1', property=name)
        check(m, reply == {'return': value}, '%s: %s' % (name, reply))
    links = (('on', True), ('off', False), ('yes', True), ('no', False), ('true', True),
             ('false', False), ('y', True), ('n', False))
    for text, value in links:
        expect(m, 'device_add uplink,id=u,link=' + text, '')
        check(m, m.qmp('qom-get', path='u', property='link') == {'return': value}, text)
        expect(m, 'device_del u', '')
    for options, value in (('link', True), ('nolink', False), ('link=off,link=on', True),
                           ('link,nolink', False)):
        expect(m, 'device_add uplink,id=u,' + options, '')
        check(m, m.qmp('qom-get', path='u', property='link') == {'return': value}, options)
        expect(m, 'device_del u', '')
    expect(m, 'device_add id=first,driver=nosuch,driver=uplink,id=second', '')
    expect(m, 'device_add uplink,id=first', "Error: Duplicate device ID 'first'\r\n")
    expect(m, 'device_del second', "Error: Device 'second' not found\r\n")
    m.events.clear()
    expect(m, 'device_del first', '')
    check(m, m.events == ['DEVICE_DELETED'], m.events)
    expect(m, 'device_del s1', '')


def device_add_takes_sixteen_options(m):
    many = ''.join(',link=on' for _ in range(14))
    expect(m, 'device_add uplink,id=u' + many, '')
    expect(m, 'device_del u', '')
    expect(m, 'device_add uplink,id=u%s,link=on' % many, 'Error: There are too many options\r\n')
    expect(m, 'device_add uplink,nosuch=' + 'x' * 1000, 'Error: the arguments are too long\r\n')


def device_add_tells_what_there_is(m):
    creatable = ('Uncategorized devices:\r\nname "actuator", bus System\r\n'
                 'name "sensor", bus System\r\nname "uplink", bus System\r\n')
    for line in ('help', '?', '"help"', 'help,x=1', 'driver=help', 'uplink,driver=?'):
        expect(m, 'device_add ' + line, creatable)
    uplink = ('uplink options:\r\n'
              '  link=<bool>            - the cable is plugged (default: true)\r\n')
    for line in ('uplink,help', 'uplink,?', 'uplink,help=on', 'uplink,nosuch=1,help',
                 'uplink,bus=nosuch,help'):
        expect(m, 'device_add ' + line, uplink)
    sensor = m.says('device_add sensor,help').split('\r\n')
    check(m, sensor[1:-1] == sorted(sensor[1:-1]), 'options are in order')
    check(m, '  unit=<str>             - of all these numbers (default: "")' in sensor, sensor)
    expect(m, 'device_add nosuch,help', "Device 'nosuch' not found\r\n")
    for name in 'device', 'container', 'profile':
        expect(m, 'device_add %s,help' % name,
               "Parameter 'typename' expects a non-abstract device type\r\n")
    expect(m, 'device_add application-watchdog,help',
           'There are no options for application-watchdog.\r\n')


def device_del_refuses_as_qemu(m):
    expect(m, 'device_del', 'device_del: string expected\r\n'
           'Try "help device_del" for more information\r\n')
    expect(m, 'device_del r0 extra', 'device_del: extraneous characters at the end of line\r\n'
           'Try "help device_del" for more information\r\n')
    expect(m, 'device_del nosuch', "Error: Device 'nosuch' not found\r\n")
    expect(m, 'device_del /nosuch', "Error: Device '/nosuch' not found\r\n")
    expect(m, 'device_del ""', 'Error:  is not a hotpluggable device\r\n')
    expect(m, 'device_del /machine/unattached',
           'Error: /machine/unattached is not a hotpluggable device\r\n')
    expect(m, 'device_del "a\\"\\\\b"', "Error: Device 'a\"\\b' not found\r\n")
    for size in 255, 490, 506, 1023:
        expect(m, 'device_del ' + 'l' * size, "Error: Device '%s' not found\r\n" % ('l' * size))
    expect(m, 'device_del hub', "Error: Device 'hub' does not support hotplugging\r\n")


def qom_tree_is_in_order_of_name(m):
    expect(m, 'device_add uplink,id=zz', '')
    expect(m, 'device_add uplink,id=aa', '')
    expect(m, 'device_add uplink', '')
    lines = m.says('info qom-tree').split('\r\n')
    check(m, lines[0] == '/machine (container)' and lines[-1] == '', lines)
    check(m, lines[1:4] == ['  /peripheral (container)', '    /aa (uplink)',
                            '    /fan (actuator)'], lines)
    at = lines.index('    /zz (uplink)')
    check(m, lines[at:at + 4] == ['    /zz (uplink)', '  /peripheral-anon (container)',
                                  '    /device[0] (uplink)', '  /unattached (container)'], lines)
    whole = m.says('info qom-tree /')
    check(m, whole.startswith('/ (container)\r\n  /machine (container)\r\n    /peripheral (') and
          '\r\n  /objects (container)\r\n' in whole, whole)
    for path in '/machine', 'machine', '/machine/', '//machine':
        expect(m, 'info qom-tree ' + path, '\r\n'.join(lines))
    expect(m, 'info qom-tree zz', '/zz (uplink)\r\n')
    expect(m, 'info qom-tree /machine/peripheral-anon',
           '/peripheral-anon (container)\r\n  /device[0] (uplink)\r\n')
    expect(m, 'info qom-tree /nosuch', "Path '/nosuch' could not be resolved.\r\n")
    expect(m, 'info qom-tree ""', "Path '' could not be resolved.\r\n")
    expect(m, 'info qom-tree /machine x', 'qom-tree: extraneous characters at the end of line\r\n'
           'Try "help info qom-tree" for more information\r\n')
    for device in 'zz', 'aa', '/machine/peripheral-anon/device[0]':
        expect(m, 'device_del ' + device, '')
    listed = [line for line in m.says('info qom-tree').split('\r\n')]
    check(m, '    /zz (uplink)' not in listed and len(listed) == len(lines) - 3, listed)


def qtree_tells_every_property(m):
    expect(m, 'stop', '')
    expect(m, 'device_add uplink,id=u,link=off', '')
    expect(m, 'device_add sensor,minimum=-1', '')
    text = m.says('info qtree')
    check(m, text.startswith('bus: main-system-bus\r\n  type System\r\n  dev: '), text[:60])
    check(m, '  dev: uplink, id "u"\r\n    link = false\r\n    last = 0 (0x0)\r\n'
             '    sent = 0 (0x0)\r\n    failed = 0 (0x0)\r\n' in text, text)
    check(m, '  dev: sensor, id ""\r\n    value = ' in text, 'without an id')
    check(m, '    minimum = -1 (0xffffffffffffffff)\r\n' in text, 'a negative number')
    check(m, '    fault = "none"\r\n' in text, 'an enum')
    check(m, '    unit = ""\r\n' in text and '    unit = "0.01 deg C"\r\n' in text, 'strings')
    check(m, '    sensor = "/machine/peripheral/temperature"\r\n' in text, 'a link')
    long = 'quote\\" \\\\ \u00e9' + 'x' * 20
    m.qmp('qom-set', path='/machine/peripheral-anon/device[0]', property='unit', value='\\"\u00e9')
    check(m, '    unit = "\\"\u00e9"\r\n' in m.says('info qtree'), long)
    for device in m.qmp('qom-list', path='/machine/peripheral')['return']:
        if not device['type'].startswith('child<'):
            continue
        part = text.split('id "%s"\r\n' % device['name'])[1].split('  dev: ')[0]
        told = [line.split(' = ')[0].strip() for line in part.split('\r\n')[:-1]]
        own = [p['name'] for p in m.qmp('qom-list', path=device['name'])['return']]
        check(m, set(told) == set(own) - {'type'}, '%s: %s, %s' % (device['name'], told, own))
    expect(m, 'info qtree x', 'qtree: extraneous characters at the end of line\r\n'
           'Try "help info qtree" for more information\r\n')
    expect(m, 'device_del u', '')
    expect(m, 'device_del /machine/peripheral-anon/device[0]', '')
    expect(m, 'cont', '')


def qdm_lists_types_of_devices(m):
    lines = m.says('info qdm').split('\r\n')
    check(m, lines[0] == 'Uncategorized devices:' and lines[-1] == '', lines)
    types = m.qmp('qom-list-types', implements='device')['return']
    names = [line.split('"')[1] for line in lines[1:-1]]
    check(m, names == sorted(t['name'] for t in types), names)
    for line in 'name "uplink", bus System', 'name "sensor-hub", bus System, no-user':
        check(m, line in lines, line)


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, device_add_refuses_as_qemu,
              device_add_reads_values_as_their_property_wants_them,
              device_add_takes_sixteen_options, device_add_tells_what_there_is,
              device_del_refuses_as_qemu, qom_tree_is_in_order_of_name,
              qtree_tells_every_property, qdm_lists_types_of_devices)


if __name__ == '__main__':
    main()
