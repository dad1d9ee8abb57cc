"""cases - what can go wrong around an agent, but for noise (noisy.py).

Each takes whether it is to be long, and returns what it counted.

SPDX-License-Identifier: MIT
"""
import collections
import os
import random
import select
import signal
import struct
import time

import emulator
import line

BOARD = 'riscv-virt'
LATEST = 4 * 1000 # microseconds: what a beat of 10 ms may be late by under a flood
FELT = 1000       # what it is late by at least: a flood that does not fill the agent's slice shows nothing


class Wrong(Exception):
    """A promise is broken."""


def require(holds, text, *values):
    if not holds:
        raise Wrong(text % values)


def usable(agent, number):
    """One synchronisation, and the next request is answered."""
    agent.sync(number)
    require(agent.ask('query-status')['status'] == 'running', 'the application does not run')


def reader_that_stalls_under_an_event_flood_loses_events_and_nothing_else(long):
    """Eight watches tell every change, nobody reads; then everything is read."""
    stall = 600 if long else 4
    with emulator.Emulator(BOARD, virtio=True) as board:
        agent, other = board.line(), board.line('virtio')
        usable(agent, 1)
        other.message()
        other.negotiate()
        for _ in range(8):
            agent.ask('agent-watch', path='hub', property='beats', interval=1)
        end, asked = time.monotonic() + stall, 0
        while time.monotonic() < end: # the other port's host reads, and is served
            require(other.ask('query-status')['status'] == 'running', 'the application does not run')
            asked += 1
        agent.request(execute='query-status', id='behind')
        read = agent.until(lambda message: message.get('id') == 'behind')
        require(read[-1].get('return', {}).get('status') == 'running', 'the last reply: %s', read[-1])
        for number in range(1, 9):
            agent.ask('agent-unwatch', id=number)
        info = agent.ask('agent-info')['sessions']
        dropped = sum(message['data']['count'] for message in read
                      if message.get('event') == 'AGENT_EVENTS_DROPPED')
        require(info[0]['events-dropped'] >= dropped > 0, 'told %d dropped, of %s', dropped, info)
        return {'seconds stalled': stall, 'events read': len(read) - 1, 'events dropped': dropped,
                'requests on the other port meanwhile': asked}


def host_that_goes_and_comes_back_finds_the_agent(long):
    """In the middle of requests; over the UART, which does not see hosts, and over virtio."""
    times, chance, counts = 1000 if long else 40, random.Random(5), collections.Counter()
    request = b'{"execute": "agent-memory-read", "arguments": {"address": 2147483648, "size": 4096}}\n'
    with emulator.Emulator(BOARD, virtio=True) as board:
        for number in range(times):
            name = ('qmp', 'virtio')[number % 2]
            agent = board.line(name)
            if name == 'virtio':
                require('QMP' in agent.message(), 'no greeting for a new host')
                agent.negotiate()
            else:
                usable(agent, number)
            agent.write(2 * request + request[:chance.randrange(len(request) + 1)])
            if chance.random() < 0.5:
                agent.read()
            agent.close()
            counts[name] += 1
        agent = board.line()
        usable(agent, times)
    return {'times over the UART': counts['qmp'], 'times over virtio': counts['virtio']}


def reset_at_any_byte_of_a_session_leads_to_a_greeting(long):
    """The machine is reset when the first K bytes were sent, for each K."""
    session = (b'{"execute": "qmp_capabilities"}\n{"execute": "stop", "id": 1}\n'
               b'{"execute": "agent-memory-read", "arguments": {"address": 2147483648, "size": 64}}\n'
               b'{"execute": "cont", "id": "\\u0061"}\n')
    cuts = range(0, len(session) + 1, 1 if long else 12)
    with emulator.Emulator(BOARD) as board:
        agent, own = board.line(), board.own()
        usable(agent, 1)
        for cut in cuts:
            agent.write(session[:cut])
            own.ask('system_reset')
            # What was sent before may be read by the agent after the reset, and greeted twice by.
            agent.until(lambda message: 'QMP' in message)
            usable(agent, 100 + cut)
    return {'resets': len(cuts), 'bytes of the session': len(session)}


def clock_that_jumps_ahead_breaks_no_session(long):
    """The emulator stands still, and its clock, which goes by the host's, does not."""
    jumps, seconds = (60, 5) if long else (3, 1)
    with emulator.Emulator(BOARD) as board:
        agent = board.line()
        usable(agent, 1)
        last = count = 0
        for number in range(jumps):
            agent.ask('agent-watch', path='hub', property='beats', interval=1)
            board.signal(signal.SIGSTOP)
            time.sleep(seconds)
            board.signal(signal.SIGCONT)
            time.sleep(0.2) # for some events
            agent.request(execute='query-status', id=number)
            events = agent.until(lambda message: message.get('id') == number)[:-1]
            agent.ask('agent-unwatch', id=number + 1)
            for event in events:
                stamp = event['timestamp']['seconds'] * 1000000 + event['timestamp']['microseconds']
                require(stamp >= last, 'an event of %d after one of %d', stamp, last)
                last = stamp
            count += len(events)
            before = agent.ask('qom-get', path='hub', property='beats')
            time.sleep(0.2)
            beats = agent.ask('qom-get', path='hub', property='beats') - before
            require(2 <= beats <= 200, '%d beats in 0.2 s', beats)
    require(count > 0, 'no event came, so none could be out of order')
    return {'jumps': jumps, 'seconds each': seconds, 'events': count}


# Rarely: one as its reply is long, the other as its last byte costs more than any other does.
DEAR = (b'{"execute": "query-qmp-schema"}', b'["' + b'x' * 30000 + b'\x01')
# As many as may wait at a time: together they are more than the agent may do at a stretch.
WORK = 8 * b'{"execute": "agent-memory-checksum", "arguments": {"address": 2147483648, "size": 65536}}'
HOSTILE = (WORK, WORK, b'{"execute": "nonsense"}', b'}}}}]]]]', b'[' * 2000,
           b'{"execute": "agent-memory-read", "arguments": {"address": 2147483648, "size": 512}}',
           b'"\\uD800', b'\xff\xfe\x00\x01', b'{"a":' * 500, b'{"execute": "guest-ping", "id": [1]}' * 20)


def application_keeps_its_deadline_under_a_hostile_client(long):
    """Garbage and expensive requests as fast as the port takes them, everything read. Time is the
    processor's own (an instruction a nanosecond), so that the host's other work does not count."""
    seconds, chance = 600 if long else 4, random.Random(3)
    with emulator.Emulator(BOARD, '-icount', 'shift=0,sleep=off', virtio=True) as board:
        agent, other = board.line(), board.line('virtio')
        usable(agent, 1)
        other.message()
        other.negotiate()
        latest = board.symbol('hub_latest')
        quiet = _lateness(other, latest, clear=True)
        sent = _flood(agent, time.monotonic() + seconds, chance)
        late = other.ask('qom-get', path='hub', property='late')
        flooded = _lateness(other, latest)
        require(flooded > FELT, 'the flood was not felt: %d us late, %d before', flooded, quiet)
        require(late == 0, '%d beats were missed', late)
        require(flooded <= LATEST, 'a beat was %d us late, %d without the flood', flooded, quiet)
        usable(agent, 2)
        return {'seconds': seconds, 'bytes sent': sent, 'us late before': quiet,
                'us late, flooded': flooded, 'us allowed': LATEST, 'beats missed': late}


def _lateness(agent, address, clear=False):
    data = agent.ask('agent-memory-read', address=address, size=4)['data']
    if clear:
        agent.ask('agent-memory-write', address=address, data='00000000')
    return struct.unpack('<I', bytes.fromhex(data))[0]


def _flood(agent, end, chance):
    """Bytes sent until END."""
    os.set_blocking(agent.sink, False)
    sent, waiting = 0, b''
    while time.monotonic() < end:
        waiting = waiting or b'\n'.join(chance.choice(HOSTILE) for _ in range(50)) + chance.choice(DEAR)
        readable, writable, _ = select.select([agent.source], [agent.sink], [], 1)
        if readable:
            os.read(agent.source, 1 << 16)
        if writable:
            count = os.write(agent.sink, waiting)
            waiting, sent = waiting[count:], sent + count
    return sent


CASES = (reader_that_stalls_under_an_event_flood_loses_events_and_nothing_else,
         host_that_goes_and_comes_back_finds_the_agent,
         reset_at_any_byte_of_a_session_leads_to_a_greeting,
         clock_that_jumps_ahead_breaks_no_session,
         application_keeps_its_deadline_under_a_hostile_client)
