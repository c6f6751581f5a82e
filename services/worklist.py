"""The work list: which matters concern a person now, and in which group they stand (screens.md 1.4, B52).

One list over all posts. `facts_for` asks the database once for everything that may concern
the person, branch by branch so that each has its index; `group_of` sorts one matter in
plain words; only the rows shown are then read in full.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    CharField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, UnitKind, User
from accounts.roles import Role
from accounts.scope import active_posts, house_of
from services import workflow
from services.choices import TicketClass
from services.ladder import URGENT_RUNGS
from services.models import (
    Appointment,
    Clock,
    Extension,
    Holding,
    Paper,
    Pause,
    Rectification,
    Ticket,
)
from services.permissions import HEAD_ROLES, WORKING_ROLES
from services.querysets import TicketQuerySet

# Rows a group shows in the list; the page behind 还有N件 shows the rest.
SHOWN = 20
# No branch answers more; nobody works through a longer list.
MOST = 1000
DISPUTES_STAND = timedelta(days=30)

# The groups in their order, the most pressing first.
GROUPS = {
    "urgent": _("急事"),
    "overdue": _("超时"),
    "today": _("今天到期"),
    "accept": _("等接收"),
    "take": _("等我签收"),
    "called_in": _("等我写结果"),
    "tell": _("要回话"),
    "call_back": _("要回访"),
    "extensions": _("等我定延期"),
    "disputes": _("群众不同意"),
    "rectify": _("差评要整改"),
    "materials": _("等材料"),
    "paused": _("暂停"),
    "working": _("我在办的"),
    "colleagues": _("本单位别人在办的"),
    "following": _("我只要跟着看的"),
}
OVERSEEING = frozenset({UnitKind.TOWNSHIP_CENTER, UnitKind.TOWNSHIP_DESK, UnitKind.COUNTY_DESK})
# What units below ask of the level above.
FROM_BELOW = {"extension": "extensions", "call_back": "call_back", "dispute": "disputes"}
LENT, AGREED = "lent", "agreed"
BESIDE_REASONS = frozenset({LENT, AGREED})
LATEST_LAST = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reader:
    """What of a person decides which matters are theirs."""

    user: int
    units: frozenset[int] = frozenset()
    # Of those the very ones that the posts name; what one's own house hands over is told apart by them.
    posted: frozenset[int] = frozenset()
    headed: frozenset[int] = frozenset()
    villages: frozenset[int] = frozenset()
    linked: frozenset[int] = frozenset()
    county: bool = False
    # Whether units below look up to one of theirs: villages and departments have none.
    oversees: bool = False

    @classmethod
    def of(cls, user: User) -> Reader:
        posts = [post for post in active_posts(user) if post.role in WORKING_ROLES]
        return cls(
            user=user.pk,
            units=_units(posts),
            posted=frozenset(post.unit_id for post in posts),
            headed=_units([post for post in posts if post.role in HEAD_ROLES]),
            villages=frozenset(
                post.unit.region_id for post in posts if post.role == Role.STATION_HEAD
            ),
            linked=frozenset(
                post.region_id
                for post in active_posts(user)
                if post.role == Role.VILLAGE_LINK and post.region_id
            ),
            county=any(post.role == Role.COUNTY_DESK for post in posts),
            oversees=any(post.unit.kind in OVERSEEING for post in posts),
        )


def _units(posts: Iterable[Post]) -> frozenset[int]:
    """The units in which posts work: a township's centre and its desks work for each other."""
    return frozenset(unit for post in posts for unit in house_of(post))


class Fact(NamedTuple):
    """What grouping needs of one matter, and why it is here."""

    pk: int
    status: str
    unit: int
    holder: int | None
    first_contact: int
    region: int
    urgent: bool
    overdue_at: datetime | None
    next_due_at: datetime | None
    submitted_at: datetime
    paused: bool
    offered: bool
    why: frozenset[str]

    def is_overdue(self, at: datetime) -> bool:
        """As `Ticket.is_overdue`."""
        return self.overdue_at is not None and self.overdue_at <= at


def group_of(fact: Fact, reader: Reader, at: datetime) -> str:
    """In which group a matter stands for a person; empty where it is not theirs."""
    elsewhere = fact.unit not in reader.units
    if "offered_here" in fact.why or ("offered" in fact.why and elsewhere):
        return "take"
    if "part_here" in fact.why or ("part" in fact.why and elsewhere):
        return "overdue" if "part_late" in fact.why else "called_in"
    for reason, group in FROM_BELOW.items():
        if reason in fact.why:
            return group
    if fact.status in workflow.OPEN:
        return _open_group(fact, reader, at)
    return "rectify" if "rectification" in fact.why else ""


def _open_group(fact: Fact, reader: Reader, at: datetime) -> str:
    ours = fact.unit in reader.units
    mine = fact.holder == reader.user or (
        ours and (fact.holder is None or fact.unit in reader.headed)
    )
    untaken = fact.holder is None and fact.status != workflow.RESOLVED
    concerned = (
        mine
        or "above" in fact.why
        or fact.region in reader.linked
        # The station head sees where the village's matters are stuck; a red light is never the
        # first contact's once somebody has taken it.
        or ("village" in fact.why and not _asked(fact, reader))
    )
    if fact.urgent and (mine or (untaken and (ours or concerned or _asked(fact, reader)))):
        return "urgent"
    if (fact.is_overdue(at) and concerned) or "part_below" in fact.why:
        return "overdue"
    if fact.offered and (ours or _asked(fact, reader)):
        return "following"
    if fact.status == workflow.SUBMITTED and (
        ours or fact.region in reader.linked or _asked(fact, reader)
    ):
        return "accept"
    if fact.status == workflow.RESOLVED and (ours or _asked(fact, reader)):
        return "tell"
    if fact.status == workflow.AWAITING_MATERIALS and (ours or _asked(fact, reader)):
        return "materials"
    if mine:
        return _my_group(fact, reader, at)
    if _asked(fact, reader):
        return "following"
    return "colleagues" if ours else ""


def _my_group(fact: Fact, reader: Reader, at: datetime) -> str:
    if fact.paused:
        return "paused"
    if fact.next_due_at and timezone.localdate(fact.next_due_at) <= timezone.localdate(at):
        return "today"
    return "working" if fact.holder in {reader.user, None} else "colleagues"


def _asked(fact: Fact, reader: Reader) -> bool:
    return fact.first_contact == reader.user


def grouped(facts: Iterable[Fact], reader: Reader, at: datetime) -> dict[str, list[int]]:
    """Keys of matters by group, each group in the order of what is due first."""
    found: dict[str, list[Fact]] = {group: [] for group in GROUPS}
    for fact in facts:
        group = group_of(fact, reader, at)
        if group:
            found[group].append(fact)
    return {
        group: [fact.pk for fact in sorted(rows, key=_pressing)]
        for group, rows in found.items()
        if rows
    }


def _pressing(fact: Fact) -> tuple[datetime, datetime]:
    return (
        fact.overdue_at or fact.next_due_at or LATEST_LAST,
        fact.submitted_at,
    )


def facts_for(user: User, at: datetime) -> list[Fact]:
    """Everything that may concern the person, in one query."""
    reader = Reader.of(user)
    branches = [
        _plain(rows, reason)
        for reason, rows in _branches(user, reader, at) + _beside(user, reader, at)
    ]
    united = branches[0].union(*branches[1:], all=True) if len(branches) > 1 else branches[0]
    found: dict[int, Fact] = {}
    for row in united:
        fact = _fact(*row)
        known = found.get(fact.pk)
        found[fact.pk] = known._replace(why=known.why | fact.why) if known else fact
    user._beside = BESIDE_REASONS & {why for fact in found.values() for why in fact.why}  # type: ignore[attr-defined] # noqa: SLF001 - a request has the object once
    return list(found.values())


def _beside(user: User, reader: Reader, at: datetime) -> list[tuple[str, TicketQuerySet]]:
    """Papers in hand and what was agreed for today: they put a matter into no group, they only say that there are some."""
    visible = Ticket.objects.visible_to(user)
    lent = Paper.objects.in_hands_of(user, reader.headed)
    agreed = Appointment.objects.due_by(at).accompanied_by(user)
    return [
        (LENT, visible.filter(pk__in=lent.values("ticket"))),
        (AGREED, visible.filter(pk__in=agreed.values("ticket"))),
    ]


def has_beside(user: User, reason: str) -> bool:
    """Whether the list that was just drawn saw papers in hand or appointments; asked after `facts_for`."""
    return reason in getattr(user, "_beside", BESIDE_REASONS)


def _branches(user: User, reader: Reader, at: datetime) -> list[tuple[str, TicketQuerySet]]:
    visible = Ticket.objects.visible_to(user)
    units = list(reader.units)
    whose = Q(holder=user) | Q(first_contact=user)
    if reader.linked:
        whose |= Q(region__in=reader.linked, avoided=False)
    if not units:
        return [("own", visible.open().filter(whose))]
    offers = Holding.objects.offered().filter(lead=True, unit__in=units)
    parts = Holding.objects.called_in().filter(unit__in=units)
    late = Clock.objects.past_due(at).filter(holding__in=parts)
    bad = Rectification.objects.filter(finished_at=None, unit__in=units)
    found = [
        ("own", visible.open().filter(whose | Q(unit__in=units))),
        ("offered", visible.filter(pk__in=offers.values("ticket"))),
        ("part", visible.filter(pk__in=parts.values("ticket"))),
        ("part_late", visible.filter(pk__in=late.values("ticket"))),
        ("rectification", visible.filter(pk__in=bad.values("ticket"))),
    ]
    if reader.posted != reader.units:  # a centre and its desks hand over to each other
        here = offers.filter(unit__in=reader.posted), parts.filter(unit__in=reader.posted)
        found += [
            ("offered_here", visible.filter(pk__in=here[0].values("ticket"))),
            ("part_here", visible.filter(pk__in=here[1].values("ticket"))),
        ]
    if reader.villages:
        found.append(("village", visible.overdue(at).filter(region__in=reader.villages)))
    return found + _from_below(visible, user, reader, at) if reader.oversees else found


def _from_below(
    visible: TicketQuerySet, user: User, reader: Reader, at: datetime
) -> list[tuple[str, TicketQuerySet]]:
    """What is red, to be called back or to be decided at the units one level down."""
    below = Q(unit__superior__in=reader.units)
    late = visible.overdue(at)
    asked = Extension.objects.filter(
        decided_at=None, clock__stopped_at=None, clock__unit__superior__in=reader.units
    )
    # A late part is its own unit's delay: it is red here while the one that leads is in time.
    parts = Clock.objects.past_due(at).of_called_in()
    if not reader.county:
        parts = parts.filter(unit__superior__in=reader.units)
    own = Q(holder=user) | Q(first_contact=user)
    return [
        ("part_below", visible.open().filter(pk__in=parts.values("ticket"))),
        ("above", late if reader.county else late.filter(below)),
        ("above", _nobody_came(visible, reader, at)),
        ("call_back", visible.waiting_for_call_back().filter(below).exclude(own)),
        ("dispute", visible.disputed_since(at - DISPUTES_STAND).filter(below)),
        ("extension", visible.filter(pk__in=asked.values("clock__ticket"))),
    ]


def _nobody_came(visible: TicketQuerySet, reader: Reader, at: datetime) -> TicketQuerySet:
    """Urgent matters that nobody has taken: after 15 minutes the level above's, after 30 the county's."""
    waits = dict(URGENT_RUNGS)
    whose = Q(unit__superior__in=reader.units, submitted_at__lte=at - waits["township"])
    if reader.county:
        whose |= Q(submitted_at__lte=at - waits["county"])
    return visible.urgent_and_untaken().filter(whose)


# An offer that waits to be taken; plain SQL, because it is compiled once for each branch.
OFFERED = RawSQL(
    "EXISTS (SELECT 1 FROM services_holding offer WHERE offer.ticket_id = services_ticket.id"
    " AND offer.lead AND offer.taken_at IS NULL AND offer.ended_at IS NULL)",
    (),
    BooleanField(),
)


def _plain(rows: TicketQuerySet, reason: str) -> QuerySet[Ticket, tuple[Any, ...]]:
    """One branch as `_fact` reads it."""
    return (
        rows.order_by()
        .annotate(is_offered=OFFERED, why=Value(reason, CharField()))
        .values_list(
            "pk",
            "status",
            "unit_id",
            "holder_id",
            "first_contact_id",
            "region_id",
            "ticket_class",
            "urgent_claimed",
            "overdue_at",
            "next_due_at",
            "submitted_at",
            "paused",
            "is_offered",
            "why",
        )[:MOST]
    )


def _fact(*row: Any) -> Fact:
    ticket_class, urgent_claimed = row[6:8]
    urgent = ticket_class == TicketClass.URGENT or (
        urgent_claimed and row[1] in workflow.CLAIM_STANDS
    )
    return Fact._make((*row[:6], urgent, *row[8:-1], frozenset({row[-1]})))


# What of the rows beside a matter its line prints and its buttons ask for.
BESIDE_A_MATTER = (
    "opening__text",
    "requester__name",
    "requester__phone",
    "region__short_name",
    "region__path",
    "region__level",
    "region__successor__short_name",
    "region__successor__path",
    "region__successor__successor_id",
    "unit__name",
    "unit__kind",
    "unit__superior_id",
    "unit__region_id",
    "holder__name",
    "item__name",
    "item__mode",
    "item__presence",
)
OF_A_MATTER = tuple(field.name for field in Ticket._meta.concrete_fields)
OF_A_HOLDING = tuple(field.name for field in Holding._meta.concrete_fields)


def rows_shown(user: User, keys: Iterable[int]) -> dict[int, Ticket]:
    """The matters in full, with what their rows and buttons ask for; three queries."""
    holdings = (
        Holding.objects.select_related("unit", "offered_by")
        .only(*OF_A_HOLDING, "unit__name", "unit__superior_id", "offered_by__name")
        .order_by("offered_at", "pk")
    )
    running = Clock.objects.running().order_by("due_at")
    pause = Pause.objects.filter(clock__ticket=OuterRef("pk"), end=None)
    found = (
        Ticket.objects.visible_to(user)
        .annotate(paused_until=Subquery(pause.values("planned_until")[:1]))
        .select_related("opening", "requester", "region__successor", "unit", "holder", "item")
        .only(*OF_A_MATTER, *BESIDE_A_MATTER)
        .filter(pk__in=list(keys))
        .prefetch_related(
            Prefetch("holdings", holdings), Prefetch("clocks", running, to_attr="running_clocks")
        )
    )
    return {ticket.pk: ticket for ticket in found}
