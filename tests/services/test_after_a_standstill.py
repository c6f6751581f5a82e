"""What one handler starts past due is settled by the same sweep."""

from datetime import timedelta

from notify.actions import sweep
from notify.models import Alert
from services import actions


def test_after_a_standstill_one_sweep_accepts_and_raises_the_promise_that_is_already_broken(
    units, cadre, village, clock, at
):
    intake = actions.Intake(region=village, text="路灯坏了", place="2组")
    ticket = actions.submit(intake=intake, at=at)
    month_later = clock.set(at + timedelta(days=31))
    sweep(at=month_later)
    ticket.refresh_from_db()
    assert ticket.deemed_accepted
    assert not Alert.objects.due(month_later).exists()
    handle = ticket.clocks.get(kind="handle")
    assert Alert.objects.get(topic="clock", subject=handle.pk, rung="due").state == "done"
