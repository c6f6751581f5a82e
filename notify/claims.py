"""Telling a sweep that still runs from one that died: a lock that ends with its connection.

So the worker needs a connection of its own, without a pooler that shares it between transactions.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SPACE = 5317  # the first half of the advisory lock's key: claims of sweeps
SMS_LIMIT = 5318  # counting today's SMS and taking one more is one step
JOBS = 5319  # long work in the hands of a worker


@contextmanager
def holding(claim: int) -> Iterator[None]:
    """Keep the claim alive; PostgreSQL lets go of it by itself when the process is gone."""
    _ask("SELECT pg_advisory_lock(%s, %s)", claim)
    try:
        yield
    finally:
        _ask("SELECT pg_advisory_unlock(%s, %s)", claim)


@contextmanager
def if_dead(claim: int, space: int = SPACE) -> Iterator[bool]:
    """Whether nobody holds the claim; while the answer is being used nobody can take it."""
    dead = _ask("SELECT pg_try_advisory_lock(%s, %s)", claim, space)
    try:
        yield dead
    finally:
        if dead:
            _ask("SELECT pg_advisory_unlock(%s, %s)", claim, space)


def one_at_a_time_for_sms() -> None:
    """Until the transaction ends nobody else counts today's SMS."""
    _ask("SELECT true FROM pg_advisory_xact_lock(%s, %s)", 0, space=SMS_LIMIT)


def _ask(statement: str, claim: int, space: int = SPACE) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [space, claim % 2**31])
        row = cursor.fetchone()
    return bool(row[0])
