"""Empty the database after a test with real transactions.

Django truncates every table and writes the content types and permissions anew, a quarter of a
second each time. Here only rows that stand are deleted; types and permissions no test changes.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from django.db import connections, transaction

KEPT = {model._meta.db_table for model in (ContentType, Permission)}


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        connection = connections[options["database"]]
        tables = set(connection.introspection.django_table_names(include_views=False)) - KEPT
        look = " UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables)  # noqa: S608 - names of our own tables
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(look)
            filled = [f'"{name}"' for (name,) in cursor.fetchall()]
            if not filled:
                return
            # whoever still writes finishes first
            cursor.execute(f"LOCK TABLE {', '.join(filled)} IN EXCLUSIVE MODE")
            # neither the order of foreign keys nor what may never be deleted holds it up
            cursor.execute("SET LOCAL session_replication_role = replica")
            for name in filled:
                cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - the same
