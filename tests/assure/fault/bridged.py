"""bridged - clients that know nothing of checks, on a noisy line behind `qmpctl --frame-check bridge`.

Each client keeps some requests under way, writes to memory (a place for each, which is read back when
the noise is over) and reads, whose returns name what was asked for; one of them sends requests out of band, too. What must hold, whatever the rate:
  - each request gets one reply, in the order of the requests (but out of band), and no reply is another's;
  - what returned was executed, once; what is said not to have been executed was not;
  - nothing else was executed.

SPDX-License-Identifier: MIT
"""
import collections
import json
import os
import random
import subprocess
import tempfile

import emulator
import line
import noisy
import wire

CLIENTS = 3
UNDER_WAY = 4
SLOTS = 1000
SLOT = noisy.SLOT
NOT_EXECUTED = 'Frame check failed: the request was damaged, and not executed'
NOT_SENT = ': the command was not sent'
MAYBE = 'may or may not have been executed'
require = noisy.require


class Client:
    """A stock client; URGENT: which sends requests out of band, too."""

    def __init__(self, path, counts, chance, urgent):
        self.line, self.counts, self.chance = line.connect(path), counts, chance
        require('agent-frame-check' not in str(self.line.message()), 'a client is offered checks')
        self.negotiate({'enable': ['oob'] if urgent else []})
        self.urgent, self.overtaking = urgent, None # the latter: the id of one under way
        self.base = emulator.memory(self.line)[0]
        self.waiting, self.number = collections.deque(), 0

    def negotiate(self, arguments):
        self.line.request(execute='qmp_capabilities', arguments=arguments, id='negotiate')
        self.line.until(lambda message: message.get('id') == 'negotiate')

    def begin(self, slots):
        self.slots = list(slots)
        self.fate = {} # slot to (data, what was said of it)

    def goes_on(self):
        """Sends and reads; returns whether there is more to do."""
        while self.slots and len(self.waiting) < UNDER_WAY:
            self.send(self.slots.pop())
        if self.urgent and self.slots and not self.overtaking and self.chance.random() < 0.2:
            self.number += 1
            self.overtaking = 'urgent-%d' % self.number
            self.line.request(**{'exec-oob': 'agent-cancel', 'id': self.overtaking})
        if self.waiting or self.overtaking:
            self.take(self.line.message())
        return bool(self.waiting or self.slots or self.overtaking)

    def send(self, slot):
        self.number += 1
        data, address = '%08x%08x' % (self.number, self.chance.getrandbits(32)), self.base + SLOT * slot
        writes = self.chance.random() < 0.7
        arguments = {'address': address, 'data': data} if writes else {'address': address, 'size': SLOT}
        self.line.request(execute='agent-memory-write' if writes else 'agent-memory-read',
                          arguments=arguments, id=[self.number])
        self.waiting.append((self.number, slot, data if writes else None))

    def take(self, message):
        require('check' not in message, 'a check reaches a client: %s', message)
        if 'event' in message:
            self.counts['told: line %s' % message['data'].get('line')] += 1
            return
        self.counts['requests'] += 1
        if self.overtaking and message.get('id') == self.overtaking:
            self.overtaking = None
            self.counts['out of band: ' + ('returned' if 'return' in message else self.error(message))] += 1
            return
        number, slot, data = self.waiting.popleft()
        require(message.get('id') == [number], 'the reply to %d is %s', number, message)
        said = self.said(message, slot, data)
        self.counts[said] += 1
        self.fate[slot] = data, said

    def said(self, message, slot, data):
        if 'return' in message:
            found = message['return']
            whole = found.get('size') == SLOT or (found.get('cancelled') and self.urgent)
            require(whole and (data or found.get('address') == self.base + SLOT * slot),
                    'slot %d: another reply: %s', slot, message)
            return 'returned'
        return self.error(message)

    @staticmethod
    def error(message):
        text = message['error']['desc']
        if text == NOT_EXECUTED:
            return 'refused'
        if text.endswith(NOT_SENT):
            return 'not sent'
        require(MAYBE in text, 'an error that is no error of the line: %s', text)
        return 'perhaps executed'

    def look(self, text):
        """TEXT: what is in all slots."""
        for slot, (data, said) in self.fate.items():
            found = text[2 * SLOT * slot:2 * SLOT * (slot + 1)]
            may = {'returned': (data,), 'perhaps executed': (data, None)}.get(said, (None,))
            require(found in [one or '0' * 2 * SLOT for one in may],
                    'slot %d: %s is there, %s was written; %s', slot, found, data, said)
            if data and said == 'perhaps executed':
                self.counts['perhaps executed: was'] += found == data


def _bridge(qmpctl, endpoint, path):
    return subprocess.Popen([qmpctl, '-s', endpoint, '--frame-check', '--timeout', '1', 'bridge', '-q',
                             'unix:' + path], stdin=subprocess.DEVNULL)


def _round(clients, on_wire, slots):
    """A request for each slot, with noise, then what became of it, without."""
    plain = clients[0].line
    base = clients[0].base
    plain.ask('agent-memory-fill', address=base, size=slots * SLOT, data='00')
    for number, client in enumerate(clients):
        client.begin(range(number, slots, len(clients)))
    on_wire.noisy = True
    while any([client.goes_on() for client in clients]):
        pass
    on_wire.noisy = False
    while True: # what the noise left on the line may cost another one
        try:
            text = plain.ask('agent-memory-read', address=base, size=slots * SLOT)['data']
            break
        except line.Lost as lost:
            require('error' in str(lost), '%s', lost)
    for client in clients:
        client.look(text)


def run(qmpctl, agent, rate, requests, seed):
    counts, chance = collections.Counter(), random.Random(seed)
    with tempfile.TemporaryDirectory(prefix='e2kmon-bridged-') as folder:
        board, path = os.path.join(folder, 'board'), os.path.join(folder, 'clients')
        on_wire = wire.Wire(board, agent, rate, seed)
        bridge = _bridge(qmpctl, board, path)
        try:
            clients = [Client(path, counts, chance, number == 0) for number in range(CLIENTS)]
            for begin in range(0, requests, SLOTS):
                _round(clients, on_wire, min(SLOTS, requests - begin))
            counts['line opened anew'] = on_wire.met - 1
            counts['damages'] = sum(on_wire.done().values())
        finally:
            bridge.terminate()
            bridge.wait()
            on_wire.end()
    return counts
