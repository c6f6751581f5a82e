import os
from functools import partial
from typing import Any

import structlog
from celery import Celery, Task
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("shouwen")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

log = structlog.get_logger(__name__)


def send(name: str, *args: Any) -> None:
    """Start a task by its name, once the transaction is committed.

    For facts that a higher app follows up; the broker may be down, so the task also has a
    place in the nightly schedule.
    """
    transaction.on_commit(partial(_send, name, args))


def _send(name: str, args: tuple[Any, ...]) -> None:
    try:
        app.send_task(name, args)
    except OperationalError:
        log.warning("broker_unreachable", task=name)


def wake(task: Task, *args: Any) -> bool:
    """Ask a worker to start now. Without a broker the next sweep finds the same work in the
    database, so that costs time and nothing else."""
    try:
        task.apply_async(args)
    except OperationalError:
        log.warning("broker_unreachable", task=task.name)
        return False
    return True
