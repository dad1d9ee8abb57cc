#!/usr/bin/env python3
"""test_servers.py QMPCTL - a mount whose server does not behave.

As `test_servers.py --serve unix:PATH` it is that server: it never stops talking, and tells names and
values that are of no use.

SPDX-License-Identifier: MIT
"""
import errno
import json
import os
import socket
import sys
import threading
import time

import mounted

EVENTS = b'{"event": "E", "timestamp": {"seconds": 1, "microseconds": 2}}\r\n' * 1000
LIST = [{'name': 'x' * 2000, 'type': 'int'}, {'name': 'value', 'type': 'int'}, {'name': 5}, {}, 7,
        {'name': '../up', 'type': 'child<x>'}, {'name': 'odd', 'type': 'string'},
        {'name': 'link', 'type': 'link<x>'}]
VALUES = {'value': 7, 'odd': 'a\0b\n\x1b[2J', 'link': ['/', 1]}


def answer(client, lock, request):
    arguments = request.get('arguments', {})
    result = {'qom-list': LIST, 'qom-get': VALUES.get(arguments.get('property'))}
    reply = {'return': result.get(request['execute'], {}), 'id': request['id']}
    with lock:
        client.sendall(json.dumps(reply).encode() + b'\r\n')


def flood(client, lock):
    try:
        while True:
            with lock:
                client.sendall(EVENTS)
            time.sleep(0.0001)
    except OSError:
        pass


def serve(path):
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen()
    client, _ = listener.accept()
    client.sendall(b'{"QMP": {"version": {}, "capabilities": []}}\r\n')
    lock = threading.Lock()
    lines = client.makefile('rb')
    answer(client, lock, json.loads(lines.readline()))
    threading.Thread(target=flood, args=(client, lock), daemon=True).start()
    for line in lines:
        answer(client, lock, json.loads(line))
    time.sleep(60)


def files_can_be_read_while_events_flood(mount):
    mount.mount()
    begun = time.monotonic()
    for _ in range(10):
        assert mount.read('value') == '7\n'
    assert time.monotonic() - begun < mounted.PATIENCE / 2
    assert mount.unmount() == 0


def names_and_values_of_any_shape_do_no_harm(mount):
    mount.mount()
    assert sorted(os.listdir(mount.top)) == ['.error', 'link', 'odd', 'value']
    assert mount.read('odd') == 'a\0b\n\x1b[2J\n'
    assert mount.read('link') == '["/", 1]\n'
    mounted.expect_error(errno.EINVAL, os.readlink, mount.path('link'))
    mounted.expect_error(errno.ENOENT, mount.read, '5')


if __name__ == '__main__':
    if sys.argv[1] == '--serve':
        serve(sys.argv[2][len('unix:'):])
    sys.exit(mounted.main([files_can_be_read_while_events_flood,
                           names_and_values_of_any_shape_do_no_harm],
                          [sys.executable, os.path.abspath(__file__), '--serve']))
