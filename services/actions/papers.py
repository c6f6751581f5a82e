"""How a matter is done for the villager, and the papers that go along with it (B15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.scope import active_posts
from config.errors import Conflict, Refusal
from services.actions.acceptance import set_mode
from services.actions.reasons import REASON_LIMIT
from services.actions.turn import Turn, turn
from services.choices import ConsentHow, Mode, PaperForm
from services.models import Appointment, Consent, Paper, Ticket
from services.papers import listed, units_for_papers
from services.people import heads_of
from services.permissions import works_in

TEXT_LIMIT = 60
NAME_LIMIT = 40
MOST_COPIES = 99
MOST_PAPERS = 50
# What changes when another unit signs for a paper.
PASSED_ON = [
    "unit",
    "received_by",
    "received_at",
    "handed_to",
    "handed_at",
    "taken_in_by",
    "taken_in_at",
]


@dataclass(frozen=True)
class Received:
    """One paper that somebody hands in."""

    text: str
    form: str = PaperForm.ORIGINAL
    copies: int = 1


@dataclass(frozen=True)
class Agreed:
    """How the villager agreed to be acted for: a signature, or words on the phone before a witness."""

    how: str
    who: str = ""
    witness: str = ""


def change_mode(
    *, ticket: Ticket, mode: str, by: User, at: datetime, seq: int | None = None, reason: str = ""
) -> Ticket:
    """Do it another way from now on; what must be done in person is done by no agent."""
    if mode not in Mode.values:
        raise Refusal(_("请选一种办法"), "mode")
    _require_length(reason, REASON_LIMIT, "reason")
    with turn(ticket=ticket, act="change_mode", by=by, at=at, seq=seq) as step:
        before = step.ticket.mode
        if mode == before:
            raise Refusal(_("本来就是%(mode)s") % {"mode": Mode(mode).label}, "mode")
        set_mode(step, mode)
        step.share_follows_mode()
        step.record("change_mode", text=reason.strip(), mode=mode, before=before)
        step.tell(
            {step.ticket.first_contact, *([step.ticket.holder] if step.ticket.holder else [])},
            _("改成%(mode)s：%(number)s")
            % {"mode": Mode(mode).label, "number": step.ticket.number},
        )
    return ticket


def record_consent(
    *, ticket: Ticket, agreed: Agreed, by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Write down that the villager agreed to be acted for, and how; once is enough."""
    _check_agreed(agreed)
    with turn(ticket=ticket, act="record_consent", by=by, at=at, seq=seq) as step:
        _write_consent(step, agreed, by)
    return ticket


def _check_agreed(agreed: Agreed) -> None:
    if agreed.how not in ConsentHow.values:
        raise Refusal(_("请选怎么同意的：签了授权书，或者电话里说的"), "how")
    if agreed.how == ConsentHow.SPOKEN and not agreed.witness.strip():
        raise Refusal(_("电话里说的，要写谁见证"), "witness")
    _require_length(agreed.who, NAME_LIMIT, "who")
    _require_length(agreed.witness, NAME_LIMIT, "witness")


def _write_consent(step: Turn, agreed: Agreed, by: User) -> None:
    if Consent.objects.filter(ticket=step.ticket).exists():
        raise Conflict(_("已经记过授权了"))
    Consent.objects.create(
        ticket=step.ticket,
        how=agreed.how,
        who=agreed.who.strip(),
        witness=agreed.witness.strip(),
        recorded_by=by,
        recorded_at=step.at,
    )
    step.record("record_consent", how=agreed.how)


def receive_papers(
    *,
    ticket: Ticket,
    papers: Sequence[Received],
    by: User,
    at: datetime,
    seq: int | None = None,
    agreed: Agreed | None = None,
) -> Ticket:
    """Take papers in: from now on whoever took them answers for them.

    1. where an agent acts and takes originals, consent is there or is recorded with them
    2. an original stands under 手上的纸 until it is back, and no end is written before
    """
    taken = [_checked(paper) for paper in papers if paper.text.strip()]
    if not taken:
        raise Refusal(_("请勾上或者写上收了什么材料"), "papers")
    if len(taken) > MOST_PAPERS:
        raise Refusal(_("一次最多记50样，请分两次记"), "papers")
    if agreed is not None:
        _check_agreed(agreed)
    with turn(ticket=ticket, act="receive_papers", by=by, at=at, seq=seq) as step:
        if agreed is not None:
            _write_consent(step, agreed, by)
        _require_consent(step, taken)
        unit = step.post.unit if step.post else step.ticket.unit
        kept = Paper.objects.bulk_create(
            Paper(
                ticket=step.ticket,
                text=paper.text.strip(),
                form=paper.form,
                copies=paper.copies,
                unit=unit,
                received_by=by,
                received_at=at,
            )
            for paper in taken
        )
        step.record("receive_papers", text=listed(kept), count=len(kept))
    return ticket


def _checked(paper: Received) -> Received:
    _require_length(paper.text, TEXT_LIMIT, "papers")
    if paper.form not in PaperForm.values:
        raise Refusal(_("请写清是原件还是复印件"), "papers")
    if not 1 <= paper.copies <= MOST_COPIES:
        raise Refusal(_("份数要在1到99之间"), "papers")
    return paper


def _require_consent(step: Turn, taken: Iterable[Received]) -> None:
    if (
        step.ticket.mode == Mode.AGENT
        and any(paper.form == PaperForm.ORIGINAL for paper in taken)
        and not Consent.objects.filter(ticket=step.ticket).exists()
    ):
        raise Refusal(_("代办收原件，要先记本人同意：签了授权书，或者电话里说的、谁见证"), "how")


def return_papers(
    *,
    ticket: Ticket,
    papers: Sequence[int],
    by: User,
    at: datetime,
    seq: int | None = None,
    to: str = "",
) -> Ticket:
    """Give papers back, to the villager unless somebody else is named; also when the matter is long over."""
    _require_length(to, NAME_LIMIT, "to")
    with turn(ticket=ticket, act="return_papers", by=by, at=at, seq=seq) as step:
        given = _out(step.ticket, papers)
        if not given:
            raise Refusal(_("请勾上还了哪几样"), "papers")
        whom = to.strip() or _("本人")
        Paper.objects.filter(pk__in=[paper.pk for paper in given]).update(
            returned_at=at, returned_by=by, returned_to=whom, handed_to=None, handed_at=None
        )
        step.record(
            "return_papers",
            text=_("%(papers)s，还给%(whom)s") % {"papers": listed(given), "whom": whom},
            count=len(given),
        )
    return ticket


def hand_on_papers(
    *,
    ticket: Ticket,
    papers: Sequence[int],
    unit: Unit,
    by: User,
    at: datetime,
    seq: int | None = None,
) -> Ticket:
    """Send papers on to another unit of the matter; handed on once more they go there instead.

    1. whoever has them still answers for them, until somebody there signs
    2. they stand under 手上的纸 on both sides; the heads of the other unit are told
    """
    with turn(ticket=ticket, act="hand_on_papers", by=by, at=at, seq=seq) as step:
        given = [paper for paper in _out(step.ticket, papers) if _works_in(by, paper.unit_id)]
        if not given:
            raise Refusal(_("请勾上交出去哪几样"), "papers")
        if not units_for_papers(step.ticket).filter(pk=unit.pk).exists():
            raise Refusal(_("材料只能交给经手这件事的单位，先转给它再交"), "unit")
        if any(paper.unit_id == unit.pk for paper in given):
            raise Refusal(_("已经在%(unit)s了") % {"unit": unit.name}, "unit")
        for paper in given:
            paper.handed_to, paper.handed_at = unit, at
        Paper.objects.bulk_update(given, ["handed_to", "handed_at"])
        step.record("hand_on_papers", text=listed(given), unit=unit.pk, count=len(given))
        step.tell(
            heads_of(unit, at),
            _("%(from)s交来材料，请点收：%(number)s")
            % {"from": given[0].unit.name, "number": step.ticket.number},
        )
    return ticket


def take_papers(
    *, ticket: Ticket, papers: Sequence[int], by: User, at: datetime, seq: int | None = None
) -> Ticket:
    """Sign for papers that another unit sent: from now on whoever signs answers for them (0012)."""
    with turn(ticket=ticket, act="take_papers", by=by, at=at, seq=seq) as step:
        taken = [paper for paper in _out(step.ticket, papers) if _works_in(by, paper.handed_to_id)]
        if not taken:
            raise Refusal(_("请勾上点收了哪几样"), "papers")
        before = {paper.received_by for paper in taken}
        for paper in taken:
            _arrives(paper, by, at)
        Paper.objects.bulk_update(taken, PASSED_ON)
        unit = taken[0].unit
        step.record("take_papers", text=listed(taken), unit=unit.pk, count=len(taken))
        step.tell(
            before,
            _("%(unit)s点收了材料：%(number)s") % {"unit": unit.name, "number": step.ticket.number},
        )
    return ticket


def _arrives(paper: Paper, by: User, at: datetime) -> None:
    paper.taken_in_by, paper.taken_in_at = paper.first_taken
    paper.unit, paper.received_by, paper.received_at = paper.handed_to or paper.unit, by, at
    paper.handed_to = paper.handed_at = None


def _out(ticket: Ticket, papers: Sequence[int]) -> list[Paper]:
    found = Paper.objects.out().filter(ticket=ticket, pk__in=list(papers))
    return list(found.select_related("unit", "handed_to", "received_by", "taken_in_by"))


def _works_in(by: User, unit_id: int | None) -> bool:
    return any(works_in(post, unit_id) for post in active_posts(by))


def forget_papers(*, tickets: Iterable[Ticket]) -> None:
    """Take people's names and homes out of what stands beside these matters; what was lent stays counted."""
    keys = [ticket.pk for ticket in tickets]
    Consent.objects.filter(ticket__in=keys).update(who="", witness="")
    Paper.objects.filter(ticket__in=keys).update(returned_to="")
    Appointment.objects.filter(ticket__in=keys).update(place="")


def _require_length(value: str, limit: int, field: str) -> None:
    if len(value) > limit:
        raise Refusal(_("太长了，最多%(limit)s个字") % {"limit": limit}, field)
