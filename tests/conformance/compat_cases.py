"""compat_cases.py - what compat.py must find, and what it must not.

Each case is QEMU's own schema with one edit, held against QEMU's.

SPDX-License-Identifier: MIT
"""
import copy


def index(schema):
    return {e['name']: e for e in schema}


def members(types, entity, which='arg-type'):
    return {m['name']: m for m in types[entity[which]]['members']}


def returned(types, entity):
    return members(types, entity, 'ret-type')


def add(which, **member):
    return lambda t, e: t[e[which]]['members'].append(member)


def remove(which, name):
    return lambda t, e: t[e[which]]['members'].remove(members(t, e, which)[name])


def case(types, union, value):
    return types[next(v['type'] for v in union['variants'] if v['case'] == value)]


def element_of(types, name):
    return types[types[name]['element-type']]


def element(types, member):
    return element_of(types, member['type'])


def key(types, send_key):
    return element(types, members(types, send_key)['keys'])


def axis(types, send_event):
    data = case(types, element(types, members(types, send_event)['events']), 'abs')['members'][0]
    return {m['name']: m for m in types[data['type']]['members']}


def more(types, member):
    types[member['type']]['members'].append({'name': 'more'})


def no_null(types, entity):
    for t in types.values():
        if t['meta-type'] == 'alternate':
            t['members'] = [m for m in t['members'] if m['type'] != 'null']


def flat_cpus(types, query_cpus, targets):
    """the union with the processor's architecture as an object, for some of them"""
    cpu = element_of(types, query_cpus['ret-type'])
    target = next(m for m in cpu['members'] if m['name'] == 'target')
    types['targets'] = {'name': 'targets', 'meta-type': 'enum', 'values': targets,
                        'members': [{'name': t} for t in targets]}
    target['type'] = 'targets'
    del cpu['tag'], cpu['variants']


def no_size(types, object_add):
    ram = case(types, types[object_add['arg-type']], 'memory-backend-ram')
    ram['members'] = [m for m in ram['members'] if m['name'] != 'size']


def own_branch(types, event):
    """the union with another branch instead of all QEMU's"""
    info = types[members(types, event)['info']['type']]
    tag = info['members'][0]['type']
    types[tag] = {'name': tag, 'meta-type': 'enum', 'values': ['own'], 'members': [{'name': 'own'}]}
    types['own'] = {'name': 'own', 'meta-type': 'object', 'members': [{'name': 'more', 'type': 'int'}]}
    info['variants'] = [{'case': 'own', 'type': 'own'}]


# Each makes QEMU's schema one with that violation: kind, command or event, place, edit.
WRONG = [
    ('name', 'made-up', '', lambda t, e: e.update(name='made-up')),
    ('type', 'STOP', '', lambda t, e: e.update({'meta-type': 'command', 'ret-type': '0'})),
    ('oob', 'yank', '', lambda t, e: e.pop('allow-oob')),
    ('answer', 'query-qmp-schema', '', lambda t, e: e.update({'allow-oob': 'yes'})),
    ('unknown', 'screendump', 'arguments.more', add('arg-type', name='more', type='int', default=None)),
    ('missing', 'screendump', 'arguments.filename', remove('arg-type', 'filename')),
    ('lacking', 'screendump', 'arguments.head', remove('arg-type', 'head')),
    ('mandatory', 'screendump', 'arguments.head', lambda t, e: members(t, e)['head'].pop('default')),
    ('type', 'screendump', 'arguments.head', lambda t, e: members(t, e)['head'].update(type='str')),
    ('type', 'screendump', 'arguments.head', lambda t, e: members(t, e)['head'].update(type='any')),
    ('type', 'qom-set', 'arguments.value', lambda t, e: members(t, e)['value'].update(type='int')),
    ('values', 'screendump', 'arguments.format', lambda t, e: more(t, members(t, e)['format'])),
    ('values', 'screendump', 'arguments.format', lambda t, e: members(t, e)['format'].update(type='str')),
    ('type', 'send-key', 'arguments.keys', lambda t, e: members(t, e)['keys'].update(type='str')),
    ('type', 'send-key', 'arguments.keys[].data',
     lambda t, e: case(t, key(t, e), 'number')['members'][0].update(type='str')),
    ('values', 'send-key', 'arguments.keys[].type', lambda t, e: more(t, key(t, e)['members'][0])),
    ('type', 'input-send-event', 'arguments.events[].data.value', lambda t, e: axis(t, e)['value'].update(type='str')),
    ('lacking', 'blockdev-reopen', 'arguments.options[].backing', no_null),
    ('missing', 'object-add', 'arguments.size', no_size),
    ('missing', 'query-status', 'returns.running', remove('ret-type', 'running')),
    ('optional', 'query-status', 'returns.running', lambda t, e: returned(t, e)['running'].update(default=None)),
    ('unknown', 'query-status', 'returns.more', add('ret-type', name='more', type='int', default=None)),
    ('type', 'query-status', 'returns.running', lambda t, e: returned(t, e)['running'].update(type='any')),
    ('values', 'query-status', 'returns.status', lambda t, e: more(t, returned(t, e)['status'])),
    ('missing', 'query-cpus-fast', 'returns[].cpu-state', lambda t, e: flat_cpus(t, e, ['arm', 's390x'])),
    ('type', 'query-name', 'returns', lambda t, e: e.update({'ret-type': '[str]'})),
    ('unknown', 'STOP', 'data.more', lambda t, e: (t['0']['members'].append({'name': 'more', 'type': 'int'}))),
    ('values', 'SHUTDOWN', 'data.reason', lambda t, e: more(t, members(t, e)['reason'])),
]


def merged(types, send_key):
    """the union as the object that merges its cases"""
    data = [case(types, key(types, send_key), c)['members'][0] for c in ('number', 'qcode')]
    types['data'] = {'name': 'data', 'meta-type': 'alternate', 'members': [{'type': d['type']} for d in data]}
    union = key(types, send_key)
    del union['tag'], union['variants']
    union['members'].append({'name': 'data', 'type': 'data'})


# What is no violation.
RIGHT = [
    ('send-key', merged),
    ('made-up', lambda t, e: t.update(own={'name': 'agent-own', 'meta-type': 'event', 'arg-type': '0'})),
    ('query-target', lambda t, e: t[returned(t, e)['arch']['type']]['members'].append({'name': 'e2k'})),
    ('query-status', lambda t, e: t[returned(t, e)['status']['type']]['members'].pop()),
    ('query-status', lambda t, e: t[e['ret-type']]['members'].reverse()),
    ('screendump', lambda t, e: t[members(t, e)['format']['type']]['members'].pop()),
    ('screendump', lambda t, e: members(t, e)['filename'].update(default=None)),
    ('query-name', lambda t, e: returned(t, e)['name'].pop('default')),
    ('query-cpus-fast', lambda t, e: flat_cpus(t, e, ['arm', 'e2k', 'riscv64'])),
    ('device_add', lambda t, e: e.pop('features')),
]


def edited(theirs, name, edit):
    """QEMU's schema after the edit, with no command or event but the edited one"""
    types = index(copy.deepcopy(theirs))
    entity = types.get(name) or types['stop']
    types = {n: t for n, t in types.items() if t is entity or t['meta-type'] not in ('command', 'event')}
    edit(types, entity)
    return list(types.values())


def run(check, theirs):
    """how much is not found, or found where nothing is wrong"""
    failures = []

    def found(name, edit, known={}, is_open={}, branches={}):
        bad, notes, _ = check(edited(theirs, name, edit), theirs, known, is_open, branches)
        return [(n, i.kind, i.place) for n, i in bad], [(n, i.kind, i.place) for n, i, _ in notes]

    def expect(what, got, bad, notes=()):
        if got != (list(bad), list(notes)):
            failures.append('%s: found %s, noted %s' % (what, *got))

    for kind, name, place, edit in WRONG:
        bad, notes = found(name, edit)
        if (name, kind, place) not in bad or notes:
            failures.append('%s %s %s is not found, but %s' % (kind, name, place, bad))
    for number, (name, edit) in enumerate(RIGHT):
        expect('right %d, %s' % (number, name), found(name, edit), [])
    reason = {('screendump', 'arguments.head', 'lacking'): 'a reason'}
    expect('a reason', found('screendump', remove('arg-type', 'head'), reason),
           [], [('screendump', 'lacking', 'arguments.head')])
    expect('a reason for another kind',
           found('screendump', lambda t, e: members(t, e)['head'].update(type='str'), reason),
           [('screendump', 'type', 'arguments.head'), ('screendump', 'exception', 'arguments.head')])
    expect('a needless reason', found('screendump', lambda t, e: None, reason),
           [('screendump', 'exception', 'arguments.head')])
    expect('open arguments', found('object-add', no_size, {}, {'object-add': 'open'}), [])
    branches = {('GUEST_PANICKED', 'data.info'): 'a reason'}
    expect('branches of our own', found('GUEST_PANICKED', own_branch, branches=branches),
           [], [('GUEST_PANICKED', 'branches', 'data.info')])
    expect('a needless reason for branches', found('GUEST_PANICKED', lambda t, e: None, branches=branches),
           [('GUEST_PANICKED', 'exception', 'data.info')])
    failed = [name for name, _ in check(theirs, theirs, {}, {}, {})[0]]
    if failed:
        failures.append('QEMU does not agree with itself: ' + ', '.join(failed))
    print('\n'.join(failures + ['%d cases, %d failed' % (len(WRONG) + len(RIGHT) + 7, len(failures))]))
    return len(failures)
