"""test_board.py - boards that are started, attached to, that crash and that hang.

SPDX-License-Identifier: MIT
"""
import gc
import os
import re
import threading
import time

import pytest

from e2kmon import Board, BoardError, EndpointError, Timeout
from test_process import lives


def emulator_of(board):
    """The pid of the board's emulator: the child of its guard."""
    guard = board.process._guard.pid
    with open('/proc/%d/task/%d/children' % (guard, guard), encoding='ascii') as file:
        return int(file.read())


def test_a_board_is_started_driven_and_ended():
    with Board.start('riscv-virt') as board:
        pid, folder = emulator_of(board), board.folder
        assert board.cmd('query-status')['status'] == 'running'
        assert board.console.wait_for(re.compile('hub: (.*)\n')) == 'hub: started\n'
        board.type('hello')
        board.console.wait_for('hello')
        assert board.events == []
        assert 'query-status' in board.traffic.text()
    assert not lives(pid)
    assert not os.path.exists(folder)


def test_a_board_that_powers_off_is_none_that_crashed():
    with Board.start('riscv-virt') as board:
        assert board.quit() == 0
        assert [event.name for event in board.events] == ['SHUTDOWN']
        board.check()


def test_the_console_is_read_from_its_first_byte():
    for _ in range(5):
        with Board.start('mps2-an385') as board:
            assert board.console.wait_for('hub: started\n') == 'hub: started\n'


def test_the_application_is_let_go_when_the_console_is_connected():
    # Whether its first words would be lost otherwise is a matter of luck.
    with Board.start('riscv-virt') as board:
        first, *rest = board.traffic.text().splitlines()
        assert first.endswith(' --paused')
        sent = [line.partition('"execute": "')[2].partition('"')[0] for line in rest if ' > ' in line]
        assert sent == ['qmp_capabilities', 'query-status', 'query-status', 'cont']


def test_of_a_board_that_never_came_no_folder_is_left():
    with pytest.raises(BoardError) as caught:
        Board.start('riscv-virt', command=['sh', '-c', 'exit 3'], console=False)
    folder = caught.value.board.folder
    assert os.path.exists(folder)  # for who asks what it said
    del caught
    gc.collect()
    assert not os.path.exists(folder)


def test_a_board_can_be_had_without_a_console():
    with Board.start('riscv-virt', console=False) as board:
        assert board.cmd('query-status')['running']
        with pytest.raises(BoardError, match='without a console'):
            board.console


def test_a_board_for_gdb_has_its_port():
    with Board.start('riscv-virt', gdb=True) as board:
        assert os.path.exists(board.gdb[len('unix:'):])


def test_an_emulator_that_crashes_is_told_with_its_status_and_output():
    with Board.start('riscv-virt') as board:
        os.kill(emulator_of(board), 11)
        with pytest.raises(BoardError, match='(?s)emulator of riscv-virt has ended.*SIGSEGV.*its output') as caught:
            board.cmd('query-status')
        assert 'waiting for connection' in str(caught.value)
        with pytest.raises(BoardError):
            board.check()


def test_an_emulator_that_does_not_start_is_told_with_its_output():
    began = time.monotonic()
    with pytest.raises(BoardError, match='(?s)status 1.*no-such-device.*not a valid device') as caught:
        Board.start('riscv-virt', arguments=['-device', 'no-such-device'], start_timeout=100)
    assert time.monotonic() - began < 50
    caught.value.board.close()


def test_a_board_that_does_not_exist_is_told():
    with pytest.raises(BoardError, match='no such board: nonsense'):
        Board.start('nonsense')


def test_a_board_that_does_not_greet_is_given_up_and_ended():
    # Its processor stands still.
    with pytest.raises(Timeout) as caught:
        Board.start('riscv-virt', arguments=['-S'], start_timeout=1)
    assert not caught.value.board.process.alive()
    caught.value.board.close()


def test_a_board_that_hangs_is_a_timeout_and_is_ended():
    with Board.start('riscv-virt-polled') as board:
        pid = emulator_of(board)
        board.set('hub', 'hang', 1)  # polled: nobody calls the agent any more
        with pytest.raises(Timeout, match='query-status was not answered within 0.5 s'):
            for _ in range(1000):  # the first ones may come before the hub's next beat
                board.execute('query-status', timeout=0.5)
                time.sleep(0.05)
    assert not lives(pid)


def test_boards_run_beside_each_other():
    readings = {}

    def drive(number):
        with Board.start(['riscv-virt', 'mps2-an385'][number % 2]) as board:
            board.set('temperature', 'value', 1000 + number)
            readings[number] = board.wait_property('hub', 'temperature', 1000 + number)

    threads = [threading.Thread(target=drive, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    assert readings == {number: 1000 + number for number in range(4)}


def test_a_property_that_does_not_change_is_a_timeout_and_is_watched_no_longer():
    with Board.start('riscv-virt') as board:
        with pytest.raises(Timeout, match="hub.state is not 'alarm' in time; it is 'normal'"):
            board.wait_property('hub', 'state', 'alarm', timeout=0.2)
        assert board.cmd('agent-query-watches') == []


def test_a_command_of_ones_own_starts_the_board():
    command = 'qemu-system-riscv64 -M virt -bios none -display none -monitor none -nodefaults -kernel {image} ' \
              '-chardev socket,path={folder}/qmp,server=on,wait=on,id=q -serial chardev:q'
    with Board.start('mine', image='build/riscv-virt/e2kmon.elf', console=False,
                     command=command) as board:
        assert board.cmd('query-version')['package'].startswith('e2kmon')


# ------------------------------------------------------ boards that are there

@pytest.fixture
def there():
    """A board that somebody else has started, and its client has left."""
    with Board.start('riscv-virt') as board:
        board.client.send(b'{"execute": "query-sta')
        board.client.close()
        yield board


def test_a_board_that_is_there_is_attached_to_and_renewed(there):
    with Board.attach('unix:%s/qmp' % there.folder) as board:
        board.cmd('agent-watch', path='hub', property='beats')
        board.set('temperature', 'value', 7000)
        board.wait_property('hub', 'state', 'alarm')
        board.stop()
        board.renew()
        assert board.cmd('query-status')['running']
        assert board.get('hub', 'state') == 'normal'
        assert board.cmd('agent-query-watches') == []
        assert board.events == []
    assert there.process.alive()


def test_a_board_that_is_there_has_one_user_at_a_time(there):
    endpoint = 'unix:%s/qmp' % there.folder
    with Board.attach(endpoint):
        with pytest.raises(Timeout, match='another process has held it'):
            Board.attach(endpoint, lock_timeout=0.1)
    Board.attach(endpoint).close()


def test_nothing_to_attach_to_is_told(tmp_path):
    with pytest.raises(EndpointError, match='No such file'):
        Board.attach('unix:%s/nothing' % tmp_path, timeout=0.2)
