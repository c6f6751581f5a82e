from datetime import timedelta

import pytest
from django.urls import reverse

from config.errors import Refusal
from duty import actions
from duty.coverage import answerable, first_contact_candidates, on_duty
from duty.models import Assignment, Credit, Leave
from notify.models import Message
from services import actions as services
from services.actions import Intake
from services.models import Ticket
from tests.conftest import log_in
from tests.duty.conftest import enrol, local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
HALF_PAST_NINE, END = local("2026-11-26T09:30"), local(DAY[1])


@pytest.fixture
def place(center, duty_person, cadre, agent):
    enrol(center, cadre, "village")
    enrol(center, agent, "other")
    return stand(center, duty_person, *DAY)


def mark(place, by, user=None, at=HALF_PAST_NINE, end=END, **fields):
    return actions.mark_away(assignment=place, end=end, by=by, at=at, user=user, **fields)


def rows(center):
    return [
        (row.user, f"{row.start:%H:%M}", f"{row.end:%H:%M}")
        for row in Assignment.objects.active().filter(shift__center=center).order_by("start")
    ]


def test_the_leader_takes_over_and_answers_at_once(place, center, duty_person, cadre, units):
    leave = mark(place, cadre, cadre)
    assert rows(center) == [(duty_person, "00:00", "01:30"), (cadre, "01:30", "09:30")]
    assert answerable(units.village, HALF_PAST_NINE) == [cadre]
    assert first_contact_candidates(units.village, HALF_PAST_NINE)[0] == [cadre]
    assert (leave.kind, leave.filed_by, leave.status) == ("away", cadre, "approved")
    said = Message.objects.get()
    assert said.recipient == duty_person
    assert "这段时间的班不用管了" in said.text


def test_who_was_never_there_is_not_credited_and_the_roster_says_so(
    place, center, duty_person, cadre
):
    mark(place, cadre, cadre, never_came=True)
    assert rows(center) == [(None, "00:00", "01:30"), (cadre, "01:30", "09:30")]
    actions.credit_shifts(at=END + timedelta(minutes=1))
    assert [credit.member.user for credit in Credit.objects.all()] == [cadre]


def test_without_anybody_the_place_is_open_and_villagers_read_it(
    place, center, duty_person, cadre, clerk, units
):
    mark(place, clerk)
    assert on_duty(units.village, HALF_PAST_NINE).is_hole
    told = dict(Message.objects.values_list("recipient", "text"))
    assert set(told) == {duty_person.pk, cadre.pk}
    assert "没人了" in told[cadre.pk]


def test_a_web_ask_that_the_person_has_not_touched_goes_to_who_stands_now(
    place, center, duty_person, cadre, village
):
    said = Intake(region=village, text="路灯坏了", requester_phone="16000000101", place="2组")
    asked = services.submit(intake=said, at=local("2026-11-26T09:00"))
    assert asked.first_contact == duty_person
    services.mark_away(assignment=place, end=END, by=cadre, at=HALF_PAST_NINE, user=cadre)
    assert Ticket.objects.get().first_contact == cadre


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("neighbour", "只有站长和镇里"),
        ("oneself", "自己值不了"),
        ("other kind", "不是村干部"),
        ("asked already", "已经请过假了"),
        ("long", "一周以上"),
        ("over", "已经过了"),
        ("early", "还早"),
    ],
)
def test_what_cannot_be_written_down_is_refused_and_nothing_changes(
    case, words, place, center, duty_person, cadre, neighbour, agent
):
    facts = {
        "neighbour": {"by": neighbour},
        "other kind": {"user": agent},
        "long": {"end": END + timedelta(days=7)},
        "over": {"end": HALF_PAST_NINE},
        "early": {"at": HALF_PAST_NINE - timedelta(days=3)},
    }.get(case, {})
    if case == "oneself":
        Assignment.objects.filter(pk=place.pk).update(
            user=cadre, member=center.duty_members.get(user=cadre)
        )
    if case == "asked already":
        actions.ask_leave(
            user=duty_person, center=center, start=place.start, end=END, kind="sick",
            by=duty_person, at=HALF_PAST_NINE,
        )  # fmt: skip
    before, asked = rows(center), Leave.objects.count()
    with pytest.raises(Refusal, match=words):
        mark(place, **({"by": cadre} | facts))
    assert (rows(center), Leave.objects.count()) == (before, asked)


def test_the_page_offers_oneself_first_and_leads_back_to_the_month(
    place, center, duty_person, cadre, client, clock, units
):
    clock.set(HALF_PAST_NINE)
    log_in(client, cadre)
    page = reverse("duty-away", args=[place.pk])
    month = client.get(reverse("duty-month", args=[center.region.code])).content.decode()
    assert page in month
    shown = client.get(page).content.decode()
    assert "李秀英临时值不了" in shown
    assert "我自己来" in shown
    assert "冯桂花" not in shown  # of another kind
    sent = {"since": "start", "end": "2026-11-26T17:30", "user": cadre.pk, "note": ""}
    unsaid = client.post(page, sent | {"user": ""}).content.decode()
    assert "没有人就选“先空着”" in unsaid
    assert client.post(page, sent).status_code == 302
    assert answerable(units.village, HALF_PAST_NINE) == [cadre]
    assert client.post(page, sent).status_code in {400, 404, 409}
