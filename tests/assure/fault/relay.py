"""relay.py RATE SEED PROGRAM - PROGRAM, with noise on its standard input and output (noise.py); each time
that there was some, it says so on standard error.

SPDX-License-Identifier: MIT
"""
import os
import select
import subprocess
import sys

import noise


def main(rate, seed, program):
    child = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
    ways = {0: (child.stdin.fileno(), noise.Noise(float(rate), int(seed))),
            child.stdout.fileno(): (1, noise.Noise(float(rate), int(seed) + 1))}
    while True:
        for source in select.select(list(ways), [], [])[0]:
            data = os.read(source, 65536)
            if not data:
                child.kill()
                return
            sink, way = ways[source]
            before = sum(way.done.values())
            data = way.damage(data)
            if sum(way.done.values()) > before:
                print('relay: noise', file=sys.stderr, flush=True)
            while data:
                data = data[os.write(sink, data):]


if __name__ == '__main__':
    main(*sys.argv[1:])
