import pytest

from accounts.models import AuditEntry
from config.errors import Conflict, Refusal
from duty import actions
from duty.coverage import on_duty
from duty.models import Assignment, Roster
from tests.duty.conftest import enrol, local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
BEFORE = local("2026-11-25T09:00")


def replace(row, user, by, at=BEFORE, reason="家里有事"):
    return actions.replace_assignment(
        assignment=row, user=user, source="emergency", by=by, at=at, reason=reason
    )


@pytest.fixture
def row(center, cadre, duty_person):
    enrol(center, duty_person, "village")
    return stand(center, cadre, *DAY, presence="onsite", counter=True)


def test_before_the_shift_the_old_row_is_replaced_whole(row, cadre, duty_person, units):
    new = replace(row, duty_person, cadre)
    row.refresh_from_db()
    assert (row.status, new.status) == ("replaced", "active")
    assert (new.start, new.end, new.counter, new.category, new.source) == (
        row.start,
        row.end,
        True,
        "village",
        "emergency",
    )
    assert [person.user for person in on_duty(units.village, local("2026-11-26T09:00")).people] == [
        duty_person
    ]


def test_during_the_shift_both_stand_one_after_the_other(row, cadre, duty_person, units):
    replace(row, duty_person, cadre, at=local("2026-11-26T11:00"))
    stood = {
        at: [person.user for person in on_duty(units.village, local(f"2026-11-26T{at}")).people]
        for at in ("10:59", "11:00")
    }
    assert stood == {"10:59": [cadre], "11:00": [duty_person]}


def test_an_open_place_is_filled(center, cadre, duty_person, units):
    enrol(center, duty_person, "village")
    replace(stand(center, None, *DAY), duty_person, cadre)
    assert not on_duty(units.village, local("2026-11-26T09:00")).is_hole


def test_the_reason_is_kept(row, cadre, duty_person):
    replace(row, duty_person, cadre)
    entry = AuditEntry.objects.get(verb="replace_assignment")
    assert (entry.actor, entry.reason) == (cadre, "家里有事")
    assert entry.data == {
        "from": cadre.pk,
        "to": duty_person.pk,
        "source": "emergency",
        "replaced": row.pk,
    }


def test_nobody_stands_onsite_in_two_centres_at_once(row, neighbour_center, cadre, duty_person):
    stand(neighbour_center, duty_person, "2026-11-26T14:30", "2026-11-26T17:30", presence="onsite")
    with pytest.raises(Conflict, match="李秀英这段时间已经在别的中心值班"):
        replace(row, duty_person, cadre)
    row.refresh_from_db()
    assert row.status == "active"
    assert not AuditEntry.objects.exists()


def test_standby_in_two_centres_at_once_is_possible(center, neighbour_center, cadre, duty_person):
    enrol(center, duty_person, "village")
    stand(neighbour_center, duty_person, *DAY)
    assert replace(stand(center, cadre, *DAY), duty_person, cadre).user == duty_person


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("not a member", "不在这个中心的值班人员里"),
        ("other category", "这个位置要村干部"),
        ("same shift", "已经在这个班上"),
        ("no reason", "请写明为什么换人"),
        ("past", "11月26日（星期四）下午5:30已经结束"),
        ("neighbour", "只有站长和镇里能换人"),
        ("twice", "刚才已经换过人了"),
    ],
)
def test_what_breaks_a_rule_is_refused_in_words(
    row, center, cadre, duty_person, agent, neighbour, clerk, case, sentence
):
    enrol(center, agent, "other")
    user, by, at, reason = duty_person, cadre, BEFORE, "请假"
    if case == "not a member":
        user = clerk
    elif case == "other category":
        user = agent
    elif case == "same shift":
        user = cadre
    elif case == "no reason":
        reason = "  "
    elif case == "past":
        at = local("2026-11-26T17:30")
    elif case == "neighbour":
        by = neighbour
    elif case == "twice":
        replace(row, user, by)
    with pytest.raises(Refusal, match=sentence):
        replace(row, user, by, at, reason)


def test_the_township_may_change_its_villages_rosters(row, clerk, duty_person):
    assert replace(row, duty_person, clerk).user == duty_person


def test_a_draft_is_published_once(center, units, cadre):
    stand(center, cadre, *DAY)
    roster = Roster.objects.get()
    Roster.objects.update(status="draft")
    assert on_duty(units.village, local("2026-11-26T09:00")).is_hole
    published = actions.publish_roster(roster=roster, by=cadre, at=BEFORE, reason="先用着")
    assert (published.published_by, published.published_at) == (cadre, BEFORE)
    assert not on_duty(units.village, local("2026-11-26T09:00")).is_hole
    with pytest.raises(Conflict, match="已经公布"):
        actions.publish_roster(roster=roster, by=cadre, at=BEFORE)


@pytest.mark.parametrize("person", ["duty_person", "neighbour", "liaison"])
def test_others_may_not_publish(request, center, cadre, person):
    stand(center, cadre, *DAY)
    Roster.objects.update(status="draft")
    with pytest.raises(Refusal):
        actions.publish_roster(
            roster=Roster.objects.get(), by=request.getfixturevalue(person), at=BEFORE
        )
    assert Roster.objects.get().status == "draft"


def test_a_row_says_of_itself_what_the_query_says(row, cadre):
    for at in (local("2026-11-26T07:59"), row.start, local("2026-11-26T17:29"), row.end):
        assert row.covers(at) == Assignment.objects.covering(at).filter(pk=row.pk).exists()
