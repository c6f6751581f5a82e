"""Papers in hand, consent and appointments of a matter: what is owed and what a page says of it (B15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.querysets import UnitQuerySet
from config.errors import Refusal
from regions.wording import instant
from services.audience import is_avoided_by
from services.catalogue.modes import suggest_mode
from services.choices import AppointmentKind, Mode, PresenceNeeded
from services.models import Appointment, Consent, Paper, Ticket, TicketPhoto
from services.reader import Reader

MOST_SHOWN = 50


def listed(papers: Iterable[Paper]) -> str:
    return _("、").join(paper.words for paper in papers)


def require_originals_back(ticket: Ticket, *, unit_id: int | None = None) -> None:
    """Raises Refusal naming the originals that are still in hand; with `unit_id` those of that unit only."""
    owed = Paper.objects.owed().filter(ticket=ticket).select_related("received_by", "unit")
    if unit_id is not None:
        owed = owed.filter(unit=unit_id)
    _refuse_over(
        list(owed),
        _("收的%(papers)s还没还（在%(unit)s%(name)s手上）。先还了，点“还了”，再来点这个"),
    )


def require_nothing_in_hand(tickets: Iterable[Ticket]) -> None:
    """Raises Refusal naming the originals of any of these matters: nobody could say whose they are."""
    owed = Paper.objects.owed().filter(ticket__in=list(tickets))
    _refuse_over(
        list(owed.select_related("received_by", "unit")),
        _("收的%(papers)s还没还（在%(unit)s%(name)s手上）。先还给本人，再删"),
    )


def _refuse_over(papers: list[Paper], words: str) -> None:
    if papers:
        first = papers[0]
        raise Refusal(
            words
            % {"papers": listed(papers), "unit": first.unit.name, "name": first.received_by.name}
        )


def units_for_papers(ticket: Ticket) -> UnitQuerySet:
    """Where papers of the matter may go: who has or had it, the level above them, the village's own house."""
    had = [ticket.unit, *(row.unit for row in ticket.holdings.select_related("unit__superior"))]
    station = Unit.objects.station_of(ticket.region.lineage[-1])
    found = {unit for one in [*had, station] if one for unit in (one, one.superior) if unit}
    allowed = [unit.pk for unit in found if not is_avoided_by(unit, ticket)]
    return Unit.objects.filter(pk__in=[] if ticket.confidential else allowed)


def consent_wanted(ticket: Ticket) -> bool:
    """Somebody else acts for the villager, papers or identity are involved, and nothing is written yet.

    A road that is broken needs no signature: without papers and without 签字 nothing is asked.
    """
    if not consent_missing(ticket):
        return False
    item = ticket.item
    if item is None:
        return ticket.papers.exists()
    return item.presence == PresenceNeeded.SIGN_AT_HOME or item.materials.exists()


def consent_missing(ticket: Ticket) -> bool:
    """An agent acts, and nothing is written: the form for papers asks for it too."""
    return ticket.mode == Mode.AGENT and getattr(ticket, "consent", None) is None


@dataclass(frozen=True)
class Beside:
    """What stands on the page of a matter beside its steps."""

    mode: str
    suggestion: str
    presence: str
    consent: Consent | None
    consent_wanted: bool
    takes_papers: bool
    owed: list[Paper]
    others: list[Paper]
    appointment: Appointment | None
    appointment_wanted: bool
    photos: list[TicketPhoto]


def beside(ticket: Ticket) -> Beside:
    """Everything of it; `ticket_for` has read papers, consent and appointments with the matter."""
    papers = list(ticket.papers.all())
    consent = getattr(ticket, "consent", None)
    standing = standing_appointment(ticket)
    item = ticket.item
    suggested = suggest_mode(item) if item else ""
    return Beside(
        mode=str(Mode(ticket.mode).label),
        suggestion=str(Mode(suggested).label) if suggested and suggested != ticket.mode else "",
        presence=str(PresenceNeeded(item.presence).label) if item else "",
        consent=consent,
        consent_wanted=consent is None and ticket.is_open and consent_wanted(ticket),
        takes_papers=ticket.is_open
        and (ticket.mode != Mode.DIRECT or (item is not None and item.materials.exists())),
        owed=[paper for paper in papers if paper.is_owed],
        others=[paper for paper in papers if not paper.is_owed],
        appointment=standing,
        appointment_wanted=standing is None
        and ticket.is_open
        and (ticket.mode == Mode.ACCOMPANY or _signs_at_home(ticket)),
        photos=list(ticket.photos.select_related("event", "upload")),
    )


def standing_appointment(ticket: Ticket) -> Appointment | None:
    """As a query: `Appointment.objects.open`."""
    if not ticket.is_open:
        return None
    return next((one for one in ticket.appointments.all() if one.ended_at is None), None)


def _signs_at_home(ticket: Ticket) -> bool:
    return ticket.item is not None and ticket.item.presence == PresenceNeeded.SIGN_AT_HOME


def papers_in_hand(user: User) -> list[Paper]:
    """手上的纸: originals that the person, or a unit they head, has and has not given back; what waits to be signed for first."""
    headed = Reader.of(user).headed
    found = Paper.objects.in_hands_of(user, headed).alias(coming=Q(handed_to__in=list(headed)))
    return list(
        found.annotate(is_coming=F("coming"))
        .select_related("ticket__requester", "ticket__item", "received_by", "unit", "handed_to")
        .order_by("-is_coming", "received_at", "pk")[:MOST_SHOWN]
    )


def appointments_today(user: User, at: datetime) -> list[Appointment]:
    """What was agreed for today, and of earlier days what nobody has closed."""
    found = Appointment.objects.due_by(at).accompanied_by(user)
    return list(
        found.select_related("ticket__requester", "ticket__opening", "ticket__item")[:MOST_SHOWN]
    )


def appointment_words(appointment: Appointment) -> str:
    """What the villager reads: 约好了：11月25日（星期三）上午9:00，王来顺领您去镇派出所."""
    said = {"when": instant(appointment.at), "name": appointment.companion.name}
    if appointment.kind == AppointmentKind.HOME:
        return _("约好了：%(when)s，%(name)s到您家里去") % said
    return _("约好了：%(when)s，%(name)s领您去%(place)s") % (said | {"place": appointment.place})
