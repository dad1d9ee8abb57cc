"""test_boards - emulated boards: power, console, what goes wrong.

SPDX-License-Identifier: MIT
"""
import os
import re

import pytest
from labgrid import Environment
from labgrid.protocol import ConsoleProtocol, PowerProtocol, ResetProtocol

from e2kmon.errors import BoardError, CommandError, Timeout

ENVIRONMENT = """
imports: [e2kmon.labgrid_driver]
images: {firmware: %(image)s}
targets:
  main:
    resources:
      EmulatedBoard: {board: %(board)s%(more)s}
    drivers:
      EmulatedBoardDriver: {}
      E2kmonDriver: {}
      E2kmonConsoleDriver: {}
"""
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


@pytest.fixture
def target_of(tmp_path):
    """target_of('riscv-virt', ', run: ...'): the target of an environment file."""
    environments = []

    def make(board, more=''):
        path = tmp_path / 'env.yaml'
        values = {'board': board, 'more': more,
                  'image': '%s/build/%s/e2kmon.elf' % (ROOT, board)}
        path.write_text(ENVIRONMENT % values)
        environments.append(Environment(str(path)))
        return environments[-1].get_target()

    yield make
    for environment in environments:
        environment.cleanup()


def emulator_count(target):
    """Processes whose command line has the folder of the target's sockets."""
    folder = target.get_driver('EmulatedBoardDriver', activate=False)._folder
    return folder, len([pid for pid in os.listdir('/proc') if pid.isdigit() and folder in command_line(pid)])


def command_line(pid):
    try:
        with open('/proc/%s/cmdline' % pid, encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


def test_a_board_is_started_by_its_first_user_and_ended_with_the_target(target_of):
    target = target_of('riscv-virt')
    driver = target.get_driver('E2kmonDriver')
    assert driver.status() == 'running'
    folder, count = emulator_count(target)
    assert count > 0
    target.cleanup()
    assert not os.path.exists(folder)
    assert not [pid for pid in os.listdir('/proc') if pid.isdigit() and folder in command_line(pid)]


def test_power_off_and_on_begin_anew(target_of):
    target = target_of('mps2-an385')
    driver, power = target.get_driver('E2kmonDriver'), target.get_driver(PowerProtocol)
    before = driver.cmd('agent-watch', path='fan', property='actual')['id']
    power.off()
    power.on()
    power.on() # nothing to do
    assert driver.cmd('agent-query-watches') == []
    assert driver.cmd('agent-watch', path='fan', property='actual')['id'] == before


def test_a_reset_restarts_a_stopped_application_and_ends_watches(target_of):
    target = target_of('riscv-virt')
    driver = target.get_driver('E2kmonDriver')
    driver.cmd('agent-watch', path='fan', property='actual')
    driver.set('temperature', 'value', 4321)
    driver.stop()
    target.get_driver(ResetProtocol).reset()
    assert driver.status() == 'running'
    assert driver.cmd('agent-query-watches') == []
    assert driver.get('temperature', 'value') != 4321
    assert driver.events == []


def test_the_console_of_the_emulator_comes_first(target_of):
    target = target_of('riscv-virt')
    console = target.get_driver(ConsoleProtocol)
    assert type(console).__name__ == 'EmulatedBoardDriver'
    console.on()
    console.expect('hub: started', timeout=60)
    console.sendline('status')
    index, _, match, _ = console.expect([r'no such text', r'hub: [^\r\n]*\d'], timeout=60)
    assert index == 1 and match


def test_the_console_is_reached_through_the_agent_as_well(target_of):
    target = target_of('riscv-virt', ', console: false')
    driver = target.get_driver('E2kmonDriver')
    console = target.get_driver('E2kmonConsoleDriver')
    console.expect('hub: started', timeout=60)
    driver.stop()
    console.settle(0.2, timeout=60.0)
    console.sendline('status')
    with pytest.raises(Exception, match='(?i)timeout|nothing on the console'):
        console.read(timeout=0.2)
    driver.cont()
    console.expect('hub: ', timeout=60)


def test_memory_is_read_and_written(target_of):
    driver = target_of('mps2-an385').get_driver('E2kmonDriver')
    driver.stop()
    address = driver.cmd('agent-read-registers', names=['sp'])['registers'][0]['value'] - 256
    kept = driver.memory_read(address, 200)
    driver.memory_write(address, bytes(range(200)))
    assert driver.memory_read(address, 200) == bytes(range(200))
    driver.memory_write(address, kept)


def test_commands_and_images_of_the_environment_file_are_taken(target_of):
    command = '%s/board/run {board} --image {image} --qmp {qmp} --console {console}' % ROOT
    target = target_of('riscv-virt', ', command: "%s", image: firmware' % command)
    assert target.get_driver('E2kmonDriver').status() == 'running'


def test_a_board_that_does_not_start_says_why(target_of):
    with pytest.raises(BoardError, match='(?s)status 2.*no such board: nonesuch; there are: .*riscv-virt'):
        target_of('nonesuch').get_driver('E2kmonDriver')


def test_an_image_that_is_not_there_is_named(target_of):
    with pytest.raises(BoardError, match='no image .*none.elf'):
        target_of('riscv-virt', ', image: none.elf').get_driver('E2kmonDriver')


def test_a_command_that_fails_raises_what_the_board_said(target_of):
    driver = target_of('riscv-virt').get_driver('E2kmonDriver')
    with pytest.raises(CommandError, match='Address 0x0 is not memory') as raised:
        driver.cmd('agent-memory-read', address=0, size=4)
    assert raised.value.error_class == 'GenericError'
    with pytest.raises(Timeout, match='no STOP in time'):
        driver.wait_event('STOP', timeout=0.1)


def test_an_emulator_that_ends_is_told_and_started_anew(target_of):
    driver = target_of('riscv-virt').get_driver('E2kmonDriver')
    driver.set('temperature', 'value', 4321)
    driver.cmd('quit')
    with pytest.raises(BoardError, match='ended with status 0'):
        driver.status()
    assert driver.get('temperature', 'value') != 4321


def test_the_traffic_is_kept(target_of):
    driver = target_of('riscv-virt').get_driver('E2kmonDriver')
    driver.status()
    text = driver.traffic.text()
    assert re.search(r'> .*query-status', text) and re.search(r'< .*"running"', text)
