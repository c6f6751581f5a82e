"""The register (台账): one line a matter with fixed columns, persons masked, made in a worker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from xlsxwriter.worksheet import Worksheet

from accounts.fields import mask_name
from accounts.models import User
from accounts.scope import tokens
from config.errors import Refusal
from notify import jobs
from notify.models import Job
from regions.wording import instant
from services.choices import Channel, ClockKind, Kind, Mode, Outcome, Status, TicketClass
from services.forms.listing import ListForm
from services.listing import asked
from services.models import CallBack, Clock, OwnRating
from services.querysets import TicketQuerySet
from services.wording import GRADES

KIND = "register"
# A sheet has room for no more.
MOST = 1_000_000
READ = 2000
HEADINGS = (
    gettext_lazy("编号"),
    gettext_lazy("收到"),
    gettext_lazy("乡镇"),
    gettext_lazy("村（社区）"),
    gettext_lazy("怎么来的"),
    gettext_lazy("性质"),
    gettext_lazy("类别"),
    gettext_lazy("事项"),
    gettext_lazy("急不急"),
    gettext_lazy("办法"),
    gettext_lazy("谁"),
    gettext_lazy("承办单位"),
    gettext_lazy("承办人"),
    gettext_lazy("首问人"),
    gettext_lazy("状态"),
    gettext_lazy("受理"),
    gettext_lazy("到期"),
    gettext_lazy("办结"),
    gettext_lazy("告诉群众"),
    gettext_lazy("结果"),
    gettext_lazy("第几轮"),
    gettext_lazy("回访"),
    gettext_lazy("解决没有"),
    gettext_lazy("评价"),
    gettext_lazy("群众自己评"),
)
WIDTHS = (
    10,
    17,
    12,
    12,
    10,
    8,
    20,
    24,
    8,
    10,
    8,
    24,
    10,
    10,
    10,
    17,
    17,
    17,
    17,
    10,
    7,
    8,
    9,
    10,
    11,
)
# What is done in somebody's place is named by what it is: an errand, a request, a complaint (002-31).
IN_PLACE_OF = {
    Kind.HELP: gettext_lazy("代访"),
    Kind.SUGGESTION: gettext_lazy("代访"),
    Kind.OPINION: gettext_lazy("代访"),
    Kind.COMPLAINT: gettext_lazy("代诉"),
    Kind.REPORT: gettext_lazy("代诉"),
}


def make(job: Job, progress: jobs.Progress, at: datetime) -> jobs.Outcome:
    """Write the owner's question as a file, by what the owner sees now; memory does not grow with it."""
    found = _asked_by(job.owner, str(job.arguments["query"]), at)
    count = found.order_by().count()
    if count > MOST:
        raise Refusal(_("超过一百万件，一张表放不下。请按时间或者乡镇分开导"))
    progress.of(count)
    place = jobs.new_file()
    try:
        written = write(place, _rows(found), at, progress)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    name = _("台账%(day)s.xlsx") % {"day": timezone.localtime(at).strftime("%Y%m%d%H%M")}
    text = _("台账做好了，一共%(count)s件。7天以后自动删掉") % {"count": written}
    return jobs.Outcome(text, output_file=place.name, output_name=name)


def may_take(job: Job) -> bool:
    """Whether the owner still sees all that they saw when they asked for it."""
    return set(job.arguments["scope"]) <= set(tokens(job.owner))


def arguments(user: User, query: str) -> dict[str, Any]:
    return {"query": query, "scope": tokens(user)}


def _asked_by(user: User, query: str, at: datetime) -> TicketQuerySet:
    return asked(user, ListForm(QueryDict(query), user=user).wanted(), at)


def write(
    place: Path, rows: Iterable[tuple[Any, ...]], at: datetime, progress: jobs.Progress
) -> int:
    """The workbook, row by row; every cell is text or a number, whatever it begins with."""
    options = {"constant_memory": True, "tmpdir": str(place.parent)}
    line = 0
    with xlsxwriter.Workbook(str(place), options) as book:
        page = book.add_worksheet(_("台账"))
        bold = book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        top = _heading(page, at, bold)
        for line, row in enumerate(rows, start=1):
            _write_line(page, top + line, cells(row))
            progress.step()
    return line


def _heading(page: Worksheet, at: datetime, bold: Any) -> int:
    """What every file says first, then the names of the columns; answers their line."""
    said = [_("为民服务台账，截至%(at)s") % {"at": instant(at)}]
    if settings.DEMONSTRATION:
        said.append(_("演示：人名、电话和事情都是编的"))
    for line, words in enumerate(said):
        page.write_string(line, 0, words)
    for column, head in enumerate(HEADINGS):
        page.write_string(len(said), column, str(head), bold)
    return len(said)


def _write_line(page: Worksheet, line: int, values: list[Any]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, int):
            page.write_number(line, column, value)
        elif value:
            page.write_string(line, column, str(value))


def _rows(found: TicketQuerySet) -> Iterator[tuple[Any, ...]]:
    """Plain rows by a cursor of the database; nobody's phone or words are read."""
    own = OuterRef("pk")
    promise = Clock.objects.filter(ticket=own, kind=ClockKind.HANDLE).order_by("-started_at", "-pk")
    call = CallBack.objects.filter(ticket=own).order_by("-at", "-pk")
    rating = OwnRating.objects.filter(ticket=own).order_by("-at", "-pk")

    def first(rows: QuerySet[Any], name: str) -> Subquery:
        return Subquery(rows.values(name)[:1])

    return (
        found.annotate(
            promised_for=first(promise, "due_at"),
            reached=first(call, "reached"),
            solved=first(call, "solved"),
            grade=first(call, "grade"),
            own_grade=first(rating, "grade"),
        )
        .values_list(
            "number", "submitted_at", "region__level", "region__parent__short_name",
            "region__short_name", "channel", "kind", "category__name", "item__name",
            "ticket_class", "mode", "requester__name", "unit__name", "holder__name",
            "first_contact__name", "status", "accepted_at", "promised_for", "resolved_at",
            "answered_at", "outcome", "round", "reached", "solved", "grade", "own_grade",
        )
        .iterator(READ)
    )  # fmt: skip


def cells(row: tuple[Any, ...]) -> list[Any]:
    """One line in the order of HEADINGS."""
    (
        number, submitted_at, level, parent, place, channel, kind, category, item, ticket_class,
        mode, requester, unit, holder, first_contact, status, accepted_at, due_at, resolved_at,
        answered_at, outcome, round_, reached, solved, grade, own_grade,
    ) = row  # fmt: skip
    return [
        number, _when(submitted_at), parent if level == "village" else place,
        place if level == "village" else "", Channel(channel).label, Kind(kind).label, category,
        item, TicketClass(ticket_class).label, way(mode, kind), mask_name(requester or ""), unit,
        holder, first_contact, Status(status).label, _when(accepted_at), _when(due_at),
        _when(resolved_at), _when(answered_at), Outcome(outcome).label if outcome else "", round_,
        "" if reached is None else _("打通") if reached else _("没打通"),
        "" if solved is None else _("解决了") if solved else _("没解决"),
        _(GRADES[grade]) if grade else "", _(GRADES[own_grade]) if own_grade else "",
    ]  # fmt: skip


def way(mode: str, kind: str) -> str:
    """直办, 领办, 公开告知; what is done in somebody's place as 代办, 代访 or 代诉."""
    if mode == Mode.AGENT:
        return str(IN_PLACE_OF.get(Kind(kind), Mode.AGENT.label))
    return str(Mode(mode).label)


def _when(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""
