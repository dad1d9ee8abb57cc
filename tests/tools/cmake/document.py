"""document.py - the commands that docs/testing.md tells, to be run by the tests.

SPDX-License-Identifier: MIT
"""
import os
import re
import subprocess
import sys

from project import ROOT


def text():
    with open(os.path.join(ROOT, 'docs/testing.md'), encoding='utf-8') as file:
        return file.read()


def blocks(language):
    """The blocks of code in this language."""
    return re.findall(r'^```%s\n(.*?)^```$' % language, text(), re.M | re.S)


def block_with(words):
    """The one block of commands that has these words."""
    found = [block for block in blocks('sh') if words in block]
    assert len(found) == 1, (words, found)
    return found[0]


def run(words, scratch, example='docs/examples/testing'):
    """Types that block at the tree's top; what is made goes to SCRATCH.  `python3` is the
    interpreter that has pytest.  EXAMPLE is where the example is."""
    programs = os.path.join(str(scratch), 'programs')
    os.makedirs(programs, exist_ok=True)
    if not os.path.exists(programs + '/python3'):
        os.symlink(sys.executable, programs + '/python3')
    script = block_with(words).replace('/opt/e2kmon', '%s/prefix' % scratch)
    script = script.replace('docs/examples/testing', str(example))
    script = re.sub(r'(?<![\w/])build/', '%s/' % scratch, script)
    environment = dict(os.environ, PATH=programs + ':' + os.environ['PATH'], PYTHONDONTWRITEBYTECODE='1',
                       PYTEST_ADDOPTS='-p no:cacheprovider --board-keep %s/failures' % scratch)
    environment.pop('PYTHONPATH', None)
    done = subprocess.run(['sh', '-e', '-c', script], cwd=ROOT, env=environment, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=800)
    assert done.returncode == 0, script + done.stdout
    return done.stdout
