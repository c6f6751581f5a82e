"""Each topic's handler: the app that owns a topic registers it here in its AppConfig.ready.

Urgent topics come first in every sweep, and again between two turns of the others.

A handler is called once per due subject, outside any transaction. It opens one, locks its
subject with SKIP LOCKED (leaving at once when another sweep has it), re-reads the fact and
the subject's due rungs, acts, and marks every one of those rungs done, skipped or cancelled.
Lock `of=("self",)`: a joined row (an ordering is enough) would be locked too, and two sweeps
would skip each other's subjects.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

Handler = Callable[[int, datetime], int]
"""(subject, at) -> number of rungs settled."""

Together = Callable[[Sequence[int], datetime], int]
"""The same for several subjects in one transaction: what a thousand of them share is read once."""

_handlers: dict[str, Handler] = {}
_together: dict[str, Together] = {}
_urgent: set[str] = set()


def register(topic: str, handler: Handler, *, urgent: bool = False) -> None:
    _handlers[topic] = handler
    if urgent:
        _urgent.add(topic)


def register_together(topic: str, handler: Together) -> None:
    _together[topic] = handler
    _handlers[topic] = lambda subject, at: handler([subject], at)


def handler_for(topic: str) -> Handler:
    return _handlers[topic]


def together_for(topic: str) -> Together | None:
    return _together.get(topic)


def urgent_topics() -> frozenset[str]:
    return frozenset(_urgent)


def topics() -> list[str]:
    return sorted(_handlers)
