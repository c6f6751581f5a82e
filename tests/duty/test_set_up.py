from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from duty.models import Assignment, DutyMember, ShiftTemplate
from duty.tasks import extend_rosters
from tests.conftest import log_in
from tests.duty.conftest import enrol, local


def set_up(*arguments: str) -> str:
    said = StringIO()
    call_command("set_up_duty", *arguments, stdout=said)
    return said.getvalue().strip()


def test_a_county_gets_its_first_rosters_by_one_command(clock, center, cadre):
    """22 November to 22 January: 44 working days with two shifts, 18 days off with one."""
    assert set_up() == "新装班次10种，新登记值班人员1人，新排106班"
    assert set_up() == "新装班次0种，新登记值班人员0人，新排0班"


def test_the_style_without_onsite_people(clock, center, cadre):
    set_up("--style", "reachable")
    assert set(Assignment.objects.values_list("presence", flat=True)) == {"standby"}
    with pytest.raises(CommandError):
        set_up("--style", "nobody")


def test_beat_wakes_a_task_that_fills_one_more_day_and_takes_new_people_in(
    clock, center, cadre, duty_person
):
    set_up()
    clock.forward(days=1)
    assert extend_rosters.name == settings.CELERY_BEAT_SCHEDULE["extend-rosters"]["task"]
    assert extend_rosters() == 1
    assert DutyMember.objects.filter(user=duty_person).exists()


def test_who_was_taken_off_stays_off(clock, center, cadre):
    member = enrol(center, cadre, "village")
    member.active_until = "2026-11-01"
    member.save()
    set_up()
    assert DutyMember.objects.get(user=cadre) == member


@pytest.mark.parametrize("rows", [1, 3])
def test_the_system_admin_keeps_the_shifts(
    django_assert_num_queries, client, clock, center, admin_person, rows
):
    for number in range(rows):
        ShiftTemplate.objects.create(
            center=center,
            name=f"班{number}",
            starts_at="08:00",
            ends_at="18:00",
            day_kinds=["work"],
            valid_from="2026-01-01",
        )
    log_in(client, admin_person)
    client.get("/admin/duty/shifttemplate/")
    with django_assert_num_queries(7):
        assert client.get("/admin/duty/shifttemplate/").text.count("柳泉村党群服务中心") == rows


def test_two_versions_of_a_shift_at_one_time_are_refused_in_the_form(
    client, clock, db, admin_person
):
    ShiftTemplate.objects.create(
        name="白班", starts_at="08:00", ends_at="18:00", day_kinds=["work"], valid_from="2026-01-01"
    )
    fields = {
        "name": "白班",
        "starts_at": "09:00",
        "ends_at": "18:00",
        "day_kinds": "work",
        "months": "",
        "center_kinds": "",
        "valid_from": "2026-06-01",
    }
    management = {f"requirements-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    answer = log_in(client, admin_person).post(
        "/admin/duty/shifttemplate/add/", fields | management
    )
    assert "同一个班次这段时间已经有一条" in answer.text
    assert ShiftTemplate.objects.count() == 1


def test_the_calendar_is_read_in_local_time(clock, center, cadre):
    clock.set(local("2026-12-01T00:30"))
    set_up()
    assert Assignment.objects.order_by("start").first().start == local("2026-11-30T08:00")
