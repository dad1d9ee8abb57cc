#!/usr/bin/env python3
"""test_monitor_qom.py HOST_AGENT - the human monitor's object_add, object_del, qom-list, qom-get
and qom-set: texts of QEMU 7.2's.

SPDX-License-Identifier: MIT
"""
import json
import sys

from monitor import Monitor, check, expect, run_tests

NO_IDENTIFIER = ("Error: Parameter 'id' expects an identifier\r\nIdentifiers consist of letters, "
                 "digits, '-', '.', '_', starting with a letter.\r\n")
POINTS = [-1] + list(range(1, 16))


def wrong(m, line, text):
    """LINE is refused with TEXT, and how to get help is told."""
    expect(m, line, '%s\r\nTry "help %s" for more information\r\n' % (text, line.split()[0]))


def errors(m, command, cases):
    for arguments, text in cases:
        expect(m, '%s %s' % (command, arguments), 'Error: %s\r\n' % text)


def value(m, path, name):
    return m.qmp('qom-get', path=path, property=name).get('return')


def room(text):
    """How many more bytes a request has room for that is TEXT."""
    return 512 - len(text)


def object_add_reads_keys_as_qemu(m):
    wrong(m, 'object_add', 'object_add: string expected')
    errors(m, 'object_add', (
        ('""', "Parameter 'qom-type' does not accept value '\"\"'"),
        ('nosuch', "Parameter 'qom-type' does not accept value 'nosuch'"),
        ('nosuch,id=x', "Parameter 'qom-type' does not accept value 'nosuch'"),
        ('nosuch,nosuch=1', "Parameter 'qom-type' does not accept value 'nosuch'"),
        ('uplink,id=x', "Parameter 'qom-type' does not accept value 'uplink'"),
        ('container,id=x', "Parameter 'qom-type' does not accept value 'container'"),
        ('[1]', "Parameter 'qom-type' does not accept value '[1]'"),
        ('qom-type=help', "Parameter 'qom-type' does not accept value 'help'"),
        ('id=x', "Parameter 'qom-type' is missing"),
        ('help=x', "Parameter 'qom-type' is missing"),
        ('profile', "Parameter 'id' is missing"),
        ('profile,help=on', "Parameter 'id' is missing"),
        ('profile,id=x,nosuch=1', "Parameter 'nosuch' is unexpected"),
        ('profile,id=x,nosuch', "Expected '=' after parameter 'nosuch'"),
        ('profile,,id=x', "Invalid parameter ''"),
        (',id=x', "Invalid parameter ''"),
        ('=x,id=x', "Invalid parameter ''"),
        ('profile,id=x,=x', "Invalid parameter ''"),
        ('profile,a b', "Invalid parameter 'a b'"),
        ('profile,1a=x', "Invalid parameter '1a'"),
        ('profile,_a=x', "Invalid parameter '_a'"),
        ('profile,a..b=x', "Invalid parameter 'a..b'"),
        ('profile,.=x', "Invalid parameter '.'"),
        ('profile,id=x,step=abc', "Parameter 'step' expects integer"),
        ('profile,id=x,step=', "Parameter 'step' expects integer"),
        ('profile,id=x,step=1.5', "Parameter 'step' expects integer"),
        ('profile,id=x,step=99999999999999999999', "Parameter 'step' expects integer"),
        ('profile,id=x,repeat=maybe', "Parameter 'repeat' expects 'on' or 'off'"),
        ('profile,id=x,repeat=1', "Parameter 'repeat' expects 'on' or 'off'"),
        ('profile,id=x,position=1', "Property 'profile.position' is not writable")))
    for text in 'profile,id=', 'profile,id=1bad', 'profile,id=x y', 'profile,id=x ', \
                'profile,id=x,,', 'profile,id=x"y':
        expect(m, 'object_add ' + text, NO_IDENTIFIER)
    expect(m, 'qom-list /objects', 'type (string)\r\n')


def object_add_creates_what_object_del_deletes(m):
    expect(m, 'object_add   profile,id=p,step=0x10,repeat=no,interpolate=yes,', '')
    for name, wanted in (('step', 16), ('repeat', False), ('interpolate', True)):
        check(m, value(m, 'p', name) == wanted, name)
    expect(m, 'object_add id=q,qom-type=nosuch,qom-type=profile,id=r,step=1,step=010', '')
    check(m, value(m, 'r', 'step') == 8, 'the last of several counts')
    expect(m, 'object_add profile,id=p', "Error: attempt to add duplicate property 'p' to object "
           "(type 'container')\r\n")
    expect(m, 'qom-list /objects',
           'type (string)\r\np (child<profile>)\r\nr (child<profile>)\r\n')
    expect(m, 'object_del p', '')
    expect(m, 'object_del r', '')
    expect(m, 'object_del p', "Error: object 'p' not found\r\n")
    for name in '', '/objects/p', 'hub', 'a"b':
        expect(m, 'object_del "%s"' % name.replace('"', '\\"'),
               "Error: object '%s' not found\r\n" % name)
    wrong(m, 'object_del', 'object_del: string expected')
    wrong(m, 'object_del p extra', 'object_del: extraneous characters at the end of line')


def object_add_takes_json(m):
    expect(m, 'object_add  %s  ' % json.dumps({'qom-type': 'profile', 'id': 'j', 'length': 2,
                                               'points': POINTS}), '')
    check(m, value(m, 'j', 'points') == POINTS, 'points')
    expect(m, "object_add {'qom-type':'profile','id':'k'}", '')
    errors(m, 'object_add', (
        ('{}', "Parameter 'qom-type' is missing"),
        ('{"qom-type":"profile"}', "Parameter 'id' is missing"),
        ('{"qom-type":"profile","id":1}', "Invalid parameter type for 'id', expected: string"),
        ('{"qom-type":"nosuch","id":"l"}', "Parameter 'qom-type' does not accept value 'nosuch'"),
        ('{"qom-type":"profile","id":"l","nosuch":1}', "Parameter 'nosuch' is unexpected"),
        ('{"qom-type":"profile","id":"l"} x', 'Expecting at most one JSON value'),
        ('{"qom-type":"profile","id":"l"', 'JSON parse error, premature EOI'),
        ('{bad', "JSON parse error, invalid keyword 'bad'")))
    expect(m, 'object_add {"qom-type":"profile","id":"1"}', NO_IDENTIFIER)
    expect(m, 'object_del j', '')
    expect(m, 'object_del k', '')


def object_add_tells_what_there_is(m):
    for line in 'help', '?', 'help,id=x', 'nosuch,help', 'id=x,help', 'nosuch=1,?':
        expect(m, 'object_add ' + line, 'List of user creatable objects:\r\n  profile\r\n')
    lines = m.says('object_add profile,help').split('\r\n')
    check(m, lines[0] == 'profile options:' and lines[1:-1] == sorted(lines[1:-1]), lines)
    check(m, '  step=<uint32>          - milliseconds from a point to the next (default: 1000)' in
          lines, lines)
    check(m, not any(line.startswith('  position=') for line in lines), 'what can be set')
    for name in 'container', 'object':
        expect(m, 'object_add %s,?' % name, 'There are no options for %s.\r\n' % name)


def object_add_has_limits(m):
    expect(m, 'object_add profile,id=x' + ',step=5' * 14, '')
    expect(m, 'object_del x', '')
    expect(m, 'object_add profile,id=x' + ',step=5' * 15, 'Error: There are too many options\r\n')
    expect(m, 'object_add profile,help' + ',step=5' * 15, m.says('object_add profile,help'))
    expect(m, 'object_add profile,id=' + 'x' * 31, '')
    expect(m, 'object_del ' + 'x' * 31, '')
    expect(m, 'object_add profile,id=' + 'x' * 32,
           "Error: Parameter 'id' is longer than 31 bytes\r\n")
    most = room('{"qom-type":"profile","id":"x","step":""}')
    for size, text in ((most, "Parameter 'step' expects integer"),
                       (most + 1, 'the arguments are too long')):
        expect(m, 'object_add profile,id=x,step=' + 'x' * size, 'Error: %s\r\n' % text)
    for size in 31, 255, 505, 506, 1023:
        expect(m, 'object_del ' + 'x' * size, "Error: object '%s' not found\r\n" % ('x' * size))


def qom_list_tells_properties_and_children(m):
    expect(m, 'qom-list', '/\r\n')
    expect(m, 'qom-list ""', "Error: Path '' is ambiguous\r\n")
    for path in '/nosuch', 'a"b', 'x' * 500, 'x' * 501, 'x' * 1023:
        expect(m, 'qom-list "%s"' % path.replace('"', '\\"'),
               "Error: Device '%s' not found\r\n" % path)
    wrong(m, 'qom-list / x', 'qom-list: extraneous characters at the end of line')
    for path in '/', 'hub', '/machine/peripheral', 'temperature', 'fan', 'watchdog':
        listed = m.qmp('qom-list', path=path)['return']
        expect(m, 'qom-list ' + path, ''.join('%s (%s)\r\n' % (item['name'], item['type'])
                                              for item in listed))


def qom_get_lays_values_out(m):
    expect(m, 'object_add profile,id=p', '')
    expect(m, 'qom-set -j p points ' + json.dumps(POINTS), '')
    expect(m, 'qom-get p points', json.dumps(POINTS, indent=4).replace('\n', '\r\n') + '\r\n')
    expect(m, 'qom-get p repeat', 'true\r\n')
    expect(m, 'qom-get p type', '"profile"\r\n')
    expect(m, 'qom-get temperature minimum', '%d\r\n' % value(m, 'temperature', 'minimum'))
    m.qmp('qom-set', path='temperature', property='unit', value='"\\\u00e9\u20ac')
    expect(m, 'qom-get temperature unit', '"\\"\\\\\\u00E9\\u20AC"\r\n')
    wrong(m, 'qom-get', 'qom-get: string expected')
    wrong(m, 'qom-get /', 'qom-get: string expected')
    wrong(m, 'qom-get / type x', 'qom-get: extraneous characters at the end of line')
    errors(m, 'qom-get', (
        ('/nosuch type', "Device '/nosuch' not found"),
        ('"" type', "Device '' not found"),
        ('/ nosuch', "Property 'container.nosuch' not found"),
        ('p ""', "Property 'profile.' not found"),
        ('p "a\\"b"', "Property 'profile.a\"b' not found"),
        ('p restart', "Property 'profile.restart' is not readable"),
        ('x' * 1023 + ' type', "Device '%s' not found" % ('x' * 1023)),
        ('p ' + 'x' * 485, "Property 'profile.%s' not found" % ('x' * 485)),
        ('p ' + 'x' * 486, "Property 'profile.%s' not found" % ('x' * 486)),
        ('p ' + 'x' * 1023, "Property 'profile.%s' not found" % ('x' * 1023))))
    expect(m, 'object_del p', '')


def qom_set_takes_text(m):
    expect(m, 'object_add profile,id=p', '')
    for text, wanted in (('12', 12), ('0x10', 16), ('010', 8), ('+13', 13), ('  5', 5)):
        expect(m, 'qom-set p step ' + text, '')
        check(m, value(m, 'p', 'step') == wanted, text)
    for text, wanted in (('on', True), ('off', False), ('yes', True), ('no', False), ('y', True),
                         ('n', False), ('true', True), ('false', False)):
        expect(m, 'qom-set p repeat ' + text, '')
        check(m, value(m, 'p', 'repeat') is wanted, text)
    expect(m, 'qom-set temperature unit  a "\\",,d  ', '')
    check(m, value(m, 'temperature', 'unit') == 'a "\\",,d  ', 'the rest of the line')
    expect(m, 'qom-set temperature profile /objects/p', '')
    check(m, value(m, 'temperature', 'profile') == '/objects/p', 'a link')
    expect(m, 'object_del p', "Error: object 'p' is in use, can not be deleted\r\n")
    m.qmp('qom-set', path='temperature', property='profile', value='')
    for text in 'qom-set', 'qom-set p', 'qom-set p step', 'qom-set -j p step', 'qom-set -j':
        wrong(m, text, 'qom-set: string expected')
    wrong(m, 'qom-set -x p step 1', 'qom-set: unsupported option -x')
    errors(m, 'qom-set', [('p step ' + text, "Parameter 'step' expects uint64")
                          for text in ('abc', '1k', '1.5', '12 ', '+', '99999999999999999999')] +
           [('p step ' + text, "Parameter 'step' expects uint32_t") for text in ('-1', '4294967296')] +
           [('p repeat ' + text, "Parameter 'repeat' expects 'on' or 'off'")
            for text in ('ON', 'False', '1', '"true"', 'true ')] +
           [('temperature minimum x', "Parameter 'minimum' expects int64"),
            ('temperature minimum 2147483648', "Parameter 'minimum' expects int32_t"),
            ('temperature fault x', "Parameter 'fault' does not accept value 'x'"),
            ('p points 1', "Invalid parameter type for 'points', expected: array"),
            ('p type x', "Property 'profile.type' is not writable"),
            ('p nosuch 1', "Property 'profile.nosuch' not found"),
            ('/nosuch x 1', "Device '/nosuch' not found")])
    most = room('{"path":"p","property":"step","value":""}')
    expect(m, 'qom-set p step ' + 'x' * most, "Error: Parameter 'step' expects uint64\r\n")
    expect(m, 'qom-set p step ' + 'x' * (most + 1), 'Error: the arguments are too long\r\n')
    expect(m, 'object_del p', '')


def qom_set_takes_json(m):
    expect(m, 'object_add profile,id=p', '')
    expect(m, 'qom-set -j p step 5', '')
    expect(m, 'qom-set -j p repeat    false   ', '')
    check(m, (value(m, 'p', 'step'), value(m, 'p', 'repeat')) == (5, False), 'plain values')
    expect(m, "qom-set -j temperature unit 'x\"\\u00e9'", '')
    check(m, value(m, 'temperature', 'unit') == 'x"\u00e9', 'single quotes')
    parse = ((text, 'JSON parse error, ' + error) for text, error in (
        ('on', "invalid keyword 'on'"), ('tru', "invalid keyword 'tru'"), ('{', 'premature EOI'),
        ('[1,', 'premature EOI'), ('"x', "stray '\"x'"), ('"\\', "stray '\"\\'"),
        ('["x', "stray '\"x'"), ('%s', "stray '%'"), ('-', "stray '-'"), ('01', "stray '01'"),
        (']', 'expecting value'), ('[1 2]', 'expected separator in list'),
        ('[bad', "invalid keyword 'bad'"), ('{"a" 1}', 'missing : in object pair'),
        ('{1:2}', 'key is not a string in object'), ('{"a":1,"a":2}', 'duplicate key'),
        ('"\\q"', 'invalid escape sequence in string'),
        ('"\\u12"', '\\u12" is not a valid Unicode character')))
    errors(m, 'qom-set', [('-j p repeat ' + text, error) for text, error in parse] + [
        ('-j /nosuch repeat {bad', "JSON parse error, invalid keyword 'bad'"),
        ('-j p repeat 1 2', 'Expecting at most one JSON value'),
        ('-j p repeat "a" b', 'Expecting at most one JSON value'),
        ('-j p repeat "x"', "Invalid parameter type for 'repeat', expected: boolean"),
        ('-j p step "5"', "Invalid parameter type for 'step', expected: integer"),
        ('-j p points [1,2]', "Parameter 'points' takes exactly 16 elements")])
    most = room('{"path":"temperature","property":"unit","value":""}') - 15  # that are kept free
    for size, text in ((most, "Parameter 'unit' is longer than"),
                       (most + 1, 'the arguments are too long')):
        said = m.says('qom-set -j temperature unit "%s"' % ('x' * size))
        check(m, text in said, '%d: %s' % (size, said))
    expect(m, 'object_del p', '')


def main():
    m = Monitor(sys.argv[1])
    run_tests(m, object_add_reads_keys_as_qemu, object_add_creates_what_object_del_deletes,
              object_add_takes_json, object_add_tells_what_there_is, object_add_has_limits,
              qom_list_tells_properties_and_children, qom_get_lays_values_out,
              qom_set_takes_text, qom_set_takes_json)


if __name__ == '__main__':
    main()
