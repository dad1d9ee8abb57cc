#!/usr/bin/env python3
"""headers.py ROOT - checks who includes whom: protocol/ is freestanding and knows nothing
of the others, board/ knows nothing of firmware/, firmware/ knows boards by board.h alone.

SPDX-License-Identifier: MIT
"""
import os
import re
import sys

FREESTANDING = {'stdbool.h', 'stddef.h', 'stdint.h', 'limits.h', 'stdalign.h', 'stdarg.h', 'stdatomic.h',
                'stdnoreturn.h'}
# An application may assert; it ends in agent_panic().
APPLICATION = {'assert.h'}
ALLOWED = {
    'protocol': lambda angle, name: name in FREESTANDING | {'jsmn.h'} if angle else
    not name.startswith(('agent/', 'board/')),
    'firmware': lambda angle, name: name in FREESTANDING if angle else
    not name.startswith(('drivers/', 'core/')),
    'board': lambda angle, name: name in FREESTANDING | {'string.h'} if angle else
    not name.startswith(('agent/', 'qmp/')),
}


def main():
    root, broken, seen = sys.argv[1], 0, 0
    for folder, allowed in ALLOWED.items():
        for where, _, files in os.walk(os.path.join(root, folder)):
            for name in (f for f in files if f.endswith(('.c', '.h', '.S'))):
                path = os.path.join(where, name)
                with open(path) as source:
                    for angle, quoted in re.findall(r'^\s*#\s*include\s+(?:<([^>]+)>|"([^"]+)")', source.read(), re.M):
                        seen += 1
                        application = os.path.relpath(where, root) == os.path.join('firmware', 'app')
                        if not allowed(bool(angle), angle or quoted) and not (application and angle in APPLICATION):
                            broken += 1
                            print('%s includes %s' % (os.path.relpath(path, root), angle or quoted))
    print('%d includes, %d that should not be' % (seen, broken))
    return 1 if broken or not seen else 0


if __name__ == '__main__':
    sys.exit(main())
