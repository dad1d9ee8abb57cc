"""pytest_plugin - the fixture `board`: a board for each test, started for it and ended behind it.

    def test_fan(board):
        board.cmd('qom-set', path='temperature', property='value', value=3000)
        board.wait_property('fan', 'actual', 1)

    @pytest.mark.board('mps2-an385', paused=True)
    def test_beginning(board): ...

`pytest -p e2kmon.pytest_plugin` loads it; installed as a package it is loaded by itself.  Its
options are in `pytest --help`, under "e2kmon".  The mark takes names of boards and what
Board.start() takes: image, command, arguments, paused, console, gdb, oob, timeout, start_timeout.

A failed test's report has the ends of the console and of the QMP traffic, and its files are kept.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import os
import re
from typing import Any, Dict, Generator, Iterator, List, Optional

import pytest

from .board import Board
from .traffic import tail

DEFAULT_BOARD = 'riscv-virt'
SECTION_LINES = 200  # of the console or the traffic in a report; the files have all

_board_key: 'pytest.StashKey[Board]' = pytest.StashKey()
_kept_key: 'pytest.StashKey[str]' = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup('e2kmon', 'boards with an e2kmon agent')
    group.addoption('--board', action='append', default=[], metavar='NAME',
                    help='run each test on this board of board/run; may be given again (default: %s)'
                    % DEFAULT_BOARD)
    group.addoption('--board-image', metavar='ELF', help='the image (default: as board/run chooses)')
    group.addoption('--board-command', metavar='COMMAND',
                    help='what starts the board, instead of board/run; {qmp}, {console}, {gdb}, {folder}, {board} '
                    'and {image} in it are replaced; a board is opened without a console if {console} is not in it')
    group.addoption('--board-endpoint', metavar='EP',
                    help='attach to a board that is there, at tty:DEVICE[,BAUD], tcp:HOST:PORT or unix:PATH, '
                    'instead of starting one; its application is restarted for each test')
    group.addoption('--board-console', metavar='EP', help='where the console of that board is')
    group.addoption('--board-keep', metavar='DIR', default='board-failures',
                    help='where the files of failed tests are kept (default: %(default)s)')
    group.addoption('--board-timeout', metavar='SECONDS', type=float, default=10.0,
                    help='of commands and waits that tell none (default: %(default)s)')


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        'markers', 'board(*names, **options): boards that the test is for (none: any), and what Board.start() takes')


# ---------------------------------------------------------------- which boards

def _marked(node: Any) -> Dict[str, Any]:
    """The options of all marks of the node, the nearest winning; its names are `names`."""
    options: Dict[str, Any] = {}
    for mark in reversed(list(node.iter_markers('board'))):
        options.update(mark.kwargs)
        if mark.args:
            options['names'] = mark.args
    return options


def _choose(asked: List[str], names: Optional[List[str]]) -> List[str]:
    """The boards that a test for NAMES (None: for any) runs on."""
    if names is None:
        return asked or [DEFAULT_BOARD]
    return [name for name in names if not asked or name in asked]


def _chosen_by_test(definition: Any) -> bool:
    """Has it a mark that parametrises `board`, as a value or for the fixture?"""
    arguments = [mark.args[0] if mark.args else mark.kwargs.get('argnames', '')
                 for mark in definition.iter_markers('parametrize')]
    names = [argument.split(',') if isinstance(argument, str) else argument for argument in arguments]
    return any(name.strip() == 'board' for some in names for name in some)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if 'board' not in metafunc.fixturenames or _chosen_by_test(metafunc.definition):
        return
    asked = metafunc.config.getoption('--board')
    names = _marked(metafunc.definition).get('names')
    chosen = list(dict.fromkeys(_choose(asked, names)))
    if not chosen:
        reason = 'it is for %s' % ', '.join(names)
        chosen = [pytest.param(asked[0], marks=pytest.mark.skip(reason=reason))]
    metafunc.parametrize('board', chosen, indirect=True)


# ----------------------------------------------------------------- the fixture

def _start(name: str, config: pytest.Config, options: Dict[str, Any]) -> Board:
    chosen = {'timeout': config.getoption('--board-timeout'), 'image': config.getoption('--board-image'),
              'command': config.getoption('--board-command')}
    chosen.update(options)
    command = chosen['command']
    if command:
        chosen.setdefault('console', '{console}' in ' '.join([command] if isinstance(command, str) else command))
    return Board.start(name, **chosen)


def _attach(name: str, config: pytest.Config, options: Dict[str, Any]) -> Board:
    unfit = sorted(set(options) - {'timeout', 'oob'})
    if unfit:
        pytest.skip('the board is there already: it cannot be started with %s' % ', '.join(unfit))
    board = Board.attach(config.getoption('--board-endpoint'), name=name,
                         console=config.getoption('--board-console'),
                         **{'timeout': config.getoption('--board-timeout'), **options})
    try:
        board.renew()
    except BaseException:
        board.close()
        raise
    return board


@pytest.fixture
def board(request: pytest.FixtureRequest) -> Iterator[Board]:
    """A board (e2kmon.Board) for this test alone."""
    options = _marked(request.node)
    options.pop('names', None)
    config = request.config
    opener = _attach if config.getoption('--board-endpoint') else _start
    try:
        mine = opener(request.param, config, options)
    except Exception as problem:
        failed: Optional[Board] = getattr(problem, 'board', None)
        if failed:  # the report is made later
            request.node.stash[_board_key] = failed
            request.addfinalizer(failed.close)
        raise
    request.node.stash[_board_key] = mine
    try:
        yield mine
        if _kept_key not in request.node.stash:  # else it has failed already
            mine.check()
    except BaseException:
        _keep(request.node, mine)
        raise
    finally:
        mine.close()


# ----------------------------------------------------------------- the reports

def _keep(item: pytest.Item, board: Board) -> str:
    """Copies the files of a failed test, once; returns where to."""
    if _kept_key not in item.stash:
        parent = os.path.abspath(str(item.config.getoption('--board-keep')))
        name = re.sub(r'[^\w.-]+', '-', item.nodeid).strip('-.')[-150:]
        item.stash[_kept_key] = board.keep(_make_folder(parent, name))
    return item.stash[_kept_key]


def _make_folder(parent: str, name: str) -> str:
    """A new folder; other processes may make theirs at the same time."""
    os.makedirs(parent, exist_ok=True)
    number = 1
    while True:
        path = os.path.join(parent, name if number == 1 else '%s.%d' % (name, number))
        try:
            os.mkdir(path)
            return path
        except FileExistsError:
            number += 1


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: 'pytest.CallInfo[None]') -> Generator[None, Any, None]:
    report = (yield).get_result()
    board = item.stash.get(_board_key, None)
    if not report.failed or board is None:
        return
    report.sections.append(('console of %s' % board.name, tail(board.console_text(), SECTION_LINES)))
    report.sections.append(('QMP traffic of %s' % board.name, tail(board.traffic.text(), SECTION_LINES)))
    output = board.emulator_text()
    if output:
        report.sections.append(('output of its emulator', tail(output, SECTION_LINES)))
    report.sections.append(('files', 'kept in %s' % _keep(item, board)))
