"""page - a page of the documentation as blocks: commands, their output, files.  walk.py says which is
which.

SPDX-License-Identifier: MIT
"""
import re
import subprocess

NOTE = r'(?:<!-- (?:not walked: (?P<reason>.+?)|walked where: (?P<where>.+?)) -->\n\n?)?'
BLOCK = re.compile(r'^' + NOTE + r'^```(?P<language>\w*)\n(?P<text>.*?)^```$', re.M | re.S)
FILE_NAME = re.compile(r'(?:#!.*\n)?(?:#|//|;|<!--|/\*) (?P<name>[\w./-]+\.\w+)\b')


class Failure(Exception):
    pass


class Block:
    """A block of the page; OUTPUT is that of the block behind it, None if there is none."""

    def __init__(self, match, line):
        self.language = match['language']
        self.text = match['text']
        self.reason = match['reason']
        self.where = match['where']
        self.line = line
        self.output = None

    def why_not(self):
        """Why it is not walked; None if it is."""
        if self.where and subprocess.run(['sh', '-c', self.where], stdout=subprocess.DEVNULL,
                                         stderr=subprocess.DEVNULL, check=False).returncode:
            return 'this fails: ' + self.where
        return self.reason

    def file_name(self):
        match = FILE_NAME.match(self.text)
        return match['name'] if match else None


def blocks_of(text, line):
    """The blocks of TEXT, which begins at LINE of the page, with outputs put to their commands."""
    found = []
    end = 0
    for match in BLOCK.finditer(text):
        block = Block(match, line + text.count('\n', 0, match.start()))
        adjacent = not re.search(r'^#', text[end:match.start()], re.M)
        end = match.end()
        if block.language or block.reason:
            found.append(block)
        elif found and adjacent and found[-1].language == 'sh' and found[-1].output is None:
            found[-1].output = block.text
        else:
            raise Failure('line %d: output of no commands' % block.line)
    return found


def walks_of(text, by_section):
    """(title, blocks) for each walk of the page."""
    if not by_section:
        blocks = blocks_of(text, 1)
        return [('', blocks)] if blocks else []
    parts = re.split(r'^(?=## )', text, flags=re.M)
    line = 1 + parts[0].count('\n')
    walks = []
    for part in parts[1:]:
        blocks = blocks_of(part, line)
        line += part.count('\n')
        if blocks:
            walks.append((part.partition('\n')[0][3:], blocks_of(parts[0], 1) + blocks))
    return walks
