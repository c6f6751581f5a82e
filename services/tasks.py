from celery import shared_task

from config import clock
from services import actions
from services.anchors import anchor_ledger


@shared_task(name="services.tasks.recompute_clocks")
def recompute_clocks() -> None:
    """Every night, and whenever the calendar was changed."""
    actions.recompute_clocks(at=clock.now())


@shared_task(name="services.tasks.tidy")
def tidy() -> None:
    at = clock.now()
    actions.forget_keys(at=at)
    actions.follow_late(at=at)
    anchor_ledger(at=at)
