"""A centre changes its shifts: never below what is asked above, and rosters that exist follow."""

from datetime import date, time

import pytest
from django.urls import reverse

from accounts.roles import Role
from config.errors import Refusal
from duty import actions
from duty.actions import Hours
from duty.models import Assignment, Shift, ShiftTemplate
from regions.models import CalendarDay
from tests.conftest import hire, log_in
from tests.duty.conftest import enrol, local

pytestmark = pytest.mark.usefixtures("calendar", "shifts")

AT = local("2026-10-08T09:12")
SIXTEENTH = date(2026, 10, 16)
EACH = {("village", "onsite"): 1, ("other", "onsite"): 1, ("township", "onsite"): 1}
BY_DAY = Hours(time(8), time(17, 30))


@pytest.fixture
def staffed(center, units, cadre, duty_person, agent, link):
    for person in (cadre, duty_person):
        enrol(center, person, "village")
    for number, category in ((61, "village"), (62, "other")):
        enrol(
            center, hire(f"p{number}", f"王{number}", number, units.village, Role.MEMBER), category
        )
    enrol(center, agent, "other")
    enrol(center, link, "township")
    actions.build_roster(center=center, month=date(2026, 10, 1), at=AT)
    return center


def change(center, by, name="白班", hours=BY_DAY, needs=EACH, since=SIXTEENTH):
    template = ShiftTemplate.objects.get(name=name, center=None)
    return actions.change_shift(
        center=center, template=template, since=since, hours=hours, needs=needs, by=by, at=AT
    )


def hours_of(name: str, day: str) -> list[str]:
    rows = Shift.objects.filter(template__name=name, duty_date=day, cancelled=False)
    return [
        f"{row.start.astimezone(AT.tzinfo):%d %H:%M}-{row.end.astimezone(AT.tzinfo):%d %H:%M}"
        for row in rows
    ]


def test_longer_hours_from_the_sixteenth_move_shifts_with_their_people(staffed, cadre):
    before = {
        row.pk: row.user_id for row in Assignment.objects.filter(shift__template__name="白班")
    }
    change(staffed, cadre, hours=Hours(time(7, 30), time(18)))
    assert hours_of("白班", "2026-10-15") == ["15 08:00-15 17:30"]
    assert hours_of("白班", "2026-10-16") == ["16 07:30-16 18:00"]
    after = Assignment.objects.filter(shift__template__name="白班", status="active")
    assert {row.pk: row.user_id for row in after} == before
    moved = after.filter(shift__duty_date="2026-10-16").values_list("start", "end").distinct()
    assert set(moved) == {(local("2026-10-16T07:30"), local("2026-10-16T18:00"))}
    names = set(ShiftTemplate.objects.filter(center=staffed).values_list("name", flat=True))
    assert {"白班", "夜班", "值守"} <= names


def test_one_more_village_person_is_filled_by_turns(staffed, cadre):
    change(staffed, cadre, needs=EACH | {("village", "onsite"): 2})
    day = Assignment.objects.active().filter(shift__duty_date="2026-10-19", presence="onsite")
    assert sorted(day.values_list("category", flat=True)) == [
        "other",
        "township",
        "village",
        "village",
    ]
    assert len({row.user_id for row in day if row.category == "village"} - {None}) == 2
    assert (
        Assignment.objects.active().filter(shift__duty_date="2026-10-15", presence="onsite").count()
        == 3
    )


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"needs": {("village", "onsite"): 1}}, "不能少"),
        ({"needs": EACH | {("village", "onsite"): 0, ("village", "standby"): 1}}, "村干部在岗"),
        ({"hours": Hours(time(9), time(17, 30))}, "上午8:00"),
        ({"hours": Hours(time(17, 30), time(8))}, "过夜的班请勾上"),
        ({"hours": Hours(time(8), time(9), next_day=True)}, "最长24小时"),
        ({"needs": {}}, "至少要一个人"),
        ({"since": date(2026, 10, 8)}, "从明天起"),
    ],
)
def test_less_than_asked_or_no_shift_at_all_is_refused_and_nothing_is_saved(
    staffed, cadre, changed, words
):
    before = list(Shift.objects.values_list("pk", "start", "end", "template").order_by("pk"))
    with pytest.raises(Refusal, match=words):
        change(staffed, cadre, **changed)
    assert not ShiftTemplate.objects.filter(center=staffed).exists()
    assert (
        list(Shift.objects.values_list("pk", "start", "end", "template").order_by("pk")) == before
    )


def test_taking_the_shifts_from_above_again(staffed, cadre):
    change(staffed, cadre, needs=EACH | {("village", "onsite"): 2})
    actions.take_from_above(center=staffed, since=date(2026, 10, 20), by=cadre, at=AT)
    for day, number in (("2026-10-19", 4), ("2026-10-20", 3)):
        rows = Assignment.objects.active().filter(shift__duty_date=day, presence="onsite")
        assert rows.count() == number


def test_a_calendar_that_becomes_known_later_moves_the_day(staffed, cadre):
    """The Friday turns out to be a day off: the day shift goes, the watch of a day off comes."""
    CalendarDay.objects.create(date="2026-10-16", kind="rest", name="停电", confirmed=True)
    assert actions.relay(center=staffed, since=SIXTEENTH, at=AT) == 1
    running = Shift.objects.filter(duty_date=SIXTEENTH, cancelled=False)
    assert [row.template.name for row in running] == ["值守"]
    assert Assignment.objects.active().filter(shift=running.get()).get().user is not None


def test_the_neighbour_and_the_people_on_duty_change_nothing(staffed, neighbour, duty_person):
    for person in (neighbour, duty_person):
        with pytest.raises(Refusal, match="只有站长和镇里"):
            change(staffed, person)


def test_the_station_head_changes_a_shift_in_the_browser(client, clock, staffed, cadre):
    clock.set(AT)
    log_in(client, cadre)
    page = reverse("duty-rules", args=[staffed.region.code])
    assert "用的是上级定的" in client.get(page).content.decode()
    template = ShiftTemplate.objects.get(name="白班", center=None)
    form = client.get(f"{page}{template.pk}/").context["form"]
    typed = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    typed |= {"since": "2026-10-16", "next_day": "", "onsite-village": 2}
    answer = client.post(f"{page}{template.pk}/", typed | {"ends_at": "07:00"})
    assert answer.status_code == 400
    assert "过夜的班请勾上" in answer.content.decode()
    assert client.post(f"{page}{template.pk}/", typed).status_code == 302
    own = ShiftTemplate.objects.filter(center=staffed, name="白班").get()
    assert own.requirements.get(category="village").least == 2
