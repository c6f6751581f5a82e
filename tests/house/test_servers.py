import os
import pwd
from pathlib import Path

import psycopg2
import pytest
import redis

from config import servers
from config.binaries import ServerTrouble

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="drops from root to nobody")


@pytest.fixture
def var(tmp_path: Path, open_folder: Path, monkeypatch) -> Path:
    """A path longer than a socket's may be, below a folder that only its owner may enter."""
    monkeypatch.setattr(servers, "OUTSIDE", open_folder / "outside")
    return tmp_path / ("long" * 30)[: 120 - len(str(tmp_path))] / "var"


def owner(pid: int) -> str:
    return pwd.getpwuid(Path(f"/proc/{pid}").stat().st_uid).pw_name


def test_servers_answer_in_a_long_path_and_leave_nothing_behind(var: Path) -> None:
    with servers.running(var, durable=False) as private:
        assert len(str(var)) > 107
        with psycopg2.connect(private.database_url) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'btree_gist'")
            assert cursor.fetchone() == (1,)
        connection.close()
        assert redis.Redis.from_url(private.redis_url).ping()
    assert private.dead() == ["PostgreSQL", "Valkey"]
    assert not private.sockets.exists()


@needs_root
def test_root_hands_the_servers_to_nobody(var: Path) -> None:
    with servers.running(var, durable=False) as private:
        assert {owner(process.pid) for process in private.processes} == {"nobody"}


def test_chinese_keeps_its_trigrams(var: Path) -> None:
    with servers.running(var, durable=False) as private:
        connection = psycopg2.connect(private.database_url)
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION pg_trgm")
            cursor.execute("SELECT cardinality(show_trgm('会议室'))")
            assert cursor.fetchone() == (4,)
        connection.close()


def test_data_of_another_version_is_refused_in_words(open_folder: Path) -> None:
    data = open_folder / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("12\n")
    with pytest.raises(ServerTrouble, match="数据是 PostgreSQL 12 的，而这里只有 PostgreSQL"):
        servers.running(open_folder).__enter__()


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a folder")
    with pytest.raises(ServerTrouble, match="不能往文件夹"):
        servers.writable(tmp_path / "var")


def test_other_things_in_the_data_folder_are_left_alone(open_folder: Path) -> None:
    letter = open_folder / "postgres" / "letter.txt"
    letter.parent.mkdir()
    letter.write_text("keep me")
    with pytest.raises(ServerTrouble, match="里有别的东西"):
        servers.running(open_folder, durable=False).__enter__()
    assert letter.read_text() == "keep me"
