"""Long work of centres that runs in a worker: the survey of a township or the county (B2, B58)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from centers import actions
from centers.centerfile import kind_of
from centers.models import Center, Standard
from centers.permissions import may_bring_survey
from centers.survey.reading import read_survey
from config.errors import Refusal
from notify import jobs
from notify.actions import start_job
from notify.models import Job

SURVEY = "center_survey"
SHOWN_SLIPS = 200


def start_survey(*, content: bytes, by: User, at: datetime) -> Job:
    return start_job(kind=SURVEY, owner=by, title=_("导入中心摸底表"), at=at, content=content)


def bring_in(job: Job, progress: jobs.Progress, at: datetime) -> jobs.Outcome:
    """Read all, then write all in one transaction: with one wrong cell nothing is written."""
    if not may_bring_survey(job.owner):
        raise Refusal(_("您的岗位不能导入摸底表"))
    survey = read_survey(jobs.folder() / job.input_file, job.owner, timezone.localdate(at))
    if survey.slips:
        lines = [str(slip) for slip in survey.slips]
        more = len(lines) - SHOWN_SLIPS
        if more > 0:
            lines = [*lines[:SHOWN_SLIPS], _("还有%s处，改了上面的再传一次") % more]
        raise jobs.Faulty(_("有%s处要改，什么都没有导入。改好再传一次") % len(survey.slips), lines)
    progress.of(len(survey.said))
    known = {
        one.unit_id: one
        for one in Center.objects.filter(unit__in=survey.said).select_related("unit__region")
    }
    standards = Standard.objects.each_in_force(timezone.localdate(at))
    with transaction.atomic():
        for unit, said in survey.said.items():
            center = known.get(unit.pk)
            if center is None:
                center = actions.open_center(
                    unit=unit, kind=kind_of(unit), by=job.owner, at=at, **said.about
                )
                said.about = {}
            actions.bring_survey(center=center, said=said, by=job.owner, at=at, standards=standards)
            progress.step()
    words = _(
        "%(centers)s个中心，新建%(new)s个；房间%(rooms)s间，设备%(equipment)s种，围墙%(walls)s处"
    ) % {
        "centers": len(survey.said),
        "new": len(survey.said) - len(known),
        "rooms": sum(len(said.rooms) for said in survey.said.values()),
        "equipment": sum(len(said.equipment) for said in survey.said.values()),
        "walls": sum(said.wall is not None for said in survey.said.values()),
    }
    return jobs.Outcome(words, reverse("centers"))
