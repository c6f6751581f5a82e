import os
from typing import Any

import structlog
from celery import Celery, Task
from kombu.exceptions import OperationalError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("shouwen")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

log = structlog.get_logger(__name__)


def wake(task: Task, *args: Any) -> bool:
    """Ask a worker to start now. Without a broker the next sweep finds the same work in the
    database, so that costs time and nothing else."""
    try:
        task.apply_async(args)
    except OperationalError:
        log.warning("broker_unreachable", task=task.name)
        return False
    return True
