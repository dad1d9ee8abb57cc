#!/usr/bin/env python3
"""compat.py - hold an agent's query-qmp-schema against that of QEMU 7.2.

  compat.py ENDPOINT | --spawn 'command with {sock}'     (as qmp_conform.py takes them)
  compat.py --self-test                                  each kind of violation is found (compat_cases.py)

A client written for QEMU is to work unchanged, so of a command or event that QEMU has too:
  arguments  Ours exist in QEMU's, of the same JSON type, an enum with no other values; what is
             mandatory is so in QEMU's.  Of QEMU's those that are mandatory exist.  Others that
             ours lacks are "unexpected" to the agent: each needs a reason in KNOWN.
  returns    (and an event's data) Ours exist in QEMU's and hold no value that QEMU's would not.
             Those that are mandatory in QEMU's are so in ours.
All others begin with agent-, AGENT_ or guest-.  A union is told as one or as the object that
merges its cases.  Terms: docs/devel/qapi-code-gen of QEMU 7.2, "Client JSON Protocol
introspection".

SPDX-License-Identifier: MIT
"""
import argparse, json, os, sys
sys.dont_write_bytecode = True
from collections import namedtuple
import qmp_conform

OWN = ('agent-', 'AGENT_', 'guest-')
E2K = 'e2k'    # a SysEmuTarget that QEMU's own tree does not have

# (command or event, place, kind): why this is as it is.  Place and kind are as the violation
# names them.  One that is no longer needed is a violation too.
KNOWN = {
    ('object-add', 'arguments.qom-type', 'values'): 'types are gathered when the image is linked, the schema is not',
    ('query-qmp-schema', 'returns[].json-type', 'values'): 'a str; the answer itself is held against QEMU\'s',
    ('blockdev-add', 'arguments.driver', 'values'): 'no driver is accepted',
    ('netdev_add', 'arguments.type', 'values'): 'no type is accepted',
    ('set-action', 'arguments.panic', 'values'): 'reset is ours: a board has nobody beside it who would restart it',
    ('qmp_capabilities', 'arguments.enable[]', 'values'): 'agent-frame-check is ours: QEMU has no line that could be noisy',
}
# (command or event, place of a union): why all its branches are ours alone.
OWN_BRANCHES = {
    ('GUEST_PANICKED', 'data.info'): 'QEMU has a branch for each kind of machine, and a board is one of its own',
}
# Commands that take arguments their schema does not list: none is lacking.
OPEN = {
    'blockdev-add': 'it is refused for its driver, whatever else is said',
    'device_add': 'the other arguments are properties of the device',
    'netdev_add': 'it is refused for its type, whatever else is said',
    'object-add': 'the other arguments are properties of the object',
}
# Commands that return a list of "any" where QEMU's elements are something: it is always empty, or
# they always fail (tests/board/test_unconfigured.c and test_machine.c look).
EMPTY = set('''query-acpi-ospm-status query-block query-block-exports query-block-jobs query-blockstats
query-fdsets query-hotpluggable-cpus query-iothreads query-jobs query-memory-devices
query-named-block-nodes query-pr-managers query-rocker-ports query-rx-filter query-tpm
query-tpm-models query-tpm-types query-vcpu-dirty-limit query-vnc-servers'''.split())

Issue = namedtuple('Issue', 'kind place text')
Member = namedtuple('Member', 'type mandatory')


def index(schema):
    return {e['name']: e for e in schema}


def words(types, names):
    """a type, or what a member is in the cases of a union, for a reader"""
    def one(n):
        t = types[n]
        meta = t['meta-type']
        if meta == 'builtin':
            return t['json-type']
        if meta == 'array':
            return 'array of ' + one(t['element-type'])
        if meta == 'enum':
            v = values(t)
            return 'enum(%s%s)' % (', '.join(v[:6]), ', ...' if len(v) > 6 else '')
        return meta
    return ' or '.join(sorted({one(n) for n in names})) or 'nothing'


def values(enum):
    return [m['name'] for m in enum['members']] if 'members' in enum else enum['values']


def branches(types, names):
    """the types that alternates stand for, by JSON type"""
    kinds = {}
    for n in names:
        t = types[n]
        if t['meta-type'] == 'alternate':
            for kind, found in branches(types, [m['type'] for m in t['members']]).items():
                kinds.setdefault(kind, []).extend(found)
        else:
            kind = {'enum': 'string', 'builtin': t.get('json-type')}.get(t['meta-type'], t['meta-type'])
            kinds.setdefault(kind, []).append(n)
    return kinds


def cases(types, name):
    """the sets of members that an object may have: (value of its tag or None, {name: Member})"""
    t = types[name]
    base = {m['name']: Member(m['type'], 'default' not in m) for m in t['members']}
    if 'tag' not in t:
        return [(None, base)]
    return [(v['case'], {**base, **members}) for v in t['variants']
            for _, members in cases(types, v['type'])]


class Compare:
    """one direction: arguments, which ours takes, or returns and data, which ours sends"""

    def __init__(self, ours, theirs, taken):
        self.ours, self.theirs, self.taken = ours, theirs, taken
        self.agreed = set()      # pairs, those under way included

    def types(self, name, others, place):
        """our type against what QEMU has at this place: one type, or one for each case"""
        key = (name, tuple(sorted(set(others))))
        if key in self.agreed:               # a type inside itself among them
            return []
        self.agreed.add(key)
        issues = self.branch_types(name, others, place)
        if issues:
            self.agreed.remove(key)
        return issues

    def branch_types(self, name, others, place):
        mine, yours = branches(self.ours, [name]), branches(self.theirs, others)
        if not self.taken and 'value' in yours:
            return []
        issues = []
        for kind, names in mine.items():
            fits = yours.get(kind) or (not self.taken and kind == 'int' and yours.get('number'))
            if not fits:
                issues.append(Issue('type', place, self.told(names, others)))
            elif kind == 'string':
                issues += self.strings(names, fits, place)
            elif kind == 'array':
                elements = [self.theirs[n]['element-type'] for n in fits]
                for n in names:
                    element = self.ours[n]['element-type']
                    if not self.taken and self.ours[element].get('json-type') == 'value':
                        issues.append(Issue('empty', place + '[]', self.told([element], elements)))
                    else:
                        issues += self.types(element, elements, place + '[]')
            elif kind == 'object':
                for n in names:
                    issues += self.objects(n, fits, place)
        if self.taken and not issues:
            for kind in sorted(set(yours) - set(mine)):
                issues.append(Issue('lacking', place, 'no %s: %s' % (kind, self.told([name], others))))
        return issues

    def strings(self, names, fits, place):
        allowed = [values(self.theirs[n]) for n in fits if self.theirs[n]['meta-type'] == 'enum']
        if len(allowed) < len(fits):         # one is any string
            return []
        allowed = set().union(*allowed)
        if 'x86_64' in allowed:
            allowed.add(E2K)
        for n in names:
            if self.ours[n]['meta-type'] != 'enum':
                return [Issue('values', place, self.told(names, fits))]
            more = [v for v in values(self.ours[n]) if v not in allowed]
            if more:
                return [Issue('values', place, '%s: %s' % (', '.join(more), self.told(names, fits)))]
        return []

    def objects(self, name, fits, place):
        tag = self.ours[name].get('tag')
        theirs = [(self.theirs[n].get('tag'), case, members)
                  for n in fits for case, members in cases(self.theirs, n)]
        issues = []
        for case, members in cases(self.ours, name):
            told = self.allowed(members, tag, case)
            same = [m for t, c, m in theirs if t not in told or c in told[t]]
            # A tag with values of ours alone is told where it stands.
            issues += [i for i in self.members(members, same or [m for _, _, m in theirs], place)
                       if i not in issues]
        return issues

    def allowed(self, members, tag, case):
        """what ours may say in each member that is an enum, as it may be QEMU's tag"""
        told = {n: values(self.ours[m.type]) for n, m in members.items()
                if self.ours[m.type]['meta-type'] == 'enum'}
        return {**told, tag: [case]} if tag else told

    def members(self, mine, theirs, place):
        issues = []
        for name in sorted(set(mine).union(*theirs)):
            at = '%s.%s' % (place, name)
            have = [c[name] for c in theirs if name in c]
            must = [h for h in have if h.mandatory]
            if name not in mine:
                if must:
                    issues.append(Issue('missing', at, 'QEMU\'s mandatory %s' % self.theirs_told(have)))
                elif self.taken:
                    issues.append(Issue('lacking', at, 'QEMU\'s optional %s' % self.theirs_told(have)))
            elif not have:
                issues.append(Issue('unknown', at, 'ours %s, QEMU has none' % words(self.ours, [mine[name].type])))
            else:
                if mine[name].mandatory and len(must if self.taken else have) < len(theirs):
                    issues.append(Issue('mandatory', at, 'ours mandatory, QEMU\'s optional'))
                if not self.taken and not mine[name].mandatory and len(must) == len(theirs):
                    issues.append(Issue('optional', at, 'ours optional, QEMU\'s mandatory'))
                issues += self.types(mine[name].type, [h.type for h in have], at)
        return issues

    def told(self, names, others):
        return 'ours %s, QEMU\'s %s' % (words(self.ours, names), words(self.theirs, others))

    def theirs_told(self, have):
        return words(self.theirs, [h.type for h in have])


def entity(ours, theirs, mine, yours):
    """the issues of a command or event that both have"""
    if mine['meta-type'] != yours['meta-type']:
        return [Issue('type', '', 'ours %s, QEMU\'s %s' % (mine['meta-type'], yours['meta-type']))]
    if mine['meta-type'] == 'event':
        return Compare(ours, theirs, False).types(mine['arg-type'], [yours['arg-type']], 'data')
    issues = Compare(ours, theirs, True).types(mine['arg-type'], [yours['arg-type']], 'arguments')
    issues += Compare(ours, theirs, False).types(mine['ret-type'], [yours['ret-type']], 'returns')
    if yours.get('allow-oob') and not mine.get('allow-oob'):
        issues.append(Issue('oob', '', 'QEMU\'s may be executed out of band'))
    return issues


def check(ours, theirs, known=KNOWN, is_open=OPEN, branches=OWN_BRANCHES):
    """(violations, notes, counts): lists of (name, Issue), a note with its reason"""
    answer = ours
    ours, theirs = index(ours), index(theirs)
    bad, notes, counts = [], [], {'command': 0, 'event': 0, 'own': 0}
    for name, mine in ours.items():
        if mine['meta-type'] not in ('command', 'event'):
            continue
        yours = theirs.get(name)
        if yours is None:
            counts['own'] += 1
            if not name.startswith(OWN):
                bad.append((name, Issue('name', '', 'not QEMU\'s, and does not begin with ' + ', '.join(OWN))))
            continue
        counts[mine['meta-type']] += 1
        used = set()
        for issue in entity(ours, theirs, mine, yours):
            if issue.kind in ('lacking', 'missing') and name in is_open and issue.place.count('.') == 1:
                continue
            if issue.kind == 'empty' and name in EMPTY:
                continue
            key = (name, issue.place, issue.kind)
            union = (name, issue.place.rpartition('.')[0])
            if union in branches:
                if union not in used:
                    notes.append((name, Issue('branches', union[1], 'ours alone'), branches[union]))
                used.add(union)
            elif key in known:
                used.add(key)
                notes.append((name, issue, known[key]))
            else:
                bad.append((name, issue))
        bad += [(name, Issue('exception', key[1], 'no longer needed: ' + reason))
                for key, reason in [*known.items(), *branches.items()]
                if key[0] == name and key not in used]
    fault = answer_fault(answer, theirs)
    if fault:
        bad.append(('query-qmp-schema', Issue('answer', '', 'not in QEMU\'s format: ' + fault)))
    return bad, notes, counts


def answer_fault(answer, theirs):
    form = qmp_conform.Schema(None)
    form.t = theirs
    return form.check('query-qmp-schema', answer)


# ------------------------------------------------------------- asking
def ask(options):
    runner = qmp_conform.Runner(options)
    try:
        runner.connect()
        ok, reply = runner.negotiate()
        if not ok:
            sys.exit('compat: the agent does not negotiate: %s' % reply)
        answer = runner.ask('query-qmp-schema')
    except qmp_conform.Gone as x:
        sys.exit('compat: %s' % x)
    finally:
        runner.unspawn()
    if not isinstance(answer, list):
        sys.exit('compat: the agent tells no schema')
    return answer


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('endpoint', nargs='?')
    p.add_argument('--spawn', metavar='CMD', help='shell command starting a fresh server on {sock}')
    p.add_argument('--schema', default=os.path.join(qmp_conform.HERE, 'qemu72-schema.json'))
    p.add_argument('--self-test', action='store_true')
    # What the transport of qmp_conform.py wants to know.
    p.set_defaults(timeout=10.0, greet=10.0, chunk=65536, delay=0.0, baud=None, serial_reused=False)
    options = p.parse_args()
    with open(options.schema) as f:
        theirs = json.load(f)['return']
    if options.self_test:
        import compat_cases
        return 1 if compat_cases.run(check, theirs) else 0
    if not options.endpoint and not options.spawn:
        p.error('an endpoint or --spawn is needed')
    bad, notes, counts = check(ask(options), theirs)
    for name, issue, reason in notes:
        print('note  %s %s: %s (%s)' % (name, issue.place, issue.text, reason))
    for name, issue in bad:
        print('WRONG %s %s: %s: %s' % (name, issue.place, issue.kind, issue.text))
    print('%(command)d commands and %(event)d events of QEMU\'s, %(own)d of ours alone:' % counts,
          '%d notes, %d violations' % (len(notes), len(bad)))
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main())
