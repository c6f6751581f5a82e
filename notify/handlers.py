"""Each topic's handler: the app that owns a topic registers it here in its AppConfig.ready.

A handler is called once per due subject, outside any transaction. It opens one, locks its
subject with SKIP LOCKED (leaving at once when another sweep has it), re-reads the fact and
the subject's due rungs, acts, and marks every one of those rungs done, skipped or cancelled.
Lock `of=("self",)`: a joined row (an ordering is enough) would be locked too, and two sweeps
would skip each other's subjects.
"""

from collections.abc import Callable
from datetime import datetime

Handler = Callable[[int, datetime], int]
"""(subject, at) -> number of rungs settled."""

_handlers: dict[str, Handler] = {}


def register(topic: str, handler: Handler) -> None:
    _handlers[topic] = handler


def handler_for(topic: str) -> Handler:
    return _handlers[topic]


def topics() -> list[str]:
    return sorted(_handlers)
