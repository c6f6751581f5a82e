"""The portal as it runs, swept every two seconds, with an SMS gateway that writes to a file."""

from config.settings import *  # noqa: F403 - all of it

CELERY_BEAT_SCHEDULE = {"sweep": {"task": "notify.tasks.sweep", "schedule": 2.0}}
