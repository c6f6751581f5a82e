"""Who is told when, before and after a clock is due (B17, B48, screens.md annex B)."""

from datetime import timedelta

import pytest

from notify.actions import sweep
from notify.models import Alert, Message, PhoneTask
from services import actions
from services.models import Ticket
from tests.services.conftest import local


def told(person):
    return list(Message.objects.inbox(person).order_by("pk").values_list("text", flat=True))


@pytest.fixture
def accepted(ask, lamp, cadre, duty_person, at):
    """A lamp of 柳泉村 that 李秀英 has accepted: three working days, due Thursday 17:30."""
    ticket = ask(item=lamp)
    actions.accept(ticket=ticket, by=duty_person, at=at)
    actions.contact(ticket=ticket, by=duty_person, at=at, reached=True)
    Message.objects.all().delete()
    return ticket


@pytest.mark.parametrize(
    ("now", "who"),
    [
        ("2026-11-25T17:00", set()),
        ("2026-11-26T08:00", {"duty"}),
        ("2026-11-26T17:31", {"duty"}),
        ("2026-11-27T08:00", {"duty", "cadre"}),
        ("2026-11-30T08:00", {"duty", "cadre", "township"}),
        ("2026-12-04T08:00", {"duty", "cadre", "township", "county"}),
    ],
)
def test_each_rung_reaches_its_own_people_in_working_time(
    accepted, cadre, duty_person, clerk, county_officer, now, who
):
    for step in ("2026-11-26T08:00", "2026-11-27T08:00", "2026-11-30T08:00", "2026-12-04T08:00"):
        if local(step) <= local(now):
            sweep(at=local(step))
    sweep(at=local(now))
    people = {"duty": duty_person, "cadre": cadre, "township": clerk, "county": county_officer}
    assert {name for name, person in people.items() if told(person)} == who


def test_sweeping_twice_tells_nobody_twice(accepted, duty_person):
    sweep(at=local("2026-11-27T08:00"))
    before = told(duty_person)
    sweep(at=local("2026-11-27T08:00"))
    assert told(duty_person) == before


def test_a_reminder_that_comes_too_late_is_left_out(accepted, duty_person):
    sweep(at=local("2026-11-27T09:00"))
    assert [text.split("：")[0] for text in told(duty_person)] == ["超时"]
    assert Alert.objects.filter(rung="yellow", state="skipped").count() == 1


def test_overdue_moves_nothing(accepted, duty_person, units):
    sweep(at=local("2026-12-20T08:00"))
    accepted.refresh_from_db()
    assert (accepted.status, accepted.holder, accepted.unit) == (
        "in_progress",
        duty_person,
        units.village,
    )


def test_a_pause_holds_the_ladder_back_and_resuming_shifts_it(accepted, duty_person, cadre):
    actions.pause(ticket=accepted, reason="等配件", by=duty_person, at=local("2026-11-24T09:00"))
    sweep(at=local("2026-12-20T08:00"))
    assert set(told(duty_person)) == {f"还暂停着，看看能不能接着办：{accepted.number}"}
    accepted.refresh_from_db()
    Message.objects.all().delete()
    actions.resume(ticket=accepted, by=duty_person, at=local("2026-12-21T09:00"))
    accepted.refresh_from_db()
    assert not accepted.is_overdue(local("2026-12-21T10:00"))
    sweep(at=accepted.overdue_at + timedelta(days=3))
    assert told(duty_person)


def test_the_row_and_the_query_agree_on_overdue(accepted, ask, at):
    ask(requester_phone="16000000109")
    for instant in (
        at,
        local("2026-11-26T17:29"),
        local("2026-11-26T17:30"),
        local("2026-12-20T08:00"),
    ):
        late = {ticket.pk for ticket in Ticket.objects.all() if ticket.is_overdue(instant)}
        assert late == set(Ticket.objects.overdue(instant).values_list("pk", flat=True))


def test_an_urgent_claim_wakes_duty_at_once_then_the_township_then_the_county(
    ask, cadre, clerk, county_officer, units
):
    start = local("2026-11-22T02:00")
    ticket = ask(at=start, urgent=True, text="电线掉地上冒火")
    sweep(at=start)
    assert any(text.startswith("来了急事") for text in told(cadre))
    assert PhoneTask.objects.open().get().unit == units.township
    sweep(at=start + timedelta(minutes=15))
    assert any("急事没人接" in text and "已过15分钟" in text for text in told(clerk))
    sweep(at=start + timedelta(minutes=30))
    assert any("急事" in text for text in told(county_officer))
    ticket.refresh_from_db()
    assert ticket.deemed_accepted
    actions.assign(ticket=ticket, user=cadre, by=cadre, at=start + timedelta(minutes=40))
    assert not PhoneTask.objects.open().exists()


def test_once_somebody_has_taken_it_nobody_further_is_woken(ask, cadre, clerk):
    start = local("2026-11-22T02:00")
    ticket = ask(at=start, urgent=True)
    sweep(at=start)
    actions.accept(ticket=ticket, by=cadre, at=start + timedelta(minutes=5))
    sweep(at=start + timedelta(minutes=31))
    assert not told(clerk)
    assert not PhoneTask.objects.open().exists()


def test_a_villagers_tick_makes_the_accept_clock_urgent_but_not_the_promise(ask, lamp, cadre):
    start = local("2026-11-23T10:00")
    ticket = ask(at=start, urgent=True, item=lamp)
    assert ticket.clocks.get(kind="accept").due_at == start + timedelta(minutes=15)
    actions.accept(ticket=ticket, by=cadre, at=start + timedelta(minutes=5))
    assert ticket.clocks.get(kind="handle").due_at == local("2026-11-26T17:30")
    actions.set_urgency(
        ticket=ticket, urgent=True, reason="真掉线了", by=cadre, at=start + timedelta(minutes=6)
    )
    assert ticket.clocks.running().get(kind="handle").due_at == start + timedelta(
        hours=24, minutes=6
    )


def test_a_report_on_cadres_wakes_only_its_desk(
    ask, cadre, clerk, county_officer, confidential_officer
):
    ask(confidential=True, urgent=True, requester_phone="", place="")
    sweep(at=local("2026-12-20T08:00"))
    assert not told(cadre)
    assert not told(clerk)
    assert not told(county_officer)
    assert told(confidential_officer)
    assert not PhoneTask.objects.exists()
