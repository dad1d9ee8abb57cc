"""rfc2217 - a server that gives a TCP port as a remote serial line (RFC 2217), as ser2net does.

SPDX-License-Identifier: MIT
"""
import select
import socket
import threading
import time

import serial
import serial.rfc2217

PATIENCE = 60.0
PIECE = 4096


class _Connection:
    """What pyserial's half of the protocol writes its answers to."""

    def __init__(self, sock):
        self.sock = sock

    def write(self, data):
        self.sock.sendall(data)


class Server:
    """One client after another.  BAUD is what the last one asked for.  DELAY: seconds before it listens
    at its port."""

    def __init__(self, board_port, delay=0.0):
        self.baud = None
        self._board = self._connect(board_port)
        self._delay = delay
        self._listener = socket.socket()
        self._listener.bind(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        if not delay:
            self._listener.listen()
        self._ended = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @staticmethod
    def _connect(port):
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return serial.serial_for_url('socket://127.0.0.1:%d' % port, timeout=0)
            except serial.SerialException:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def _serve(self):
        if self._delay:
            time.sleep(self._delay)
            self._listener.listen()
        while not self._ended:
            ready, _, _ = select.select([self._listener], [], [], 0.1)
            if ready:
                client, _ = self._listener.accept()
                with client:
                    self._relay(client)

    def _relay(self, client):
        manager = serial.rfc2217.PortManager(self._board, _Connection(client))
        while not self._ended:
            ready, _, _ = select.select([client, self._board.fileno()], [], [], 0.1)
            if client in ready:
                came = client.recv(PIECE)
                if not came:
                    return
                self._board.write(b''.join(manager.filter(came)))
                self.baud = self._board.baudrate
            if self._board.fileno() in ready:
                client.sendall(b''.join(manager.escape(self._board.read(PIECE))))

    def close(self):
        self._ended = True
        self._thread.join()
        self._listener.close()
        self._board.close()
