"""test_endpoint.py - lines of every kind, and the record of what went over them.

SPDX-License-Identifier: MIT
"""
import os
import re
import shutil
import socket
import subprocess
import tempfile
import termios
import threading
import time
import tty

import pytest

from e2kmon import Client, EndpointError
from e2kmon.endpoint import open_line
from e2kmon.lock import EndpointLock
from e2kmon.errors import Timeout
from e2kmon.traffic import Printable, Traffic, printable, tail
from server import Peer


PATIENCE = 60  # seconds for what has to come, on a busy machine


def soon(seconds=PATIENCE):
    return time.monotonic() + seconds


@pytest.mark.parametrize('endpoint, problem', [
    ('nonsense', 'an endpoint is'), ('unix:', 'an endpoint is'), ('tcp:host', 'an address is'),
    ('tcp:host:70000', 'an address is'), ('tcp::1', 'an address is'), ('tty:/dev/null,7', 'no speed'),
    ('tty:/dev/null', 'no terminal'), ('unix:/nowhere/at/all', 'No such file'), ('tcp:127.0.0.1:1', 'refused')])
def test_an_endpoint_that_cannot_be_opened_says_why(endpoint, problem):
    with pytest.raises(EndpointError, match=problem):
        open_line(endpoint, soon(0.2))


def test_a_server_that_is_about_to_listen_is_waited_for(tmp_path):
    path = str(tmp_path / 'late')
    listener = socket.socket(socket.AF_UNIX)

    def listen():
        time.sleep(0.2)
        listener.bind(path)
        listener.listen()

    thread = threading.Thread(target=listen)
    thread.start()
    open_line(path, soon()).close()
    thread.join()
    listener.close()


def test_a_server_that_is_no_more_is_not_waited_for(tmp_path):
    began = time.monotonic()
    with pytest.raises(EndpointError):
        open_line('unix:%s/never' % tmp_path, soon(), alive=lambda: False)
    assert time.monotonic() - began < PATIENCE / 3


@pytest.mark.parametrize('host, family', [('127.0.0.1', socket.AF_INET), ('[::1]', socket.AF_INET6)])
def test_tcp_is_spoken(host, family):
    listener = socket.socket(family)
    try:
        listener.bind((host.strip('[]'), 0))
    except OSError:
        pytest.skip('no such address here')
    listener.listen()
    thread = threading.Thread(target=lambda: Peer(listener.accept()[0]).greet())
    thread.start()
    Client.connect('tcp:%s:%d' % (host, listener.getsockname()[1])).close()
    thread.join()
    listener.close()


@pytest.fixture
def terminal():
    """(descriptor of the board's side, name of ours)"""
    ours, theirs = os.openpty()
    tty.setraw(ours)
    yield ours, os.ttyname(theirs)
    os.close(ours)
    os.close(theirs)


def test_a_terminal_becomes_raw_and_has_the_speed(terminal):
    board, name = terminal
    line = open_line('tty:%s,115200' % name, soon())
    line.write(b'\x00\x03\r\n\xff', soon())
    assert os.read(board, 100) == b'\x00\x03\r\n\xff'
    os.write(board, b'\r\n\x03\xff')
    assert line.read(soon()) == b'\r\n\x03\xff'
    settings = termios.tcgetattr(line.fd)
    assert settings[5] == termios.B115200
    assert not settings[3] & (termios.ECHO | termios.ICANON | termios.ISIG)
    line.close()


def test_the_terminal_of_an_emulator_has_no_speed(terminal):
    board, name = terminal
    line = open_line('pty:' + name, soon())
    os.write(board, b'\r\n\xff')
    assert line.read(soon()) == b'\r\n\xff'
    line.close()


def test_a_terminal_is_not_shared(terminal):
    _, name = terminal
    first = open_line(name, soon())
    with pytest.raises(EndpointError, match='another process uses it'):
        open_line(name, soon(0.1))
    first.close()
    open_line(name, soon()).close()


def test_a_session_over_a_terminal(terminal):
    board, name = terminal
    socat = shutil.which('socat')
    if not socat:
        pytest.skip('socat is missing')
    ours, theirs = socket.socketpair()
    # Between the terminal's other side and a peer of the test.
    process = subprocess.Popen([socat, 'FD:%d' % board, 'FD:%d' % theirs.fileno()],
                               pass_fds=[board, theirs.fileno()])
    thread = threading.Thread(target=lambda: (peer := Peer(ours)).greet() or peer.answer(peer.hear(), 5))
    thread.start()
    try:
        with Client.connect('tty:' + name, timeout=PATIENCE, greeting_wait=PATIENCE) as client:
            assert client.cmd('x') == 5
    finally:
        process.kill()
        process.wait()
        thread.join()
        ours.close()
        theirs.close()


def test_a_lock_has_one_owner_and_leaves_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, 'tempdir', str(tmp_path))
    first = EndpointLock('tty:of-this-test', PATIENCE)
    with pytest.raises(Timeout, match='another process'):
        EndpointLock('tty:of-this-test', 0.1)
    EndpointLock('tty:of-another', PATIENCE).release()
    first.release()
    EndpointLock('tty:of-this-test', PATIENCE).release()
    assert os.listdir(tmp_path) == []


# ------------------------------------------------------------------ the record

def test_what_a_board_says_cannot_steer_a_terminal():
    assert printable(b'a\r\nb\x1b[2J\x07\xff\xc3\xbc\xe2\x80\xae\x7f\t\n') == \
        'a\nb\\x1b[2J\\x07\\xff\u00fc\\u202e\\x7f\t\n'


def test_text_is_the_same_in_any_pieces():
    data = 'a\r\nü€\r\n\r\r\n'.encode() + b'\xe2\x82'
    pieces = Printable()
    text = ''.join(pieces.add(data[i:i + 1]) for i in range(len(data))) + pieces.add(b'', final=True)
    assert text == printable(data) == 'a\nü€\n\\x0d\n\\xe2\\x82'


def test_the_record_has_lines_with_times_in_both_directions(tmp_path):
    traffic = Traffic(str(tmp_path / 'log'))
    traffic.sent(b'{"a": 1}\n')
    traffic.came(b'{"b"')
    traffic.note('something')
    traffic.came(b': 2}\r\n{"unfinished')
    assert re.sub(r'(?m)^\d+\.\d{6} ', '', traffic.text()) == \
        '> {"a": 1}\n# something\n< {"b": 2}\n(unfinished) < {"unfinished\n'
    traffic.close()
    lines = (tmp_path / 'log').read_text().splitlines()
    assert len(lines) == 4 and lines[3].endswith('< {"unfinished')


def test_the_tail_says_what_it_left_out():
    assert tail('1\n2\n3\n', 2) == '... 1 lines before\n2\n3\n'
    assert tail('1\n2\n', 2) == '1\n2\n'
