"""test_qmp.py - the client with servers that behave, and with servers that do not.

SPDX-License-Identifier: MIT
"""
import json
import threading
import time

import pytest

from e2kmon import CommandError, Disconnected, Event, Restarted, Timeout
from e2kmon.qmp import Client
from server import GREETING, Server


def test_a_command_returns_what_the_server_returns(serve):
    heard = []

    def script(peer):
        peer.greet()
        heard.append(peer.hear())
        peer.answer(heard[0], {'a': [1, None, 'ü']})

    client = serve(script)
    assert client.cmd('object-add', {'id': 'x', 'a_b': 1}, qom_type='profile', from_=2) == {'a': [1, None, 'ü']}
    assert heard[0]['execute'] == 'object-add'
    assert heard[0]['arguments'] == {'id': 'x', 'a_b': 1, 'qom-type': 'profile', 'from': 2}
    assert client.greeting['version']['qemu']['major'] == 7


def test_an_error_has_class_and_text(serve):
    def script(peer):
        peer.greet()
        peer.refuse(peer.hear(), 'DeviceNotFound', 'there is no x')

    client = serve(script)
    with pytest.raises(CommandError) as caught:
        client.cmd('qom-get', path='x', property='y')
    assert (caught.value.command, caught.value.error_class, caught.value.desc) == (
        'qom-get', 'DeviceNotFound', 'there is no x')
    assert caught.value.arguments == {'path': 'x', 'property': 'y'}
    assert str(caught.value) == 'qom-get: DeviceNotFound: there is no x'


def test_replies_to_others_are_not_taken(serve):
    def script(peer):
        peer.greet()
        request = peer.hear()
        peer.say('{"id": "somebody", "return": {"wrong": 1}}\r\n{"return": {"wrong": 2}}\r\n')
        peer.answer(request, {'right': 1})

    client = serve(script)
    assert client.cmd('x') == {'right': 1}
    assert client.stale == 2


def test_a_late_reply_is_not_that_of_the_next_command(serve):
    def script(peer):
        peer.greet()
        first = peer.hear()
        second = peer.hear()
        peer.answer(first, 'first')
        peer.answer(second, 'second')

    client = serve(script)
    with pytest.raises(Timeout, match='first was not answered within 0.1 s'):
        client.execute('first', timeout=0.1)
    assert client.cmd('second') == 'second'


def test_an_error_without_an_id_is_that_of_the_request_under_way(serve):
    def script(peer):
        peer.greet()
        peer.hear()
        peer.say('{"error": {"class": "GenericError", "desc": "JSON parse error, stray"}}\r\n')

    with pytest.raises(CommandError, match='stray'):
        serve(script).cmd('x')


def test_garbage_between_messages_is_skipped(serve):
    def script(peer):
        peer.greet()
        request = peer.hear()
        peer.say(b'\r\n\x00\x80garbage\r\n{"half": \r\n[1]\r\n{"neither": 1}\r\n{"rest of"}\xff')
        peer.answer(request, 7)

    client = serve(script)
    assert client.cmd('x') == 7
    assert client.garbage == 4


def test_messages_of_a_wrong_shape_are_garbage(serve):
    wrong = [b'{"event": 1}', b'{"event": "E", "data": 7}', b'{"event": "E", "timestamp": []}',
             b'{"error": "so"}', b'{"QMP": 1}', b'{}']

    def script(peer):
        peer.greet()
        request = peer.hear()
        peer.say(b'\n'.join(wrong) + b'\n{"event": "E", "timestamp": {"seconds": "x", "microseconds": null}}\n')
        peer.answer(request, 7)

    client = serve(script)
    assert client.cmd('x') == 7
    assert client.garbage == len(wrong)
    assert client.events == [Event('E', {}, None)]


@pytest.mark.parametrize('size', [1, 3, 4096])
def test_messages_may_come_in_any_pieces(serve, size):
    def script(peer):
        peer.greet()
        text = json.dumps({'id': peer.hear()['id'], 'return': 'x' * 5000}).encode() + b'\r\n'
        for at in range(0, len(text), size):
            peer.say(text[at:at + size])

    assert serve(script).cmd('x') == 'x' * 5000


def test_a_server_that_has_gone_is_told_at_once(serve):
    def script(peer):
        peer.greet()
        peer.hear()
        peer.say('{"id": ')

    began = time.monotonic()
    with pytest.raises(Disconnected):
        serve(script).cmd('x')
    assert time.monotonic() - began < 20  # and not after the client's minute


def test_a_server_that_takes_nothing_is_a_timeout(serve):
    given_up = threading.Event()

    def script(peer):
        peer.greet()
        given_up.wait(60)

    client = serve(script)
    began = time.monotonic()
    with pytest.raises(Timeout):
        client.execute('x', {'y': 'z' * 10000000}, timeout=0.3)
    assert 0.2 < time.monotonic() - began < 20
    given_up.set()


def test_large_requests_and_replies_do_not_block_each_other(serve):
    def script(peer):
        peer.greet()
        for _ in range(3000):
            peer.event('NOISE', text='x' * 1000)
        request = peer.hear()
        peer.answer(request, len(request['arguments']['y']))

    client = serve(script)
    assert client.cmd('x', y='z' * 3000000) == 3000000
    assert len(client.events) == 3000


# ----------------------------------------------------------------- meeting

def test_a_late_client_finds_the_beginning_of_a_message(tmp_path):
    def script(peer):
        peer.say('of somebody else", "x": 1}}\r\n')
        request = peer.hear()
        assert request['execute'] == 'guest-sync-delimited'
        peer.say('{"error": {"class": "GenericError", "desc": "stray"}}\r\n{"return": {}}\r\n')
        peer.say(b'\xff' + json.dumps({'return': request['arguments']['id']}).encode() + b'\r\n')
        peer.refuse(peer.hear(), 'CommandNotFound', 'Capabilities negotiation is already complete, command ignored')
        peer.answer(peer.hear(), 'well')

    server = Server(tmp_path, script)
    with Client.connect(server.endpoint, greeting_wait=0.1) as client:
        assert client.cmd('x') == 'well'
        assert client.greeting == {}
    server.end()


def test_a_server_that_starts_while_it_is_asked_is_met(tmp_path):
    def script(peer):
        request = peer.hear()
        peer.say(GREETING + b'{"error": {"class": "GenericError", "desc": "stray"}}\r\n')
        peer.say(b'\xff{"return": %d}\r\n' % request['arguments']['id'])
        peer.answer(peer.hear())
        peer.answer(peer.hear(), 'well')

    server = Server(tmp_path, script)
    with Client.connect(server.endpoint, greeting_wait=0.05) as client:
        assert client.cmd('x') == 'well'
        assert client.greeting != {}
    server.end()


def test_a_silent_server_is_a_timeout_that_says_so(tmp_path):
    given_up = threading.Event()
    server = Server(tmp_path, lambda peer: given_up.wait(60))
    with pytest.raises(Timeout, match='no greeting, and no answer to guest-sync-delimited'):
        Client.connect(server.endpoint, timeout=0.3, greeting_wait=0.1)
    given_up.set()
    server.end()


def test_out_of_band_execution_is_enabled_and_used(serve):
    heard = []

    def script(peer):
        peer.say(GREETING.replace(b'[]', b'["oob"]'))
        for _ in range(2):
            heard.append(peer.hear())
            peer.answer(heard[-1])

    client = serve(script, oob=True)
    client.execute('agent-cancel', oob=True)
    assert heard[0]['arguments'] == {'enable': ['oob']}
    assert heard[1]['exec-oob'] == 'agent-cancel'


# ---------------------------------------------------------------- restarts

def test_a_restart_while_a_command_is_under_way_is_told(serve):
    def script(peer):
        peer.greet()
        peer.hear()
        peer.say('{"id": "x", "ret')  # cut
        peer.greet()
        peer.answer(peer.hear(), 'well')

    client = serve(script)
    with pytest.raises(Restarted, match='before it answered lost'):
        client.cmd('lost')
    assert client.cmd('x') == 'well'


def test_a_restart_is_waited_for(serve):
    def script(peer):
        peer.greet()
        peer.event('LAST')
        peer.greet()
        peer.answer(peer.hear(), 'well')

    client = serve(script)
    client.wait_restart()
    assert client.cmd('x') == 'well'
    assert [event.name for event in client.events] == ['LAST']


def test_no_restart_is_a_timeout(serve):
    client = serve(lambda peer: (peer.greet(), peer.hear()))
    with pytest.raises(Timeout):
        client.wait_restart(0.1)


# ------------------------------------------------------------------ events

def test_events_wait_in_the_queue_until_they_are_asked_for(serve):
    def script(peer):
        peer.greet()
        peer.event('A', n=1)
        peer.event('B', n=2)
        peer.event('A', n=3)
        peer.answer(peer.hear())

    client = serve(script)
    client.cmd('x')
    assert [(event.name, event.data['n']) for event in client.events] == [('A', 1), ('B', 2), ('A', 3)]
    assert client.wait_event('B').data == {'n': 2}
    assert client.wait_event('A', match={'n': 3}).data == {'n': 3}
    assert client.wait_event().data == {'n': 1}
    assert client.events == []


def test_an_event_is_waited_for_as_it_comes(serve):
    def script(peer):
        peer.greet()
        peer.event('A', value=1)
        time.sleep(0.1)
        peer.event('A', value=5)
        peer.hear()

    client = serve(script)
    event = client.wait_event('B', 'A', match=lambda event: event.data['value'] > 4)
    assert event.data == {'value': 5}
    assert event.timestamp is None
    assert [event.data for event in client.clear_events()] == [{'value': 1}]
    assert client.events == []


def test_an_event_that_does_not_come_is_a_timeout_that_tells_what_came(serve):
    def script(peer):
        peer.greet()
        peer.event('A', value=1)
        peer.hear()

    client = serve(script)
    began = time.monotonic()
    with pytest.raises(Timeout, match=r"no A with {'value': 2} in time; in the queue: A {'value': 1}"):
        client.wait_event('A', match={'value': 2}, timeout=0.2)
    assert 0.1 < time.monotonic() - began < 20  # and not after the client's minute


def test_an_event_has_the_time_that_the_server_tells(serve):
    def script(peer):
        peer.greet()
        peer.say('{"timestamp": {"seconds": 10, "microseconds": 500000}, "event": "A"}\r\n')

    event = serve(script).wait_event('A')
    assert (event.timestamp, event.data) == (10.5, {})
