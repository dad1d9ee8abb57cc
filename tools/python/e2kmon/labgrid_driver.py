"""labgrid_driver - labgrid drives a board: what an environment file imports.

    imports:
      - e2kmon.labgrid_driver
    targets:
      main:
        resources:
          QMPResource: {endpoint: "tcp:rack1:4444"}
        drivers:
          E2kmonDriver: {}

    def test_fan(target):
        hub = target.get_driver('E2kmonDriver')
        hub.set('temperature', 'value', 3500)
        hub.wait_property('fan', 'actual', 1)

The resources are in labgrid_resource.py; labgrid_emulator.py starts emulated boards, and
labgrid_console.py has the application's console.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import base64
import time
from typing import Any, Callable, List, Mapping, Optional, Union

import attr
from labgrid.driver import Driver
from labgrid.factory import target_factory
from labgrid.protocol import ResetProtocol
from labgrid.step import step

# Imported so that they are known to environment files as well.
from .labgrid_console import E2kmonConsoleDriver
from .labgrid_emulator import EmulatedBoardDriver
from .labgrid_line import open_port
from .labgrid_resource import EmulatedBoard, QMPResource
from .errors import CommandError, Disconnected, Restarted
from .qmp import Client, Event, Match
from .traffic import Traffic

__all__ = ['E2kmonDriver', 'E2kmonConsoleDriver', 'EmulatedBoardDriver', 'EmulatedBoard', 'QMPResource']


def _watches(client: Client) -> List[Any]:
    try:
        return client.cmd('agent-query-watches')
    except CommandError:
        return [] # a small image, or QEMU


@target_factory.reg_driver
@attr.s(eq=False)
class E2kmonDriver(Driver, ResetProtocol):
    """A session with the agent of a board, or with QEMU.

    It is opened when the driver is activated.  A call in whose time the board goes away or restarts
    raises Disconnected, BoardError (of an emulated one) or Restarted, as what was asked may have been
    done or not; the next call opens the session again.  Exceptions are those of errors.py.

    Args:
        timeout (float): seconds for opening the session, and for each command
    """

    bindings = {'port': {'QMPResource', 'SerialPort', 'NetworkSerialPort', 'EmulatedBoardDriver'}}
    timeout = attr.ib(default=10.0, converter=float)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self._client: Optional[Client] = None
        self.traffic = Traffic()

    def on_activate(self) -> None:
        self.session()

    def on_deactivate(self) -> None:
        self.detach()

    def detach(self) -> None:
        """Closes the session; the board goes on."""
        if self._client:
            self._client.close()
            self._client = None

    def _open(self, deadline: float) -> Client:
        if isinstance(self.port, EmulatedBoardDriver):
            return self.port.join(deadline, self.traffic)
        return Client.over(open_port(self.port, deadline), deadline, timeout=self.timeout, traffic=self.traffic)

    def session(self) -> Client:
        """The client itself, for what is not here."""
        if not self._client:
            self._client = self._open(time.monotonic() + self.timeout)
            self._client.timeout = self.timeout
        return self._client

    # ------------------------------------------------------------ commands, events

    @Driver.check_active
    @step(args=['command', 'arguments', 'named'], result=True)
    def cmd(self, command: str, arguments: Optional[Mapping[str, Any]] = None, /,
            **named: Any) -> Any:
        """Executes COMMAND and returns what it returns; raises CommandError.  Arguments are named
        here with `_` for `-`, or in a mapping as they are."""
        return self._try(lambda client: client.cmd(command, arguments, **named))

    @Driver.check_active
    @step(args=['names', 'match'], result=True)
    def wait_event(self, *names: str, timeout: Optional[float] = None,
                   match: Optional[Match] = None) -> Event:
        """Takes the first event of these names that MATCH fits, one that has come already or that
        comes within TIMEOUT; others stay.  Raises Timeout."""
        return self._try(lambda client: client.wait_event(*names, timeout=timeout, match=match))

    @property
    @Driver.check_active
    def events(self) -> List[Event]:
        """Those that have come and that wait_event() has not taken."""
        return self._try(lambda client: client.events)

    @Driver.check_active
    @step(args=['path', 'property', 'wanted'], result=True)
    def wait_property(self, path: str, property: str, wanted: Union[Callable[[Any], Any], Any],
                      timeout: Optional[float] = None) -> Any:
        """Waits until the property has the value WANTED, or one that the function WANTED returns
        true for; returns it."""
        return self._try(lambda client: client.wait_property(path, property, wanted, timeout))

    def _try(self, action: Callable[[Client], Any]) -> Any:
        try:
            return action(self.session())
        except Disconnected as problem:
            self.detach()
            if isinstance(self.port, EmulatedBoardDriver):
                self.port.explain(problem)
            raise

    # ------------------------------------------------------------ the usual ones

    def get(self, path: str, property: str) -> Any:
        """A property's value."""
        return self.cmd('qom-get', path=path, property=property)

    def set(self, path: str, property: str, value: Any) -> None:
        """Sets a property."""
        self.cmd('qom-set', path=path, property=property, value=value)

    def stop(self) -> None:
        """Holds the application."""
        self.cmd('stop')

    def cont(self) -> None:
        """Lets the application go on."""
        self.cmd('cont')

    def status(self) -> str:
        """ "running", "paused", "guest-panicked", ..."""
        return self.cmd('query-status')['status']

    def memory_read(self, address: int, size: int) -> bytes:
        """Memory of any size; less than SIZE where it ends."""
        data = self.cmd('agent-memory-read', address=address, size=size, format='base64')['data']
        return base64.b64decode(data)

    def memory_write(self, address: int, data: bytes) -> None:
        text = base64.b64encode(data).decode()
        self.cmd('agent-memory-write', address=address, data=text, format='base64')

    @Driver.check_active
    @step()
    def reset(self) -> None:
        """Restarts the board and lets it run.  Watches end, and events from before are forgotten."""
        try:
            self._try(self._reset)
        except Restarted:
            pass # the agent has restarted too, and lets the application run
        self.session().clear_events()

    @staticmethod
    def _reset(client: Client) -> None:
        for watch in _watches(client):
            client.cmd('agent-unwatch', id=watch['id'])
        client.cmd('system_reset')
        if not client.cmd('query-status')['running']:
            client.cmd('cont')
