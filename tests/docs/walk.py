#!/usr/bin/env python3
"""walk.py PAGE [options] - does what a page of the documentation says.

Each block of the page is one of these:

    ```sh               commands, given to one bash from the first block to the last
    ``` behind it       what they print, standard error too; `...` is anything.  Lines `(qmp) ...` are
                        typed into the last of the commands, as guide.py does it
    ```python, yaml...  a file, whose name is in its first line, a comment (in the second one behind #!)
    any of them behind  <!-- not walked: REASON -->, or <!-- walked where: COMMAND --> and that fails

Commands that end with another status than 0, and output that differs, end the walk with status 1; a
block that is none of these as well.  What the commands leave running is ended.

The walk is in a folder of its own: everything of this tree is there as a link, or with --clean as a
copy without build/, as somebody has it who has just cloned it.  With --sections each section (##) has
such a folder, and begins with the blocks before the first section.  --at-most bounds the time the
commands take.

SPDX-License-Identifier: MIT
"""
import argparse
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import guide
from page import Failure, walks_of

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATIENCE = 900 # seconds for the commands of a block: a clean build is among them


def environment(folder):
    """As somebody has it who begins: a home without settings, and nothing of what runs this."""
    home = os.path.join(folder, 'home')
    os.mkdir(home)
    ours = re.compile('QMPCTL|E2KMON_|PYTHON|PYTEST_|MAKE|MFLAGS|XDG_|LG_|CMAKE_')
    kept = {name: value for name, value in os.environ.items() if not ours.match(name)}
    return {**kept, 'HOME': home, 'PYTHONDONTWRITEBYTECODE': '1'}


class Shell(guide.Typist):
    """One bash, and whoever it has given its standard input to."""

    def __init__(self, folder): # pylint: disable=super-init-not-called
        self.folder = folder
        self.end_mark = '--- end of %s' % os.path.basename(folder)
        self.process = subprocess.Popen(['bash', '--norc'], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, cwd=os.path.join(folder, 'tree'),
                                        env=environment(folder), start_new_session=True)
        self.output = selectors.DefaultSelector()
        self.output.register(self.process.stdout, selectors.EVENT_READ)
        self.text = ''
        self.count = 0

    def begin(self, commands):
        """Read from a file, so that standard input is free for the last of the commands."""
        self.count += 1
        path = os.path.join(self.folder, 'block%d' % self.count)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(commands)
        self.text = ''
        line = ". '%s'; printf '\\n%%s %%d\\n' '%s' $?\n" % (path, self.end_mark)
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()

    def ended(self):
        """A match of the status that stands behind all output, None if the commands still run."""
        return re.search(r'\n%s (\d+)\n' % re.escape(self.end_mark), self.text)

    def more(self, seconds):
        return not self.ended() and super().more(max(0, seconds))

    def finish(self):
        """(status, output) of what was begun."""
        until = time.monotonic() + PATIENCE
        while self.more(until - time.monotonic()):
            pass
        match = self.ended()
        if not match:
            raise Failure('no end after %d seconds, or the shell has gone:\n%s' % (PATIENCE, self.text))
        return int(match[1]), self.text[:match.start()]

    def end(self):
        """Ends what is left of the walk: first so that it can clear up."""
        self.process.stdin.close()
        for number, patience in ((signal.SIGTERM, 3), (signal.SIGKILL, 5)):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                break
            self.wait_for_group(patience)
        self.process.wait()

    def wait_for_group(self, patience):
        until = time.monotonic() + patience
        while time.monotonic() < until:
            self.process.poll()
            try:
                os.killpg(self.process.pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.05)


def different(expected, came):
    return Failure('--- expected\n%s--- came\n%s' % (expected, came))


def converse(shell, block):
    """Types what stands behind `(qmp) `."""
    steps = list(guide.steps('```\n%s```' % block.output))
    # Whatever the commands print before they listen.
    steps[0] = (steps[0][0], '...\n' + steps[0][1])
    patience, guide.PATIENCE = guide.PATIENCE, PATIENCE # a build may come before the first line
    for typed, expected in steps:
        if typed == 'exit':
            shell.process.stdin.write(b'exit\n')
            shell.process.stdin.flush()
            return
        came = shell.type(typed, expected)
        guide.PATIENCE = patience
        if came is not None:
            raise Failure('%s\n%s' % (typed, different(expected, came)))
    raise Failure('the prompt is not left: its last line should be (qmp) exit')


def run(shell, block, show):
    talks = block.output is not None and guide.PROMPT in block.output
    shell.begin(block.text)
    if talks:
        converse(shell, block)
    status, output = shell.finish()
    if show:
        sys.stdout.write(output)
    if block.output is not None and not talks:
        if output and not output.endswith('\n'):
            output += '\n'
        if not guide.pattern(block.output).fullmatch(guide.events_last(output)):
            raise different(block.output, output)
    if status:
        raise Failure('status %d\n%s' % (status, output))


def write_file(folder, block):
    name = block.file_name()
    if not name:
        raise Failure('neither commands, nor a file with its name in the first line, '
                      'nor marked "not walked"')
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(block.text)


def walk(blocks, folder, show):
    """Returns the seconds that the commands took."""
    shell = Shell(folder)
    begun = time.monotonic()
    try:
        for block in blocks:
            at = time.monotonic()
            try:
                why_not = block.why_not()
                if why_not:
                    print('line %4d  not walked: %s' % (block.line, why_not))
                elif block.language == 'sh':
                    run(shell, block, show)
                    print('line %4d  %6.1f s' % (block.line, time.monotonic() - at))
                else:
                    write_file(os.readlink('/proc/%d/cwd' % shell.process.pid), block)
            except Failure as failure:
                raise Failure('line %d:\n%s%s' % (block.line, block.text, failure)) from None
            sys.stdout.flush()
        return time.monotonic() - begun
    finally:
        shell.end()


def link_entries(source, folder, but=None):
    """Links all of SOURCE's entries into FOLDER; BUT is made, as a folder, and returned."""
    for name in os.listdir(source):
        if name != but:
            os.symlink(os.path.join(source, name), os.path.join(folder, name))
    if but:
        os.mkdir(os.path.join(folder, but))
    return os.path.join(folder, but or '')


def make_tree(folder, clean, programs):
    """The tree as the page's reader has it, with PROGRAMS as build/host/bin."""
    tree = os.path.join(folder, 'tree')
    os.mkdir(tree)
    if not clean:
        # build/ is a folder of the walk's own, where the page may put things.
        build = link_entries(ROOT, tree, 'build')
        built = os.path.join(ROOT, 'build')
        if programs:
            host = link_entries(built, build, 'host')
            link_entries(os.path.join(built, 'host'), host, 'bin')
            link_entries(programs, os.path.join(host, 'bin'))
        else:
            link_entries(built, build)
        return
    listed = subprocess.run(['git', 'ls-files', '-z', '-co', '--exclude-standard'], cwd=ROOT, check=True,
                            stdout=subprocess.PIPE).stdout.decode()
    for name in filter(None, listed.split('\0')):
        source, copy = os.path.join(ROOT, name), os.path.join(tree, name)
        if os.path.lexists(source):
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            shutil.copy2(source, copy, follow_symlinks=False)


def main():
    parser = argparse.ArgumentParser(description='Does what a page of the documentation says.')
    parser.add_argument('page')
    parser.add_argument('--sections', action='store_true', help='each section in a folder of its own')
    parser.add_argument('--clean', action='store_true', help='in a copy of the tree where nothing is built')
    parser.add_argument('--at-most', type=float, help='seconds that the commands may take')
    parser.add_argument('--programs', metavar='FOLDER', help='take these host programs, not build/host/bin')
    parser.add_argument('--show', action='store_true', help='print what the commands print')
    parser.add_argument('--only', metavar='TITLE', help='with --sections: this one')
    options = parser.parse_args()
    with open(options.page, encoding='utf-8') as file:
        text = file.read()
    # Whoever ends this ends the commands too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    spent, walks = 0.0, 0
    try:
        for title, blocks in walks_of(text, options.sections):
            if options.only and options.only not in title:
                continue
            print('# %s' % (title or options.page))
            # Below /tmp: the path of a socket has 107 bytes at most.
            with tempfile.TemporaryDirectory(prefix='e2kmon-walk-', dir='/tmp') as folder:
                make_tree(folder, options.clean, options.programs)
                spent += walk(blocks, folder, options.show)
            walks += 1
    except Failure as failure:
        print(failure)
        return 1
    print('%d walks, %.1f seconds' % (walks, spent))
    if options.at_most and spent > options.at_most:
        print('more than %g seconds' % options.at_most)
        return 1
    return 0 if walks else 1


if __name__ == '__main__':
    sys.exit(main())
