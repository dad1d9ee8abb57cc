"""beside.py - a client beside the one that is tested, at another port of the board.

It has one session for all its commands: on a port that tells of hosts that come and go, one that comes
right after another may be sent what was for that one.

SPDX-License-Identifier: MIT
"""
import json
import subprocess


class Beside:
    def __init__(self, qmpctl, endpoint):
        self.command = [qmpctl, '-s', endpoint, '--timeout', '60', '--json', 'shell']
        self.process = None

    def ask(self, *words):
        """The reply to a command as qmpctl takes it; a board that has restarted is joined again."""
        if self.process is None or self.process.poll() is not None:
            self.end()
            self.process = subprocess.Popen(self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                            stderr=subprocess.DEVNULL)
        self.process.stdin.write((' '.join(words) + '\n').encode())
        self.process.stdin.flush()
        for line in self.process.stdout:
            message = json.loads(line)
            if 'event' not in message:
                return message
        raise AssertionError('no answer to ' + ' '.join(words))

    def end(self):
        if self.process is not None:
            self.process.stdin.close()
            self.process.stdout.close()
            self.process.kill()
            self.process.wait()
            self.process = None
