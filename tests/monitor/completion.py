"""completion.py - what TAB does at a terminal of the human monitor.  The functions are as those of
sessions.py.

SPDX-License-Identifier: MIT
"""
from sessions import LEFT, P


def _names(person, line):
    """First words of what a line says: of `a|b` all."""
    lines = person.answer(line).split('\r\n')[1:-1]
    return sorted(name for text in lines
                  for name in text[5 * (line == 'info'):].split(' ')[0].split('|'))


def _listing(words, width=80):
    column = min(max(len(max(words, key=len)) + 2, 10), 80)
    each = width // column
    return tuple(''.join(word.ljust(column) for word in words[i:i + each])
                 for i in range(0, len(words), each))


def _listing_of(words, limit):
    """The LIMIT first, and how many there are besides."""
    rest = len(words) - limit
    return _listing(words[:limit]) + (('... and %d more' % rest,) if rest > 0 else ())


def names_are_completed(person, words=256):
    """At most so many WORDS are listed."""
    commands, infos = _names(person, 'help'), _names(person, 'info')
    for begin, names in (('', commands), ('help ', commands), ('info ', infos),
                         ('help info ', infos), ('  ', commands)):
        person.type(begin + '\t')
        person.sees(P + begin, above=(P + begin,) + _listing_of(names, words))
        person.type('s\t')
        some = [name for name in names if name.startswith('s')]
        if len(some) == 1:
            person.sees(P + begin + some[0] + ' ')
        else:
            person.sees(P + begin + 's', above=(P + begin + 's',) + _listing(some))
        person.type('\x15')
    for keys, line in (('system_r\t', 'system_reset '), ('con\t', 'cont '), ('zzz\t', 'zzz'),
                       ('SYS\t', 'SYS'), ('info histo\t', 'info history '),
                       ('info history \t', 'info history '), ('help con\t', 'help cont '),
                       ('help info histo\t', 'help info history '), ('help stop \t', 'help stop '),
                       ('nosuch \t', 'nosuch '), ('help "sto\t', 'help "sto'),
                       ('"con\t', '"con'), ('help "a b"con\t', 'help "a b"con'),
                       ('"con"\t', '"con"'), ('x ' * 15 + 'c\t', 'x ' * 15 + 'c'),
                       ('help ' * 16 + 'con\t', 'help ' * 16 + 'con')):
        person.type(keys)
        person.sees(P + line)
        person.type('\x15')
        person.sees(P)
    person.type('sys\t')
    person.sees(P + 'system_', above=(P + 'sys', 'system_powerdown  system_reset      '))
    person.type('\x15')
    # Inside a line, too.
    person.type('info kvm' + LEFT * 4 + '\t')
    person.sees(P + 'info  kvm', len(P) + 5)
    person.type('\x05\x15')
    person.sees(P)


def arguments_are_completed(person):
    """Of the commands that the build has."""
    commands, infos = _names(person, 'help'), _names(person, 'info')
    for keys, line, above in (
            ('cpu \t', 'cpu 0 ', ()),
            ('watchdog_action p\t', 'watchdog_action p', ('pause     poweroff  ',)),
            ('watchdog_action pa\t', 'watchdog_action pause ', ()),
            ('sendkey ctrl-al\t', 'sendkey ctrl-alt', ('alt       alt_r     ',)),
            ('sendkey ctrl-alt-f1\t', 'sendkey ctrl-alt-f1',
             ('f1        f10       f11       f12       ',)),
            ('sendkey sp\t', 'sendkey spc ', ()),
            ('set_link x \t', 'set_link x o', ('off       on        ',)),
            ('set_link x of\t', 'set_link x off ', ()),
            ('set_link x off \t', 'set_link x off ', ()),
            ('ringbuf_read \t', 'ringbuf_read console ', ()),
            ('qom-list \t', 'qom-list /', ()),
            ('qom-list /mach\t', 'qom-list /machine/', ()),
            ('qom-list /machine/peripheral-\t', 'qom-list /machine/peripheral-anon ', ()),
            ('qom-list /nosuch/\t', 'qom-list /nosuch/', ()),
            ('qom-list mach\t', 'qom-list mach', ()),
            ('info qom-tree /mach\t', 'info qom-tree /machine/', ()),
            ('qom-get /machine ty\t', 'qom-get /machine type ', ()),
            ('qom-set /nosuch ty\t', 'qom-set /nosuch ty', ()),
            ('info registers -a \t', 'info registers -a 0 ', ()),
            ('trace-event port_\t', 'trace-event port_',
             ('port_event  port_read   port_write  ',)),
            ('trace-event port_read of\t', 'trace-event port_read off ', ()),
            ('info trace-events hmp\t', 'info trace-events hmp_command ', ())):
        words = keys.split()
        if words[0] not in commands or (words[0] == 'info' and words[1] not in infos):
            continue
        person.type(keys)
        person.sees(P + line, above=above and (P + keys[:-1],) + above)
        person.type('\x15')
        person.sees(P)


def created_devices_are_completed(person, qmp):
    qmp('device_add', driver='sensor', id='tank-one')
    qmp('device_add', driver='sensor', id='tank-two')
    qmp('object-add', qom_type='profile', id='day')
    for keys, line, above in (
            ('device_add sen\t', 'device_add sensor ', ()),
            ('device_del \t', 'device_del tank-', ('tank-one  tank-two  ',)),
            ('device_del tank-o\t', 'device_del tank-one ', ()),
            ('info qom-tree /machine/peripheral/tank-o\t',
             'info qom-tree /machine/peripheral/tank-one ', ()),
            ('object_add pro\t', 'object_add profile ', ()),
            ('object_del \t', 'object_del day ', ())):
        person.type(keys)
        person.sees(P + line, above=above and (P + keys[:-1],) + above)
        person.type('\x15')
        person.sees(P)
    qmp('object-del', id='day')
    qmp('device_del', id='tank-one')
    qmp('device_del', id='tank-two')
    person.type('device_del \t')
    person.sees(P + 'device_del ')
    person.type('\x15')
    person.sees(P)


def what_is_locked_is_not_completed(person, qmp):
    qmp('device_add', driver='sensor', id='hidden')
    qmp('agent-lock', secret='key', rules=[{'match': 'device_del', 'action': 'deny'}])
    person.type('device_del \t')
    person.sees(P + 'device_del ')
    qmp('agent-unlock', secret='key')
    person.type('\t')
    person.sees(P + 'device_del hidden ')
    person.type('\x15')
    person.sees(P)
    qmp('device_del', id='hidden')
