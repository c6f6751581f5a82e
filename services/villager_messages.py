"""What a villager is told in writing where the county sends SMS or e-mail (B14, B57); never of a report on cadres."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from notify import actions as notify
from notify import gateways, wording
from notify.wording import Worded
from services.public import unit_phone

if TYPE_CHECKING:
    from services.actions.turn import Turn
    from services.models import Ticket

TEXTS = {
    "ticket_done": _("您说的事有结果了，编号{number}。有话打{phone}"),
    "ticket_declined": _("您说的事这里办不了，编号{number}。该去找谁，打{phone}问"),
    "ticket_materials": _("您的事还差{count}样材料，编号{number}。缺啥、交到哪儿，打{phone}问"),
    "ticket_urgent": _("急事没人接：{number}，{village}，已过{minutes}分钟"),
}
EXAMPLES = {
    "number": "04261837",
    "phone": "0379-00000011",
    "count": "12",
    "village": "沙漠村",
    "minutes": "30",
}


def define() -> None:
    """Called when the app is ready; the county may word each its own way in /admin/."""
    wording.define(TEXTS, EXAMPLES)


def can_be_written_to(ticket: Ticket) -> bool:
    """Whether words would reach this villager without anybody phoning."""
    person = ticket.requester
    if person is None or ticket.confidential:
        return False
    by_sms = gateways.has_sms() and gateways.is_mobile(person.phone)
    return by_sms or bool(person.email and gateways.has_email())


def write_to_requester(step: Turn, code: str, **more: object) -> None:
    """Queue the message beside the step just recorded; whom no SMS reaches, the unit is asked to phone."""
    ticket, person = step.ticket, step.ticket.requester
    if person is None or ticket.confidential:
        return
    above = ticket.unit.superior
    phone = unit_phone(ticket.unit) or (unit_phone(above) if above else "")
    fields = {"number": ticket.number, "phone": phone, **more}
    notify.tell_villager(
        phone=person.phone,
        email=person.email,
        text=Worded(code, {name: str(value) for name, value in fields.items()}),
        caller=ticket.unit,
        cause=f"ticket:{ticket.number}:{ticket.last_seq}:villager",
        about=f"ticket:{ticket.number}",
        url=step.url,
        at=step.at,
    )
