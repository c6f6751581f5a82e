"""An imported calendar changes what days are: rosters follow, and nobody learns of it by chance (case 6)."""

from datetime import date

import pytest

from duty import actions
from duty.models import Assignment, Shift
from duty.tasks import follow_calendar
from notify.models import Message
from regions.actions import import_calendar
from regions.actions.imports import FOLLOWED_BY
from regions.holidays import Holiday
from regions.models import DayKind
from tests.duty.conftest import enrol, local

AT = local("2026-11-23T09:12")
NEW_YEAR = date(2027, 1, 4)  # a Monday


@pytest.fixture
def monday(shifts, center, cadre, duty_person, agent, link, clock):
    """The onsite style of the county on a Monday, planned before next year was announced."""
    for user, category in (
        (cadre, "village"),
        (duty_person, "village"),
        (agent, "other"),
        (link, "township"),
    ):
        enrol(center, user, category, can_lead=True)
    actions.build_rosters(centers=[center], first=NEW_YEAR, last=NEW_YEAR, at=AT)
    return Shift.objects.filter(center=center, duty_date=NEW_YEAR)


def announce(kind: DayKind = DayKind.REST) -> None:
    import_calendar(holidays=[Holiday(NEW_YEAR, "元旦", kind, announced=True)])


def test_shifts_follow_the_announced_day_and_the_leader_reads_which(monday, cadre):
    assert set(monday.values_list("day_kind", flat=True)) == {"work"}
    announce()
    assert actions.follow_calendar(at=AT) == 1
    standing = monday.filter(cancelled=False)
    assert set(standing.values_list("day_kind", flat=True)) == {"rest"}
    assert Assignment.objects.active().filter(shift__in=standing).exists()
    told = Message.objects.get(recipient=cadre, text__contains="从工作日改成休息日")
    assert "1月4日" in told.text
    assert actions.follow_calendar(at=AT) == 0


def test_what_has_begun_stays(monday, cadre):
    announce()
    later = local("2027-01-05T09:00")
    assert actions.follow_calendar(at=later) == 0
    assert set(monday.values_list("day_kind", flat=True)) == {"work"}


def test_the_import_wakes_the_task_by_its_name(monday):
    assert follow_calendar.name in FOLLOWED_BY
    assert follow_calendar() == 0
