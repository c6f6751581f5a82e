"""A backup holds everything: restored into an empty database it gives the same backup again."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from psycopg2 import sql

from config.errors import Refusal
from portal.backup import MANIFEST, back_up, restore
from services import actions
from tests.services.conftest import ask, calendar  # noqa: F401 - fixtures

SECOND = "restored"


@pytest.fixture
def matter(ask, cadre, at):  # noqa: F811
    """A matter with steps, words, clocks and a sealed phone."""
    ticket = ask()
    actions.accept(ticket=ticket, by=cadre, at=at)
    return ticket


@pytest.fixture
def empty_database():
    """A second database beside the tests' own; answers its address."""
    here = connection.get_connection_params()
    server = psycopg2.connect(host=here["host"], user=here["user"], dbname="postgres")
    server.autocommit = True
    with closing(server), server.cursor() as cursor:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(SECOND))
        cursor.execute(drop)
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(SECOND)))
        yield os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{SECOND}"
        cursor.execute(drop)


def manage(database: str, var: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "DATABASE_URL": database,
        "VAR_DIR": str(var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def tables(folder: Path) -> dict[str, dict[str, object]]:
    return json.loads((folder / MANIFEST).read_text())["tables"]


@pytest.mark.slow
def test_a_restored_database_gives_the_same_backup_and_a_clean_ledger(
    matter, at, tmp_path, settings, empty_database
):
    settings.MEDIA_ROOT = tmp_path / "here" / "uploads"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "photo.jpg").write_bytes(b"photo")
    back_up(tmp_path / "first", at)

    done = manage(empty_database, tmp_path / "there", "restore", tmp_path / "first")
    assert done.returncode == 0, done.stderr
    assert "都对得上" in done.stdout
    assert (tmp_path / "there" / "uploads" / "photo.jpg").read_bytes() == b"photo"

    assert manage(empty_database, tmp_path / "there", "backup", tmp_path / "second").returncode == 0
    assert tables(tmp_path / "second") == tables(tmp_path / "first")
    assert tables(tmp_path / "first")["services_ticketevent"]["rows"] == 2

    again = manage(empty_database, tmp_path / "elsewhere", "restore", tmp_path / "first")
    assert again.returncode == 1
    assert "只能恢复到空的数据库" in again.stderr


def test_a_backup_is_for_its_owner_only_and_holds_no_key(matter, at, tmp_path):
    back_up(tmp_path / "backup", at)
    assert (tmp_path / "backup").stat().st_mode & 0o777 == 0o700
    written = (tmp_path / "backup" / MANIFEST).read_text()
    assert settings.LEDGER_KEY not in written
    with gzip.open(tmp_path / "backup/tables/services_requester.copy.gz", "rt") as file:
        assert "16000000101" not in file.read()


def test_a_folder_with_something_in_it_is_refused(at, db, tmp_path):
    (tmp_path / "note").write_text("")
    with pytest.raises(CommandError, match="已经有东西"):
        call_command("backup", tmp_path)


def test_a_database_that_is_not_empty_is_refused(matter, at, tmp_path):
    back_up(tmp_path / "backup", at)
    with pytest.raises(Refusal, match="只能恢复到空的数据库"):
        restore(tmp_path / "backup")


def test_other_keys_are_refused(matter, at, tmp_path, settings):
    back_up(tmp_path / "backup", at)
    settings.LEDGER_KEY = "another key that is long enough to be strong, really"
    with pytest.raises(Refusal, match="LEDGER_KEY"):
        restore(tmp_path / "backup")


def test_a_rotated_field_key_is_fine_while_the_old_one_still_opens(matter, at, tmp_path, settings):
    back_up(tmp_path / "backup", at)
    settings.FIELD_KEYS = ["bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleS0=", *settings.FIELD_KEYS]
    with pytest.raises(Refusal, match="空的数据库"):
        restore(tmp_path / "backup")


def test_a_changed_file_is_refused(matter, at, tmp_path):
    back_up(tmp_path / "backup", at)
    file = tmp_path / "backup" / "tables" / "services_ticket.copy.gz"
    file.write_bytes(gzip.compress(b"nothing\n"))
    with pytest.raises(Refusal, match="被改过"):
        restore(tmp_path / "backup")


def test_a_backup_without_its_manifest_is_none(at, db, tmp_path):
    back_up(tmp_path / "backup", at)
    (tmp_path / "backup" / MANIFEST).unlink()
    with pytest.raises(Refusal, match="不是一份完整的备份"):
        restore(tmp_path / "backup")
