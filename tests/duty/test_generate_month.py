from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest

from accounts.roles import Role
from config.errors import Refusal
from duty import actions
from duty.models import Assignment, DutyMember, Leave, PlannedChange, Roster, Shift
from regions.models import CalendarDay
from tests.conftest import hire
from tests.duty.conftest import enrol, local

pytestmark = pytest.mark.usefixtures("calendar", "shifts")

AT = local("2026-09-20T10:00")
OCTOBER = date(2026, 10, 1)


@pytest.fixture
def few(center, cadre, duty_person, agent, link):
    """Two village people, one other and one of the township: turns."""
    for person, category in (
        (cadre, "village"),
        (duty_person, "village"),
        (agent, "other"),
        (link, "township"),
    ):
        enrol(center, person, category)
    return center


@pytest.fixture
def many(few, units):
    """Four more: enough for balance."""
    for number, category in ((41, "village"), (42, "village"), (43, "other"), (44, "township")):
        person = hire(f"more{number}", f"新人{number}", number, units.village, Role.MEMBER)
        enrol(few, person, category)
    return few


def generate(center, by, month=OCTOBER, **more) -> Roster:
    """With few changes: quick, and fair enough for what is asked here."""
    return actions.generate_month(
        center=center, month=month, by=by, at=AT, **({"changes": 400} | more)
    )


def drafted(center) -> list[tuple]:
    """Place by place who is to stand once the draft is published."""
    rows = Assignment.objects.active().filter(shift__center=center).order_by("start", "pk")
    return [
        (
            row.start,
            row.category,
            row.planned_change.member_id if hasattr(row, "planned_change") else row.member_id,
        )
        for row in rows.select_related("planned_change")
    ]


def away(user, center, start: str, end: str) -> Leave:
    return Leave.objects.create(
        user=user,
        center=center,
        start=local(start),
        end=local(end),
        kind="sick",
        status="approved",
        filed_by=user,
        filed_at=AT,
    )


def test_a_draft_changes_nothing_that_is_published(many, cadre):
    actions.build_roster(center=many, month=OCTOBER, at=AT)
    before = list(Assignment.objects.values_list("pk", "user", "status").order_by("pk"))
    roster = generate(many, cadre)
    assert list(Assignment.objects.values_list("pk", "user", "status").order_by("pk")) == before
    assert roster.stats["changes"] == PlannedChange.objects.count() > 0
    assert roster.algorithm == "annealing"
    assert roster.stats["open"] == 0


def test_a_centre_with_few_people_goes_by_turns(few, cadre):
    roster = generate(few, cadre)
    assert roster.algorithm == "rotation"
    nights = Counter(who for start, _category, who in drafted(few) if start.astimezone().hour == 17)
    assert max(nights.values()) - min(nights.values()) <= 1


def test_the_same_seed_gives_the_same_draft_and_another_is_legal_too(many, cadre):
    generate(many, cadre, seed=7)
    first = drafted(many)
    generate(many, cadre, seed=7)
    assert drafted(many) == first
    generate(many, cadre, seed=8)
    assert Assignment.objects.open_places().count() == 0


def test_nights_and_days_off_are_even_in_the_draft(many, cadre):
    """Four village people share 18 nights and 13 days off with their night."""
    roster = generate(many, cadre, changes=4000)
    village = set(DutyMember.objects.filter(category="village").values_list("user", flat=True))
    shares = [row for row in roster.stats["people"] if row[0] in village]
    for measure in (2, 3, 4):  # nights, days off, statutory days
        counted = [row[measure] for row in shares]
        assert max(counted) - min(counted) <= 1


def test_who_is_on_leave_is_planned_for_nothing(many, cadre, duty_person):
    away(duty_person, many, "2026-10-08T00:00", "2026-10-20T00:00")
    generate(many, cadre)
    member = DutyMember.objects.get(user=duty_person).pk
    mine = [start for start, _category, who in drafted(many) if who == member]
    assert mine
    assert not [at for at in mine if local("2026-10-08T00:00") <= at < local("2026-10-20T00:00")]


def test_a_place_that_nobody_can_take_is_named_with_the_reasons(few, cadre, agent):
    away(agent, few, "2026-10-09T00:00", "2026-10-10T00:00")
    roster = generate(few, cadre)
    named = [line for line in roster.stats["holes"] if "其他人员" in line]
    assert named[0] == "10月9日（星期五）白班缺其他人员：冯桂花请假"
    assert any("镇干部" in line and "7天里班满了" in line for line in roster.stats["holes"])


def test_what_a_person_chose_survives_every_draft(many, cadre):
    """Planned on its page, brought by a file, set back to who stands there: none is drafted again."""
    actions.build_roster(center=many, month=OCTOBER, at=AT)
    row, filed, back = Assignment.objects.filter(category="village", presence="onsite")[:3]
    wanted = {one.pk: other_than(one) for one in (row, filed)}
    actions.plan_change(assignment=row, user=wanted[row.pk].user, by=cadre, at=AT)
    actions.plan_month(
        roster=filed.shift.roster, wanted={filed.pk: wanted[filed.pk]}, by=cadre, at=AT
    )
    PlannedChange.objects.create(assignment=back, member=other_than(back), by=cadre, at=AT)
    actions.plan_change(assignment=back, user=back.user, by=cadre, at=AT)
    for seed in (1, 2, 3):
        generate(many, cadre, seed=seed)
        kept = PlannedChange.objects.filter(assignment__in=[row, filed, back])
        assert {one.assignment_id: one.member for one in kept} == wanted
    assert set(PlannedChange.objects.by_hand()) == set(kept)


def test_a_draft_that_comes_back_in_a_file_stays_a_draft(many, cadre):
    roster = generate(many, cadre)
    drafted_now = {one.assignment_id: one.member for one in PlannedChange.objects.all()}
    place = Assignment.objects.get(pk=min(drafted_now))
    wanted = drafted_now | {place.pk: None}
    actions.plan_month(roster=roster, wanted=wanted, by=cadre, at=AT)
    assert [one.assignment for one in PlannedChange.objects.by_hand()] == [place]


def test_a_place_that_leave_left_open_is_filled_again(many, cadre, clerk):
    actions.build_roster(center=many, month=OCTOBER, at=AT)
    place = Assignment.objects.filter(category="village", presence="onsite").first()
    leave = actions.ask_leave(
        user=place.user, center=many, start=place.start, end=place.end, kind="trip",
        by=place.user, at=AT,
    )  # fmt: skip
    actions.approve_leave(leave=leave, by=clerk, at=AT, accept_holes=True)
    generate(many, cadre)
    assert PlannedChange.objects.get(assignment__start=place.start, assignment__user=None).member


def other_than(place):
    return DutyMember.objects.exclude(user=place.user_id).filter(category="village")[0]


def test_a_month_that_somebody_published_is_not_rolled_again(many, cadre):
    roster = generate(many, cadre)
    Roster.objects.filter(pk=roster.pk).update(published_by=cadre)
    before = drafted(many)
    with pytest.raises(Refusal, match="已经有人公布"):
        generate(many, cadre)
    assert drafted(many) == before


@pytest.mark.parametrize(
    ("month", "words"),
    [(date(2026, 8, 1), "8月已经过去"), (date(2028, 10, 1), "一年以内")],
)
def test_a_month_out_of_reach_is_refused_in_words(many, cadre, month, words):
    with pytest.raises(Refusal, match=words):
        generate(many, cadre, month=month)
    assert not Shift.objects.exists()


def test_nothing_is_left_where_there_is_nobody(center, cadre):
    with pytest.raises(Refusal, match="还没有值班人员"):
        generate(center, cadre)
    assert not Shift.objects.exists()


def test_only_who_leads_generates(many, duty_person, neighbour):
    for person in (duty_person, neighbour):
        with pytest.raises(Refusal, match="只有站长和镇里"):
            generate(many, person)


def test_a_month_whose_calendar_is_not_announced_is_made_and_says_so(many, cadre):
    assert not generate(many, cadre).stats["provisional"]
    CalendarDay.objects.filter(date__year=2027).delete()
    assert generate(many, cadre, month=date(2027, 9, 1)).stats["provisional"]


def test_who_joins_on_the_tenth_gets_a_share_and_not_everything(many, units, cadre):
    late = hire("late", "迟来", 51, units.village, Role.MEMBER)
    member = enrol(many, late, "village")
    DutyMember.objects.filter(pk=member.pk).update(active_from=date(2026, 10, 10))
    generate(many, cadre)
    counted = Counter(who for _start, category, who in drafted(many) if category == "village")
    mine = counted.pop(member.pk)
    assert min(counted.values()) * 0.4 <= mine <= min(counted.values())


def test_who_leaves_on_the_twentieth_stands_nothing_after(many, cadre, duty_person):
    DutyMember.objects.filter(user=duty_person).update(active_until=date(2026, 10, 20))
    member = DutyMember.objects.get(user=duty_person)
    generate(many, cadre)
    mine = [start.date() for start, _category, who in drafted(many) if who == member.pk]
    assert mine
    assert max(mine) < date(2026, 10, 20)


@pytest.mark.parametrize(("weight", "least", "most"), [(0, 0, 0), (0.5, 3, 8)])
def test_half_a_share_is_half_and_none_is_nothing(many, cadre, duty_person, weight, least, most):
    """31 places of two kinds among four village people: about twelve for a full share."""
    DutyMember.objects.filter(user=duty_person).update(weight=weight)
    generate(many, cadre)
    member = DutyMember.objects.get(user=duty_person).pk
    assert least <= sum(who == member for _start, _category, who in drafted(many)) <= most


def test_one_person_in_two_villages_is_planned_once_at_a_time(
    many, neighbour_center, neighbour, link, cadre, clerk
):
    enrol(neighbour_center, neighbour, "village")
    enrol(neighbour_center, link, "township")
    for center in (many, neighbour_center):
        generate(center, clerk)
    for roster in Roster.objects.all():
        actions.publish_roster(roster=roster, by=clerk, at=AT, reason="人手不够")
    stands = sorted(
        Assignment.objects.active().filter(user=link, presence="onsite").values_list("start", "end")
    )
    assert stands
    assert all(one[1] <= other[0] for one, other in pairwise(stands))


def test_the_week_before_the_month_counts(many, cadre):
    """Who stood the last four days of September may stand one more of the first three of October."""
    actions.build_rosters(
        centers=[many], first=date(2026, 9, 20), last=date(2026, 9, 30), at=AT - timedelta(days=5)
    )
    generate(many, cadre)
    days = Counter(
        (row.member_id, row.shift.duty_date)
        for row in Assignment.objects.active().filter(presence="onsite").select_related("shift")
    )
    assert max(days.values()) == 1
