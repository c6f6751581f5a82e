from datetime import date

import pytest
from django.urls import reverse

from duty.models import Assignment, Roster
from notify.actions import do_job
from notify.models import Job
from tests.conftest import log_in
from tests.duty.conftest import enrol, make_center

pytestmark = pytest.mark.usefixtures("calendar", "shifts")

DECEMBER = date(2026, 12, 1)


@pytest.fixture
def both(center, neighbour_center, cadre, duty_person, neighbour):
    """Two villages of a township: two people here, one there."""
    enrol(center, cadre, "village")
    enrol(center, duty_person, "village")
    enrol(neighbour_center, neighbour, "village")
    return [center, neighbour_center]


def work(at) -> Job:
    """What the worker does with the only job."""
    job = Job.objects.get()
    do_job(job_id=job.pk, at=at)
    job.refresh_from_db()
    return job


def test_the_township_drafts_all_its_villages_by_one_button(client, clock, both, clerk, at):
    log_in(client, clerk)
    page = client.get(reverse("duty"))
    assert reverse("duty-generate-all") in page.content.decode()
    answer = client.post(reverse("duty-generate-all"))
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    job = work(at)
    assert job.state == "done"
    assert (job.done, job.total) == (2, 2)
    assert job.result.startswith("2个中心的草稿排好了")
    assert Roster.objects.filter(month=DECEMBER, generated_at=at).count() == 2
    page = client.get(job.url)
    assert page.status_code == 200


def test_a_village_that_was_published_is_named_and_left(client, clock, both, clerk, at):
    log_in(client, clerk)
    client.post(reverse("duty-generate-all"))
    work(at)
    Job.objects.all().delete()
    Roster.objects.filter(center=both[0]).update(published_by=clerk)
    client.post(reverse("duty-generate-all"))
    assert "没有动的1个：柳泉村：这个月的值班表已经有人公布了" in work(at).result


def test_one_centre_reads_what_stays_open_and_why(client, clock, both, cadre, at):
    log_in(client, cadre)
    here = reverse("duty-generate", args=[both[0].region.code])
    client.post(here)
    job = work(at)
    said = client.get(job.url).content.decode()
    assert "没人能站的位置" in said
    assert "缺镇干部：没有这一类的人" in said
    assert "王来顺：分量" in said


def test_a_refusal_of_the_only_centre_is_the_jobs_answer(client, clock, center, cadre, at):
    log_in(client, cadre)
    client.post(reverse("duty-generate", args=[center.region.code]))
    job = work(at)
    assert job.state == "failed"
    assert "还没有值班人员" in job.result
    assert not Roster.objects.exists()


def test_a_provisional_month_says_so_before_the_button(client, clock, both, cadre):
    log_in(client, cadre)
    here = reverse("duty-generate", args=[both[0].region.code])
    assert "2028年的放假安排还没公布" in client.get(f"{here}?month=2028-01").content.decode()


def test_a_place_is_locked_and_unlocked(client, clock, both, cadre, at):
    log_in(client, cadre)
    client.post(reverse("duty-generate", args=[both[0].region.code]))
    work(at)
    row = Assignment.objects.filter(shift__center=both[0], start__gt=at).last()
    for locked in (True, False):
        client.post(reverse("duty-lock", args=[row.pk]))
        row.refresh_from_db()
        assert row.locked == locked


@pytest.mark.parametrize("villages", [1, 3])
def test_the_list_of_drafts_asks_the_same_number_of_questions(
    client, clock, units, county_officer, django_assert_num_queries, villages
):
    for unit in [units.village, units.neighbour, units.other][:villages]:
        make_center(unit)
    log_in(client, county_officer)
    client.get(reverse("duty-generate-all"))
    with django_assert_num_queries(9):
        assert client.get(reverse("duty-generate-all")).status_code == 200
