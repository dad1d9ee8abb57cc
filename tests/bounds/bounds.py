#!/usr/bin/env python3
"""bounds.py [--ways] BUILD... - the worst case of every stack of images, and whether it was reserved.

A complaint is: a frame of unknown size; a frame that the compiler and the instructions do not agree on;
recursion; a call through a pointer of unknown type; an address of a function that no call could use; a
stack smaller than its worst case, or stated as more than twice that.  --ways: the deepest way, too.

SPDX-License-Identifier: MIT
"""
import os
import sys

sys.dont_write_bytecode = True # nothing into the source tree

from image import Image


def show(image, ways):
    print('%s: %d functions, %d calls through pointers, to %d functions' % (
        os.path.basename(image.build), len(image.functions), len(image.reached), len(image.resolver.used)))
    for name, (worst, reserved, stated, levels) in image.stacks.items():
        print('  %-12s %6d bytes at most, %d stated, %d reserved' % (name, worst, stated, reserved))
        for what, size, way in levels:
            print('    %6d %s' % (size, what))
            if ways:
                print('           ' + ', '.join(s.split(':')[-1] for s in way))
    for complaint in image.complaints:
        print('  COMPLAINT: ' + complaint)


def main():
    ways = '--ways' in sys.argv[1:]
    complaints = 0
    for build in (w for w in sys.argv[1:] if not w.startswith('--')):
        image = Image(build)
        show(image, ways)
        complaints += len(image.complaints)
    return 1 if complaints else 0


if __name__ == '__main__':
    sys.exit(main())
