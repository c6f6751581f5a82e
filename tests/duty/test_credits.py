from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.db.models import Sum

from config.errors import Refusal
from duty import actions
from duty.models import Assignment, Credit, DutyMember, Leave
from duty.month_problem import month_problem
from duty.tasks import credit_shifts
from tests.duty.conftest import assign, enrol, local, make_shift, stand

pytestmark = pytest.mark.usefixtures("calendar")


def totals(user) -> dict[str, Decimal]:
    rows = Credit.objects.filter(member__user=user)
    return rows.aggregate(
        points=Sum("points"),
        nights=Sum("nights"),
        off=Sum("rest_days"),
        statutory=Sum("statutory_days"),
    )


@pytest.mark.parametrize(
    ("start", "end", "kind", "expected"),
    [
        ("2026-11-23T08:00", "2026-11-23T17:30", "work", (4, 0, 0, 0)),
        ("2026-11-23T22:00", "2026-11-24T08:00", "work", (4, 1, 0, 0)),
        ("2026-11-28T08:00", "2026-11-29T08:00", "rest", (6, 1, 1, 0)),
        # The night before the holiday counts by the day on which it begins.
        ("2026-09-30T22:00", "2026-10-01T08:00", "work", (4, 1, 0, 0)),
        ("2026-10-01T22:00", "2026-10-02T08:00", "statutory", (12, 1, 1, 1)),
    ],
)
def test_a_shift_counts_by_the_day_on_which_it_begins(center, cadre, start, end, kind, expected):
    assign(make_shift(center, local(start), local(end), kind), cadre)
    assert actions.credit_shifts(at=local(end)) == 1
    assert tuple(totals(cadre).values()) == expected
    assert actions.credit_shifts(at=local(end)) == 0


def test_nothing_is_counted_before_the_end(center, cadre):
    stand(center, cadre, "2026-11-23T08:00", "2026-11-23T18:00")
    assert actions.credit_shifts(at=local("2026-11-23T17:59")) == 0


def test_who_takes_over_in_the_middle_gets_what_is_left(center, cadre, duty_person):
    row = stand(center, cadre, "2026-11-23T08:00", "2026-11-23T18:00")
    enrol(center, duty_person, "village")
    actions.replace_assignment(
        assignment=row,
        user=duty_person,
        source="emergency",
        by=cadre,
        at=local("2026-11-23T10:00"),
        reason="发烧",
    )
    actions.credit_shifts(at=local("2026-11-23T18:00"))
    assert (totals(cadre)["points"], totals(duty_person)["points"]) == (
        Decimal("0.80"),
        Decimal("3.20"),
    )


def test_a_place_given_to_somebody_else_afterwards_moves_its_credit(center, cadre, duty_person):
    row = stand(center, cadre, "2026-11-23T08:00", "2026-11-23T18:00")
    actions.credit_shifts(at=local("2026-11-24T08:00"))
    Assignment.objects.filter(pk=row.pk).update(status="replaced")
    assign(row.shift, duty_person)
    actions.credit_shifts(at=local("2026-11-25T08:00"))
    assert totals(cadre)["points"] is None
    assert totals(duty_person)["points"] == 4


def test_counting_anew_gives_the_same_numbers(center, cadre, duty_person):
    for day in range(10, 20):
        who = cadre if day % 3 else duty_person
        stand(center, who, f"2026-11-{day}T18:00", f"2026-11-{day + 1}T08:00")
    at = local("2026-11-22T08:00")
    assert actions.credit_shifts(at=at) == 10
    before = [totals(cadre), totals(duty_person)]
    assert actions.recredit(center=center, at=at) == 10
    assert [totals(cadre), totals(duty_person)] == before
    assert sum(one["points"] for one in before) == 40


def test_a_newcomer_starts_at_the_average_for_the_share(center, cadre, duty_person, agent):
    for day in (10, 11, 12):
        stand(center, cadre, f"2026-11-{day}T18:00", f"2026-11-{day + 1}T08:00")
    stand(center, duty_person, "2026-11-13T18:00", "2026-11-14T08:00")
    at = local("2026-11-20T08:00")
    actions.credit_shifts(at=at)
    new = enrol(center, agent, "village", weight=Decimal("0.5"))
    assert actions.credit_newcomers(center=center, at=at) == 1
    assert actions.credit_newcomers(center=center, at=at) == 0
    assert totals(agent)["nights"] == 1  # half of the others' average of two
    assert Credit.objects.get(member=new).kind == "opening"


def test_a_correction_says_why_and_is_the_leaders(center, cadre, duty_person, at):
    member = enrol(center, duty_person, "village")
    for by, note, words in ((duty_person, "替班", "只有站长"), (cadre, " ", "写明为什么")):
        with pytest.raises(Refusal, match=words):
            actions.adjust_credit(member=member, points=Decimal(4), note=note, by=by, at=at)
    actions.adjust_credit(member=member, points=Decimal(4), note="防汛替班", by=cadre, at=at)
    assert totals(duty_person)["points"] == 4


def test_beat_counts_every_hour(clock, center, cadre):
    stand(center, cadre, "2026-11-22T08:00", "2026-11-22T18:00")
    assert credit_shifts.name == settings.CELERY_BEAT_SCHEDULE["credit-shifts"]["task"]
    assert credit_shifts() == 1


def test_somebody_who_stood_can_still_leave(center, cadre):
    """Credits hang on the membership; ending it keeps them."""
    stand(center, cadre, "2026-11-22T08:00", "2026-11-22T18:00")
    actions.credit_shifts(at=local("2026-11-23T08:00"))
    DutyMember.objects.filter(user=cadre).update(active_until=date(2026, 11, 24))
    assert totals(cadre)["points"] == 4


def away(user, center, start: str, end: str, **fields) -> Leave:
    facts = {"kind": "sick", "status": "approved", "filed_by": user, "filed_at": local(start)}
    return Leave.objects.create(
        user=user, center=center, start=local(start), end=local(end), **facts | fields
    )


def test_long_leave_counts_as_the_others_average_so_that_nobody_catches_up(
    center, cadre, duty_person
):
    enrol(center, duty_person, "village", weight=Decimal("0.5"))
    for day in (11, 13, 15):
        stand(center, cadre, f"2026-11-{day}T18:00", f"2026-11-{day + 1}T08:00")
    at = local("2026-11-20T08:00")
    actions.credit_shifts(at=at)
    leave = away(duty_person, center, "2026-11-10T00:00", "2026-11-18T00:00")
    for _night in range(2):
        assert actions.credit_long_leave(at=at) == 1
        assert totals(duty_person)["nights"] == Decimal("1.5")  # half a share of three
    Leave.objects.filter(pk=leave.pk).update(status="withdrawn")
    actions.credit_long_leave(at=at)
    assert totals(duty_person)["nights"] is None


@pytest.mark.parametrize(
    ("end", "fields"),
    [("2026-11-16T00:00", {}), ("2026-11-18T00:00", {"status": "requested"})],
)
def test_short_leave_and_leave_that_nobody_approved_credit_nothing(
    center, cadre, duty_person, end, fields
):
    enrol(center, duty_person, "village")
    stand(center, cadre, "2026-11-11T18:00", "2026-11-12T08:00")
    at = local("2026-11-20T08:00")
    actions.credit_shifts(at=at)
    away(duty_person, center, "2026-11-10T00:00", end, **fields)
    assert actions.credit_long_leave(at=at) == 0


def test_everybody_of_the_centre_reads_what_evens_out_and_the_leader_adjusts(
    center, cadre, duty_person, client, at
):
    address = f"/desk/duty/{center.region.code}/credits/"
    member = enrol(center, duty_person, "village")
    stand(center, cadre, "2026-11-11T18:00", "2026-11-12T08:00")
    stand(center, cadre, "2026-11-14T18:00", "2026-11-15T08:00")
    actions.credit_shifts(at=at)
    client.force_login(duty_person)
    page = client.get(address).content.decode()
    assert "多1个夜班，往后少排" in page
    assert "少1个夜班，往后多排" in page
    facts = {"member": member.pk, "nights": "1", "note": "防汛值夜"}
    assert client.post(address, facts).status_code == 403
    client.force_login(cadre)
    for wrong, words in (
        ({"note": ""}, "请写明为什么调整"),
        ({"nights": "两"}, "请写数字"),
        ({"nights": ""}, "请写要加或者要减多少"),
        ({"member": "0"}, "请从名单里选"),
    ):
        answer = client.post(address, facts | wrong)
        assert (answer.status_code, words in answer.content.decode()) == (400, True)
    assert client.post(address, facts).status_code == 302
    assert "防汛值夜" in client.get(address).content.decode()
    assert totals(duty_person)["nights"] == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_credits_asks_a_fixed_number_of_queries(
    center, cadre, duty_person, agent, client, at, number, django_assert_num_queries
):
    for one in (cadre, duty_person, agent)[:number]:
        member = enrol(center, one, "village")
        actions.adjust_credit(member=member, points=Decimal(1), note="补", by=cadre, at=at)
    client.force_login(cadre)
    client.get(address := f"/desk/duty/{center.region.code}/credits/")
    with django_assert_num_queries(13):
        client.get(address)


@pytest.mark.parametrize(
    ("end", "share"), [("2026-12-05T00:00", 1), ("2026-12-16T12:00", 0.5), ("2027-02-01T00:00", 0)]
)
def test_the_days_of_long_leave_are_not_expected_in_the_month_either(
    center, cadre, duty_person, at, end, share
):
    row = stand(center, cadre, "2026-12-20T08:00", "2026-12-20T18:00")
    enrol(center, duty_person, "village")
    away(duty_person, center, "2026-12-01T00:00", end)
    _cadre, person = month_problem(row.shift.roster, at).problem.people
    assert person.share == pytest.approx(share, abs=0.01)
    assert person.share > 0
