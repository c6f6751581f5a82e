"""Rows that are not model instances: the same field names with their defaults, quick to make and to copy in."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.db.models import Model

from notify.models import Alert
from services.models import (
    CallBack,
    Clock,
    EventText,
    Holding,
    OwnRating,
    Rectification,
    Requester,
    Supplement,
    SupplementItem,
    Ticket,
    TicketEvent,
    TicketSearch,
)

# A SimpleNamespace; its fields are those of the model.
Row = Any
# Every table of a matter, and at most how many rows of it one matter has.
TABLES: dict[type[Model], int] = {
    Requester: 1, Ticket: 1, TicketEvent: 24, EventText: 24, Holding: 6, Clock: 12, Supplement: 1,
    SupplementItem: 4, CallBack: 4, OwnRating: 1, Rectification: 1, Alert: 60, TicketSearch: 1,
}  # fmt: skip
# The database says when it wrote the row.
BY_DATABASE = frozenset({"recorded_at"})


@cache
def columns(model: type[Model]) -> tuple[str, ...]:
    return tuple(
        field.attname for field in model._meta.concrete_fields if field.attname not in BY_DATABASE
    )


@cache
def blank(model: type[Model]) -> dict[str, Any]:
    """Every column with its default, as an unsaved instance has it."""
    return {
        field.attname: field.get_default()
        for field in model._meta.concrete_fields
        if field.attname not in BY_DATABASE
    }


class Sheets:
    """Rows table by table, with keys given out in order."""

    def __init__(self, first_keys: dict[type[Model], int]) -> None:
        self.rows: dict[type[Model], list[Row]] = defaultdict(list)
        self._keys = {model: count(first) for model, first in first_keys.items()}

    def add(self, model: type[Model], **values: Any) -> Row:
        row = SimpleNamespace(**(blank(model) | values | {"id": next(self._keys[model])}))
        self.rows[model].append(row)
        return row

    def copy_text(self, model: type[Model]) -> str:
        """The rows as COPY reads them."""
        read = attrgetter(*columns(model))
        return "".join(["\t".join(map(cell, read(row))) + "\n" for row in self.rows[model]])


def cell(value: Any) -> str:
    if value is None:
        return r"\N"
    write = WRITERS.get(type(value))
    return write(value) if write else str(value)


def _text(value: str) -> str:
    return value if value.isalnum() else escaped(value)


def escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")


def _array(values: Iterable[str]) -> str:
    return "{" + ",".join(values) + "}"


def _json(value: Any) -> str:
    return escaped(json.dumps(value, ensure_ascii=False))


WRITERS: dict[type, Callable[[Any], str]] = {
    str: _text,
    bool: lambda value: "t" if value else "f",
    list: _array,
    dict: _json,
}
