"""tools - what the analysers find in units: clang-tidy, cppcheck with its MISRA addon, gcc -fanalyzer.

SPDX-License-Identifier: MIT
"""
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import time

import units

SCRATCH = units.ROOT / 'build' / 'analysis'
JOBS = int(os.environ.get('JOBS') or len(os.sched_getaffinity(0)))
MISRA = 'misra-c2012-'
LINE = re.compile(r'(?P<file>[^:\s][^:]*):(?P<line>\d+):(?:\d+:)? '
                  r'(?:fatal )?(?:warning|error|style|performance|portability|information): '
                  r'(?P<text>.*) \[(?P<check>[^\]\s]+)\]$')


@dataclasses.dataclass(frozen=True, order=True)
class Finding:
    """What a tool says of a line."""
    tool: str
    check: str
    file: str
    line: int
    text: str

    def __str__(self):
        return f'{self.file}:{self.line}: {self.text} [{self.tool} {self.check}]'


def read(tool, output):
    """The findings in a tool's output; what is of no file of this tree is not ours."""
    found = set()
    for line in output.splitlines():
        match = LINE.match(line)
        if match:
            path = os.path.relpath(os.path.join(units.ROOT, match['file']), units.ROOT)
            if not path.startswith(('..', 'build/')):
                check = match['check'].removeprefix('-W').split(',')[0]
                found.add(Finding(tool, check, path, int(match['line']), match['text']))
    return found


def each(tool, work, all_units):
    """Does WORK for each unit, which returns the tool's output.  Tells how far it is."""
    found, began, told = set(), time.monotonic(), time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(JOBS) as pool:
        for number, output in enumerate(pool.map(work, all_units), 1):
            found |= read(tool, output)
            if time.monotonic() - told > 20:
                told = time.monotonic()
                print(f'  {tool}: {number} of {len(all_units)} sources', flush=True)
    print(f'  {tool}: {len(all_units)} sources, {time.monotonic() - began:.0f} s', flush=True)
    return found


def run(command, folder):
    """A command's output.  A tool that fails without a finding has found nothing because it failed."""
    done = subprocess.run([str(word) for word in command], cwd=folder, text=True, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode and not any(LINE.match(line) for line in done.stdout.splitlines()):
        raise SystemExit(f'{done.stdout}\nanalysis: failed: {shlex.join(map(str, command))}')
    return done.stdout


def clang_tidy(all_units):
    """.clang-tidy says what is checked."""
    def work(unit):
        return run(['clang-tidy', '--quiet', units.ROOT / unit.source, '--',
                    '-Wall', '-Wextra', *unit.clang_options()], units.ROOT)
    return each('clang-tidy', work, all_units)


def gcc(all_units):
    """The compiler of the build.  Without optimising: what an optimiser sees to be without effect, like
    memory given back twice, it takes away before the analysis."""
    def work(unit):
        return run([*unit.gcc_command(), '-O0', '-fanalyzer', '-fdiagnostics-plain-output',
                    '-S', '-o', '/dev/null'], unit.folder)
    return each('gcc', work, all_units)


def asked_macros(unit):
    """-D options for the compiler's own macros that sources ask for."""
    defined = run([unit.command[0], *[word for word in unit.options() if word.startswith('-m')],
                   '-std=c11', '-dM', '-E', '-x', 'c', '/dev/null'], units.ROOT)
    return [f'-D{name}={value}' for name, value in re.findall(r'#define (\w+) (.*)', defined)
            if name in asked_macros.names]


asked_macros.names = ('__riscv', '__riscv_xlen', '__ARM_ARCH_7M__', '__ARM_ARCH_7EM__', '__BYTE_ORDER__',
                      '__ORDER_LITTLE_ENDIAN__', '__SIZEOF_INT128__')


def database(folder, all_units):
    """Writes what cppcheck is to compile, and how, into a folder."""
    macros, entries = {}, []
    for unit in all_units:
        if unit.build not in macros:
            macros[unit.build] = asked_macros(unit)
        source = str(units.ROOT / unit.source)
        words = [unit.command[0], *unit.options(), *macros[unit.build], '-c', source]
        entries.append({'directory': unit.folder, 'file': source, 'command': shlex.join(words)})
    (folder / 'units.json').write_text(json.dumps(entries, indent=1))


def cppcheck_in(folder, all_units, misra):
    """cppcheck(), with a folder that is empty."""
    database(folder, all_units)
    (folder / 'cache').mkdir()
    command = ['cppcheck', f'--project={folder}/units.json', '-j', str(JOBS), '--std=c11',
               f'--cppcheck-build-dir={folder}/cache', f'-rp={units.ROOT}', '--platform=unix64',
               '--enable=warning,style,performance,portability', '--library=posix',
               '--template={file}:{line}: {severity}: {message} [{id}]', '--template-location=']
    if misra:
        command.append('--addon=misra')
    found = read('cppcheck', told(command, folder / 'findings', len(all_units)))
    return found | whole_program(folder / 'cache', len(all_units)) if misra else found


def cppcheck(all_units, misra):
    """All units in one run, as some rules are about all of them together."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix='cppcheck-', dir=SCRATCH) as folder:
        return cppcheck_in(pathlib.Path(folder), all_units, misra)


def whole_program(cache, number):
    """What the MISRA addon says of all units together; cppcheck itself asks it only about files that
    are named on its command line."""
    addons = [path for place in ('lib/*/cppcheck', 'lib/cppcheck', 'share/cppcheck')
              for path in pathlib.Path('/usr').glob(f'{place}/addons/misra.py')]
    summaries = sorted(cache.glob('*.ctu-info'))
    if not addons or len(summaries) != number:
        raise SystemExit(f'analysis: {len(summaries)} summaries of {number} sources by {addons}')
    lines = []
    for line in run([sys.executable, addons[0], '--cli', *summaries], units.ROOT).splitlines():
        said = json.loads(line)
        lines.append(f'{said["file"]}:{said["linenr"]}: {said["severity"]}: {said["message"]} '
                     f'[{said["addon"]}-{said["errorId"]}]')
    return read('cppcheck', '\n'.join(lines))


def told(command, findings, number):
    """Runs cppcheck: tells how far it is, and returns what it has found."""
    began, last = time.monotonic(), time.monotonic()
    with open(findings, 'w', encoding='utf-8') as errors, \
            subprocess.Popen(command, cwd=units.ROOT, text=True, stdout=subprocess.PIPE,
                             stderr=errors) as process:
        for line in process.stdout:
            match = re.match(r'(\d+)/\d+ files checked', line)
            if match and time.monotonic() - last > 20:
                last = time.monotonic()
                print(f'  cppcheck: {match[1]} of {number} sources', flush=True)
    output = pathlib.Path(findings).read_text(encoding='utf-8')
    if process.returncode:
        raise SystemExit(f'{output}\nanalysis: cppcheck failed')
    print(f'  cppcheck: {number} sources, {time.monotonic() - began:.0f} s', flush=True)
    return output
