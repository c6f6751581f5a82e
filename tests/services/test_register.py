"""The register as a file: fixed columns, persons masked, its owner's scope, no formula."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from accounts.confirmation import CONFIRMED_AT
from accounts.models import AuditEntry
from config import clock as portal_clock
from notify.actions import do_job
from notify.jobs import Progress
from notify.models import Job, JobState
from services import register
from services.models import Ticket
from tests.conftest import log_in
from tests.services.states import badly_graded, fresh

EXPORT = "/desk/list/export/"


@pytest.fixture(autouse=True)
def own_folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path


def exported(client, person, at, query="") -> Job:
    answer = log_in(client, person).post(EXPORT, {"query": query})
    job = Job.objects.get()
    assert answer.url == f"/desk/jobs/{job.pk}/"
    do_job(job_id=job.pk, at=at)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    return job


def say_password_again(client) -> None:
    session = client.session
    session[CONFIRMED_AT] = portal_clock.now().isoformat()
    session.save()


def table(client, job) -> list[dict[str, object]]:
    say_password_again(client)
    answer = client.get(f"/desk/jobs/{job.pk}/file/")
    lines = load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values
    rows = [row for row in lines if row[1]]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_line_says_what_became_of_a_matter(client, cast):
    ticket = badly_graded(cast)
    [line] = table(client, exported(client, cast.cadre, cast.at))
    assert line["编号"] == ticket.number
    assert (line["乡镇"], line["村（社区）"]) == ("柳泉镇", "柳泉村")
    assert (line["谁"], line["首问人"]) == ("周*牛", ticket.first_contact.name)
    assert (line["办法"], line["结果"], line["评价"]) == ("代访", "已解决", "非常不满意")


def test_the_file_is_asked_like_the_list_and_holds_the_owners_scope_alone(client, cast):
    fresh(cast)
    urgent = cast.ask(text="电线掉地上了", urgent=True, by=cast.cadre)
    job = exported(client, cast.cadre, cast.at, "ticket_class=urgent")
    assert [line["编号"] for line in table(client, job)] == [urgent.number]


def test_the_file_is_the_owners_alone_after_the_password_and_only_in_the_same_scope(client, cast):
    fresh(cast)
    job = exported(client, cast.cadre, cast.at)
    assert "/confirm/" in client.get(f"/desk/jobs/{job.pk}/file/").url
    assert log_in(client, cast.clerk).get(f"/desk/jobs/{job.pk}/file/").status_code == 404
    cast.cadre.posts.update(ends=(cast.at - timedelta(days=1)).date())
    say_password_again(log_in(client, cast.cadre))
    assert client.get(f"/desk/jobs/{job.pk}/file/").status_code == 404


def test_who_exports_stands_in_the_audit_without_what_was_searched(client, cast):
    exported(client, cast.cadre, cast.at, "q=周铁牛")
    entry = AuditEntry.objects.get(verb="export_register")
    assert (entry.actor, entry.data) == (cast.cadre, {"asked": ["q"]})


def test_text_that_looks_like_a_formula_stays_text(cast, tmp_path):
    Ticket.objects.filter(pk=fresh(cast).pk).update(mode="agent")
    type(cast.units.village).objects.filter(pk=cast.units.village.pk).update(name="=1+1")
    place = tmp_path / "x.xlsx"
    rows = register._rows(Ticket.objects.all())
    assert register.write(place, rows, cast.at, Progress(0)) == 1
    [line] = [row for row in load_workbook(place).active.iter_rows() if row[1].value][1:]
    assert (line[11].value, line[11].data_type) == ("=1+1", "s")


WAYS = [
    ("direct", "help", "直办"),
    ("agent", "errand", "代办"),
    ("agent", "help", "代访"),
    ("agent", "complaint", "代诉"),
    ("accompany", "errand", "领办"),
    ("inform", "question", "公开告知"),
]


@pytest.mark.parametrize(("mode", "kind", "word"), WAYS)
def test_what_is_done_in_somebodys_place_is_named_by_what_it_is(mode, kind, word):
    assert register.way(mode, kind) == word
