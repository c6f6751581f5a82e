import pytest

from config.errors import Conflict, Refusal
from duty import actions
from duty.coverage import on_duty
from duty.models import Assignment, SwapRequest
from notify.models import Message
from tests.duty.conftest import enrol, local, stand

THURSDAY = ("2026-11-26T08:00", "2026-11-26T17:30")
FRIDAY = ("2026-11-27T08:00", "2026-11-27T17:30")
BEFORE = local("2026-11-25T09:00")


@pytest.fixture
def place(center, duty_person, cadre):
    enrol(center, cadre, "village")
    return stand(center, duty_person, *THURSDAY, presence="onsite")


def offer(place, by, **fields):
    return actions.offer_swap(assignment=place, by=by, at=BEFORE, reason="孩子开会", **fields)


def who(unit, text):
    return [person.user for person in on_duty(unit, local(text)).people]


def test_offered_accepted_and_approved_the_other_stands(place, duty_person, cadre, clerk, units):
    swap = offer(place, duty_person)
    actions.accept_swap(swap=swap, by=cadre, at=BEFORE)
    assert who(units.village, "2026-11-26T09:00") == [duty_person]
    actions.approve_swap(swap=swap, by=clerk, at=BEFORE)
    assert who(units.village, "2026-11-26T09:00") == [cadre]
    new = Assignment.objects.active().get()
    assert (new.source, new.category, new.member.user) == ("swap", "village", cadre)


def test_only_those_who_could_take_it_hear_of_it(place, center, duty_person, cadre, agent):
    enrol(center, agent, "other")
    offer(place, duty_person)
    assert set(Message.objects.values_list("recipient", flat=True)) == {cadre.pk}


def test_two_places_of_the_same_hours_change_hands_at_once(
    center, duty_person, cadre, agent, clerk, units
):
    mine = stand(center, duty_person, *THURSDAY, presence="onsite")
    theirs = stand(center, cadre, *THURSDAY, presence="onsite", counter=True)
    swap = offer(mine, duty_person, counter=theirs)
    actions.accept_swap(swap=swap, by=cadre, at=BEFORE)
    actions.approve_swap(swap=swap, by=clerk, at=BEFORE)
    rows = Assignment.objects.active().order_by("counter")
    assert [(row.user, row.counter) for row in rows] == [(cadre, False), (duty_person, True)]


def test_two_days_change_hands(place, center, duty_person, cadre, clerk, units):
    other = stand(center, cadre, *FRIDAY, presence="onsite")
    swap = offer(place, duty_person, counter=other)
    with pytest.raises(Refusal, match="问王来顺的"):
        actions.accept_swap(swap=swap, by=clerk, at=BEFORE)
    actions.accept_swap(swap=swap, by=cadre, at=BEFORE)
    actions.approve_swap(swap=swap, by=clerk, at=BEFORE)
    assert who(units.village, "2026-11-26T09:00") == [cadre]
    assert who(units.village, "2026-11-27T09:00") == [duty_person]


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("category", "这个位置要村干部"),
        ("rest", "歇不够11小时"),
        ("overlap", "已经在别的中心值班"),
        ("leave", "请假到"),
        ("cap", "7天里有6班，最多5班"),
        ("nights", "那天不值班"),
    ],
)
def test_a_taker_whom_a_rule_forbids_is_refused_with_the_reason(
    place, center, neighbour_center, cadre, duty_person, agent, clerk, case, sentence
):
    taker = cadre
    if case == "category":
        enrol(center, agent, "other")
        taker = agent
    elif case == "rest":
        stand(center, cadre, "2026-11-25T18:00", "2026-11-25T22:00", presence="onsite")
    elif case == "overlap":
        stand(neighbour_center, cadre, *THURSDAY, presence="onsite")
    elif case == "leave":
        leave = actions.ask_leave(
            user=cadre, center=center, start=place.start, end=place.end, kind="sick", by=cadre, at=BEFORE
        )  # fmt: skip
        actions.approve_leave(leave=leave, by=clerk, at=BEFORE)
    elif case == "cap":
        for day in (21, 22, 23, 24, 25):
            stand(center, cadre, f"2026-11-{day}T09:00", f"2026-11-{day}T17:00", presence="onsite")
    elif case == "nights":
        center.duty_members.filter(user=cadre).update(weight=0)
    with pytest.raises(Refusal, match=sentence):
        actions.accept_swap(swap=offer(place, duty_person), by=taker, at=BEFORE)
    assert SwapRequest.objects.get().status == "open"


def test_the_rules_are_asked_again_when_it_is_approved(
    place, neighbour_center, duty_person, cadre, clerk
):
    swap = offer(place, duty_person)
    actions.accept_swap(swap=swap, by=cadre, at=BEFORE)
    stand(neighbour_center, cadre, *THURSDAY, presence="onsite")
    with pytest.raises(Conflict, match="已经在别的中心值班"):
        actions.approve_swap(swap=swap, by=clerk, at=BEFORE)
    place.refresh_from_db()
    assert place.status == "active"


def test_after_the_shift_has_begun_nothing_can_be_swapped(place, duty_person, cadre, clerk):
    swap = offer(place, duty_person)
    with pytest.raises(Refusal, match="已经开始了"):
        actions.accept_swap(swap=swap, by=cadre, at=place.start)
    with pytest.raises(Refusal, match="已经开始了"):
        actions.offer_swap(assignment=place, by=duty_person, at=place.start, reason="有事")
    actions.accept_swap(swap=swap, by=cadre, at=BEFORE)
    with pytest.raises(Refusal, match="已经开始了"):
        actions.approve_swap(swap=swap, by=clerk, at=place.start)
    assert actions.expire_swaps(at=place.start) == 1


def test_it_may_be_withdrawn_until_it_is_approved(place, duty_person, cadre, clerk):
    swap = offer(place, duty_person)
    actions.accept_swap(swap=swap, by=cadre, at=BEFORE)
    actions.withdraw_swap(swap=swap, by=duty_person, at=BEFORE)
    with pytest.raises(Conflict):
        actions.approve_swap(swap=swap, by=clerk, at=BEFORE)
    assert offer(place, duty_person).status == "open"


def test_a_place_is_offered_once_at_a_time(place, duty_person, cadre):
    offer(place, duty_person)
    with pytest.raises(Conflict, match="已经在换了"):
        offer(place, duty_person)
    with pytest.raises(Refusal, match="只能换自己的班"):
        offer(place, cadre.__class__.objects.create_user("x", "路人", phone="16000000077"))


def test_the_leader_files_and_decides_for_the_absent(place, center, duty_person, cadre, agent):
    enrol(center, agent, "village")
    swap = offer(place, cadre)
    actions.accept_swap(swap=swap, by=cadre, taker=agent, at=BEFORE)
    actions.approve_swap(swap=swap, by=cadre, at=BEFORE)
    assert Assignment.objects.active().get().user == agent


def test_a_running_shift_is_split_where_somebody_takes_over(place, duty_person, cadre, units):
    at = local("2026-11-26T11:00")
    actions.take_shift_now(assignment=place, by=cadre, at=at, reason="老李去医院了")
    assert who(units.village, "2026-11-26T10:59") == [duty_person]
    assert who(units.village, "2026-11-26T11:00") == [cadre]


def test_somebody_of_the_centre_may_step_into_a_hole(center, duty_person, units, agent):
    enrol(center, duty_person, "village")
    enrol(center, agent, "other")
    hole = stand(center, None, *THURSDAY)
    at = local("2026-11-26T11:00")
    with pytest.raises(Refusal, match="这个位置要村干部"):
        actions.take_shift_now(assignment=hole, by=agent, at=at, reason="我来")
    actions.take_shift_now(assignment=hole, by=duty_person, at=at, reason="我来")
    assert who(units.village, "2026-11-26T11:00") == [duty_person]
