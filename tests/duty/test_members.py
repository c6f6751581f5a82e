"""The leader keeps who stands duty at a centre, as what and how much; nothing published vanishes unseen."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from accounts.roles import Role
from config.errors import Conflict, Refusal
from duty import actions
from duty.actions import Terms
from duty.actions.members import people_to_add
from duty.models import Assignment, DutyMember
from notify.models import Message
from tests.conftest import hire
from tests.duty.conftest import enrol, stand

TERMS = {
    "category": "village",
    "weight": "1.00",
    "max_per_7_days": 5,
    "min_rest_hours": 11,
    "max_nights_in_row": 2,
}


@pytest.fixture
def page(center) -> str:
    return f"/desk/duty/{center.region.code}/people/"


def test_the_station_head_adds_somebody_with_a_post_and_the_person_is_told(
    center, cadre, agent, client, at, page
):
    client.force_login(cadre)
    assert client.get(f"{page}add/").status_code == 200
    facts = TERMS | {"user": agent.pk, "since": "2026-11-24", "category": "other"}
    assert client.post(f"{page}add/", facts).status_code == 302
    member = DutyMember.objects.get(user=agent)
    assert (member.category, member.active_from) == ("other", date(2026, 11, 24))
    assert AuditEntry.objects.filter(verb="add_duty_member").count() == 1
    assert Message.objects.filter(recipient=agent, text__contains="您在这里值班").exists()
    assert "冯桂花" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"user": ""}, "请选一个人"),
        ({"since": "明天"}, "日期要写全"),
        ({"since": "2026-11-01"}, "从今天起才能加"),
        ({"category": ""}, "请选一个"),
        ({"weight": "7"}, "请选一个"),
        ({"weight": "0.50"}, "请写明为什么"),
        ({"max_per_7_days": "9"}, "7"),
        ({"min_rest_hours": "x"}, "整数"),
        ({"note": "长" * 201}, "最多写200个字"),
    ],
)
def test_bad_input_is_answered_in_words_and_nothing_is_saved(
    center, cadre, agent, client, at, page, wrong, words
):
    client.force_login(cadre)
    answer = client.post(f"{page}add/", TERMS | {"user": agent.pk, "since": "2026-11-24"} | wrong)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not DutyMember.objects.exists()


def test_nobody_is_added_twice_nor_without_a_post_here(center, cadre, agent, outsider, at):
    terms = Terms("other")
    facts = {"center": center, "since": date(2026, 11, 24), "terms": terms, "by": cadre, "at": at}
    actions.add_member(user=agent, **facts)
    with pytest.raises(Conflict, match="已经在值班人员里"):
        actions.add_member(user=agent, **facts)
    with pytest.raises(Refusal, match="没有岗位"):
        actions.add_member(user=outsider, **facts)


def test_a_township_adds_its_own_people_and_nobody_of_the_county(
    township_center, clerk, county_officer, at
):
    assert list(people_to_add(township_center, at)) == [clerk]


@pytest.fixture
def outsider(units):
    return hire("outsider", "郭远", 41, units.other, Role.MEMBER)


def test_less_or_no_duty_says_why_and_binds_the_next_draft(center, cadre, duty_person, at):
    member = enrol(center, duty_person, "village")
    with pytest.raises(Refusal, match="请写明为什么"):
        actions.change_member(
            member=member, terms=Terms("village", weight=Decimal(0)), by=cadre, at=at
        )
    terms = Terms("village", weight=Decimal("0.5"), note="照顾老人")
    changed = actions.change_member(member=member, terms=terms, by=cadre, at=at)
    assert (changed.weight, changed.note) == (Decimal("0.5"), "照顾老人")
    entry = AuditEntry.objects.get(verb="change_duty_member")
    assert entry.data["fields"] == ["note", "weight"]
    actions.change_member(member=member, terms=terms, by=cadre, at=at)
    assert AuditEntry.objects.filter(verb="change_duty_member").count() == 1


def test_who_leaves_keeps_the_shifts_before_and_opens_those_after(center, cadre, duty_person, at):
    before = stand(center, duty_person, "2026-12-19T22:00", "2026-12-20T08:00")
    after = stand(center, duty_person, "2026-12-20T08:00", "2026-12-20T18:00")
    member = DutyMember.objects.get(user=duty_person)
    holes = actions.end_member(
        member=member, until=date(2026, 12, 20), reason="调走了", by=cadre, at=at
    )
    assert holes == 1
    before.refresh_from_db()
    assert (before.status, before.user) == ("active", duty_person)
    assert Assignment.objects.open_places().get().shift == after.shift
    assert Message.objects.filter(recipient=cadre, text__contains="空出1个位置").exists()
    assert not DutyMember.objects.active_on(date(2026, 12, 20)).exists()


def test_who_was_deactivated_stays_on_the_roster_and_can_be_taken_off(
    center, cadre, duty_person, at
):
    stand(center, duty_person, "2026-12-20T08:00", "2026-12-20T18:00")
    duty_person.is_active = False
    duty_person.save()
    member = DutyMember.objects.get(user=duty_person)
    assert actions.end_member(
        member=member, until=date(2026, 11, 24), reason="离职", by=cadre, at=at
    )


@pytest.mark.parametrize(
    ("until", "reason", "words"),
    [
        ("2026-12-20", "", "请写明为什么"),
        ("2026-11-23", "调走", "从明天起才能停"),
        ("去年", "调走", "日期要写全"),
    ],
)
def test_an_end_is_a_coming_day_with_a_reason(
    center, cadre, duty_person, client, at, page, until, reason, words
):
    member = enrol(center, duty_person, "village")
    client.force_login(cadre)
    answer = client.post(f"{page}{member.pk}/end/", {"until": until, "reason": reason})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    member.refresh_from_db()
    assert member.active_until is None


def test_a_member_of_another_centre_is_not_found_here(
    center, neighbour_center, cadre, client, page
):
    there = enrol(neighbour_center, cadre, "village")
    client.force_login(cadre)
    assert client.get(f"{page}{there.pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(
    center, cadre, duty_person, agent, client, at, page, number, django_assert_num_queries
):
    for one in (cadre, duty_person, agent)[:number]:
        enrol(center, one, "village", no_night_until=date(2026, 11, 30) + timedelta(days=1))
    client.force_login(cadre)
    client.get(page)
    with django_assert_num_queries(9):
        client.get(page)
