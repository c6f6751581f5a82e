"""Sealing everything again under the first of FIELD_KEYS, so that an old key can be thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.functions import Cast

from accounts.fields import EncryptedCharField, reseal

BATCH = 500

Column = tuple[type[models.Model], EncryptedCharField]


def sealed_columns() -> list[Column]:
    """Every column of the portal that holds sealed texts."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, EncryptedCharField)
    ]


def reseal_column(column: Column) -> Iterator[tuple[int, int]]:
    """(looked at, sealed anew) after each batch, each in a transaction of its own.

    What the first key opens is left alone, so an interrupted run is simply started again.
    Raises InvalidToken, naming the row, where none of the keys opens a text.
    """
    model, field = column
    last = 0
    while rows := _batch(model, field, last):
        last = rows[-1][0]
        changed = 0
        with transaction.atomic():
            for key, sealed in rows:
                if not is_under_first_key(sealed):
                    changed += _replace(model, field, key, sealed)
        yield len(rows), changed


def is_under_first_key(sealed: str) -> bool:
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def _batch(model: type[models.Model], field: Any, last: int) -> list[tuple[int, str]]:
    """The next rows as they lie in the table."""
    found = models.QuerySet(model).annotate(lies=Cast(field.attname, models.TextField()))
    wanted = found.filter(pk__gt=last).exclude(lies="").exclude(lies=None).order_by("pk")
    return list(wanted.values_list("pk", "lies")[:BATCH])


def _replace(model: type[models.Model], field: Any, key: int, sealed: str) -> int:
    """Only while nobody has written something else meanwhile."""
    try:
        fresh = reseal(sealed)
    except InvalidToken as error:
        raise InvalidToken(f"{model._meta.db_table} {key}") from error
    table, column = (
        connection.ops.quote_name(name) for name in (model._meta.db_table, field.column)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s",  # noqa: S608 - names of our own models
            [fresh, key, sealed],
        )
        return int(cursor.rowcount)
