"""What a villager is told in writing where the county sends SMS or e-mail (B14, B57); never of a report on cadres."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from notify import actions as notify
from notify import gateways, wording
from notify.wording import Worded
from services.choices import Channel
from services.public import unit_phone

if TYPE_CHECKING:
    from services.actions.turn import Turn
    from services.models import Ticket

WRITTEN: Final = ("sms", "email")

TEXTS = {
    "ticket_done": _("您说的事有结果了，编号{number}。有话打{phone}"),
    "ticket_declined": _("您说的事这里办不了，编号{number}。该去找谁，打{phone}问"),
    "ticket_materials": _("您的事还差{count}样材料，编号{number}。缺啥、交到哪儿，打{phone}问"),
    "ticket_urgent_new": _("来了急事：{number}，{village}，请马上打电话、点我接了"),
    "ticket_urgent": _("急事没人接：{number}，{village}，已过{minutes}分钟"),
}
# The same by e-mail, which has room for what was written.
LETTERS = {
    "ticket_done_mail": _("您说的事有结果了，编号{number}\n\n{words}\n\n有话打{phone}"),
    "ticket_declined_mail": _("您说的事这里办不了，编号{number}\n\n请找：{words}\n\n有话打{phone}"),
    "ticket_materials_mail": _(
        "您的事还差{count}样材料，编号{number}\n\n缺的是：{words}\n\n交到哪儿，打{phone}问"
    ),
}
EXAMPLES = {
    "number": "04261837",
    "phone": "0379-00000011",
    "count": "12",
    "village": "沙漠村",
    "minutes": "30",
    "words": "灯换好了",
}


def define() -> None:
    """Called when the app is ready; the county may word each its own way in /admin/."""
    wording.define(TEXTS, EXAMPLES)
    wording.define(LETTERS, letters=True)


def written_ways(ticket: Ticket) -> list[str]:
    """In which ways words would reach this villager without anybody phoning."""
    person = ticket.requester
    if person is None or ticket.confidential:
        return []
    by_sms = gateways.has_sms() and gateways.is_mobile(person.phone)
    reached = {"sms": by_sms, "email": gateways.reaches_by_email(person.email)}
    return [way for way in WRITTEN if reached[way]]


def write_to_requester(
    step: Turn, code: str, *, words: str, channel: str = "", **more: object
) -> None:
    """Queue the message beside the step just recorded; whom no SMS reaches, the unit is asked to phone.

    By e-mail the villager reads the `words` themselves. Without `channel` a matter that came
    by e-mail is answered by e-mail, any other by SMS where that reaches.
    """
    ticket, person = step.ticket, step.ticket.requester
    if person is None or ticket.confidential:
        return
    above = ticket.unit.superior
    phone = unit_phone(ticket.unit) or (unit_phone(above) if above else "")
    fields = {"number": ticket.number, "phone": phone, **more}
    said = {name: str(value) for name, value in fields.items()}
    notify.tell_villager(
        phone="" if channel == "email" else person.phone,
        text=Worded(code, said),
        email="" if channel == "sms" else person.email,
        letter=Worded(f"{code}_mail", {**said, "words": words}),
        email_first=ticket.channel == Channel.EMAIL,
        caller=ticket.unit,
        cause=f"ticket:{ticket.number}:{ticket.last_seq}:villager",
        about=f"ticket:{ticket.number}",
        url=step.url,
        at=step.at,
    )
