"""qmp.py - a QMP session for measurements: one request at a time, over a socket.

SPDX-License-Identifier: MIT
"""
import json
import socket
import sys
import time

PATIENCE = 60 # seconds


class Session:
    def __init__(self, path):
        deadline = time.monotonic() + PATIENCE
        self.line = socket.socket(socket.AF_UNIX)
        self.line.settimeout(PATIENCE)
        while True:
            try:
                self.line.connect(path)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        self.receive()
        self.ask('qmp_capabilities')

    def receive(self):
        """The lines that have come, the last of them whole."""
        pieces = []
        while not pieces or not pieces[-1].endswith(b'\n'):
            pieces.append(self.line.recv(1 << 20))
            if not pieces[-1]:
                sys.exit('the emulator went away')
        return b''.join(pieces)

    def ask(self, command, **arguments):
        """The reply's line; events are passed over."""
        request = {'execute': command, 'arguments': arguments}
        self.line.sendall(json.dumps(request).encode() + b'\n')
        while True:
            for text in self.receive().splitlines():
                if b'"event"' not in text[:120]:
                    if text.startswith(b'{"error"'):
                        sys.exit('%s: %s' % (command, text.decode()))
                    return text

    def words(self, address, count):
        """COUNT 64-bit words of memory"""
        reply = json.loads(self.ask('agent-memory-read', address=address, size=8 * count))['return']
        data = bytes.fromhex(reply['data'])
        return [int.from_bytes(data[8 * i:8 * i + 8], 'little') for i in range(count)]
