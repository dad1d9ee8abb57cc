"""run.py [--long] HOST-AGENT QMPCTL [CASE...] - the faults that the agent is to stand, short or long.
CASE is a part of a name. Prints what was counted; exit status 1 when a promise is broken.

SPDX-License-Identifier: MIT
"""
import argparse
import json
import os
import subprocess
import sys
import time

import bridged
import cases
import clients
import emulator
import line
import noisy

RATES = (1e-4, 1e-3, 1e-2)
SLOTS = 8192 # bytes of memory that the writes go to
SEED = 20


def _noise(agent, base, cycles, rates):
    """All rates, with checks and without, in both directions: a row of counts each."""
    rows = {}
    for checked in (False, True):
        for to_agent in (True, False):
            for rate in rates:
                counts = noisy.run(agent, base, SLOTS, rate, cycles, SEED, checked, to_agent)
                rows['%s, to the %s, %g' % ('checks' if checked else 'no checks',
                                            'agent' if to_agent else 'host', rate)] = dict(counts)
    return rows


def noise_on_the_line_of_the_agent_on_the_host(options):
    process, agent = line.host_agent(options.agent)
    try:
        agent.sync(1)
        return _noise(agent, emulator.memory(agent)[0], 60000 if options.long else 1500, RATES)
    finally:
        process.kill()
        process.wait()


def _on_board(board, options):
    with emulator.Emulator(board) as running:
        agent = running.line()
        agent.sync(1)
        base = emulator.memory(agent)[1] + 1 - (1 << 20) # between what the image has and its stacks
        return _noise(agent, base, 2000 if options.long else 100, RATES[2:])


def noise_on_the_uart_of_an_emulated_board(options):
    rows = {}
    for board in ('riscv-virt', 'mps2-an385') if options.long else ('riscv-virt',):
        for name, counts in _on_board(board, options).items():
            rows[board + ', ' + name] = counts
    return rows


def noise_and_qmpctl_with_frame_checks(options):
    """The right answer, or an error and an exit code that says so."""
    relay = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'relay.py')
    ends, noisy = {0: 0, 1: 0, 3: 0}, 0
    for seed in range(400 if options.long else 20):
        done = subprocess.run(
            [options.qmpctl, '--frame-check', '--json', '--timeout', '2', '--spawn',
             '%s %s 0.001 %d %s' % (sys.executable, relay, seed, options.agent),
             'guest-sync', 'id=%d' % (1000 + seed)], capture_output=True, text=True)
        cases.require(done.returncode in ends, 'exit code %d: %s', done.returncode, done.stderr)
        ends[done.returncode] += 1
        noisy += 'relay: noise' in done.stderr
        if done.returncode == 0:
            cases.require(json.loads(done.stdout) == {'return': 1000 + seed}, 'believed: %s',
                          done.stdout)
    cases.require(ends[0] > ends[1] + ends[3], 'of all calls, only these had an answer: %s', ends)
    cases.require(noisy > 0, 'there was no noise')
    return {'with noise': noisy, 'right': ends[0], 'refused': ends[1], 'told that there was no answer': ends[3]}


def noise_and_clients_behind_a_bridge(options):
    """Of which the clients see errors that say what is certain, and nothing else."""
    rows = {}
    for rate, requests in ((1e-4, 20000), (1e-3, 10000), (1e-2, 1000)) if options.long else (
            (1e-3, 150), (1e-2, 30)):
        rows['%g' % rate] = dict(bridged.run(options.qmpctl, options.agent, rate, requests, SEED))
    return rows


def noise_and_the_client_in_python(options):
    """The right answer, or an exception that says so."""
    return clients.run(options.agent, 1e-3, 5000 if options.long else 200, SEED)


def _plain(case):
    def run(options):
        return case(options.long)
    run.__name__ = case.__name__
    return run


ALL = (noise_on_the_line_of_the_agent_on_the_host, noise_on_the_uart_of_an_emulated_board,
       noise_and_qmpctl_with_frame_checks, noise_and_clients_behind_a_bridge,
       noise_and_the_client_in_python) + tuple(_plain(case) for case in cases.CASES)


def show(counts):
    for name, count in counts.items():
        if isinstance(count, dict):
            count = ', '.join('%s %d' % pair for pair in sorted(count.items()) if pair[1])
        print('    %s: %s' % (name, count))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--long', action='store_true')
    parser.add_argument('agent')
    parser.add_argument('qmpctl')
    parser.add_argument('case', nargs='*')
    options = parser.parse_args()
    broken = 0
    chosen = [case for case in ALL
              if not options.case or any(part in case.__name__ for part in options.case)]
    if not chosen:
        parser.error('no such case')
    for case in chosen:
        begun = time.monotonic()
        print(case.__name__.replace('_', ' '), flush=True)
        try:
            show(case(options))
        except (noisy.Wrong, cases.Wrong, line.Lost) as wrong:
            print('    BROKEN: %s' % wrong)
            broken += 1
        print('    %.1f s' % (time.monotonic() - begun), flush=True)
    print('faults: %d of %d cases hold' % (len(chosen) - broken, len(chosen)))
    return 1 if broken else 0


if __name__ == '__main__':
    sys.exit(main())
