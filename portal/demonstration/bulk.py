"""Many matters with whole histories, written by COPY."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from math import gcd
from multiprocessing import get_context
from random import Random

from django.db import connection, connections, transaction
from django.db.models import Model, QuerySet

from portal.demonstration.book import People
from portal.demonstration.cast import Cast
from portal.demonstration.course import Course, came_in
from portal.demonstration.paper import Paper
from portal.demonstration.rows import TABLES, Sheets, columns
from regions.models import Region
from services.models import Ticket
from services.numbers import DIGITS, check_digit

CHUNK = 2000
BODIES = 10 ** (DIGITS - 1)


@dataclass(frozen=True)
class Numbers:
    """Numbers in a scattered order without repetition; those that are taken are stepped over."""

    factor: int
    offset: int
    total: int
    taken: frozenset[str] = frozenset()

    @classmethod
    def scattered(cls, total: int, rng: Random) -> Numbers:
        factor = rng.randrange(BODIES // 3, BODIES)
        while gcd(factor, BODIES) != 1:
            factor += 1
        taken = frozenset(Ticket.objects.values_list("number", flat=True))
        return cls(factor, rng.randrange(BODIES), total, taken)

    def number(self, index: int) -> str:
        while True:
            body = f"{(index * self.factor + self.offset) % BODIES:0{DIGITS - 1}d}"
            number = body + check_digit(body)
            if number not in self.taken:
                return number
            index += self.total


@dataclass(frozen=True)
class Order:
    """What is to be written, the same for every process."""

    county: int
    tickets: int
    days: int
    at: datetime
    first_keys: dict[type[Model], int]
    numbers: Numbers

    def chunks(self) -> range:
        return range(-(-self.tickets // CHUNK))

    def last_keys(self) -> dict[type[Model], int]:
        return {
            model: first + self.tickets * TABLES[model] for model, first in self.first_keys.items()
        }


def order(county: Region, tickets: int, days: int, at: datetime) -> Order:
    rng = Random(f"{county.code}:{tickets}:{Ticket.objects.count()}")  # noqa: S311 - invented matters
    first = {
        model: (QuerySet(model).order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
        for model in TABLES
    }
    return Order(county.pk, tickets, days, at, first, Numbers.scattered(tickets, rng))


def sheets_of(order: Order, chunk: int, cast: Cast, people: People) -> Sheets:
    """The rows of one chunk; the same chunk gives the same rows, whoever writes it."""
    start = chunk * CHUNK
    sheets = Sheets(
        {model: first + start * TABLES[model] for model, first in order.first_keys.items()}
    )
    rng = Random(f"{order.numbers.offset}:{chunk}")  # noqa: S311 - invented matters
    for index in range(start, min(start + CHUNK, order.tickets)):
        paper = Paper(cast, sheets, people, order.numbers.number(index), rng, order.at)
        Course(cast, rng, paper, came_in(rng, order.at, order.days), order.at).run()
        paper.finish()
    return sheets


def write(county: Region, tickets: int, days: int, at: datetime) -> int:
    """Write so many matters in the transaction that is open."""
    if not tickets:
        return 0
    wanted = order(county, tickets, days, at)
    cast, people = Cast.of(county), People()
    for chunk in wanted.chunks():
        copy_in(sheets_of(wanted, chunk, cast, people))
    move_sequences(wanted)
    return tickets


def write_in_parallel(county: Region, tickets: int, days: int, at: datetime) -> int:
    """Write very many: one process for each core, indexes made afterwards, foreign keys not asked row by row."""
    wanted = order(county, tickets, days, at)
    with indexes_made_afterwards(list(TABLES)):
        connections.close_all()
        processes = min(os.cpu_count() or 1, len(wanted.chunks()))
        with ProcessPoolExecutor(
            processes, mp_context=get_context("fork"), initializer=_begin, initargs=(wanted,)
        ) as pool:
            for _done in pool.map(_write_chunk, wanted.chunks()):
                pass
    move_sequences(wanted)
    count_for_the_planner()
    return tickets


def count_for_the_planner() -> None:
    """What was just filled is known to the database's planner, so that no query reads a table row by row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


# What each writing process has read once.
_desk: tuple[Order, Cast, People] | None = None


def _begin(wanted: Order) -> None:
    global _desk  # noqa: PLW0603 - the one thing a process of the pool can keep between chunks
    _desk = wanted, Cast.of(Region.objects.get(pk=wanted.county)), People()


def _write_chunk(chunk: int) -> None:
    assert _desk is not None  # noqa: S101 - _begin ran in this process
    wanted, cast, people = _desk
    sheets = sheets_of(wanted, chunk, cast, people)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        if is_superuser():
            cursor.execute("SET LOCAL session_replication_role = replica")
        copy_in(sheets)


def is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def copy_in(sheets: Sheets) -> None:
    with connection.cursor() as cursor:
        for model in TABLES:
            if not sheets.rows[model]:
                continue
            names = ", ".join(f'"{name}"' for name in columns(model))
            text = io.StringIO(sheets.copy_text(model))
            cursor.copy_expert(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN', text)


def move_sequences(wanted: Order) -> None:
    with connection.cursor() as cursor:
        for model, last in wanted.last_keys().items():
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [model._meta.db_table, last]
            )


@contextmanager
def indexes_made_afterwards(models: list[type[Model]]) -> Iterator[None]:
    """Drop what is only an index, and make it again at the end: one sort is quicker than a million insertions."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT indexname, indexdef FROM pg_indexes
            WHERE schemaname = current_schema() AND tablename = ANY(%s)
              AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = indexname)
            """,
            [[model._meta.db_table for model in models]],
        )
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f'DROP INDEX "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET maintenance_work_mem = '512MB'")
            for _name, definition in found:
                cursor.execute(definition)
