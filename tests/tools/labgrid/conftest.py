"""conftest - boards for the tests of labgrid's drivers.

SPDX-License-Identifier: MIT
"""
import os
import socket

import pytest
from labgrid import Target

import e2kmon.labgrid_driver # registers resources and drivers
from e2kmon.process import Process

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


@pytest.fixture
def target():
    target = Target('main')
    yield target
    target.cleanup()


@pytest.fixture
def start(tmp_path):
    """start('board/run riscv-virt --qmp {socket}'): a process that ends with the test."""
    processes = []

    def begin(*command):
        output = str(tmp_path / ('output%d' % len(processes)))
        processes.append(Process([os.path.join(ROOT, command[0]), *command[1:]], output))
        return processes[-1]

    yield begin
    for process in reversed(processes):
        process.end()


@pytest.fixture
def free_port():
    with socket.create_server(('127.0.0.1', 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def driver_of(target):
    """The activated E2kmonDriver of the target's one port."""
    def make(**options):
        options.setdefault('timeout', 60)
        driver = e2kmon.labgrid_driver.E2kmonDriver(target, None, **options)
        target.activate(driver)
        return driver
    return make
