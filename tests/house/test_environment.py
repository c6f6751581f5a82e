"""Production refuses missing and weak settings at start, and says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import clock, environment, keys

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    **keys.fresh(),
    "ALLOWED_HOSTS": "portal.example.cn",
    "DATABASE_URL": "postgresql://web:secret@db/portal",
    "REDIS_URL": "redis://cache/0",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of its own, as gunicorn does in production."""
    given = {**PRODUCTION, **changes}
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_everything_set() -> None:
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "x" * 60),
        ("SECRET_KEY", "django-insecure-" + "abcdefghij" * 5),
        ("LEDGER_KEY", ""),
        ("FIELD_KEYS", ""),
        ("FIELD_KEYS", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "mysql://db/portal"),
        ("REDIS_URL", ""),
        ("REDIS_URL", "http://cache"),
        ("TRUSTED_PROXIES", "the proxy"),
        ("DEBUG", "1"),
        ("DEBUG", "maybe"),
        ("CLOCK", "2026-11-23T02:00"),
        ("SMS_BACKEND", "pigeon"),
        ("SMS_DAILY_LIMIT", "many"),
        ("SMS_DAILY_LIMIT_PER_PERSON", "few"),
        ("WEBHOOK_HOSTS", "http://robot.example"),
        ("WEBHOOK_HOSTS", "robot.example/hook"),
        ("EMAIL_PORT", "smtp"),
        ("LOG_FORMAT", "yaml"),
    ],
)
def test_production_refuses_by_name(name: str, value: str) -> None:
    done = start(**{name: value})
    assert done.returncode == 1
    assert f"环境变量 {name} " in done.stderr.splitlines()[-1]


ALIYUN = {
    "SMS_BACKEND": "aliyun",
    "SMS_SIGN_NAME": "宜阳党群",
    "ALIYUN_ACCESS_KEY_ID": "id",
    "ALIYUN_ACCESS_KEY_SECRET": "secret",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMS_SIGN_NAME", ""),
        ("ALIYUN_ACCESS_KEY_ID", ""),
        ("ALIYUN_ACCESS_KEY_SECRET", ""),
        ("ALIYUN_SMS_ENDPOINT", "http://127.0.0.1:8000"),
    ],
)
def test_aliyun_is_refused_by_the_name_of_what_is_missing(name: str, value: str) -> None:
    done = start(**{**ALIYUN, name: value})
    assert done.returncode == 1
    assert f"环境变量 {name} " in done.stderr.splitlines()[-1]


def test_aliyun_starts_with_everything_set() -> None:
    assert start(**ALIYUN).returncode == 0


def test_a_sender_is_named_with_the_mail_server() -> None:
    assert "环境变量 EMAIL_FROM " in start(EMAIL_HOST="mail.example.cn").stderr.splitlines()[-1]


def test_a_socket_is_written_into_the_query_or_as_the_host() -> None:
    for url in ("postgresql:///portal?host=/run/pg", "postgresql://%2Frun%2Fpg/portal"):
        assert environment.database(url)["HOST"] == "/run/pg"


@pytest.mark.parametrize(
    ("url", "spelled"),
    [
        ("redis://cache:6380/1", "redis://cache:6380/1"),
        ("unix:///tmp/v.sock?db=2", "redis+socket:///tmp/v.sock?virtual_host=2"),
    ],
)
def test_celery_spells_a_socket_differently(url: str, spelled: str) -> None:
    assert environment.broker(url) == spelled


def test_web_worker_and_beat_tell_the_same_time() -> None:
    """Each of them starts at another moment, CLOCK began to run for all of them at one."""
    shift = clock.shift_from("2026-11-23T02:00:00", "2026-11-20T00:00:00+00:00")
    assert (shift.days, shift.seconds) == (2, 18 * 3600)
