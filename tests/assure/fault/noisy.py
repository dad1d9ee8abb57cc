"""noisy.py - requests and replies on a line with noise, and what became of them.

Each cycle sends one agent-memory-write while there is noise in one direction, to the agent or to the
host, and then, when that is over, two synchronisations. So nothing is waited for in vain: what comes up to the second one's return is
all that there is. Each write has a slot of memory of its own; in the end the slots say what was
executed.

What must hold, whatever the rate:
  - the second message behind the noise is answered always, the first one wherever the line's end got
    through, or, without checks, as it begins with 0xFF;
  - a request that arrived damaged is answered: by an error, or rightly;
  - what was executed had arrived: a write to another place, or of other data, is in the bytes that
    the noise made of a request;
  - with checks, nothing else than what was sent is executed, what returned was, and what had errors
    alone was not; and no line is believed that the agent did not send.

SPDX-License-Identifier: MIT
"""
import collections
import json
import re

import crc
import noise

SLOT = 8 # bytes
WRITE = re.compile(rb'"address": *(\d+)[^{}]*?"data": *"([0-9a-fA-F]+)"')


class Wrong(Exception):
    """A promise is broken."""


def require(holds, text, *values):
    if not holds:
        raise Wrong(text % values)


class Run:
    """One rate, with checks or without, on a fresh session at LINE; BASE: SIZE bytes of memory that
    nobody else uses; TO_AGENT: the direction with the noise."""

    def __init__(self, line, base, size, rate, seed, checked, to_agent):
        self.line, self.base, self.slots, self.checked = line, base, size // SLOT, checked
        self.counts = collections.Counter()
        self.to_agent, self.noise = to_agent, noise.Noise(rate, seed)
        self.arrived = [] # what damaged requests asked for: address and bytes
        self.sent = {}    # slot to the cycle that was sent for it last
        self.told = {}    # slot to whether that was executed, by what the agent said
        line.sync(seed)
        if checked:
            line.ask('agent-reset-session')
            line.until(lambda message: 'QMP' in message)
            line.negotiate(check=True)
        self.clear()

    def clear(self):
        self.line.ask('agent-memory-fill', address=self.base, size=self.slots * SLOT, data='00')

    def data(self, cycle):
        return '%08x%08x' % (cycle, ~cycle & 0xFFFFFFFF)

    def cycle(self, number):
        line, slot = self.line, number % self.slots
        if slot == 0 and number > 0:
            self.look()
        self.sent[slot] = number
        request = line.spell({'execute': 'agent-memory-write', 'arguments': {
            'address': self.base + SLOT * slot, 'data': self.data(number)}, 'id': number})
        if self.to_agent:
            line.noise_out = self.noise
        else:
            line.noise_in = self.noise
        line.write(request + b'\n')
        line.noise_out, line.whole = None, True
        self.judge(number, line.sent, line.sent != request + b'\n')

    def judge(self, number, arrived, damaged):
        line = self.line
        for address, data in WRITE.findall(arrived) if damaged else ():
            if len(data) % 2 == 0:
                self.arrived.append((int(address), bytes.fromhex(data.decode())))
        numbers = (2 * number + (1 << 40), 2 * number + 1 + (1 << 40))
        self.came = arrived.strip()
        for sync in numbers:
            mark = b'' if self.checked else b'\xff'
            line.write(mark + line.spell({'execute': 'guest-sync', 'arguments': {'id': sync}}) + b'\n')
        answers, first = self.answers(numbers)
        line.noise_in = None
        whole = line.whole and (arrived.endswith(b'\n') or not self.checked)
        require(first or not whole, 'cycle %d: the message behind the noise was not answered', number)
        self.counts['requests'] += 1
        self.counts['damaged'] += damaged
        self.counts['second message'] += not first
        self.reply(number, answers, damaged)

    def answers(self, numbers):
        """What came before the second synchronisation's return, and whether the first one's did."""
        line, found, first = self.line, [], False
        while True:
            raw = line.read()
            if self.checked and not crc.holds(raw):
                self.counts['replies refused'] += 1
                continue
            message = self.parse(raw)
            if message is None:
                self.counts['replies refused'] += 1
                continue
            if message.get('return') == numbers[1]:
                return found, first
            if message.get('return') == numbers[0]:
                first = True
            else:
                found.append(message)

    @staticmethod
    def parse(raw):
        try:
            message = json.loads(raw.lstrip(b'\xff'))
        except ValueError:
            return None
        return message if isinstance(message, dict) else None

    def reply(self, number, answers, damaged):
        """What the client believes of the answers to the request of this cycle."""
        errors = [message for message in answers if 'error' in message]
        good = [message for message in answers
                if message.get('id') == number and message.get('return') == {'size': SLOT}]
        if damaged:
            self.counts['answered with an error'] += bool(errors)
            self.counts['executed all the same'] += bool(good) and not errors
        others = [message for message in answers if message not in errors and message not in good]
        self.counts['replies believed wrongly'] += len(others)
        require(not self.checked or not others, 'cycle %d: believed %r', number, others)
        require(damaged or not self.checked or not errors,
                'cycle %d: an error for a request that was whole: %r', number, errors)
        require(not damaged or errors or good or not self.came,
                'cycle %d: no answer to a damaged request', number)
        if good or errors:
            self.told[number % self.slots] = bool(good)

    def look(self):
        """What the memory says was executed."""
        text = self.line.ask('agent-memory-read', address=self.base, size=self.slots * SLOT)['data']
        for slot in range(self.slots):
            found = text[16 * slot:16 * slot + 16]
            if self.checked and slot in self.told:
                require((found != '0' * 16) == self.told[slot], 'slot %d has %s, and the agent said %s',
                        slot, found, 'done' if self.told[slot] else 'an error')
            if found in ('0' * 16, self.data(self.sent.get(slot, 0))):
                continue
            self.counts['executed wrongly'] += 1
            require(not self.checked, 'slot %d has %s', slot, found)
            require(self.may_be(slot, found), 'slot %d has %s, which never arrived', slot, found)
        self.clear()
        for what in (self.arrived, self.sent, self.told):
            what.clear()

    def may_be(self, slot, found):
        """Whether each byte that is there was sent, or asked for by a damaged request: these overlap
        each other and others, and may be longer than a slot."""
        begin, own = self.base + SLOT * slot, bytes.fromhex(self.data(self.sent.get(slot, 0)))
        return all(byte in (0, own[i]) or
                   any(0 <= begin + i - at < len(data) and data[begin + i - at] == byte
                       for at, data in self.arrived)
                   for i, byte in enumerate(bytes.fromhex(found)))


def run(line, base, size, rate, cycles, seed, checked, to_agent, progress=lambda done: None):
    it = Run(line, base, size, rate, seed, checked, to_agent)
    for number in range(cycles):
        it.cycle(number)
        if number % 1000 == 0:
            progress(number)
    it.look()
    return it.counts
