"""event - what a server tells unasked.

SPDX-License-Identifier: MIT
"""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Dict, Mapping, Optional, Tuple, Union


@dataclass(frozen=True)
class Event:
    """An event: its name, its data ({}: none), and when the server says that it happened
    (seconds since 1970; None: the board has no calendar)."""

    name: str
    data: Dict[str, Any]
    timestamp: Optional[float] = None


# Which events: those whose data has these members, or those that the function returns true for.
Match = Union[Mapping[str, Any], Callable[[Event], Any]]


def event_of(message: Dict[str, Any]) -> Event:
    """The event that a message is."""
    stamp = message.get('timestamp', {})
    seconds, micro = (stamp.get(name, -1) for name in ('seconds', 'microseconds'))
    told = all(isinstance(part, int) and part >= 0 for part in (seconds, micro))
    return Event(message['event'], message.get('data', {}), seconds + micro / 1e6 if told else None)


def matches(event: Event, names: Tuple[str, ...], match: Optional[Match]) -> bool:
    """Has it one of these names (none: any), and does MATCH fit (None: everything does)?"""
    if names and event.name not in names:
        return False
    if match is None:
        return True
    if callable(match):
        return bool(match(event))
    return all(key in event.data and event.data[key] == value for key, value in match.items())
