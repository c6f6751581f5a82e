from datetime import timedelta

import pytest
from django.test import Client

from notify.models import SweepRun

pytestmark = pytest.mark.django_db


def sweep_finished(at) -> None:
    SweepRun.objects.create(started_at=at, finished_at=at)


def test_healthz_needs_neither_log_in_nor_database(
    client: Client, django_assert_num_queries
) -> None:
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_readyz_is_fine_while_the_sweep_runs(client: Client, at) -> None:
    sweep_finished(at - timedelta(seconds=30))
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "degraded": [], "sweep_age_seconds": 30}


def test_readyz_lists_what_limps_and_stays_ready(client: Client, at, settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["degraded"] == ["broker", "sweep"]


def test_readyz_refuses_without_migrations(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("config.health.unapplied_migrations", lambda: ["services.0009"])
    assert client.get("/readyz").status_code == 503


@pytest.mark.parametrize(("age", "status"), [(299, 200), (301, 503)])
def test_sweep_is_late_after_five_minutes(client: Client, at, age: int, status: int) -> None:
    sweep_finished(at - timedelta(seconds=age))
    assert client.get("/healthz/sweep").status_code == status


def test_a_sweep_that_never_ran_is_late(client: Client) -> None:
    assert client.get("/healthz/sweep").status_code == 503
