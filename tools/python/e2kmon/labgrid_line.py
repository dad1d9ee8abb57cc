"""labgrid_line - a line to a board over whatever labgrid has as its port.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import socket
import threading
import time

import serial
import serial.rfc2217
from labgrid.resource import NetworkSerialPort
from labgrid.resource.base import SerialPort
from labgrid.util.proxy import proxymanager

from .endpoint import RETRY_INTERVAL, Line, open_line, remaining
from .errors import EndpointError
from .labgrid_resource import QMPResource

PIECE = 4096
IDLE = 0.02  # seconds between looks whether a relay has ended


def endpoint_of(port: object) -> str:
    """The endpoint of PORT: of all but a serial port in RFC 2217."""
    if isinstance(port, QMPResource):
        return port.endpoint
    if isinstance(port, SerialPort):
        return 'tty:%s,%d' % (port.port, port.speed)
    if isinstance(port, NetworkSerialPort) and port.protocol == 'raw':
        host, number = proxymanager.get_host_and_port(port)
        return 'tcp:%s:%d' % ('[%s]' % host if ':' in host else host, number)
    raise EndpointError('%s is no port that QMP goes over' % port)


def open_port(port: object, deadline: float) -> Line:
    """Opens PORT, by ssh where labgrid says so.  Raises EndpointError."""
    if isinstance(port, NetworkSerialPort) and port.protocol == 'rfc2217':
        return _open_rfc2217(port, deadline)
    return open_line(endpoint_of(port), deadline)


def _open_rfc2217(port: NetworkSerialPort, deadline: float) -> Line:
    host, number = proxymanager.get_host_and_port(port)
    name = 'rfc2217://%s:%d' % (host, number)
    remote = serial.rfc2217.Serial()
    remote.baudrate = port.speed
    while True:
        # A server need not be able to set modem lines, and nobody here waits for them.
        remote.port = '%s?ign_set_control&timeout=%.1f' % (name, max(0.1, remaining(deadline)))
        try:
            remote.open()
            break
        except (OSError, serial.SerialException) as problem:
            if not remaining(deadline): # the server may serve one client, who is about to leave
                raise EndpointError('%s: %s' % (name, problem)) from None
        time.sleep(min(RETRY_INTERVAL, remaining(deadline)))
    near, far = socket.socketpair()
    threading.Thread(target=_relay, args=(remote, far), daemon=True, name=name).start()
    return Line(near.detach(), name)


def _relay(remote: serial.rfc2217.Serial, far: socket.socket) -> None:
    """Between a port that only has a queue, and a descriptor that can be waited for, until either
    side closes."""
    with remote, far:
        writer = threading.Thread(target=_relay_to, args=(remote, far), daemon=True)
        writer.start()
        remote.timeout = IDLE
        try:
            while writer.is_alive():
                # One byte is waited for, the rest is what is there.
                came = remote.read(1)
                if came:
                    far.sendall(came + remote.read(min(PIECE, remote.in_waiting)))
        except (OSError, serial.SerialException):
            pass
        far.shutdown(socket.SHUT_RDWR)


def _relay_to(remote: serial.rfc2217.Serial, far: socket.socket) -> None:
    try:
        while True:
            data = far.recv(PIECE)
            if not data:
                return
            remote.write(data)
    except (OSError, serial.SerialException):
        pass
