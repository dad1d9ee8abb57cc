"""server.py - a server of a test's own: what it says stands in the test.

SPDX-License-Identifier: MIT
"""
import json
import os
import socket
import threading

GREETING = (b'{"QMP": {"version": {"qemu": {"micro": 0, "minor": 2, "major": 7}, "package": ""}, '
            b'"capabilities": []}}\r\n')


class Server:
    """Listens at `endpoint`; SCRIPT has the connection as a Peer, in a thread."""

    def __init__(self, folder, script):
        path = os.path.join(str(folder), 'qmp')
        self.endpoint = 'unix:' + path
        self.problem = None
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen()
        self._script = script
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        connection, _ = self._listener.accept()
        with connection:
            try:
                self._script(Peer(connection))
            except Exception as problem:  # told by end()
                self.problem = problem

    def end(self):
        """The script is over, and nothing in it failed."""
        self._thread.join(60)
        self._listener.close()
        assert not self._thread.is_alive()
        if self.problem:
            raise self.problem


class Peer:
    """The client as the server sees it."""

    def __init__(self, connection):
        self.connection = connection
        self._file = connection.makefile('rb')

    def say(self, text):
        self.connection.sendall(text if isinstance(text, bytes) else text.encode())

    def hear(self):
        """The next request, without 0xFF before it; None after the last."""
        line = self._file.readline()
        return json.loads(line.lstrip(b'\xff')) if line else None

    def answer(self, request, value=None):
        self.say(json.dumps({'id': request['id'], 'return': {} if value is None else value}) + '\r\n')

    def refuse(self, request, error_class='GenericError', desc='no'):
        self.say(json.dumps({'id': request['id'], 'error': {'class': error_class, 'desc': desc}}) + '\r\n')

    def event(self, name, **data):
        self.say(json.dumps({'timestamp': {'seconds': -1, 'microseconds': -1}, 'event': name, 'data': data}) + '\r\n')

    def greet(self):
        """A greeting, and negotiation."""
        self.say(GREETING)
        request = self.hear()
        assert request['execute'] == 'qmp_capabilities'
        self.answer(request)
