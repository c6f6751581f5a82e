"""What is kept for a while only."""

from datetime import timedelta

from services import actions
from services.models import IdempotencyKey, Ticket
from services.tasks import tidy


def test_a_callers_key_is_forgotten_after_72_hours_and_its_matter_stays(ask, village, cadre, clock):
    replay = actions.Replay("web", "k", "body")
    intake = actions.Intake(region=village, text="路灯", requester_phone="16000000101")
    actions.submit(intake=intake, at=clock.now(), replay=replay)
    clock.forward(hours=72)
    tidy()
    assert IdempotencyKey.objects.count() == 1
    clock.set(clock.now() + timedelta(seconds=1))
    tidy()
    assert not IdempotencyKey.objects.exists()
    assert Ticket.objects.count() == 1
