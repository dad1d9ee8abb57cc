"""test_check.py - the client with a server whose lines have a frame check.

SPDX-License-Identifier: MIT
"""
import json
import threading

import pytest

from e2kmon import CommandError, Damaged, EndpointError, Restarted, check
from server import GREETING

OFFERING = GREETING.replace(b'[]', b'["oob", "agent-frame-check"]')


def test_the_check_is_that_of_the_protocol_document():
    line = b'{"execute": "query-status", "id": 1}'
    assert check.add(line) == b'{"execute": "query-status", "id": 1, "check": "de04e2b7"}'
    assert check.take(check.add(line)) == line
    assert check.take(line) is None
    assert check.take(check.add(line).replace(b'1', b'2')) is None


def negotiate(peer):
    peer.say(OFFERING)
    request = peer.hear()
    assert request['arguments'] == {'enable': ['agent-frame-check']}
    assert 'check' not in request
    answer(peer, request)


def answer(peer, request, value=None):
    say(peer, {'id': request['id'], 'return': {} if value is None else value})


def say(peer, message):
    peer.say(check.add(json.dumps(message).encode()) + b'\r\n')


def test_requests_have_a_check_and_replies_lose_theirs(serve):
    heard = []

    def script(peer):
        negotiate(peer)
        say(peer, {'timestamp': {}, 'event': 'STOP'})
        line = peer._file.readline()
        heard.append(line)
        answer(peer, json.loads(line), {'check': 'stays', 'a': 1})

    client = serve(script, frame_check=True)
    assert client.cmd('x') == {'check': 'stays', 'a': 1}
    assert check.take(heard[0].rstrip(b'\n')) is not None
    assert [event.name for event in client.events] == ['STOP']
    assert client.garbage == 0


@pytest.mark.parametrize('damage', [
    lambda line: line.replace(b'true', b'fals'),
    lambda line: line.replace(b'"return"', b'"rexurn"'),
    lambda line: line[1:],
    lambda line: line[:-30],
    lambda line: check.take(line),
])
def test_a_damaged_reply_is_told_and_the_next_command_works(serve, damage):
    def script(peer):
        negotiate(peer)
        request = peer.hear()
        peer.say(damage(check.add(json.dumps({'id': request['id'], 'return': True}).encode())) + b'\r\n')
        answer(peer, peer.hear(), 2)

    client = serve(script, frame_check=True)
    with pytest.raises(Damaged, match='may have been executed'):
        client.cmd('x')
    assert client.cmd('y') == 2
    assert client.garbage == 1


def test_a_lost_event_is_told_to_who_waits_for_events(serve):
    damaged = threading.Event()

    def script(peer):
        negotiate(peer)
        damaged.wait(60)
        peer.say(b'{"timestamp": {}, "event": "STOP", "check": "00000000"}\r\n')

    client = serve(script, frame_check=True)
    damaged.set()
    with pytest.raises(Damaged):
        client.wait_event('STOP')


@pytest.mark.parametrize('error', [
    {'error': {'class': 'GenericError', 'desc': 'Frame check failed: the request was damaged, and not executed'}},
    {'id': 'another', 'error': {'class': 'GenericError', 'desc': "QMP input lacks member 'check'"}},
])
def test_a_request_that_arrived_damaged_is_an_error(serve, error):
    def script(peer):
        negotiate(peer)
        peer.hear()
        say(peer, error)

    with pytest.raises(CommandError) as caught:
        serve(script, frame_check=True).cmd('x')
    assert caught.value.desc == error['error']['desc']


def test_a_server_without_checks_is_refused(serve):
    with pytest.raises(EndpointError, match='offers no frame checks'):
        serve(lambda peer: peer.say(GREETING), frame_check=True)


@pytest.mark.parametrize('cut', [b'', b'{"id": 1, "retu'])
def test_a_restart_ends_the_checks_until_they_are_negotiated_again(serve, cut):
    def script(peer):
        negotiate(peer)
        peer.hear()
        peer.say(cut)
        negotiate(peer)
        answer(peer, peer.hear(), 2)

    client = serve(script, frame_check=True)
    with pytest.raises(Restarted):
        client.cmd('x')
    assert client.cmd('y') == 2


def test_a_late_client_resets_the_session(serve):
    def script(peer):
        request = peer.hear()
        peer.say('\r\n{"return": %d, "id": "%s"}\r\n' % (request['arguments']['id'], request['id']))
        request = peer.hear()
        assert request['execute'] == 'agent-reset-session'
        peer.answer(request)
        negotiate(peer)
        answer(peer, peer.hear(), 1)

    client = serve(script, frame_check=True, greeting_wait=0.1)
    assert client.cmd('x') == 1
