#!/usr/bin/env python3
"""table.py stacks|entries|exceptions - the figures of docs/assurance/bounds.md, as Markdown.

stacks: what each stack of each image is computed to take, what its board states, what is reserved, and
the most that the tests were seen to take (build/painted.json; what is not there is not shown).
entries: the depth of single functions, with all that they call.
exceptions: what the analysis is told, with the reasons.

SPDX-License-Identifier: MIT
"""
import json
import os
import sys

sys.dont_write_bytecode = True # nothing into the source tree

import boards
import resolve
from image import ROOT, Image

NAMES = {'hart': "another hart's traps"}


def painted():
    path = ROOT + '/build/painted.json'
    if not os.path.exists(path):
        return {}, []
    with open(path) as file:
        told = json.load(file)
    return {(build, stack): (size, runs) for build, stack, size, runs in told['rows']}, told['options']


def stacks(images):
    used, options = painted()
    print('| image | stack | computed | stated | reserved | seen | in runs |')
    print('|---|---|---:|---:|---:|---:|---:|')
    for name, image in images.items():
        for stack, (worst, reserved, stated, _) in image.stacks.items():
            seen = '%s | %s' % tuple('{:,}'.format(n) for n in used[name, stack]) if (name, stack) in used else '- | -'
            print('| `%s` | %s | %s | %s | %s | %s |' % (
                name, NAMES.get(stack, stack), *('{:,}'.format(n) for n in (worst, stated, reserved)), seen))
    if options:
        print('\nSeen in a run of these tests: `ctest %s`.' % ' '.join(options))


def entries(images):
    print('| function | %s |' % ' | '.join('`%s`' % name for name in images))
    print('|---|%s' % ('---:|' * len(images)))
    for entry in boards.ENTRIES:
        depths = ['{:,}'.format(i.entries[entry][0]) if entry in i.entries else '-' for i in images.values()]
        if depths != ['-'] * len(images):
            print('| `%s` | %s |' % (entry, ' | '.join(depths)))


def exceptions():
    print('| told | of | reason |\n|---|---|---|')
    for rule in boards.RULES:
        below = ('below `%s` ' % rule.below.pattern.replace('|', '\\|')) if rule.below.pattern else ''
        print('| not called | %s`%s` | %s |' % (below, rule.without.pattern.replace('|', '\\|'), rule.reason))
    for pattern in (boards.NESTED, boards.HART):
        print('| not called | by `trap.c` in a trap %s: `%s` | `trap_handle()` looks whose trap it is |' % (
            'that is not the application\'s' if pattern == boards.NESTED else 'of another hart', pattern[1].replace('|', '\\|')))
    for where, name, pattern, reason in resolve.NARROW:
        print('| pointer `%s` in `%s` | `%s` | %s |' % (name, where.replace('|', '\\|'), pattern.replace('|', '\\|'), reason))
    print('| entered | `%s` | by the processor or by assembler, or an address for something else than a call |'
          % resolve.ENTERED.pattern.replace('|', '\\|'))
    for name, goals in boards.MORE_CALLS.items():
        print('| calls | `%s`: %s | written in assembler |' % (name, ', '.join('`%s`' % goal for goal in goals)))
    for name, reason in resolve.UNCALLED.items():
        print('| never called | `%s` | %s |' % (name, reason))
    for name, (_, reason) in boards.SPECIAL.items():
        print('| stack pointer | `%s` | %s |' % (name, reason))


def main():
    if sys.argv[1:] == ['exceptions']:
        exceptions()
        return
    images = {name: Image('%s/build/%s' % (ROOT, name)) for name in boards.IMAGES}
    {'stacks': stacks, 'entries': entries}[sys.argv[1]](images)


if __name__ == '__main__':
    main()
