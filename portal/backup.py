"""A backup as plain files: every table as COPY text, the uploads, and a manifest that is written last.

Independent of the server's version and of pg_dump. Keys are never in it: the manifest holds
only their marks, so that a restore with other keys is refused before anything is written.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils.translation import gettext as _
from psycopg2 import sql

from config.errors import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
KEYS_NOTE = "密钥不在这里.txt"
# Sessions end with the move; the migrations are carried out anew.
LEFT_OUT = frozenset({"django_migrations", "django_session"})
TAKEN_KEYS = ("LEDGER_KEY", "FIELD_KEYS")


@dataclass
class Table:
    columns: list[str]
    rows: int
    sha256: str
    sequence: tuple[str, int] | None = None


@dataclass
class Manifest:
    taken_at: str
    migrations: list[tuple[str, str]]
    keys: dict[str, list[str]]
    tables: dict[str, Table] = field(default_factory=dict)
    uploads: int = 0
    format: int = FORMAT


def back_up(folder: Path, at: datetime) -> Manifest:
    """Write everything as of one instant into a new folder that only its owner may read.

    Raises Refusal where the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refusal(_("文件夹 %(folder)s 里已经有东西，请换一个空的") % {"folder": folder})
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        manifest = Manifest(at.isoformat(), _applied(), _marks())
        for name in _tables():
            manifest.tables[name] = _dump(name, folder / "tables" / f"{name}.copy.gz")
    manifest.uploads = _copy_uploads(Path(settings.MEDIA_ROOT), folder / "uploads")
    (folder / KEYS_NOTE).write_text(
        "备份里没有密钥。恢复时要用原来的 LEDGER_KEY 和 FIELD_KEYS，否则电话读不出、账对不上。\n"
        "请把密钥另外存放，不要和备份放在一起。\n"
    )
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


def restore(folder: Path) -> Manifest:
    """Fill an empty database from a backup, in one transaction: everything or nothing.

    Raises Refusal where the backup is incomplete or changed, the keys are others, or the
    database is not empty.
    """
    manifest = _read_manifest(folder)
    _refuse_other_keys(manifest)
    _refuse_changed_files(manifest, folder)
    _refuse_missing_uploads(manifest, folder / "uploads")
    if _tables():
        raise Refusal(_("数据库里已经有表了，只能恢复到空的数据库"))
    uploads = Path(settings.MEDIA_ROOT)
    if uploads.exists() and any(uploads.iterdir()):
        raise Refusal(_("上传文件夹 %(folder)s 里已经有东西，请先移走") % {"folder": uploads})
    _migrate_to(manifest)
    with transaction.atomic():
        _load_all(manifest, folder)
    _copy_uploads(folder / "uploads", uploads)
    return manifest


# --- what is there


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
        )
        return [name for (name,) in cursor.fetchall() if name not in LEFT_OUT]


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _sequence(table: str, columns: list[str]) -> tuple[str, int] | None:
    """The column that counts, and how far it has come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, columns[0]])
        name = cursor.fetchone()[0]
        if name is None:
            return None
        cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 - quoted by the database
        last, called = cursor.fetchone()
        return columns[0], last if called else 0


def _applied() -> list[tuple[str, str]]:
    return sorted(MigrationRecorder(connection).applied_migrations())


def _marks() -> dict[str, list[str]]:
    """Marks by which keys are recognised and that tell nothing about them."""
    keys = {"LEDGER_KEY": [settings.LEDGER_KEY], "FIELD_KEYS": list(settings.FIELD_KEYS)}
    return {name: [_mark(key) for key in values] for name, values in keys.items()}


def _mark(key: str) -> str:
    return hashlib.sha256(f"shouwen-backup:{key}".encode()).hexdigest()[:16]


# --- out


class Counting:
    """Counts lines and hashes what goes through to a file."""

    def __init__(self, file: gzip.GzipFile) -> None:
        self.file, self.hash, self.lines = file, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        self.hash.update(data)
        self.lines += data.count(b"\n")
        return self.file.write(data)


def _dump(name: str, path: Path) -> Table:
    columns = _columns(name)
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=4, mtime=0) as file,
    ):
        counting = Counting(file)
        with connection.cursor() as cursor:
            query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT").format(
                sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(name)
            )
            cursor.copy_expert(query, counting)
    return Table(columns, counting.lines, counting.hash.hexdigest(), _sequence(name, columns))


def _copy_uploads(source: Path, target: Path) -> int:
    """The pictures, one by one: what is erased meanwhile is not there to be copied."""
    if not source.exists():
        return 0
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in sorted(source.rglob("*")):
        wanted = target / path.relative_to(source)
        if path.is_dir():
            wanted.mkdir(mode=0o700, exist_ok=True)
        else:
            with suppress(FileNotFoundError):
                shutil.copy2(path, wanted)
    return sum(path.is_file() for path in target.rglob("*"))


# --- in


def _read_manifest(folder: Path) -> Manifest:
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        tables = {name: Table(**table) for name, table in told.pop("tables").items()}
        manifest = Manifest(**told, tables=tables)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Refusal(_("%(folder)s 不是一份完整的备份") % {"folder": folder}) from error
    if manifest.format != FORMAT:
        raise Refusal(_("这份备份的格式（%(format)s）这一版读不了") % {"format": manifest.format})
    return manifest


def _refuse_other_keys(manifest: Manifest) -> None:
    here = _marks()
    for name in TAKEN_KEYS:
        if not set(manifest.keys.get(name, [])) <= set(here[name]):
            raise Refusal(_("%(name)s 和备份时的不一样，请用原来的密钥再恢复") % {"name": name})


def _refuse_changed_files(manifest: Manifest, folder: Path) -> None:
    for name, table in manifest.tables.items():
        digest = hashlib.sha256()
        try:
            with gzip.open(folder / "tables" / f"{name}.copy.gz") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        except (OSError, EOFError) as error:
            raise Refusal(_("备份不完整：表 %(name)s 读不出来") % {"name": name}) from error
        if digest.hexdigest() != table.sha256:
            raise Refusal(_("备份被改过：表 %(name)s 和清单对不上") % {"name": name})


def _refuse_missing_uploads(manifest: Manifest, folder: Path) -> None:
    found = sum(path.is_file() for path in folder.rglob("*")) if folder.exists() else 0
    if found < manifest.uploads:
        raise Refusal(_("备份不完整：照片少了%(count)s张") % {"count": manifest.uploads - found})


def _migrate_to(manifest: Manifest) -> None:
    """The tables as they were when the backup was taken; `migrate` brings them forward afterwards."""
    executor = MigrationExecutor(connection)
    wanted = {(app, name) for app, name in manifest.migrations}
    unknown = sorted(wanted - set(executor.loader.graph.nodes))
    if unknown:
        raise Refusal(
            _("备份来自另一版程序（%(name)s 这里没有），请用同一版恢复后再升级")
            % {"name": "/".join(unknown[0])}
        )
    children = executor.loader.graph.node_map
    last = [key for key in wanted if not {child.key for child in children[key].children} & wanted]
    executor.migrate(sorted(last))


def _load_all(manifest: Manifest, folder: Path) -> None:
    """Triggers of our own rest: what they would write once more is in the backup."""
    with connection.cursor() as cursor:
        for name in manifest.tables:
            cursor.execute(_trigger_switch(name, "DISABLE"))
        for name, table in manifest.tables.items():
            _load(name, table, folder / "tables" / f"{name}.copy.gz")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in manifest.tables:
            cursor.execute(_trigger_switch(name, "ENABLE"))


def _trigger_switch(table: str, switch: str) -> sql.Composed:
    return sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.Identifier(table), sql.SQL(switch))


def _load(name: str, table: Table, path: Path) -> None:
    target = sql.Identifier(name)
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    with connection.cursor() as cursor, gzip.open(path) as file:
        cursor.execute(sql.SQL("DELETE FROM {}").format(target))  # what a migration wrote
        cursor.copy_expert(sql.SQL("COPY {} ({}) FROM STDIN").format(target, columns), file)
        if table.sequence is not None:
            column, last = table.sequence
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                [name, column, max(last, 1), last > 0],
            )
