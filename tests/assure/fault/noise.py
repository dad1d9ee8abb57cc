"""noise - what a bad serial line does to bytes, from a seed.

A rate is the probability that something begins at a byte: a bit turns, the byte is lost, it comes
twice, or a burst turns bits of up to 16 bytes; or, as when a receiver is not served in time, 1 to 300
bytes are lost.

SPDX-License-Identifier: MIT
"""
import math
import random

KINDS = ('flip', 'drop', 'double', 'burst', 'overrun')


class Noise:
    """done  what happened so far, by kind"""

    def __init__(self, rate, seed):
        self.rate = rate
        self.random = random.Random(seed)
        self.done = dict.fromkeys(KINDS, 0)
        self._next = self._gap()

    def _gap(self):
        """Bytes until something happens."""
        return int(math.log(1 - self.random.random()) / math.log(1 - self.rate))

    def damage(self, data):
        """DATA as it arrives."""
        out, at = bytearray(), 0
        while self._next < len(data) - at:
            out += data[at:at + self._next]
            at += self._next
            at += self._strike(out, data, at)
            self._next = self._gap()
        out += data[at:]
        self._next -= max(len(data) - at, 0)
        return bytes(out)

    def _strike(self, out, data, at):
        """Returns how many bytes of DATA it took."""
        kind = self.random.choices(KINDS, (4, 2, 2, 2, 1))[0]
        self.done[kind] += 1
        if kind == 'flip':
            out.append(data[at] ^ 1 << self.random.randrange(8))
            return 1
        if kind == 'drop':
            return 1
        if kind == 'double':
            out += bytes((data[at], data[at]))
            return 1
        if kind == 'overrun':
            return self.random.randint(1, 300)
        burst = data[at:at + self.random.randint(2, 16)]
        out += bytes(byte ^ self.random.randrange(256) for byte in burst)
        return len(burst)
