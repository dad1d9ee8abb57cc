#!/usr/bin/env python3
"""mistakes.py - can the oracles of the fuzz targets fail?  Mistakes are planted, and have to be found.

usage: mistakes.py [--quick] BUILD [TARGET...]

  --quick  the first of each target; of the others, that they could be planted
  BUILD    a configured and built preset host-fuzz
  TARGET   parts of names of targets; all

tests/fuzz/mistakes/SUBJECT.toml lists mistakes for fuzz_SUBJECT: what is wrong then, the file, the
text there and what stands in its place, and a part of the condition that has to complain.  For each
the file is compiled with the mistake and linked with the target's other objects, and the target
runs until it complains, for at most SECONDS; the sources stay as they are.  A text that is not in
its file exactly once is an error.  Exit status 1 when a mistake is not found, or otherwise than by
the condition that is to find it.

SPDX-License-Identifier: MIT
"""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True # nothing into the source tree

import engines

ROOT = engines.HERE.parents[1]
SECONDS = 300 # on a busy machine; alone none takes half of that


class Trouble(Exception):
    """A mistake that could not be planted, or was not found."""


def must(command, build, shell=False):
    done = subprocess.run(command, cwd=build, shell=shell, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise Trouble(f'{command if shell else shlex.join(command)}\n{done.stdout}')
    return done.stdout


def with_mistake(mistake):
    """The text of its file with the mistake in it."""
    text = (ROOT / mistake['file']).read_text()
    if text.count(mistake['old']) != 1:
        raise Trouble(f'{mistake["file"]} has the text {text.count(mistake["old"])} times')
    return text.replace(mistake['old'], mistake['new'])


def planted(mistake, folder):
    """The file with the mistake in it, in FOLDER."""
    copy = folder / pathlib.Path(mistake['file']).name
    copy.write_text(with_mistake(mistake))
    return copy


def build_with(mistake, target, build, folder):
    """The target, with the mistake."""
    source = ROOT / mistake['file']
    objects = [shlex.split(entry['command'])
               for entry in json.loads((build / 'compile_commands.json').read_text())
               if pathlib.Path(entry['file']).resolve() == source
               and f'/{target.name}.dir/' in entry['command']]
    if len(objects) != 1:
        raise Trouble(f'{mistake["file"]} is {len(objects)} objects of {target.name}')
    made = folder / 'mistake.o'
    command = objects[0]
    output = command[command.index('-o') + 1]
    command[command.index('-o') + 1] = str(made)
    command[command.index('-c') + 1] = str(planted(mistake, folder))
    # What the file includes by its own folder is still there.
    must(command + ['-iquote', str(source.parent)], build)
    program = str(target.program.relative_to(build))
    link = must(['ninja', '-t', 'commands', program], build).splitlines()[-1]
    if link.count(output) != 1:
        raise Trouble(f'{output} is not linked into {target.name}')
    link = link.replace(output, str(made)).replace(f'-o {program} ', f'-o {folder}/{target.name} ')
    must(link, build, shell=True)
    return folder / target.name


def find(mistake, target, build):
    """Returns what found the mistake."""
    with tempfile.TemporaryDirectory(prefix='e2kmon-mistake-') as name:
        folder = pathlib.Path(name)
        program = build_with(mistake, target, build, folder)
        (folder / 'found').mkdir()
        done = subprocess.run(
            [program, f'-max_total_time={SECONDS}', f'-max_len={engines.LONGEST}', '-timeout=10',
             f'-dict={target.dictionary()}', f'-artifact_prefix={folder}/', folder / 'found',
             *target.corpora()], cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False, errors='replace', text=True)
    told = re.findall(r'^\S+\.[ch]:\d+: .*|runtime error: .*|ERROR: \w+: \S+', done.stdout, re.MULTILINE)
    if done.returncode == 0:
        raise Trouble(f'not found in {SECONDS} s')
    if not told or mistake['found_by'] not in told[0]:
        raise Trouble(f'found by {told[:1]}, not by "{mistake["found_by"]}"')
    return told[0].split('/')[-1]


def main():
    arguments = sys.argv[1:]
    quick = arguments[:1] == ['--quick']
    if len(arguments) == quick:
        sys.exit(__doc__)
    build, names = pathlib.Path(arguments[quick]).resolve(), arguments[quick + 1:]
    work = []
    for table in sorted((engines.HERE / 'mistakes').glob('*.toml')):
        target = engines.Target(build / 'tests' / 'fuzz' / f'fuzz_{table.stem}')
        if not names or any(part in target.name for part in names):
            mistakes = tomllib.loads(table.read_text())['mistake']
            work += [(mistake, target, not quick or mistake is mistakes[0]) for mistake in mistakes]

    def one(mistake, target, wanted):
        begun = time.monotonic()
        try:
            with_mistake(mistake)
            if not wanted:
                return 0
            told = find(mistake, target, build)
        except Trouble as trouble:
            print(f'{target.name}: {mistake["what"]}: FAILED: {trouble}', flush=True)
            return 1
        print(f'{target.name}: {mistake["what"]}: found in {time.monotonic() - begun:.0f} s: {told}',
              flush=True)
        return 0

    with ThreadPoolExecutor(int(os.environ.get('JOBS') or len(os.sched_getaffinity(0)))) as pool:
        failed = sum(pool.map(one, *zip(*work)))
    count = sum(wanted for _, _, wanted in work)
    print(f'mistakes: {count} to be planted, {failed} failed')
    sys.exit(1 if failed else 0)


main()
