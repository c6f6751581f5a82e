"""How long each step may take: the defaults of the county's rules (screens.md annex B), one row a class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal

from services.choices import Basis, CallBackReason, ClockKind, Kind, TicketClass
from services.models import CallBackShare, ClockRule, ServiceItem

CUT_OFF = time(17)
BASIC_CUT_OFF = time(15)


@dataclass(frozen=True)
class Term:
    """An amount of time on one basis; after `cut_off` a working-day term counts from the next day."""

    amount: Decimal
    basis: str
    cut_off: time | None = CUT_OFF


def _days(amount: int, cut_off: time = CUT_OFF) -> Term:
    return Term(Decimal(amount), Basis.WORKING_DAY, cut_off)


def _hours(amount: str) -> Term:
    return Term(Decimal(amount), Basis.HOUR, None)


SAME_DAY = _days(0, BASIC_CUT_OFF)

DEFAULTS: Mapping[tuple[str, str], Term] = {
    (ClockKind.ACCEPT, TicketClass.ORDINARY): _days(1),
    (ClockKind.ACCEPT, TicketClass.BASIC): SAME_DAY,
    (ClockKind.ACCEPT, TicketClass.URGENT): _hours("0.25"),
    (ClockKind.CONTACT, TicketClass.ORDINARY): _days(1),
    (ClockKind.CONTACT, TicketClass.BASIC): SAME_DAY,
    (ClockKind.CONTACT, TicketClass.URGENT): _hours("0.5"),
    (ClockKind.HANDLE, TicketClass.ORDINARY): _days(5),
    (ClockKind.HANDLE, TicketClass.BASIC): _days(3),
    (ClockKind.HANDLE, TicketClass.URGENT): _hours("24"),
    (ClockKind.STEP, TicketClass.ORDINARY): _days(3),
    (ClockKind.STEP, TicketClass.BASIC): _days(1),
    (ClockKind.STEP, TicketClass.URGENT): _hours("0.5"),
    (ClockKind.TAKE, TicketClass.ORDINARY): _days(1),
    (ClockKind.TAKE, TicketClass.BASIC): _days(1),
    (ClockKind.TAKE, TicketClass.URGENT): _hours("0.5"),
    (ClockKind.FEEDBACK, TicketClass.ORDINARY): _days(1),
    (ClockKind.FEEDBACK, TicketClass.BASIC): _days(1),
    (ClockKind.FEEDBACK, TicketClass.URGENT): _hours("2"),
    (ClockKind.CALL_BACK, TicketClass.ORDINARY): _days(5),
    (ClockKind.CALL_BACK, TicketClass.BASIC): _days(5),
    (ClockKind.CALL_BACK, TicketClass.URGENT): _days(1),
    (ClockKind.RECTIFY, TicketClass.ORDINARY): Term(Decimal(15), Basis.CALENDAR_DAY),
    (ClockKind.RECTIFY, TicketClass.BASIC): Term(Decimal(15), Basis.CALENDAR_DAY),
    (ClockKind.RECTIFY, TicketClass.URGENT): Term(Decimal(15), Basis.CALENDAR_DAY),
}

QUESTION_TERM = _days(1)
REDO_BASIC = _days(1)

# A hand-over may still be returned this long; after that it stays (濮阳, C4).
RETURN_ALLOWED = {
    TicketClass.ORDINARY: _days(2),
    TicketClass.BASIC: _days(1),
    TicketClass.URGENT: _hours("0.5"),
}

REOPEN_DAYS = 30
INSTANT_REOPEN_DAYS = 10
MATERIALS_REMINDERS = (10, 25)
PAUSE_REMINDERS = (10, 20)
MATERIALS_END_DAYS = 30
CALL_BACK_ATTEMPTS = 3
REDO_LIMIT = 2
# Of a hundred matters so many are called back (B19).
CALL_BACK_SHARES: Mapping[str, int] = {
    **dict.fromkeys(CallBackReason.values, 100),
    CallBackReason.DIRECT: 20,
}
UNSAMPLED_CLOSE = _days(5)


def call_back_shares() -> Mapping[str, int]:
    """The county's own shares over the defaults."""
    return {**CALL_BACK_SHARES, **dict(CallBackShare.objects.values_list("reason", "percent"))}


@dataclass(frozen=True)
class Terms:
    """The county's rules, read once and passed around: its own rows over the defaults."""

    rows: Mapping[tuple[str, str], Term]

    @classmethod
    def of_county(cls) -> Terms:
        rules = ClockRule.objects.all()
        return cls(
            {
                (rule.kind, rule.ticket_class): Term(rule.amount, rule.basis, rule.cut_off)
                for rule in rules
            }
        )

    def term(self, kind: str, ticket_class: str) -> Term:
        known = TicketClass.ORDINARY if ticket_class == TicketClass.INSTANT else ticket_class
        return self.rows.get((kind, known)) or DEFAULTS[kind, known]

    def promise(self, *, kind: str, item: ServiceItem | None, ticket_class: str) -> Term:
        """What the villager is promised at submission, frozen there (B13): the item's time, else the class's."""
        if ticket_class == TicketClass.URGENT:
            return self.term(ClockKind.HANDLE, ticket_class)
        if item is not None and item.promised_amount is not None:
            return Term(Decimal(item.promised_amount), item.promised_basis)
        if kind == Kind.QUESTION:
            return QUESTION_TERM
        return self.term(ClockKind.HANDLE, ticket_class)

    def redo(self, *, promised: Term, ticket_class: str) -> Term:
        """Half the first promise, at least one working day."""
        if ticket_class == TicketClass.URGENT:
            return self.term(ClockKind.HANDLE, ticket_class)
        if ticket_class == TicketClass.BASIC:
            return REDO_BASIC
        return Term(
            max((promised.amount / 2).to_integral_value(rounding="ROUND_HALF_UP"), Decimal(1)),
            promised.basis,
        )
