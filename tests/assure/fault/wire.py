"""wire - the agent of the host behind a socket, with noise on the way that can be turned off.

SPDX-License-Identifier: MIT
"""
import os
import select
import socket
import subprocess
import threading

import noise


class Wire(threading.Thread):
    """Takes a client at PATH, and the next one when that is gone; the agent stays.

    noisy  whether there is noise now
    met    how many clients there were
    """

    def __init__(self, path, program, rate, seed):
        super().__init__(daemon=True)
        self.agent = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(1)
        self.ways = noise.Noise(rate, seed), noise.Noise(rate, seed + 1)
        self.noisy, self.met = False, 0
        self.start()

    def end(self):
        self.agent.kill()
        self.agent.wait()
        self.listener.close()

    def done(self):
        """What happened on the way, by kind, both ways."""
        return {kind: sum(way.done[kind] for way in self.ways) for kind in noise.KINDS}

    def run(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            self.met += 1
            with client:
                if not self.serve(client.fileno()):
                    return

    def serve(self, client):
        """Returns whether the agent still lives."""
        agent_in, agent_out = self.agent.stdin.fileno(), self.agent.stdout.fileno()
        ways = {client: (agent_in, self.ways[0]), agent_out: (client, self.ways[1])}
        while True:
            for source in select.select(list(ways), [], [])[0]:
                sink, way = ways[source]
                try:
                    data = os.read(source, 65536)
                    if not data:
                        return source == client
                    data = way.damage(data) if self.noisy else data
                    while data:
                        data = data[os.write(sink, data):]
                except OSError:
                    return source == client or sink == client
