"""A person's own questions to the list, and one act on several matters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from config.errors import Conflict, Refusal
from services.actions.handling import transfer
from services.actions.reasons import require_reason
from services.models import SavedFilter, Ticket

MOST_SAVED = 12
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Told:
    """What became of one matter; `done` where it was transferred."""

    number: str
    done: bool
    words: str


@transaction.atomic
def save_filter(*, user: User, name: str, query: str) -> SavedFilter:
    """Keep a question under a name; the same name means the new question. Refuses a thirteenth."""
    name = name.strip()
    if not name:
        raise Refusal(_("请给这个查法起个名"), "name")
    if len(name) > 20 or len(query) > 500:
        raise Refusal(_("名字最多20个字"), "name")
    User.objects.select_for_update().get(pk=user.pk)
    others = SavedFilter.objects.filter(user=user).exclude(name=name)
    if others.count() >= MOST_SAVED:
        raise Refusal(_("最多存12个，先删一个不用的"), "name")
    found, _new = SavedFilter.objects.update_or_create(
        user=user, name=name, defaults={"query": query}
    )
    return found


@transaction.atomic
def start_with(*, user: User, saved: SavedFilter | None) -> None:
    """After the log-in the desk opens with this question; None: with the work list again."""
    SavedFilter.objects.filter(user=user, starts=True).update(starts=False)
    if saved is not None:
        SavedFilter.objects.filter(user=user, pk=saved.pk).update(starts=True)


def remove_filter(*, saved: SavedFilter) -> None:
    saved.delete()


def transfer_many(
    *, chosen: Iterable[tuple[str, int]], unit: Unit, reason: str, by: User, at: datetime
) -> list[Told]:
    """Offer several matters to one unit for one reason, each an act and a transaction of its own.

    `chosen` has the number and the last step that the page showed. Every matter answers what
    became of it: transferred, changed meanwhile, or not allowed; one that fails stops no other.
    """
    require_reason(reason)
    chosen = list(dict(chosen).items())
    if len(chosen) > MOST_AT_ONCE:
        raise Refusal(_("一次最多转50件"))
    return [_transfer_one(number, seq, unit, reason, by, at) for number, seq in chosen]


def _transfer_one(number: str, seq: int, unit: Unit, reason: str, by: User, at: datetime) -> Told:
    ticket = Ticket.objects.visible_to(by).filter(number=number).first()
    if ticket is None:
        return Told(number, done=False, words=_("没转：已经不在您这里了"))
    try:
        transfer(ticket=ticket, unit=unit, reason=reason, by=by, at=at, seq=seq)
    except Conflict:
        return Told(number, done=False, words=_("没转：刚才有人动过了，请看看变化"))
    except PermissionDenied:
        return Told(number, done=False, words=_("没转：您的岗位不能转这一件"))
    except Refusal as refusal:
        return Told(number, done=False, words=_("没转：%(why)s") % {"why": refusal.message})
    return Told(number, done=True, words=_("转给%(unit)s了，等签收") % {"unit": unit.name})
