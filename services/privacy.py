"""Whose matters are whose, and how an identity number is checked (B54)."""

from __future__ import annotations

from datetime import date

from accounts.fields import blind_index
from accounts.privacy.persons import Person
from services.models import Ticket
from services.querysets import TicketQuerySet

ID_DIGITS = 18
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def matters_of(*, phone: str = "", number: str = "", reports: bool = False) -> TicketQuerySet:
    """The matters that this phone brought, or the one of that number and all of the same phone.

    Reports on cadres are a world of their own: whoever handles the one kind learns nothing
    of the other.
    """
    within = Ticket.objects.filter(confidential=reports)
    if number:
        named = within.filter(number=number).select_related("requester").first()
        if named is None or named.requester is None:
            return within.filter(number=number)
        if not named.requester.phone_index:
            return within.filter(pk=named.pk)
        return within.filter(requester__phone_index=named.requester.phone_index)
    return (
        within.filter(requester__phone_index=blind_index(phone, "phone"))
        if phone
        else within.none()
    )


def person_of(matters: TicketQuerySet) -> Person | None:
    rows = list(matters.select_related("requester").order_by("pk"))
    if not rows:
        return None
    phones = [row.requester.phone for row in rows if row.requester and row.requester.phone]
    return Person(phones[0] if phones else "", tuple(row.number for row in rows))


def is_id_number(text: str) -> bool:
    """Eighteen places with a real day of birth and the right check character (GB 11643)."""
    if len(text) != ID_DIGITS or not (text[:-1].isascii() and text[:-1].isdigit()):
        return False
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, WEIGHTS, strict=False))
    return CHECKS[total % 11] == text[-1].upper()
