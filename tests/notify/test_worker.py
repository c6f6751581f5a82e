"""A real Celery worker, woken through a real broker that was emptied before."""

from datetime import timedelta

import pytest
import redis
from django.conf import settings

from config import celery_app, clock
from notify import tasks
from notify.models import Message, MessageState, SweepRun
from tests.notify.conftest import plan
from tests.notify.test_processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_sweeps_and_an_emptied_broker_loses_nothing(units, webhook, robot, start):
    plan(units.village.pk, ("a", clock.now() - timedelta(hours=1)))
    tasks.sweep.delay()
    redis.Redis.from_url(settings.REDIS_URL).flushall()

    start(
        "-m",
        "celery",
        "-A",
        "config",
        "worker",
        "--pool",
        "solo",
        "-l",
        "warning",
        "-I",
        "tests.notify.rehearsal",
    )
    tasks.sweep.delay()
    wait_until(lambda: SweepRun.objects.last_finished() is not None)
    assert Message.objects.get().state == MessageState.SENT
    assert robot.heard == [f"{units.village.pk} a"]


def test_beat_wakes_the_task_that_exists():
    assert settings.CELERY_BEAT_SCHEDULE["sweep"]["task"] == tasks.sweep.name
    assert tasks.sweep.name in celery_app.tasks
