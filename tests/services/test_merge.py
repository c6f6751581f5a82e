"""Two people ask for the same thing: one matter leads, and everybody is told (DESIGN 4.2)."""

from datetime import timedelta

import pytest

from config.errors import Refusal
from notify.models import PhoneTask
from services import actions
from services.models import Ticket
from services.permissions import sees_person
from tests.services.test_races import at_once, fresh


def merge(ticket: Ticket, into: Ticket, by, at):
    return actions.merge(ticket=ticket, into=into, reason="同一盏灯", by=by, at=at)


def tell(lead: Ticket, by, at):
    actions.accept(ticket=lead, by=by, at=at)
    actions.resolve(ticket=lead, result="换了灯泡", outcome="done", by=by, at=at)
    actions.feed_back(ticket=lead, channel="phone", by=by, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_people_merge_each_into_the_other_and_one_wins(ask, cadre, duty_person, at):
    one, other = ask(), ask()
    (mine, me), (theirs, they) = fresh(one, cadre), fresh(other, duty_person)
    out = at_once(lambda: merge(mine, theirs, me, at), lambda: merge(theirs, mine, they, at))
    assert sorted(type(answer).__name__ for answer in out) == ["Refusal", "Ticket"]
    rows = Ticket.objects.order_by("pk").values_list("status", "merged_into")
    assert sorted(rows) in (
        [("merged", one.pk), ("submitted", None)],
        [("merged", other.pk), ("submitted", None)],
    )


def test_everybody_who_asked_for_the_same_is_told_when_the_lead_is(ask, cadre, units, at):
    lead, one, way, far = ask(), ask(), ask(), ask()
    merge(one, lead, cadre, at)
    merge(far, way, cadre, at)
    merge(way, lead, cadre, at)
    tell(lead, cadre, at + timedelta(hours=1))
    calls = PhoneTask.objects.order_by("pk")
    assert [(call.url, call.unit) for call in calls] == [
        (f"/desk/tickets/{merged.number}/", units.village) for merged in (one, way, far)
    ]
    assert f"{one.number}，跟{lead.number}是同一件事" in calls[0].text


def test_nobody_is_phoned_before_the_lead_is_fed_back(ask, cadre, at):
    lead, one = ask(), ask()
    merge(one, lead, cadre, at)
    actions.accept(ticket=lead, by=cadre, at=at)
    assert not PhoneTask.objects.exists()


def test_the_requester_is_seen_by_whoever_has_to_phone_until_it_is_done(ask, cadre, clerk, at):
    lead, one = ask(), ask()
    merge(one, lead, cadre, at)
    assert not sees_person(cadre, one)
    tell(lead, cadre, at)
    assert sees_person(cadre, one)
    assert not sees_person(clerk, one)
    PhoneTask.objects.update(done_at=at)
    assert not sees_person(cadre, one)


@pytest.mark.parametrize("lead_is", ["itself", "merged", "ended"])
def test_only_another_matter_in_hand_can_lead(ask, cadre, at, lead_is):
    ticket, lead = ask(), ask()
    if lead_is == "itself":
        lead = ticket
    elif lead_is == "merged":
        merge(lead, ask(), cadre, at)
    else:
        actions.withdraw(ticket=lead, at=at)
    with pytest.raises(Refusal) as refusal:
        merge(ticket, Ticket.objects.get(pk=lead.pk), cadre, at)
    assert refusal.value.field == "into"
