#!/usr/bin/env python3
"""examples.py - runs the examples of libqmp against a server made here.

  examples.py FOLDER    the folder with qmpc_status, qmpc_events, qmpc_boards and qmpc_save

SPDX-License-Identifier: MIT
"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading

GREETING = {'QMP': {'version': {'qemu': {'micro': 0, 'minor': 1, 'major': 0}, 'package': 'fake'},
                    'capabilities': []}}
DIGITS = '0123456789abcdef' * 10000
EVENTS = [{'event': 'STOP'}, {'event': 'NOISE'}, {'event': 'RESET'}]


def say(line, *messages):
    for message in messages:
        line.sendall(json.dumps(message).encode() + b'\r\n')


def answer(line, request, folder):
    command = request['execute']
    if command == 'query-status':
        say(line, {'event': 'TICK'}, {'return': {'status': 'running'}, 'id': request['id']})
    elif command == 'read':
        say(line, {'return': {'format': 'hex', 'data': DIGITS}, 'id': request['id']})
    else:
        say(line, {'return': {}, 'id': request['id']})
    if command == 'qmp_capabilities' and folder == 'events':
        say(line, *EVENTS)
        say(line, GREETING)  # a reset


def serve_one(line, mode):
    """The second negotiation of the events' client is followed by the end."""
    negotiations = 0
    with line, line.makefile('rb') as requests:
        say(line, GREETING)
        for text in requests:
            request = json.loads(text)
            negotiations += request['execute'] == 'qmp_capabilities'
            if negotiations == 2 and mode == 'events':
                say(line, {'return': {}, 'id': request['id']}, {'event': 'SHUTDOWN'})
            else:
                answer(line, request, mode)


def listen(path, mode):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve():
        while True:
            threading.Thread(target=serve_one, args=(server.accept()[0], mode), daemon=True).start()
    threading.Thread(target=serve, daemon=True).start()
    return 'unix:' + path


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=60)
    if done.returncode:
        raise SystemExit('%s\nended with %d: %s' % (' '.join(command), done.returncode, done.stderr))
    return done.stdout


def expect(what, is_so):
    if not is_so:
        raise SystemExit('not as it should be: %s' % what)


def main():
    folder = sys.argv[1] + '/qmpc_'
    with tempfile.TemporaryDirectory() as scratch:
        board, moody, saved = scratch + '/board', scratch + '/moody', scratch + '/saved'
        board, moody = listen(board, 'plain'), listen(moody, 'events')
        text = run(folder + 'status', board)
        expect(text, text == 'running\n')
        text = run(folder + 'events', moody, 'STOP', 'RE*', 'SHUTDOWN')
        expect(text, text.splitlines() == ['{"event": "STOP"}', '{"event": "RESET"}', '(the board began anew)',
                                           '{"event": "SHUTDOWN"}'])
        text = run(folder + 'boards', '5', board, board.replace('unix:', ''))
        for name in (board, board.replace('unix:', '')):
            expect(text, text.splitlines().count(name + ': running') == 5)
            expect(text, text.splitlines().count(name + ': event') == 5)
        run(folder + 'save', board, 'read', '{"size": 10}', 'data', saved)
        with open(saved) as file:
            expect('the file', file.read() == DIGITS)
        absent = subprocess.run([folder + 'status', 'unix:' + scratch + '/x/absent'], stderr=subprocess.PIPE,
                                text=True, timeout=60)
        expect(absent.stderr, absent.returncode == 1 and 'is the server running?' in absent.stderr)
        os.remove(saved)


if __name__ == '__main__':
    main()
