"""conftest.py - what the tests of the package share.

SPDX-License-Identifier: MIT
"""
import pytest

from e2kmon.qmp import Client
from server import Server


@pytest.fixture
def serve(tmp_path):
    """serve(script, **options): a client that is connected to a server of this script."""
    opened = []

    def start(script, **options):
        server = Server(tmp_path, script)
        options.setdefault('timeout', 60)
        client = Client.connect(server.endpoint, **options)
        opened.append((server, client))
        return client

    yield start
    for server, client in opened:
        client.close()
        server.end()
