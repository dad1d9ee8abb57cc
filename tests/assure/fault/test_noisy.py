#!/usr/bin/env python3
"""test_noisy.py HOST-AGENT - what noisy.py is to find is found: in agents with one mistake each, and in
memory that is not as the agent said.

HOST-AGENT is in a build folder: the source with the mistake is compiled and linked as it is there,
and the sources stay as they are.  A text that is not in its source exactly once is an error.

SPDX-License-Identifier: MIT
"""
import collections
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True # nothing into the source tree

import emulator
import line
import noisy

ROOT = pathlib.Path(emulator.ROOT)
SIZE, CYCLES, RATE, SEED = 8192, 1500, 1e-2, 20


def build_with(agent, source, old, new, folder):
    """The agent with NEW instead of OLD in SOURCE, which is one of the library's."""
    build = next(parent for parent in agent.parents if (parent / 'build.ninja').exists())
    text = (ROOT / source).read_text()
    if text.count(old) != 1:
        raise LookupError('%s has the text %d times' % (source, text.count(old)))
    (folder / 'mistake.c').write_text(text.replace(old, new))
    entries = json.loads((build / 'compile_commands.json').read_text())
    command = next(shlex.split(entry['command']) for entry in entries
                   if entry['file'] == str(ROOT / source) and '/qmp.dir/' in entry['command'])
    command[command.index('-o') + 1] = str(folder / 'mistake.o')
    command[command.index('-c') + 1] = str(folder / 'mistake.c')
    # What the file includes by its own folder is still there.
    subprocess.run([*command, '-iquote', (ROOT / source).parent], cwd=build, check=True)
    name = str(agent.relative_to(build))
    link = subprocess.run(['ninja', '-t', 'commands', name], cwd=build, check=True, text=True,
                          stdout=subprocess.PIPE).stdout.splitlines()[-1]
    # Before the library, which then has nothing left to give.
    subprocess.run(link.replace(f'-o {name} ', f'-o {folder}/agent {folder}/mistake.o '), cwd=build,
                   shell=True, check=True)
    return folder / 'agent'


class Mistakes(unittest.TestCase):
    agent = None

    def play(self, program, checked):
        process, agent = line.host_agent(program)
        try:
            agent.sync(1)
            return noisy.run(agent, emulator.memory(agent)[0], SIZE, RATE, CYCLES, SEED, checked, True)
        finally:
            process.kill()
            process.wait()
            process.stdin.close()
            process.stdout.close()
            agent.close()

    def finds(self, source, old, new, complaint):
        with tempfile.TemporaryDirectory(prefix='e2kmon-faults-') as folder:
            program = build_with(self.agent, source, old, new, pathlib.Path(folder))
            with self.assertRaisesRegex(noisy.Wrong, complaint):
                self.play(program, True)

    def test_without_checks_and_without_mistakes_noise_has_requests_executed_wrongly(self):
        self.assertGreater(self.play(self.agent, False)['executed wrongly'], 0)

    def test_a_wrong_check_that_is_believed_is_found(self):
        self.finds('protocol/json/line_check.c', 'sizeof tail) == check ? JSON_CHECK_RIGHT',
                   'sizeof tail) == check || check ? JSON_CHECK_RIGHT', r'believed|slot \d+ has')

    def test_a_request_that_is_cut_off_and_not_answered_is_found(self):
        self.finds('protocol/server/frame_check.c', 'bool cut = s->frame.begun;', 'bool cut = false;',
                   'no answer to a damaged request|was not answered')

    def test_a_fault_that_costs_the_next_line_is_found(self):
        self.finds('protocol/server/frame_check.c', 's->frame.begun = s->frame.skip = false;',
                   's->frame.begun = false;\n    s->frame.skip = cut;', 'was not answered')


class Memory(unittest.TestCase):
    """What look() says of it, after one request for slot 0, which wrote 7."""

    class Line:
        def __init__(self, text):
            self.text = text

        def ask(self, command, **_):
            return {'data': self.text} if command == 'agent-memory-read' else {}

    def look(self, found, told, checked=True, arrived=()):
        run = object.__new__(noisy.Run)
        run.line, run.base, run.slots, run.checked = self.Line(found), 64, 1, checked
        run.counts, run.arrived = collections.Counter(), list(arrived)
        run.sent, run.told = {0: 7}, {} if told is None else {0: told}
        run.look()
        return run.counts

    def test_what_is_as_the_agent_said_is_right(self):
        mine = noisy.Run.data(None, 7)
        for found, told in ((mine, True), ('0' * 16, False), (mine, None), ('0' * 16, None)):
            self.assertEqual(self.look(found, told), {})

    def test_what_is_not_as_the_agent_said_is_found(self):
        for found, told in ((noisy.Run.data(None, 7), False), ('0' * 16, True)):
            with self.assertRaisesRegex(noisy.Wrong, 'the agent said'):
                self.look(found, told)

    def test_what_nobody_wrote_is_found(self):
        with self.assertRaisesRegex(noisy.Wrong, 'slot 0 has'):
            self.look('1' * 16, None)
        with self.assertRaisesRegex(noisy.Wrong, 'never arrived'):
            self.look('1' * 16, None, checked=False, arrived=[(128, b'\x11' * 8)])
        with self.assertRaisesRegex(noisy.Wrong, 'never arrived'):
            self.look('1' * 16, None, checked=False, arrived=[(64, b'\x11' * 7)])

    def test_what_a_damaged_request_asked_for_may_be_there(self):
        for arrived in ([(64, b'\x11' * 8)], [(60, b'\x11' * 12)], [(62, b'\x11' * 5), (67, b'\x11' * 5)]):
            self.assertEqual(self.look('1' * 16, None, checked=False, arrived=arrived)['executed wrongly'], 1)


if __name__ == '__main__':
    Mistakes.agent = pathlib.Path(sys.argv.pop(1)).resolve()
    unittest.main()
