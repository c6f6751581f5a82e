"""The one-time notice: everything about an item that a villager is told at once (C3, 一次性告知)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from services.catalogue.modes import who_goes
from services.models import Material
from services.wording import length_words

if TYPE_CHECKING:
    from services.models import Offer, ServiceItem


@dataclass(frozen=True)
class Paper:
    """One line of the materials; `details` is what is known of 原件/复印件, 几份, 哪儿开."""

    text: str
    details: str


@dataclass(frozen=True)
class Notice:
    """What page and print sheet show. An empty list reads 请先电话询问 with `phone`."""

    item: ServiceItem
    phone: str
    who: list[str]
    papers: list[Paper]
    steps: list[str]
    time: list[str]
    fee: list[str]
    place: list[str]
    helper: list[str]

    @property
    def papers_leave_questions(self) -> bool:
        return any(not paper.details for paper in self.papers)


def notice_of(item: ServiceItem, *, phone: str, home: str, offers: list[Offer]) -> Notice:
    """`phone` answers what the item leaves open, unless the item has a number of its own."""
    return Notice(
        item=item,
        phone=item.phone or phone,
        who=item.conditions.splitlines(),
        papers=[Paper(material.text, details_of(material)) for material in item.materials.all()],
        steps=item.steps.splitlines(),
        time=time_of(item),
        fee=[item.fee] if item.fee else [],
        place=[line for line in (item.place, *map(door_of, offers)) if line],
        helper=who_goes(item, home),
    )


def amount_words(amount: int | None, basis: str) -> str:
    """3个工作日, 5天, 2小时, 当场; nothing for an amount that nobody has promised."""
    if amount is None:
        return ""
    if amount == 0:
        return _("当场")
    return length_words(amount, basis)


def promise_words(item: ServiceItem) -> str:
    return amount_words(item.promised_amount, item.promised_basis)


def time_of(item: ServiceItem) -> list[str]:
    promise = promise_words(item)
    if not promise:
        return []
    lines = [
        _("%s就办") % promise
        if item.promised_amount == 0
        else _("%s内办好，从材料交齐算起") % promise
    ]
    if item.legal_amount:
        lines.append(_("国家规定最长%s") % amount_words(item.legal_amount, item.legal_basis))
    return lines


def details_of(material: Material) -> str:
    """原件，1份，派出所开: only what is stated."""
    copies = _("%s份") % material.copies if material.copies else ""
    issuer = _("%s开") % material.where_to_get if material.where_to_get else ""
    form = material.get_form_display() if material.form else ""
    return _("，").join(part for part in (form, copies, issuer) if part)


def door_of(offer: Offer) -> str:
    """柳泉镇服务部，每周三上午，找孙建国."""
    person = _("找%s") % offer.who if offer.who else ""
    return _("，").join(part for part in (offer.unit.name, offer.days, person) if part)
