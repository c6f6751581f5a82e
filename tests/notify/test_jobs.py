"""Long work runs once in a worker, says how far it is, and leaves its file to its owner alone."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import psycopg2
import pytest
from django.db import connection

from config.errors import Refusal
from notify import actions, claims, jobs
from notify.models import Job, JobState
from tests.conftest import log_in


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def work(monkeypatch):
    """Register a work for one test."""

    def register(work) -> None:
        monkeypatch.setitem(jobs._works, "rehearsed", work)

    register(count_to_three)
    return register


def count_to_three(job, progress, at) -> jobs.Outcome:
    progress.of(3)
    for _number in range(3):
        progress.step()
    place = jobs.new_file()
    place.write_bytes(b"123")
    return jobs.Outcome("数到了3", output_file=place.name, output_name="数.txt")


def worker_connection():
    """A connection beside this one, as a worker has it; closing it lets its locks go."""
    return closing(
        psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    )


def start(owner, at, **more) -> Job:
    return actions.start_job(kind="rehearsed", owner=owner, title="数数", at=at, **more)


def do(job: Job, at) -> Job:
    actions.do_job(job_id=job.pk, at=at)
    job.refresh_from_db()
    return job


def test_work_is_done_once_and_tells_its_result(cadre, at, work):
    job = do(start(cadre, at), at)

    assert (job.state, job.done, job.total, job.result) == (JobState.DONE, 3, 3, "数到了3")
    work(lambda *_: pytest.fail("done twice"))
    do(job, at)


def test_only_its_owner_finds_it_and_downloads_its_file(cadre, clerk, at, work, client):
    job = do(start(cadre, at), at)

    answer = log_in(client, cadre).get(f"/desk/jobs/{job.pk}/file/")
    assert b"".join(answer.streaming_content) == b"123"
    assert log_in(client, clerk).get(f"/desk/jobs/{job.pk}/file/").status_code == 404
    assert log_in(client, clerk).get(f"/desk/jobs/{job.pk}/").status_code == 404


def test_personal_files_ask_for_the_password_again(cadre, at, work, client):
    job = do(start(cadre, at, personal=True), at)

    answer = log_in(client, cadre).get(f"/desk/jobs/{job.pk}/file/")
    assert answer.status_code == 302
    assert answer.url.startswith("/confirm/")


def test_faults_are_named_line_by_line(cadre, at, work, client):
    def find_faults(job, progress, at):
        raise jobs.Faulty(
            "有2处不对，什么都没有导入", ["第3行“电话”：少了一位", "第9行“姓名”：空着"]
        )

    work(find_faults)
    job = do(start(cadre, at), at)

    assert job.state == JobState.FAILED
    assert (
        "第9行“姓名”：空着" in log_in(client, cadre).get(f"/desk/jobs/{job.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (Refusal("这个月已经排过了"), "这个月已经排过了"),
        (ZeroDivisionError(), "程序出错了，什么都没有改。请告诉维护的人"),
    ],
)
def test_what_goes_wrong_is_said_in_words(cadre, at, work, error, sentence):
    def fail(job, progress, at):
        raise error

    work(fail)
    assert do(start(cadre, at), at).result == sentence


def test_an_unfinished_page_shows_how_far_and_asks_again(cadre, at, work, client):
    job = start(cadre, at)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    progress = jobs.Progress(job.pk)
    progress.of(8)
    progress.step(8)

    page = log_in(client, cadre).get(f"/desk/jobs/{job.pk}/").content.decode()
    assert "8/8" in page
    assert 'hx-trigger="every 1s"' in page


def test_a_fourth_unfinished_work_is_refused(cadre, at, work):
    for _time in range(3):
        start(cadre, at)
    with pytest.raises(Refusal):
        start(cadre, at)


def test_what_a_dead_worker_left_is_named_by_the_sweep(cadre, at, work):
    job = start(cadre, at)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)

    actions.sweep(at=at)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.FAILED, "做到一半断了，什么都没有改。请再做一次")


@pytest.mark.django_db(transaction=True)
def test_what_a_living_worker_does_is_left_alone(cadre, at, work):
    job = start(cadre, at)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)

    with worker_connection() as worker, worker.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [claims.JOBS, job.pk])
        actions.sweep(at=at)
    job.refresh_from_db()
    assert job.state == JobState.RUNNING


def test_after_a_week_the_work_and_its_files_are_gone(cadre, at, work):
    job = do(start(cadre, at, content=b"in"), at)
    files = [jobs.folder() / job.input_file, jobs.folder() / job.output_file]
    assert all(place.exists() for place in files)

    actions.forget_jobs(at=job.finished_at + timedelta(days=7, seconds=1))
    assert not Job.objects.filter(pk=job.pk).exists()
    assert not any(place.exists() for place in files)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    cadre, at, work, client, rows, django_assert_num_queries
):
    for _number in range(rows):
        start(cadre, at)
    log_in(client, cadre).get("/desk/jobs/")
    with django_assert_num_queries(8):
        client.get("/desk/jobs/")
