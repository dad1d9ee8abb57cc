"""engines.py - a fuzz target of a build, and the engines that let it run.

A folder with targets (`BUILD/tests/fuzz`) is for one engine: libFuzzer is linked into its targets;
those that afl-clang-fast has made have a file `afl` beside them, and are run by afl-fuzz.

An input to begin with is in the committed corpus, in FOLDER/seeds (made by the build), or was found
by an earlier run of either engine.  The words to make inputs of are in FOLDER/TARGET.dict,
a dictionary of the subject here, or FOLDER/qmp.dict (made by the build): the first that is there.

SPDX-License-Identifier: MIT
"""
import os
import pathlib
import re
import shutil
import subprocess

HERE = pathlib.Path(__file__).resolve().parent
LONGEST = 8192       # bytes of an input
SECONDS_EACH = 10    # more than an input takes on a busy machine
MEGABYTES = 2048


class Target:
    """One program of a folder."""

    def __init__(self, program):
        self.program = program
        self.folder = program.parent
        self.name = program.name
        self.subject = self.name.removeprefix('fuzz_').removesuffix('_small')
        self.scratch = self.folder / 'scratch' / self.name

    def dictionary(self):
        candidates = [self.folder / f'{self.name}.dict', self.folder / f'fuzz_{self.subject}.dict',
                      self.folder / f'{self.subject}.dict', HERE / f'{self.subject}.dict',
                      self.folder / 'qmp.dict']
        return next(file for file in candidates if file.exists())

    def corpora(self):
        """Folders with inputs, which are only read."""
        folders = [HERE / 'corpus' / self.subject, self.folder / 'seeds' / self.subject]
        return [folder for folder in folders if folder.is_dir()]


class Turn:
    """A process that runs for a while and keeps a log; what it came to."""

    engine = ''

    def __init__(self, name, log):
        self.name = name
        self.log = log
        self.process = None

    def start(self, command, environment=None):
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log, 'wb') as stream:
            self.process = subprocess.Popen(  # pylint: disable=consider-using-with
                [str(word) for word in command], stdin=subprocess.DEVNULL, stdout=stream,
                stderr=subprocess.STDOUT, cwd=self.log.parent, env={**os.environ, **(environment or {})})

    def text(self):
        return self.log.read_text(errors='replace')

    def ended(self):
        return self.process.poll() is not None

    def figures(self):
        """What it has done so far, for a person."""
        raise NotImplementedError

    def complaint(self):
        """What was found and where it is; empty if nothing was.  Once it has ended."""
        raise NotImplementedError


class LibFuzzer(Turn):
    """The target is the engine."""

    engine = 'libFuzzer'

    def __init__(self, target, seconds):
        super().__init__(target.name, target.scratch.with_suffix('.log'))
        self.artifacts = f'{target.scratch}.failed-'
        target.scratch.mkdir(parents=True, exist_ok=True)
        self.start([target.program, f'-max_total_time={seconds}', f'-timeout={SECONDS_EACH}',
                    f'-rss_limit_mb={MEGABYTES}', f'-max_len={LONGEST}', '-print_final_stats=1',
                    f'-dict={target.dictionary()}', f'-artifact_prefix={self.artifacts}',
                    target.scratch, *target.corpora()])

    def figures(self):
        text = self.text()
        pulses = re.findall(r'^#(\d+)\t.* cov: (\d+) ', text, re.MULTILINE)
        done = re.search(r'^stat::number_of_executed_units: *(\d+)', text, re.MULTILINE)
        runs, edges = pulses[-1] if pulses else ('0', '0')
        return f'{int(done.group(1) if done else runs):,} runs, {int(edges):,} edges'

    def complaint(self):
        return '' if self.process.returncode == 0 else f'see {self.log} and {self.artifacts}*'


class Afl(Turn):
    """afl-fuzz, with no terminal and on a machine whose settings are not its own."""

    engine = 'AFL++'
    # The settings are advice that a container cannot follow: a core file is written in its place, and
    # no processor is bound to where others may be at work.
    ENVIRONMENT = {
        'AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES': '1',
        'AFL_SKIP_CPUFREQ': '1',
        'AFL_NO_UI': '1',
        'AFL_NO_AFFINITY': '1',
        'AFL_BENCH_UNTIL_CRASH': '1',
    }

    def __init__(self, target, seconds):
        super().__init__(target.name, target.scratch.with_suffix('.log'))
        self.program = target.program
        self.found = target.scratch / 'default'
        self.artifacts = f'{target.scratch}.failed-'
        inputs = self.gather(target)
        self.keep_failures()
        shutil.rmtree(self.found, ignore_errors=True)
        self.start(['afl-fuzz', '-i', inputs, '-o', target.scratch, '-V', seconds, '-m', 'none',
                    '-t', 1000 * SECONDS_EACH, '-G', LONGEST, '-x', target.dictionary(), '--',
                    target.program], self.ENVIRONMENT)

    def gather(self, target):
        """One folder of all that is there to begin with; its own finds of the last run, too."""
        inputs = target.scratch.with_suffix('.inputs')
        inputs.mkdir(parents=True, exist_ok=True)
        for folder in [*target.corpora(), self.found / 'queue']:
            for file in folder.glob('*'):
                # What afl-fuzz calls its own would be taken for a name with a meaning.
                if file.is_file() and 0 < file.stat().st_size <= LONGEST:
                    shutil.copyfile(file, inputs / re.sub(r'[^\w.-]', '_', f'{folder.name}-{file.name}')[:120])
        (inputs / 'shortest').write_bytes(b'0')
        return inputs

    def keep_failures(self):
        """What has failed is taken out of the folder that the next run begins anew."""
        for kind in ('crashes', 'hangs'):
            for file in (self.found / kind).glob('id*'):
                shutil.copyfile(file, f'{self.artifacts}{kind}-' + re.sub(r'[^\w.-]', '_', file.name)[:120])

    def stats(self):
        try:
            text = (self.found / 'fuzzer_stats').read_text()
        except OSError:
            return {}
        return dict(re.findall(r'^(\w+) *: *(\S+)', text, re.MULTILINE))

    def figures(self):
        stats = self.stats()
        return (f'{int(stats.get("execs_done", 0)):,} runs, {int(stats.get("edges_found", 0)):,} edges, '
                f'stability {stats.get("stability", "-")}')

    def hangs(self, file):
        """Once more: a target that others kept from a processor was slow for no reason of its own."""
        try:
            return subprocess.run([self.program, file], timeout=SECONDS_EACH, check=False,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode != 0
        except subprocess.TimeoutExpired:
            return True

    def complaint(self):
        crashes = int(self.stats().get('saved_crashes', -1))
        hangs = [file for file in (self.found / 'hangs').glob('id*') if self.hangs(file)]
        if self.process.returncode == 0 and crashes == 0 and not hangs:
            return ''
        self.keep_failures()
        return f'see {self.log} and {self.artifacts}*'


def targets_of(folder):
    """The targets in FOLDER, and their engine."""
    engine = Afl if (folder / 'afl').exists() else LibFuzzer
    return [(engine, Target(program)) for program in sorted(folder.glob('fuzz_*'))
            if program.is_file() and os.access(program, os.X_OK)]
