"""test_hub.py - the sensor hub on two boards at once, in the hands of labgrid.

    pytest-3 --lg-env env.yaml test_hub.py

SPDX-License-Identifier: MIT
"""
import pytest
from labgrid.protocol import ConsoleProtocol, PowerProtocol, ResetProtocol

WARM, COLD = 3500, 2000 # hundredths of a degree


@pytest.fixture(params=['hub', 'spare'])
def target(env, request):
    return env.get_target(request.param)


@pytest.fixture
def board(target):
    """The board's agent; each test finds the application as after power-on."""
    driver = target.get_driver('E2kmonDriver')
    driver.reset()
    return driver


@pytest.fixture
def both(env):
    """Both boards at once."""
    drivers = [env.get_target(name).get_driver('E2kmonDriver') for name in ('hub', 'spare')]
    for driver in drivers:
        driver.reset()
    return drivers


def test_the_fan_starts_when_it_gets_warm(board):
    assert board.get('fan', 'actual') == 0
    board.set('temperature', 'value', WARM)
    board.wait_property('fan', 'actual', 1, timeout=60)


def test_a_silent_sensor_is_noticed(board):
    board.set('temperature', 'fault', 'no-answer')
    board.wait_property('hub', 'state', 'sensor-fault', timeout=60)


def test_the_application_reports_on_its_console(target, board):
    console = target.get_driver(ConsoleProtocol)
    console.sendline('status')
    console.expect('hub: ', timeout=60)
    assert board.status() == 'running'


def test_a_panic_is_told_and_survived(target, board):
    board.set('hub', 'fails', 'panic')
    event = board.wait_event('GUEST_PANICKED', timeout=60)
    assert event.data['info']['message'] == 'the hub was told to panic'
    target.get_driver(ResetProtocol).reset()
    assert board.status() == 'running'
    assert board.cmd('agent-last-crash', clear=True)['crash']['cause'] == 'assertion'


def test_one_board_does_not_disturb_the_other(both):
    hub, spare = both
    for board in both:
        board.set('temperature', 'value', COLD)
        board.cmd('agent-watch', path='fan', property='actual')
    hub.set('temperature', 'value', WARM)
    assert hub.wait_event('AGENT_PROPERTY_CHANGE', timeout=60).data['value'] == 1
    assert spare.events == []
    assert spare.get('fan', 'actual') == 0


@pytest.mark.lg_feature('harts')
def test_the_other_harts_work(env):
    hub = env.get_target('hub').get_driver('E2kmonDriver')
    assert len(hub.cmd('query-cpus-fast')) == 4


def test_a_board_that_was_switched_off_and_on_is_found_again(env):
    target = env.get_target('spare')
    board = target.get_driver('E2kmonDriver')
    board.set('temperature', 'value', 1234)
    target.get_driver(PowerProtocol).cycle()
    assert board.get('temperature', 'value') != 1234
