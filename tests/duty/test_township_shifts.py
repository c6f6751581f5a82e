"""The township sets the shifts of all its centres; who falls short of what is asked above is named."""

from datetime import date, time

import pytest

from config.errors import Refusal
from duty import actions
from duty.actions import Hours
from duty.jobs import follow_shifts, start_shifts
from duty.models import Shift, ShiftRequirement, ShiftTemplate
from notify.jobs import Progress
from notify.models import Message
from tests.conftest import log_in
from tests.duty.conftest import enrol, local

pytestmark = pytest.mark.usefixtures("calendar", "shifts")

AT = local("2026-10-08T09:12")
SIXTEENTH = date(2026, 10, 16)
EACH = {("village", "onsite"): 1, ("other", "onsite"): 1, ("township", "onsite"): 1}
LONGER = Hours(time(7, 30), time(18))


def change(township, by, hours=LONGER, needs=EACH, since=SIXTEENTH):
    template = ShiftTemplate.objects.get(name="白班", center=None, township=None)
    return actions.change_township_shift(
        township=township, template=template, since=since, hours=hours, needs=needs, by=by, at=AT
    )


def test_all_centres_follow_in_the_worker_and_their_leaders_are_told(
    center, township, cadre, duty_person, clerk
):
    for person in (cadre, duty_person):
        enrol(center, person, "village")
    actions.build_roster(center=center, month=date(2026, 10, 1), at=AT)
    change(township, clerk)
    job = start_shifts(township=township, since=SIXTEENTH, by=clerk, at=AT)
    outcome = follow_shifts(job, Progress(job.pk), AT)
    assert "1个中心" in outcome.text
    hours = {
        shift.duty_date.day: f"{shift.start.astimezone(AT.tzinfo):%H:%M}"
        for shift in Shift.objects.filter(template__name="白班", duty_date__gte="2026-10-15")
    }
    assert (hours[15], hours[16]) == ("08:00", "07:30")
    assert Message.objects.filter(recipient=cadre, text__contains="镇里改了班次").exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"needs": {("village", "onsite"): 1}}, "不能少"),
        ({"hours": Hours(time(9), time(17, 30))}, "上级要求"),
        ({"needs": {}}, "至少要一个人"),
        ({"since": date(2026, 10, 8)}, "从明天起"),
    ],
)
def test_less_than_the_county_asks_is_refused_and_nothing_is_saved(
    center, township, clerk, changed, words
):
    with pytest.raises(Refusal, match=words):
        change(township, clerk, **changed)
    assert not ShiftTemplate.objects.exclude(township=None).exists()


def test_a_village_changes_nothing_for_the_township(center, township, cadre):
    with pytest.raises(Refusal, match="只有镇里和县里"):
        change(township, cadre)


def test_a_centre_that_became_looser_is_named(center, cadre, clerk, clock, client):
    clock.set(AT)
    template = ShiftTemplate.objects.get(name="白班", center=None)
    actions.change_shift(
        center=center, template=template, since=date(2026, 10, 9), hours=LONGER, needs=EACH,
        by=cadre, at=AT,
    )  # fmt: skip
    client.force_login(clerk)
    assert "没有。各中心的班次都够" in client.get("/desk/duty/looser/").content.decode()
    ShiftRequirement.objects.filter(template=template, category="village").update(least=2)
    page = client.get("/desk/duty/looser/").content.decode()
    assert "柳泉村党群服务中心" in page
    assert "2个村干部" in page


def test_less_is_refused_in_the_admin_too(client, clock, center, admin_person):
    fields = {
        "name": "白班",
        "center": center.pk,
        "starts_at": "08:00",
        "ends_at": "17:30",
        "day_kinds": "work",
        "months": "",
        "center_kinds": "",
        "points": "4",
        "valid_from": "2026-12-01",
        "requirements-TOTAL_FORMS": 1,
        "requirements-INITIAL_FORMS": 0,
        "requirements-0-category": "village",
        "requirements-0-presence": "onsite",
        "requirements-0-least": 1,
    }
    answer = log_in(client, admin_person).post("/admin/duty/shifttemplate/add/", fields)
    assert "可以比上级要求多，不能少" in answer.text
    assert not ShiftTemplate.objects.filter(center=center).exists()
