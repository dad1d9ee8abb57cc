"""qmp - a QMP client for tests: one command at a time, a deadline for everything.

    from e2kmon.qmp import Client

    with Client.connect('unix:/tmp/qmp.sock') as client:
        client.cmd('qom-set', path='hub', property='temperature', value=9000)
        event = client.wait_event('AGENT_PROPERTY_CHANGE', timeout=5)

It speaks with an e2kmon agent and with QEMU.  On a serial line that was opened late it finds the
beginning of a message by guest-sync-delimited.  Requests carry an id, and only the reply with that
id is taken; events that come meanwhile wait in a queue.

A client belongs to one thread.  All times are seconds.  Exceptions: errors.py.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

import contextlib
import json
import secrets
import time
from collections import deque
from typing import Any, Callable, Deque, Dict, List, Mapping, Optional, Tuple, Union

from . import check
from .endpoint import Line, open_line
from .errors import CommandError, Damaged, Disconnected, EndpointError, Error, Restarted, Timeout
from .event import Event, Match, event_of, matches
from .framer import Framer
from .traffic import Traffic

__all__ = ['Client', 'Event', 'Match', 'Error', 'CommandError', 'Damaged', 'Disconnected',
           'EndpointError', 'Restarted', 'Timeout']

GREETING_WAIT = 0.5  # seconds for a greeting of a server that may have sent it long ago
SYNC_WAIT = 1.0  # seconds for the answer to an attempt to get into step


def argument_name(word: str) -> str:
    """Python's spelling of an argument's name as QMP's: qom_type is qom-type, from_ is from."""
    return word.rstrip('_').replace('_', '-')


class Client:
    """A session with a server.

    timeout   seconds that a command or a wait may take where it is not told otherwise
    greeting  the server's greeting, {} if it was not seen (the line was opened late)
    garbage   lines that came and were no message
    stale     replies that came and that nobody waited for, of an earlier client or request
    """

    def __init__(self, line: Line, *, timeout: float = 10.0, oob: bool = False, frame_check: bool = False,
                 traffic: Optional[Traffic] = None) -> None:
        """Takes over LINE.  Call attach() next; connect() and over() do both."""
        self.frame_check = frame_check
        self.line = line
        self.timeout = timeout
        self.oob = oob
        self.greeting: Dict[str, Any] = {}
        self.stale = 0
        self._traffic = traffic or Traffic()
        self._framer = Framer()
        self._events: Deque[Event] = deque()
        self._name = secrets.token_hex(4)
        self._number = 0

    @classmethod
    def connect(cls, endpoint: str, *, timeout: float = 10.0, oob: bool = False, frame_check: bool = False,
                traffic: Optional[Traffic] = None, greeting_wait: float = GREETING_WAIT) -> 'Client':
        """A negotiated session at ENDPOINT (endpoint.py), within TIMEOUT, which is the session's
        timeout then.  GREETING_WAIT: how long to wait for a greeting before asking for one.  OOB
        enables out-of-band execution.  FRAME_CHECK: lines have a check, both ways; a server that
        offers none is an EndpointError, and a damaged line Damaged for whoever waits."""
        deadline = time.monotonic() + timeout
        return cls.over(open_line(endpoint, deadline), deadline, greeting_wait, timeout=timeout, oob=oob,
                        frame_check=frame_check, traffic=traffic)

    @classmethod
    def over(cls, line: Line, deadline: float, greeting_wait: float = GREETING_WAIT, *, timeout: float = 10.0,
             oob: bool = False, frame_check: bool = False, traffic: Optional[Traffic] = None) -> 'Client':
        """The same over an open LINE, which is closed if there is no session by the DEADLINE."""
        client = cls(line, timeout=timeout, oob=oob, frame_check=frame_check, traffic=traffic)
        try:
            client.attach(deadline, greeting_wait)
        except BaseException:
            client.close()
            raise
        return client

    def __enter__(self) -> 'Client':
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the line; the server goes on.  Harmless when done already."""
        self.line.close()

    @property
    def garbage(self) -> int:
        return self._framer.garbage

    # ------------------------------------------------------------------ meeting

    def attach(self, deadline: float, greeting_wait: float = GREETING_WAIT) -> None:
        """Makes a negotiated session out of a line in any state."""
        self._framer.checked = False  # to synchronise without a check ends those of the server
        try:
            self._await_greeting(min(deadline, time.monotonic() + greeting_wait))
        except Timeout:
            self._synchronise(deadline)
            if (self.oob or self.frame_check) and not self.greeting:  # nobody knows what is on
                self._request('agent-reset-session', None, deadline)
                self._await_greeting(deadline)
        self._negotiate(deadline)

    def _await_greeting(self, deadline: float) -> None:
        while 'QMP' not in (message := self._next(deadline)):
            self.stale += 1
        self.greeting = message['QMP']

    def _synchronise(self, deadline: float) -> None:
        """Gets into step.  0xFF ends what somebody may have left in the server's parser."""
        while True:
            number = secrets.randbits(31)
            request = {'execute': 'guest-sync-delimited', 'arguments': {'id': number}, 'id': self._new_id()}
            self._send(b'\xff' + json.dumps(request).encode() + b'\n', deadline)
            try:
                if self._answers(request['id'], number, min(deadline, time.monotonic() + SYNC_WAIT)):
                    return
            except Timeout:
                if time.monotonic() >= deadline:
                    raise Timeout('%s: no greeting, and no answer to guest-sync-delimited (%s)'
                                  % (self.line.name, self._what_came())) from None

    def _answers(self, request_id: str, number: int, deadline: float) -> bool:
        while True:
            message = self._next(deadline)
            if 'QMP' in message:  # it has just started; the answer is behind it, or lost
                self.greeting = message['QMP']
            elif message.get('id') == request_id or message.get('return') == number:
                return True  # an error too: QEMU does not know the command
            else:
                self.stale += 1

    def _negotiate(self, deadline: float) -> None:
        wanted = ['oob'] * self.oob + ['agent-frame-check'] * self.frame_check
        if self.frame_check and 'agent-frame-check' not in self.greeting.get('capabilities', ()):
            raise EndpointError('%s: the server offers no frame checks' % self.line.name)
        self._framer.begins = self.frame_check
        try:
            self._request('qmp_capabilities', {'enable': wanted} if wanted else None, deadline)
        except CommandError as error:
            if error.error_class != 'CommandNotFound' or self.frame_check:  # it has been negotiated already
                raise

    # ----------------------------------------------------------------- commands

    def cmd(self, command: str, arguments: Optional[Mapping[str, Any]] = None, /, **named: Any) -> Any:
        """Executes COMMAND and returns what it returns; raises CommandError.  Arguments are named
        here with `_` for `-` (qom_type=...), or in a mapping as they are."""
        all_arguments = dict(arguments or {})
        all_arguments.update({argument_name(word): value for word, value in named.items()})
        return self.execute(command, all_arguments)

    def execute(self, command: str, arguments: Optional[Mapping[str, Any]] = None, *,
                timeout: Optional[float] = None, oob: bool = False) -> Any:
        """The same with a timeout of its own, or out of band."""
        return self._request(command, arguments, self._deadline(timeout), oob)

    def _deadline(self, timeout: Optional[float]) -> float:
        return time.monotonic() + (self.timeout if timeout is None else timeout)

    def _new_id(self) -> str:
        self._number += 1
        return '%s-%d' % (self._name, self._number)

    def _request(self, command: str, arguments: Optional[Mapping[str, Any]], deadline: float,
                 oob: bool = False) -> Any:
        began = time.monotonic()
        request: Dict[str, Any] = {'exec-oob' if oob else 'execute': command}
        if arguments:
            request['arguments'] = dict(arguments)
        request['id'] = self._new_id()
        try:
            line = json.dumps(request).encode()
            self._send((check.add(line) if self._framer.checked else line) + b'\n', deadline)
            return self._reply(request, command, deadline)
        except Timeout:
            raise Timeout('%s: %s was not answered within %.1f s (%s)' % (
                self.line.name, command, time.monotonic() - began, self._what_came())) from None

    def _reply(self, request: Dict[str, Any], command: str, deadline: float) -> Any:
        while True:
            message = self._next(deadline)
            if 'QMP' in message:
                self._begin_again(message, deadline, 'before it answered %s' % command)
            if message.get('id') == request['id']:
                if 'return' in message:
                    return message['return']
                raise CommandError(command, message['error'], request.get('arguments'))
            if 'error' in message and ('id' not in message or self._is_of_damage(message['error'])):
                # It could not be read, so what came to the server is not what was sent.
                raise CommandError(command, message['error'], request.get('arguments'))
            self.stale += 1

    def _is_of_damage(self, error: Dict[str, Any]) -> bool:
        """Was a request without the right members complained of?  Its id may be damaged, too."""
        return self._framer.checked and str(error.get('desc')).startswith('QMP input ')

    def _begin_again(self, greeting: Dict[str, Any], deadline: float, when: str) -> None:
        self.greeting = greeting['QMP']
        self._traffic.note('it has restarted')
        self._negotiate(deadline)
        raise Restarted('%s: the server started anew %s' % (self.line.name, when))

    def release(self) -> None:
        """Lets the application of a board that was started paused go, when the emulator has
        surely accepted the connection to its console: the application's first words would be
        lost.  The emulator's loop that reads the second request has been round since."""
        for command in ('query-status', 'query-status', 'cont'):
            self.execute(command)
        self.clear_events()

    # ------------------------------------------------------------------- events

    def poll(self) -> None:
        """Reads what is there already."""
        while True:
            try:
                self._take_unasked(self._next(0))
            except (Timeout, Disconnected):  # whoever asks for more will be told of the latter
                return

    @property
    def events(self) -> List[Event]:
        """Those that have come and that wait_event() has not taken, the oldest first."""
        self.poll()
        return list(self._events)

    def clear_events(self) -> List[Event]:
        """Forgets the events that have come; returns them."""
        gone = self.events
        self._events.clear()
        return gone

    def wait_event(self, *names: str, timeout: Optional[float] = None, match: Optional[Match] = None) -> Event:
        """Takes the first event of these names (none: of any) that MATCH fits, from the queue or
        as it comes.  Others stay in the queue."""
        deadline = self._deadline(timeout)
        looked_at = 0
        while True:
            while looked_at < len(self._events):
                event = self._events[looked_at]
                if matches(event, names, match):
                    del self._events[looked_at]
                    return event
                looked_at += 1
            try:
                self._take_unasked(self._next(deadline, until_event=True))
            except Timeout:
                raise Timeout(self._no_event(names, match)) from None

    def _no_event(self, names: Tuple[str, ...], match: Optional[Match]) -> str:
        wanted = ' or '.join(names) or 'event'
        if match is not None:
            wanted += ' with %r' % (match,)
        there = ', '.join('%s %s' % (event.name, event.data) for event in self._events)
        return '%s: no %s in time; in the queue: %s' % (self.line.name, wanted, there or 'nothing')

    def wait_property(self, path: str, property: str, wanted: Union[Callable[[Any], Any], Any],
                      timeout: Optional[float] = None) -> Any:
        """Waits until the property has the value WANTED, or one that the function WANTED returns
        true for; returns it.  An agent tells of changes: nothing is asked again and again."""
        fits = wanted if callable(wanted) else lambda value: value == wanted
        watch = self.cmd('agent-watch', path=path, property=property)
        try:
            if fits(watch['value']):
                return watch['value']
            change = self.wait_event('AGENT_PROPERTY_CHANGE', timeout=timeout, match=lambda event: (
                event.data['id'] == watch['id'] and fits(event.data['value'])))
            return change.data['value']
        except Timeout:
            wish = 'as wanted' if callable(wanted) else repr(wanted)
            now = self.cmd('qom-get', path=path, property=property)
            raise Timeout('%s: %s.%s is not %s in time; it is %r' %
                          (self.line.name, path, property, wish, now)) from None
        finally:
            with contextlib.suppress(Error):
                self.cmd('agent-unwatch', id=watch['id'])

    def wait_restart(self, timeout: Optional[float] = None) -> None:
        """Waits until the server greets again, and negotiates."""
        deadline = self._deadline(timeout)
        try:
            while True:
                self._take_unasked(self._next(deadline))
        except Restarted:
            pass

    def _take_unasked(self, message: Optional[Dict[str, Any]]) -> None:
        if message is not None and 'QMP' in message:
            self._begin_again(message, self._deadline(None), 'while nothing was asked')
        self.stale += message is not None

    # --------------------------------------------------------------------- line

    def send(self, data: bytes, timeout: Optional[float] = None) -> None:
        """Bytes as they are, without a frame check; no reply is waited for."""
        self._send(data, self._deadline(timeout))

    def receive(self, timeout: Optional[float] = None) -> Dict[str, Any]:
        """The next message but for events, whatever it is; for what was sent with send()."""
        return self._next(self._deadline(timeout))

    def _send(self, data: bytes, deadline: float) -> None:
        self._traffic.sent(data)
        self.line.write(data, deadline)

    def _next(self, deadline: float, until_event: bool = False) -> Any:
        """The next message but for events, which are queued.  UNTIL_EVENT: None after an event."""
        while True:
            message = self._framer.next()
            if message is None:
                piece = self.line.read(deadline)
                self._traffic.came(piece)
                self._framer.feed(piece)
            elif 'event' in message:
                self._events.append(event_of(message))
                if until_event:
                    return None
            else:
                return message

    def _what_came(self) -> str:
        return '%d lines of garbage, %d replies to others' % (self.garbage, self.stale)
