"""With Redis down the cache is empty, the broker is silent, and requests go on."""

import pytest
from celery import Celery
from django.conf import settings
from django.core.cache import CacheHandler
from structlog.testing import capture_logs

from config import celery

DOWN = {
    "default": {
        "BACKEND": "config.throwaway.ThrowawayCache",
        "LOCATION": "redis://127.0.0.1:1/0",
        "OPTIONS": {"socket_connect_timeout": 1},
    }
}


def test_the_cache_answers_as_if_it_were_empty() -> None:
    cache = CacheHandler(DOWN)["default"]
    cache.set("key", "value")
    assert cache.get("key", "default") == "default"
    assert cache.get_or_set("key", 7) == 7
    assert cache.get_many(["key"]) == {}
    assert cache.add("key", 1) is True
    assert cache.incr("key") == 1
    assert cache.delete("key") is False
    assert "key" not in cache


def test_the_cache_works_while_redis_does() -> None:
    from django.core.cache import cache

    cache.set("key", "value", 5)
    assert cache.get("key") == "value"
    cache.clear()
    assert cache.get("key") is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("broker", "warned"), [("", []), ("redis://127.0.0.1:1/0", ["broker_unreachable"])]
)
def test_waking_a_worker_never_breaks_the_request(
    broker: str, warned: list[str], monkeypatch, django_capture_on_commit_callbacks
) -> None:
    portal = Celery("test", broker=broker or settings.CELERY_BROKER_URL, set_as_current=False)
    portal.conf.task_publish_retry = settings.CELERY_TASK_PUBLISH_RETRY
    portal.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(celery, "app", portal)

    with capture_logs() as said, django_capture_on_commit_callbacks(execute=True):
        celery.send("tests.nothing", 1)
    assert [line["event"] for line in said] == warned
