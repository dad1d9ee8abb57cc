"""monitor.py - lines for the human monitor of the agent on the host, by human-monitor-command.

    from monitor import Monitor, expect
    monitor = Monitor(sys.argv[1])                  # starts host-agent
    expect(monitor, 'info kvm', 'kvm support: not compiled\\r\\n')
    monitor.close()                                 # status 1 when something was not as expected

SPDX-License-Identifier: MIT
"""
import json
import os
import re
import subprocess
import sys


class Monitor:
    """An agent of its own, with what ENVIRONMENT adds to that of this program."""

    def __init__(self, program, **environment):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env={**os.environ, **environment})
        self.events, self.wrong = [], 0
        self.read()
        self.qmp('qmp_capabilities', enable=['oob'])

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            raise EOFError('the agent has ended')
        return json.loads(line)

    def send(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def qmp(self, command, **arguments):
        """A command of QMP; its reply, a return or an error.  Events before it go to .events"""
        self.send(json.dumps({'execute': command,
                              'arguments': {key.replace('_', '-'): value
                                            for key, value in arguments.items()}}))
        while True:
            message = self.read()
            if 'event' not in message:
                return message
            self.events.append(message['event'])

    def says(self, line, **arguments):
        """What the monitor says to a line."""
        return self.qmp('human-monitor-command', command_line=line, **arguments)['return']

    def close(self):
        """Ends the agent and this program."""
        self.process.stdin.close()
        if self.process.wait(20) != 0:
            print('the agent ended with status', self.process.returncode)
            self.wrong += 1
        sys.exit(self.wrong != 0)


def memory_base(monitor):
    """Where the host's board has its 64 KiB of memory."""
    return int(re.search(r'([0-9a-f]{16})-[0-9a-f]{16} \(prio 0, ram\)',
                         monitor.says('info mtree')).group(1), 16)


def expect(monitor, line, text, **arguments):
    """Compares what the monitor says to LINE with TEXT."""
    said = monitor.says(line, **arguments)
    if said != text:
        print('%.300r said\n  %.1000r\nand not\n  %.1000r' % (line, said, text))
        monitor.wrong += 1


def check(monitor, holds, what):
    """HOLDS is to be true."""
    if not holds:
        print('not so: %.1000s' % (what,))
        monitor.wrong += 1


def run_tests(monitor, *tests):
    """Runs each with MONITOR, says which were wrong, and ends it and this program."""
    for test in tests:
        before = monitor.wrong
        test(monitor)
        print('%-6s %s' % ('ok' if monitor.wrong == before else 'WRONG', test.__name__))
    monitor.close()
