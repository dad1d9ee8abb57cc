#!/usr/bin/env python3
"""soak.py - many clients at one board through `qmpctl bridge`, while the board restarts.

    soak.py QMPCTL [--short] [--clients N] [--commands N] [--seed N]

20 clients send 5,000 commands each (--short: 200) to riscv-virt, up to six at a time, with ids of
all types and without.  What a client asks for is asked for by no other: pieces of the image at
addresses of its own, names that do not exist and come back in the error.  Meanwhile the board is
killed and started anew, reset, and killed again, and hostile clients come and go: they send garbage
and halves of requests, leave with requests under way, and do not read.

It fails if an answer has another id than its request, stands out of order, tells what somebody
else asked for, or does not come; if a command fails for any other reason than the restart that
befell it; or if the bridge does not end cleanly.

SPDX-License-Identifier: MIT
"""
import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import rig

RESTARTS = ('killed and started anew', 'reset', 'killed and started anew')
EXCUSES = ('The board has restarted: ', 'The line to the board was lost ', 'The board is not there ')
PIPELINE = 6
HOSTILE = 4 # at a time
LONGEST = 4096 # bytes of a piece of memory


class Wrong(Exception):
    pass


def same(a, b):
    """Equal, and of equal type: 1 is neither 1.0 nor true."""
    return json.dumps(a, sort_keys=True) == json.dumps(b, sort_keys=True)


def ids(client, number):
    """An id that no other request has, or one that many have, or none (absent)."""
    return [client * 1000000 + number, '%d-%d \u00e9\n' % (client, number), [client, number, None],
            {'client': client, 'at': {'number': number}}, number + client / 1024,
            -(2 ** 62) - number, True, None, '', 'absent'][random.randrange(10)]


class Client:
    def __init__(self, number, commands, code):
        self.number, self.commands = number, commands
        self.base, self.image = code
        self.sent = self.answered = self.excused = self.failed_as_expected = self.overtook = 0
        self.oob = number % 2 == 0
        self.cancels = 0
        self.lines = [] # of the bridge
        self.waiting = [] # (id, check) in-band, in order
        self.urgent = {} # id: check

    # ------------------------------------------------------------- requests

    def memory(self):
        address = self.base + random.randrange(len(self.image) - LONGEST)
        size = random.randrange(1, LONGEST if random.randrange(8) == 0 else 64)
        at = address - self.base
        expected = {'address': address, 'format': 'hex', 'size': size,
                    'data': self.image[at:at + size].hex()}

        def check(reply):
            got = dict(reply['return'])
            if got.pop('cancelled', False): # by ourselves, as no one else may
                cut = dict(expected, size=got['size'], data=expected['data'][:2 * got['size']])
                return got == cut and self.cancels
            return got == expected
        return 'agent-memory-read', {'address': address, 'size': size}, check

    def status(self):
        return 'query-status', None, lambda reply: reply['return']['running'] is True

    def property(self):
        return ('qom-get', {'path': 'clint', 'property': 'mtime'},
                lambda reply: isinstance(reply['return'], int))

    def unknown(self):
        name = 'no-%d-%d' % (self.number, self.sent)
        desc = 'The command %s has not been found' % name
        return name, None, lambda reply: self.expect_error(reply, 'CommandNotFound', desc)

    def nowhere(self):
        name = 'nowhere-%d-%d' % (self.number, self.sent)
        desc = "Device '%s' not found" % name
        return ('qom-get', {'path': name, 'property': 'x'},
                lambda reply: self.expect_error(reply, 'DeviceNotFound', desc))

    def own(self):
        """Answered by the bridge, in its place among the others."""
        number = self.number * 1000000 + self.sent
        return 'guest-sync', {'id': number}, lambda reply: reply['return'] == number

    def expect_error(self, reply, kind, desc):
        self.failed_as_expected += 1
        return reply['error'] == {'class': kind, 'desc': desc}

    def compose(self):
        kinds = [self.memory] * 6 + [self.status, self.property, self.unknown, self.nowhere, self.own]
        command, arguments, check = random.choice(kinds)()
        id = ids(self.number, self.sent)
        request = {'execute': command}
        if arguments is not None:
            request['arguments'] = arguments
        if id != 'absent':
            request['id'] = id
        self.waiting.append((id, check))
        self.sent += 1
        return json.dumps(request, ensure_ascii=random.randrange(2) == 0,
                          indent=random.choice((None, None, 1))).encode()

    def compose_urgent(self):
        id = 'urgent-%d-%d' % (self.number, self.sent)
        self.cancels += 1
        self.urgent[id] = lambda reply: isinstance(reply['return']['cancelled'], bool)
        self.sent += 1
        return json.dumps({'exec-oob': 'agent-cancel', 'id': id}).encode()

    # -------------------------------------------------------------- replies

    def excused_by_restart(self, reply):
        desc = reply.get('error', {}).get('desc', '')
        excused = reply.get('error', {}).get('class') == 'GenericError' and desc.startswith(EXCUSES)
        self.excused += excused
        return excused

    def take(self, reply):
        if 'event' in reply:
            if reply['event'] == 'AGENT_BRIDGE':
                self.lines.append(reply['data']['line'])
            return
        id = reply.get('id', 'absent')
        if isinstance(id, str) and id in self.urgent:
            check = self.urgent.pop(id)
            self.overtook += 1 if self.waiting else 0
        else:
            if not self.waiting:
                raise Wrong('an answer without a request')
            expected, check = self.waiting.pop(0)
            if not same(id, expected):
                raise Wrong('the id should be %r' % (expected,))
        self.answered += 1
        if not self.excused_by_restart(reply) and not check(reply):
            raise Wrong('this was not asked for')

    async def run(self, path, progress):
        reader, writer = await asyncio.open_unix_connection(path, limit=1 << 24)
        if 'QMP' not in json.loads(await reader.readline()):
            raise Wrong('no greeting')
        writer.write(b'{"execute": "qmp_capabilities", "arguments": {"enable": [%s]}}' % (b'"oob"' if self.oob else b''))
        self.waiting.append(('absent', lambda reply: reply['return'] == {}))
        self.sent += 1
        self.commands += 1
        depth = 1
        while self.answered < self.commands:
            while self.sent < self.commands and len(self.waiting) + len(self.urgent) < depth:
                urgent = self.oob and random.randrange(20) == 0 and self.answered > 0 and not self.urgent
                writer.write(self.compose_urgent() if urgent else self.compose())
            line = await asyncio.wait_for(reader.readline(), rig.PATIENCE)
            if not line:
                raise Wrong('the bridge has closed the connection')
            try:
                self.take(json.loads(line))
            except (Wrong, KeyError, TypeError) as why:
                raise Wrong('client %d, %s: %s' % (self.number, why, line)) from why
            progress()
            depth = random.randint(1, PIPELINE)
        writer.close()


# ----------------------------------------------------------------------- hostile


PIECES = (b'{"execute": "qmp_capabilities"}', b'{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}',
          b'{"execute": "query-qmp-schema"}', b'{"execute": "agent-memory-read", "arguments": {"address": 2147483648, '
          b'"size": 200000}, "id": 1}', b'{"exec-oob": "agent-cancel", "id": 2}', b'{"execute": "query-status", "id": [',
          b'}', b']', b"'", b'"', b'\xff', b'\x00\n', b'[' * 2000, b'{"a":' * 1100, b'\\ud800', b'x' * 70000)


async def harm(path, number, counts):
    """One hostile client after another."""
    chance = random.Random(number)
    while True:
        reader, writer = await asyncio.open_unix_connection(path)
        counts[0] += 1
        try:
            for _ in range(chance.randrange(1, 30)):
                piece = chance.choice(PIECES) if chance.randrange(4) else chance.randbytes(chance.randrange(300))
                writer.write(piece[:chance.randrange(1, len(piece) + 2)] if chance.randrange(3) == 0 else piece)
                await asyncio.sleep(0)
                if chance.randrange(3) == 0:
                    await asyncio.wait_for(reader.read(100000), 0.01)
            await asyncio.sleep(chance.random() / 20)
        except (asyncio.TimeoutError, ConnectionError):
            pass
        if chance.randrange(2):
            writer.transport.abort()
        writer.close()


# ---------------------------------------------------------------------- restarts


async def restart(board, how):
    if how == 'reset':
        await asyncio.to_thread(board.reset)
        return
    board.kill()
    await asyncio.sleep(0.1)
    board.start()


async def soak(board, path, clients, commands):
    done = 0
    total = clients * commands
    marks = [total * (i + 1) // (len(RESTARTS) + 1) for i in range(len(RESTARTS))]
    due = [asyncio.Event() for _ in marks]

    def progress():
        nonlocal done
        done += 1
        for mark, event in zip(marks, due):
            if done >= mark:
                event.set()

    async def restarts():
        for event, how in zip(due, RESTARTS):
            await event.wait()
            await restart(board, how)

    code = rig.code(rig.image_of('riscv-virt'))
    all = [Client(i + 1, commands, code) for i in range(clients)]
    counts = [0]
    hostile = [asyncio.create_task(harm(path, random.random(), counts)) for _ in range(HOSTILE)]
    await asyncio.gather(restarts(), *(client.run(path, progress) for client in all))
    for task in hostile:
        if task.done():
            task.result() # it ended before its time, and says why
        task.cancel()
    print('hostile clients that came and went: %d' % counts[0])
    return all


# ------------------------------------------------------------------------ report


def report(clients, seconds):
    sums = {name: sum(getattr(client, name) for client in clients) for name in
            ('sent', 'answered', 'excused', 'failed_as_expected', 'overtook', 'cancels')}
    print('%d clients, %d commands in %.1f s: %.0f a second' %
          (len(clients), sums['sent'], seconds, sums['sent'] / seconds))
    print('answered: %d; of these %d with an error that was asked for, %d because of a restart' %
          (sums['answered'], sums['failed_as_expected'], sums['excused']))
    print('out of band: %d, of which %d overtook' % (sums['cancels'], sums['overtook']))
    print('restarts of the board: %d (%s)' % (len(RESTARTS), ', '.join(RESTARTS)))
    for client in clients:
        if client.waiting or client.urgent or client.sent != client.answered:
            raise Wrong('client %d waits for an answer' % client.number)
        if client.lines.count('up') > len(RESTARTS):
            raise Wrong('client %d heard of too many restarts: %s' % (client.number, client.lines))
    if not any(client.lines == ['down', 'up', 'restarted', 'up', 'down', 'up'] for client in clients):
        raise Wrong('the restarts were not told: %s' % [client.lines for client in clients])
    if sums['excused'] == 0:
        raise Wrong('no request was at the board when it restarted')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('qmpctl')
    parser.add_argument('--short', action='store_true')
    parser.add_argument('--clients', type=int, default=20)
    parser.add_argument('--commands', type=int)
    parser.add_argument('--seed', type=int, default=random.randrange(1 << 30))
    options = parser.parse_args()
    print('seed', options.seed, flush=True)
    random.seed(options.seed)
    commands = options.commands or (200 if options.short else 5000)
    with tempfile.TemporaryDirectory(prefix='e2kmon-soak-') as folder:
        board, path = rig.Board(folder), os.path.join(folder, 'bridge')
        board.start()
        bridge = rig.Bridge(options.qmpctl, 'unix:' + board.path('virtio'), 'unix:' + path)
        try:
            rig.dial(path).close()
            begun = time.monotonic()
            clients = asyncio.run(soak(board, path, options.clients, commands))
            report(clients, time.monotonic() - begun)
            if bridge.end() != 0 or os.path.exists(path):
                raise Wrong('the bridge did not end cleanly')
        except Wrong as why:
            print('WRONG:', why)
            return 1
        finally:
            bridge.kill()
            board.kill()
    return 0


if __name__ == '__main__':
    sys.exit(main())
