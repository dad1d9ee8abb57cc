"""launch - how a board is started: the command, and a folder for its sockets.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import os
import shlex
import tempfile
from typing import List, Mapping, Optional, Sequence, Union

from .errors import BoardError

SOCKET_PATH_MAX = 100  # characters; the kernel's limit is 107
_HERE = os.path.dirname(os.path.abspath(__file__))


def make_folder() -> str:
    """A temporary folder whose path leaves room for the names of sockets."""
    folder = tempfile.mkdtemp(prefix='e2kmon-')
    if len(folder) + len('/board-console') <= SOCKET_PATH_MAX:
        return folder
    os.rmdir(folder)
    return tempfile.mkdtemp(prefix='e2kmon-', dir='/tmp')


def find_runner() -> str:
    """The path of board/run: $E2KMON_RUN, or what this package came with.  Raises BoardError."""
    told = os.environ.get('E2KMON_RUN')
    if told:
        return told
    # In the tree this is tools/python/e2kmon, installed share/e2kmon/python/e2kmon.
    for up in ('../../../board/run', '../../board/run'):
        path = os.path.normpath(os.path.join(_HERE, up))
        if os.access(path, os.X_OK):
            return path
    raise BoardError('board/run was not found beside %s: name it in E2KMON_RUN, '
                     'or give a command that starts the board' % _HERE)


def board_command(board: str, sockets: Mapping[str, str], *, folder: str = '', image: Optional[str] = None,
                  command: Union[str, Sequence[str], None] = None, arguments: Sequence[str] = (),
                  paused: bool = False) -> List[str]:
    """What starts the board: COMMAND with {board}, {image}, {folder}, {qmp}, {console} and {gdb}
    replaced, or board/run.  SOCKETS are the endpoints by the last three names, of the form
    unix:FOLDER/NAME; {folder} is for programs that take paths.  ARGUMENTS are the emulator's."""
    if command is None:
        words = [find_runner(), board] + (['--image', image] if image else [])
        for name, endpoint in sockets.items():
            words += ['--' + name, endpoint]
        words += ['--paused'] if paused else []
        return words + (['--', *arguments] if arguments else [])
    if paused:
        raise BoardError('only board/run can start it paused: a command of your own has an option of its own')
    values = dict(sockets, board=board, image=image or '', folder=folder)
    words = list(shlex.split(command) if isinstance(command, str) else command)
    for name, value in values.items():
        words = [word.replace('{%s}' % name, value) for word in words]
    return words + list(arguments)
