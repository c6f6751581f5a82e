from datetime import date

import pytest
from django.urls import reverse

from config.errors import Conflict, Refusal
from duty import actions
from duty.coverage import on_duty
from duty.models import Assignment, Leave, SwapRequest
from duty.month_problem import month_problem
from notify.models import Message
from tests.conftest import log_in
from tests.duty.conftest import enrol, local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
BEFORE = local("2026-11-25T09:00")


@pytest.fixture
def place(center, duty_person, cadre):
    enrol(center, cadre, "village")
    return stand(center, duty_person, *DAY)


def ask(user, center, start, end, by=None, at=BEFORE, **fields):
    return actions.ask_leave(
        user=user, center=center, start=local(start), end=local(end), kind="affair",
        by=by or user, at=at, **fields,
    )  # fmt: skip


def said_to(person):
    return list(Message.objects.filter(recipient=person).values_list("text", flat=True))


def stood(center):
    rows = Assignment.objects.active().filter(shift__center=center).order_by("start")
    return [(row.user, f"{row.start:%H:%M}", f"{row.end:%H:%M}") for row in rows]


def test_the_replacement_named_stands_instead(place, center, duty_person, cadre, units):
    leave = ask(duty_person, center, *DAY, replacement=cadre)
    assert "李秀英请假" in said_to(cadre)[0]
    actions.approve_leave(leave=leave, by=cadre, at=BEFORE)
    now = on_duty(units.village, local("2026-11-26T09:00"))
    assert [person.user for person in now.people] == [cadre]
    assert "您的请假批了" in said_to(duty_person)[0]


def test_without_a_replacement_the_hole_is_named_and_has_to_be_accepted(
    place, center, duty_person, cadre, units
):
    leave = ask(duty_person, center, *DAY)
    with pytest.raises(Refusal, match="11月26日（星期四）08:00-17:30"):
        actions.approve_leave(leave=leave, by=cadre, at=BEFORE)
    assert Leave.objects.get().status == "requested"
    assert not on_duty(units.village, local("2026-11-26T09:00")).is_hole
    actions.approve_leave(leave=leave, by=cadre, at=BEFORE, accept_holes=True)
    assert on_duty(units.village, local("2026-11-26T09:00")).is_hole
    assert any("没人了" in text for text in said_to(cadre))


def test_half_a_shift_is_split_where_the_leave_begins_and_ends(place, center, duty_person, cadre):
    leave = ask(duty_person, center, "2026-11-26T10:00", "2026-11-26T12:00", replacement=cadre)
    actions.approve_leave(leave=leave, by=cadre, at=BEFORE)
    utc = [
        (duty_person, "00:00", "02:00"),
        (cadre, "02:00", "04:00"),
        (duty_person, "04:00", "09:30"),
    ]
    assert stood(center) == utc


def test_leave_is_true_in_every_centre(center, neighbour_center, duty_person, cadre):
    enrol(center, duty_person, "village")
    stand(neighbour_center, duty_person, *DAY)
    leave = ask(duty_person, center, *DAY)
    with pytest.raises(Refusal, match="鱼泉村党群服务中心"):
        actions.approve_leave(leave=leave, by=cadre, at=BEFORE)


def test_a_replacement_who_may_not_stand_leaves_the_hole(place, center, duty_person, cadre, agent):
    enrol(center, agent, "other")
    leave = ask(duty_person, center, *DAY, replacement=agent)
    with pytest.raises(Refusal, match="没人了"):
        actions.approve_leave(leave=leave, by=cadre, at=BEFORE)


def test_nobody_decides_on_their_own_leave(center, cadre, clerk):
    enrol(center, cadre, "village")
    leave = ask(cadre, center, *DAY)
    with pytest.raises(Refusal, match="自己的假"):
        actions.approve_leave(leave=leave, by=cadre, at=BEFORE)
    assert actions.approve_leave(leave=leave, by=clerk, at=BEFORE).decided_by == clerk


def test_the_leader_files_for_somebody_absent(place, center, duty_person, cadre):
    assert ask(duty_person, center, *DAY, by=cadre).filed_by == cadre


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("end first", "“到”要比“从”晚"),
        ("past", "已经过了"),
        ("again", "这段时间已经请过假了"),
        ("stranger", "只有本人、站长和镇里"),
        ("not a member", "不在这个中心的值班人员里"),
        ("oneself", "顶班的要是别人"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    place, center, duty_person, neighbour, clerk, case, sentence
):
    start, end = DAY
    fields = {}
    if case == "end first":
        start, end = end, start
    elif case == "past":
        start, end = "2026-11-20T08:00", "2026-11-21T08:00"
    elif case == "again":
        ask(duty_person, center, "2026-11-26T12:00", "2026-11-27T12:00")
    elif case == "oneself":
        fields["replacement"] = duty_person
    person = clerk if case == "not a member" else duty_person
    by = neighbour if case == "stranger" else person
    with pytest.raises(Refusal, match=sentence):
        ask(person, center, start, end, by=by, **fields)
    assert Leave.objects.count() == (case == "again")


def test_a_refusal_has_its_reason_and_frees_the_time(place, center, duty_person, cadre):
    leave = ask(duty_person, center, *DAY)
    with pytest.raises(Refusal, match="为什么不批"):
        actions.refuse_leave(leave=leave, by=cadre, at=BEFORE, note=" ")
    actions.refuse_leave(leave=leave, by=cadre, at=BEFORE, note="那天换届")
    assert "那天换届" in said_to(duty_person)[0]
    with pytest.raises(Conflict):
        actions.approve_leave(leave=leave, by=cadre, at=BEFORE)
    assert ask(duty_person, center, *DAY).status == "requested"


def test_leave_calls_off_the_swap_of_the_same_place(place, center, duty_person, cadre):
    swap = actions.offer_swap(assignment=place, by=duty_person, at=BEFORE, reason="有事")
    leave = ask(duty_person, center, *DAY, replacement=cadre)
    actions.approve_leave(leave=leave, by=cadre, at=BEFORE)
    assert SwapRequest.objects.get(pk=swap.pk).status == "expired"


def test_a_row_says_of_itself_what_the_query_says(place, center, duty_person, cadre):
    leave = ask(duty_person, center, *DAY, replacement=cadre)
    actions.approve_leave(leave=leave, by=cadre, at=BEFORE)
    leave.refresh_from_db()
    for start, end in [
        (leave.end, local("2026-11-27T08:00")),
        (leave.start, leave.end),
        (BEFORE, leave.start),
    ]:
        assert leave.is_away(start, end) == Leave.objects.away(start, end).exists()


def test_leave_that_nobody_decided_in_time_waits_no_more_and_is_still_seen(
    place, center, duty_person, cadre, client, clock
):
    leave = ask(duty_person, center, *DAY)
    before, after = leave.start, leave.end
    for instant, waits in [(before, True), (after, False)]:
        assert leave.is_waiting(instant) is waits
        assert Leave.objects.waiting(instant).exists() is waits
        assert Leave.objects.missed(instant).exists() is not waits
    clock.set(after)
    page = log_in(client, cadre).get(reverse("duty-requests", args=["410327102200"])).text
    assert "没批就过了的假" in page


@pytest.mark.usefixtures("calendar", "shifts")
def test_a_month_that_is_filled_later_leaves_out_whoever_is_away(
    center, duty_person, cadre, agent, clerk
):
    for person in (duty_person, cadre, agent):
        enrol(center, person, "village")
    leave = ask(duty_person, center, "2026-12-01T00:00", "2026-12-11T00:00")
    actions.approve_leave(leave=leave, by=clerk, at=BEFORE)
    actions.build_roster(center=center, month=date(2026, 12, 1), at=BEFORE)
    rows = Assignment.objects.active().filter(user=duty_person)
    assert rows.earliest("start").start >= leave.end


@pytest.mark.usefixtures("calendar", "shifts")
def test_a_draft_made_anew_counts_on_what_is_planned_for_a_place_chosen_by_hand(
    center, duty_person, cadre, agent, clerk
):
    for person in (duty_person, cadre, agent):
        enrol(center, person, "village")
    month = date(2026, 12, 1)
    roster = actions.build_roster(center=center, month=month, at=BEFORE)
    row = Assignment.objects.filter(shift__roster=roster, user=duty_person).earliest("start")
    Assignment.objects.filter(pk=row.pk).update(source="manual")
    actions.plan_change(assignment=row, user=agent, by=clerk, at=BEFORE)
    asked = month_problem(roster, BEFORE)
    number = [place.pk for place in asked.rows].index(row.pk)
    assert asked.members[asked.problem.fixed[number]].user == agent
