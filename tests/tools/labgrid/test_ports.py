"""test_ports - a session over each kind of port that labgrid has.

SPDX-License-Identifier: MIT
"""
import os
import re
import time

import pytest
from labgrid.factory import target_factory
from labgrid.remote.common import ResourceEntry
from labgrid.remote.exporter import exports
from labgrid.resource import NetworkSerialPort, RawSerialPort

from e2kmon.errors import Disconnected, EndpointError
from e2kmon.labgrid_resource import QMPResource
from rfc2217 import Server

BOARD = 'board/run'


def works(driver):
    """A session, both ways, with a reply of some size."""
    assert driver.status() == 'running'
    driver.set('temperature', 'value', 1234)
    assert driver.get('temperature', 'value') == 1234
    schema = driver.cmd('query-qmp-schema')
    assert len(schema) > 100
    return True


def until_listening(path):
    until = time.monotonic() + 60
    while not os.path.exists(path):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_socket_is_a_resource(start, target, driver_of, tmp_path):
    start(BOARD, 'riscv-virt', '--qmp', 'unix:%s/qmp' % tmp_path)
    QMPResource(target, None, endpoint='unix:%s/qmp' % tmp_path)
    assert works(driver_of())


def test_a_local_serial_port_is_one(start, target, driver_of):
    process = start(BOARD, 'riscv-virt', '--qmp', 'pty', '--no-wait')
    until = time.monotonic() + 60
    while not (found := re.search(r'pty: (\S+)', process.output_text())):
        assert time.monotonic() < until
        time.sleep(0.02)
    RawSerialPort(target, None, port=found[1])
    assert works(driver_of())


def test_a_network_serial_port_of_raw_tcp_is_one(start, target, driver_of, free_port):
    start(BOARD, 'mps2-an385', '--qmp', 'tcp:127.0.0.1:%d' % free_port)
    NetworkSerialPort(target, None, host='127.0.0.1', port=free_port, protocol='raw')
    assert works(driver_of())


def test_a_network_serial_port_of_rfc2217_is_one(start, target, driver_of, free_port):
    start(BOARD, 'riscv-virt', '--qmp', 'tcp:127.0.0.1:%d' % free_port)
    server = Server(free_port)
    try:
        NetworkSerialPort(target, None, host='127.0.0.1', port=server.port, speed=57600)
        driver = driver_of()
        assert works(driver)
        assert server.baud == 57600
        target.deactivate(driver)
        # No greeting now: the session is found by 0xFF and guest-sync-delimited, and 0xFF is an
        # escape of this protocol.
        target.activate(driver)
        assert driver.session().greeting == {}
        assert works(driver)
    finally:
        server.close()


def test_a_server_of_rfc2217_that_is_about_to_listen_is_waited_for(start, target, driver_of, free_port):
    start(BOARD, 'riscv-virt', '--qmp', 'tcp:127.0.0.1:%d' % free_port)
    server = Server(free_port, delay=0.5)
    try:
        NetworkSerialPort(target, None, host='127.0.0.1', port=server.port, speed=57600)
        assert works(driver_of())
    finally:
        server.close()


def test_a_network_serial_port_that_goes_away_is_told(start, target, driver_of, free_port):
    board = start(BOARD, 'riscv-virt', '--qmp', 'tcp:127.0.0.1:%d' % free_port)
    NetworkSerialPort(target, None, host='127.0.0.1', port=free_port, protocol='raw')
    driver = driver_of()
    assert works(driver)
    board.end()
    with pytest.raises(Disconnected):
        driver.status()
    patience, driver.timeout = driver.timeout, 2
    with pytest.raises(EndpointError):
        driver.status()
    driver.timeout = patience
    start(BOARD, 'riscv-virt', '--qmp', 'tcp:127.0.0.1:%d' % free_port)
    assert works(driver)


def test_two_targets_share_a_board_through_a_bridge(start, target, driver_of, tmp_path):
    qmpctl = os.environ.get('QMPCTL', 'build/host/bin/qmpctl')
    start(BOARD, 'riscv-virt', '--qmp', 'unix:%s/qmp' % tmp_path)
    start(qmpctl, 'bridge', '-s', 'unix:%s/qmp' % tmp_path, 'unix:%s/bridge' % tmp_path)
    until_listening(tmp_path / 'bridge')
    QMPResource(target, None, endpoint='unix:%s/bridge' % tmp_path)
    first = driver_of()
    other_target = type(target)('other')
    QMPResource(other_target, None, endpoint='unix:%s/bridge' % tmp_path)
    second = type(first)(other_target, None)
    other_target.activate(second)
    try:
        assert works(first) and works(second)
        first.stop()
        second.wait_event('STOP', timeout=60)
        second.cont()
        first.wait_event('RESUME', timeout=60)
    finally:
        other_target.cleanup()


def test_labgrids_exporter_passes_the_resources_on(target):
    for cls, arguments in (('QMPResource', {'endpoint': 'tcp:rack1:4444'}),
                           ('EmulatedBoard', {'board': 'e2k'})):
        assert cls not in exports # so it takes a plain entry, as for all that it does not know
        entry = ResourceEntry({'cls': cls, 'params': dict(arguments, extra={}), 'avail': True,
                               'acquired': None})
        resource = target_factory.make_resource(target, entry.cls, 'far', entry.args)
        for name, value in arguments.items():
            assert getattr(resource, name) == value
