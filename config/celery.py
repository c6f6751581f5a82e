import os
from functools import partial
from typing import Any

import structlog
from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("shouwen")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

log = structlog.get_logger(__name__)


def send(name: str, *args: Any) -> None:
    """Start a task by its name, once the transaction is committed.

    The broker may be down: then nothing but time is lost, because the sweep or the nightly
    schedule finds the same work in the database.
    """
    transaction.on_commit(partial(_send, name, args))


def _send(name: str, args: tuple[Any, ...]) -> None:
    try:
        app.send_task(name, args)
    except OperationalError:
        log.warning("broker_unreachable", task=name)
