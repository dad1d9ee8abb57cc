"""labgrid_resource - what an environment file of labgrid may name as a board.

    QMPResource:    {endpoint: "unix:hub.sock"}        a socket, a terminal, a bridge
    EmulatedBoard:  {board: riscv-virt}                one that board/run starts

and of labgrid's own RawSerialPort, USBSerialPort and NetworkSerialPort.  labgrid's exporter passes
both on as they are, as it does with all resources that it need not do anything for.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import attr
from labgrid.factory import target_factory
from labgrid.resource import Resource

_text = attr.validators.instance_of(str)


@target_factory.reg_resource
@attr.s(eq=False)
class QMPResource(Resource):
    """Where a QMP server is reached.

    Args:
        endpoint (str): unix:PATH, tcp:HOST:PORT, tty:DEVICE[,BAUD], or a path (endpoint.py)
    """

    endpoint = attr.ib(validator=_text)


@target_factory.reg_resource
@attr.s(eq=False)
class EmulatedBoard(Resource):
    """A board that an emulator makes.

    Args:
        board (str): its name, as board/run takes it
        command (str): what starts it, with {qmp}, {console}, {board} and {image} for the endpoints,
            the name and the image (launch.py); if absent, the board/run this package came with
        image (str): a path, or the name of one of the environment file's `images`; if absent, the
            one that board/run chooses
        options (list): options of the emulator
        console (bool): whether the application's console is attached; true if absent
    """

    board = attr.ib(validator=_text)
    command = attr.ib(default=None, validator=attr.validators.optional(_text))
    image = attr.ib(default=None, validator=attr.validators.optional(_text))
    options = attr.ib(factory=list, validator=attr.validators.deep_iterable(_text))
    console = attr.ib(default=True, validator=attr.validators.instance_of(bool))
