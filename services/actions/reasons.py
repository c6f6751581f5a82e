"""What every act asks of a reason, and of the unit that it names."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import Unit
from config.errors import Refusal
from services.audience import is_avoided_by, is_house_of
from services.models import Ticket

REASON_LIMIT = 200


def require_reason(reason: str) -> None:
    if not reason.strip():
        raise Refusal(_("请写原因，几个字就行"), "reason")
    if len(reason) > REASON_LIMIT:
        raise Refusal(_("原因写得太长了，最多200个字"), "reason")


def require_not_concerned(ticket: Ticket, unit: Unit) -> None:
    """A complaint about a house's own service is worked on neither there nor below it (回避)."""
    if not is_avoided_by(unit, ticket):
        return
    if is_house_of(unit, ticket.region):
        raise Refusal(_("说的就是%(unit)s，要回避，请找别的单位") % {"unit": unit.name}, "unit")
    raise Refusal(_("说的是%(unit)s的上一级，要回避，请找别的单位") % {"unit": unit.name}, "unit")
