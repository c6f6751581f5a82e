"""What holds after every step of every path, written plainly and apart from the code that keeps it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.apps import apps
from django.db import connection

from accounts.models import Unit, User
from accounts.roles import Role
from accounts.scope import active_posts
from notify.models import Alert, AlertState, Message
from services import workflow
from services.choices import ClockKind
from services.deadlines import Span, deadline
from services.ledger import breaks
from services.models import Clock, SupplementItem, Ticket, TicketEvent
from services.office import Office
from services.people import heads_of, overseers_of
from services.terms import Term

# Written beside a move, or by itself: these verbs change no status.
SILENT = frozenset({"redo", "settle_above", "recompute", "follow"})
VILLAGE_POSTS = frozenset({Role.STATION_HEAD, Role.AGENT, Role.MEMBER})
TOWNSHIP_POSTS = frozenset({Role.TOWNSHIP_CLERK, Role.TOWNSHIP_OVERSIGHT, Role.TOWNSHIP_LEAD})

# The clock that says who owes what in each status; ANSWERED has one only when drawn.
OWED = {
    workflow.SUBMITTED: ClockKind.ACCEPT,
    workflow.IN_PROGRESS: ClockKind.HANDLE,
    workflow.RESOLVED: ClockKind.FEEDBACK,
}
OF_THE_STATUS = frozenset(
    {ClockKind.ACCEPT, ClockKind.HANDLE, ClockKind.FEEDBACK, ClockKind.CALL_BACK}
)


def everything() -> tuple[str, ...]:
    """One mark per table of matters and messages: equal marks, nothing was written."""
    tables = [
        model._meta.db_table
        for app in ("services", "notify")
        for model in apps.get_app_config(app).get_models()
    ]
    query = " UNION ALL ".join(
        f"SELECT '{table}' || md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {table} t"  # noqa: S608 - names of our own tables
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return tuple(mark for (mark,) in cursor.fetchall())


def of_ticket(ticket: Ticket, people: list[User], office: Office, at: datetime) -> None:
    """Everything that must be true of one matter at any instant."""
    events = list(ticket.events.select_related("words").order_by("seq"))
    clocks = list(
        ticket.clocks.select_related("unit", "holding")
        .prefetch_related("pauses", "extensions")
        .order_by("pk")
    )
    assert list(breaks(ticket, events)) == []
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert told_status(events, clocks) == ticket.status
    first_contact_is_whom_the_events_name(ticket, events)
    clocks_fit_the_status(ticket, clocks)
    for clock in clocks:
        due_as_reckoned(clock, office)
    copies_are_true(ticket, clocks)
    papers_fit_the_status(ticket)
    seen_by_the_right_people(ticket, people)
    whoever_owes_sees_it(ticket, clocks, at)


def told_status(events: list[TicketEvent], clocks: list[Clock]) -> str:
    """The status by replaying the verbs through the workflow's table."""
    status, round_, unreached = "", 1, 0
    drawn = {clock.round for clock in clocks if clock.kind == ClockKind.CALL_BACK}
    for event in events:
        verb, data = event.verb, event.data
        if verb == "submit":
            assert status == ""
            status = workflow.SUBMITTED
            continue
        if verb in SILENT:
            round_, unreached = (round_ + 1, 0) if verb == "redo" else (round_, unreached)
            continue
        unreached += verb == "call_back" and not data["reached"]
        targets = workflow.moves(status, verb)
        assert targets, f"{verb} from {status}"
        if len(targets) > 1:
            status = _chosen(verb, data, status, round_ in drawn, unreached)
            assert status in targets
        else:
            (status,) = targets
    return status


def _chosen(verb: str, data: dict, status: str, drawn: bool, unreached: int) -> str:
    if verb == "supply":
        return workflow.AWAITING_MATERIALS if data["left"] else workflow.SUBMITTED
    if verb == "call_back" and not data["reached"]:
        return workflow.CLOSED if unreached >= 3 else workflow.ANSWERED
    if not data["solved"]:
        return workflow.IN_PROGRESS
    if verb == "rate" and status == workflow.ANSWERED and drawn:
        return workflow.ANSWERED
    return workflow.CLOSED


def first_contact_is_whom_the_events_name(ticket: Ticket, events: list[TicketEvent]) -> None:
    assert ticket.first_contact_id
    named = [event.data["user"] for event in events if event.verb == "change_first_contact"]
    if named:
        assert ticket.first_contact_id == named[-1]


def clocks_fit_the_status(ticket: Ticket, clocks: list[Clock]) -> None:
    """One running clock of a kind and holding, and the one that the status asks for."""
    running = [clock for clock in clocks if clock.stopped_at is None]
    keys = [(clock.kind, clock.holding_id) for clock in running]
    assert len(keys) == len(set(keys))
    lead = {clock.kind for clock in running if clock.kind in OF_THE_STATUS}
    owed = {OWED[ticket.status]} if ticket.status in OWED else set()
    if ticket.status == workflow.ANSWERED and ticket.drawn:
        owed = {ClockKind.CALL_BACK}
    assert lead == owed, f"{ticket.status}: {lead} instead of {owed}"
    offers = [holding for holding in ticket.holdings.all() if holding.is_offered]
    takes = [clock.holding_id for clock in running if clock.kind == ClockKind.TAKE]
    assert sorted(takes) == sorted(holding.pk for holding in offers)
    if offers:
        assert workflow.moves(ticket.status, "take"), f"offered while {ticket.status}"
    if ticket.status in workflow.ENDED:
        assert {clock.kind for clock in running} <= {ClockKind.RECTIFY}
        assert not [holding for holding in ticket.holdings.all() if holding.ended_at is None]
    parts = [row.pk for row in ticket.holdings.all() if not row.lead and row.ended_at is None]
    steps = [clock.holding_id for clock in running if clock.kind == ClockKind.STEP]
    assert sorted(steps, key=str) == sorted([*parts, *([None] * (None in steps))], key=str)
    for clock in clocks:
        open_pauses = [pause for pause in clock.pauses.all() if pause.end is None]
        assert len(open_pauses) == int(clock.paused)


def due_as_reckoned(clock: Clock, office: Office) -> None:
    """`due_at` is what the pure function answers from the rows beside the clock."""
    term = Term(clock.amount, clock.basis, clock.cut_off)
    pauses = [Span(pause.start, pause.end) for pause in clock.pauses.all() if pause.end]
    added = sum((row.amount for row in clock.extensions.all() if row.approved), Decimal(0))
    reckoned = deadline(term, clock.started_at, office.calendar, pauses=pauses, added=added)
    assert (clock.due_at, clock.warn_at) == (reckoned.due_at, reckoned.warn_at), clock.kind


def copies_are_true(ticket: Ticket, clocks: list[Clock]) -> None:
    """What stands on the ticket for lists is what its rows say."""
    running = [clock for clock in clocks if clock.stopped_at is None]
    leads = [clock for clock in running if clock.holding_id is None or clock.holding.lead]
    awake = [clock for clock in leads if not clock.paused]
    late = [clock.due_at for clock in awake if clock.kind in {"handle", "step", "feedback"}]
    soon = [clock.due_at for clock in awake if clock.kind not in {"call_back", "rectify"}]
    assert ticket.overdue_at == min(late, default=None)
    assert ticket.next_due_at == min(soon, default=None)
    assert ticket.paused == any(clock.paused for clock in running)
    led = [
        holding
        for holding in ticket.holdings.all()
        if holding.lead and holding.taken_at and not holding.ended_at
    ]
    if ticket.status in {workflow.IN_PROGRESS, workflow.RESOLVED, workflow.ANSWERED}:
        (lead,) = led
        assert (lead.unit_id, lead.user_id) == (ticket.unit_id, ticket.holder_id)
    else:
        assert not led or ticket.status == workflow.SUBMITTED
    assert (ticket.ended_at is not None) == (ticket.status in workflow.ENDED)


def papers_fit_the_status(ticket: Ticket) -> None:
    missing = SupplementItem.objects.filter(supplement__ticket=ticket, supplied_at=None).exists()
    if ticket.status == workflow.AWAITING_MATERIALS:
        assert missing
        rungs = Alert.objects.of("materials", ticket.pk).filter(state=AlertState.PLANNED)
        assert rungs.filter(rung="day_30").exists()


def seen_by_the_right_people(ticket: Ticket, people: list[User]) -> None:
    for person in people:
        found = Ticket.objects.visible_to(person).filter(pk=ticket.pk).exists()
        assert found == may_see(person, ticket), f"{person} {ticket.status}"


def may_see(person: User, ticket: Ticket) -> bool:
    """The scope of DESIGN 4.1 in plain words: its line upwards, whoever had it and the level above them, whoever was asked."""
    posts = active_posts(person)
    if ticket.confidential:
        return any(post.role == Role.COUNTY_CONFIDENTIAL for post in posts)
    held = [row for row in ticket.holdings.all() if not about_itself(ticket, row.unit)]
    units = [ticket.unit, *(holding.unit for holding in held)]
    had = {key for unit in units for key in (unit.pk, unit.superior_id)}
    handled = {holding.user_id for holding in held}
    if person.pk in handled | {ticket.first_contact_id}:
        return True
    township = ticket.region if ticket.region.level == "township" else ticket.region.parent
    for post in posts:
        place = post.unit.region_id
        if post.role == Role.COUNTY_DESK:
            return True
        concerned = ticket.avoided and place == ticket.region_id
        in_township = township is not None and place == township.pk
        if post.role in TOWNSHIP_POSTS and in_township and not concerned:
            return True
        if post.role in VILLAGE_POSTS and place == ticket.region_id and not ticket.avoided:
            return True
        linked = post.role == Role.VILLAGE_LINK and post.region_id == ticket.region_id
        if linked and not ticket.avoided:
            return True
        works = post.role in VILLAGE_POSTS | TOWNSHIP_POSTS | {Role.LIAISON}
        if works and had & {post.unit_id, post.unit.superior_id if is_desk(post.unit) else None}:
            return True
    return False


def about_itself(ticket: Ticket, unit: Unit) -> bool:
    """A complaint about a house's own service is no matter of that house, nor of those below it."""
    above = unit.superior.region_id if unit.superior else None
    return ticket.avoided and ticket.region_id in {unit.region_id, above}


def is_desk(unit: Unit) -> bool:
    return unit.kind == "township_desk"


def whoever_owes_sees_it(ticket: Ticket, clocks: list[Clock], at: datetime) -> None:
    """A matter that the owing unit, or whoever is told that it is late, cannot open would be nobody's."""
    for clock in clocks:
        if clock.stopped_at is None and clock.kind != ClockKind.RECTIFY:
            told = [] if ticket.confidential else overseers_of(clock.unit, at)
            for person in [*heads_of(clock.unit, at), *told]:
                visible = Ticket.objects.visible_to(User.objects.get(pk=person.pk))
                assert visible.filter(pk=ticket.pk).exists(), f"{person} at {clock.unit}"


def after_a_sweep(tickets: list[int], at: datetime) -> None:
    """Nothing is past due without its rung, nobody is told twice, no handler broke."""
    assert not Alert.objects.exclude(last_error="").exists()
    assert not Alert.objects.due(at).exists()
    for clock in Clock.objects.filter(ticket__in=tickets).past_due(at):
        assert clock.kind != ClockKind.ACCEPT
        rung = Alert.objects.get(
            topic="clock", subject=clock.pk, revision=clock.revision, rung="due"
        )
        waits = rung.state == AlertState.PLANNED and rung.due_at > at
        assert rung.state == AlertState.DONE or waits, f"{clock.kind} {rung.state}"


def one_message_a_rung() -> None:
    """Of one rung a person hears once by each channel."""
    told = [
        (cause.split(":p")[0], channel, recipient)
        for cause, channel, recipient in Message.objects.filter(
            cause__regex="^(clock|urgent):"
        ).values_list("cause", "channel", "recipient")
    ]
    assert len(told) == len(set(told))
