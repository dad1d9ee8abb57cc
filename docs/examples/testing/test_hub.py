"""test_hub.py - the sensor hub tested with pytest; each test has a board of its own.

    python3 -m pytest -p e2kmon.pytest_plugin --board riscv-virt --board mps2-an385 test_hub.py

SPDX-License-Identifier: MIT
"""
import pytest

from e2kmon import CommandError


def test_the_fan_goes_on_when_the_room_gets_warm(board):
    assert board.get('fan', 'actual') == 0
    # A ramp to 30 degrees, by 40 degrees in a second.
    board.cmd('qom-set', path='temperature', property='ramp-rate', value=4000)
    board.cmd('qom-set', path='temperature', property='ramp-to', value=3000)
    board.wait_property('fan', 'actual', 1)
    assert board.get('hub', 'temperature') > board.get('hub', 'fan-on')


def test_an_alarm_is_told_and_ends(board):
    watch = board.cmd('agent-watch', path='hub', property='state')
    assert watch['value'] == 'normal'
    board.set('temperature', 'value', 7000)
    alarm = board.wait_event('AGENT_PROPERTY_CHANGE', timeout=60, match={'id': watch['id'], 'value': 'alarm'})
    assert alarm.data['path'] == '/machine/peripheral/hub'
    board.console.wait_for('hub: alarm\n')
    board.set('temperature', 'value', 2000)
    board.console.wait_for('hub: alarm is over\n')
    assert board.get('hub', 'alarms') == 1


def test_the_operator_asks_for_the_status(board):
    board.console.wait_for('hub: started\n')
    board.set('temperature', 'value', 2150)
    board.wait_property('hub', 'temperature', 2150)
    board.type('status\n')
    board.console.wait_for('hub: temperature 21.50 C, fan off\n')


@pytest.mark.parametrize('fault', ['no-answer', 'out-of-range'])
def test_a_sensor_that_fails_turns_the_fan_on(board, fault):
    board.set('temperature', 'fault', fault)
    board.wait_property('hub', 'state', 'sensor-fault')
    board.wait_property('fan', 'actual', 1)
    board.set('temperature', 'fault', 'none')
    board.console.wait_for('hub: sensor is well\n')


def test_a_crash_is_caught(board):
    board.set('hub', 'fails', 'panic')
    crash = board.wait_event('GUEST_PANICKED')
    assert crash.data['info']['message'] == 'the hub was told to panic'
    assert board.cmd('query-status')['status'] == 'guest-panicked'
    board.reset()
    board.cont()
    board.wait_property('hub', 'beats', lambda beats: beats > 0)


def test_the_hub_stands_still_while_it_is_held(board):
    board.stop()
    beats = board.get('hub', 'beats')
    assert board.cmd('query-status') == {'status': 'paused', 'singlestep': False, 'running': False}
    assert board.get('hub', 'beats') == beats
    board.cont()
    board.wait_property('hub', 'beats', lambda now: now > beats)


@pytest.mark.board(paused=True)
def test_nothing_is_done_before_the_start(board):
    assert board.cmd('query-status')['status'] == 'prelaunch'
    assert 'hub: started' not in board.console
    board.cont()
    board.console.wait_for('hub: started\n')


@pytest.mark.board('riscv-virt', arguments=['-smp', '4'])
def test_the_other_processors_compute(board):
    board.wait_property('worker3', 'beats', lambda beats: beats > 0)


def test_a_wrong_command_is_an_error(board):
    with pytest.raises(CommandError, match='noise.* expects uint32_t') as error:
        board.set('temperature', 'noise', -1)
    assert error.value.error_class == 'GenericError'
