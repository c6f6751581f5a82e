"""What the portal keeps of one villager, to take along or to be erased: every app by its number (B54)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from accounts.privacy import persons
from accounts.privacy.persons import Person
from config.errors import Refusal
from duty.actions import personal as duty
from notify import actions as notify
from services import actions as services
from services.phones import tidy_phone
from services.privacy import matters_of, person_of


def find_person(*, phone: str = "", number: str = "", reports: bool = False) -> Person:
    """By the phone they left, or by the number of one of their matters; raises Refusal where there is nobody."""
    digits = "".join(number.split())
    if not (phone or digits):
        raise Refusal(_("请写电话，或者一件事的编号"), "phone")
    found = person_of(matters_of(phone=tidy_phone(phone), number=digits, reports=reports))
    if found is None:
        raise Refusal(_("系统里没有这个人的事"), "phone" if phone else "number")
    return found


@transaction.atomic
def export_person(
    *,
    person: Person,
    at: datetime,
    by: User | None = None,
    reason: str = "",
    address: str | None = None,
) -> dict[str, Any]:
    """Everything about the person in one paper; an audit entry says who took it out."""
    paper = {
        "made_at": at.isoformat(),
        "matters": services.export(person, at),
        "messages": notify.export(person),
    }
    _record("export_person", person, at, by, reason, address, {"matters": len(person.matters)})
    return paper


@transaction.atomic
def erase_person(
    *,
    person: Person,
    at: datetime,
    reason: str,
    by: User | None = None,
    address: str | None = None,
) -> dict[str, int]:
    """Take the person out of everything, all of it or nothing; raises Refusal while a matter is not over.

    1. counters of the hour (accounts), messages, calls and exported files (notify)
    2. words of the duty log that hold their phone or a number of theirs (duty)
    3. their matters: who, words, pictures, papers' names, search (services)
    Figures, numbers and the sealed ledger stay. One audit entry, by a mark and not by name.
    """
    if not reason.strip():
        raise Refusal(_("请写原因，几个字就行"), "reason")
    persons.forget(person=person)
    counted = notify.forget(person)
    counted["log"] = duty.forget(person, services.log_entries_of(person))
    counted |= services.forget(person)
    _record("erase_person", person, at, by, reason, address, counted)
    return counted


def _record(
    verb: str,
    person: Person,
    at: datetime,
    by: User | None,
    reason: str,
    address: str | None,
    data: dict[str, int],
) -> None:
    record_audit(
        verb=verb,
        at=at,
        actor=by,
        subject=person.mark,
        reason=reason,
        data=data,
        address=address,
    )
