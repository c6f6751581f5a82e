"""请别排: days on which somebody would rather not stand; weighed by the next draft, promised to nobody (B22)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from config.errors import Conflict, Refusal
from duty.models import DutyMember, Wish

MOST_A_MONTH = 3


@transaction.atomic
def wish_off(*, member: DutyMember, date: date, by: User, at: datetime) -> Wish:
    """One's own, of a coming day, at most so many a month; a roster that stands is changed by leave or swap."""
    if member.user_id != by.pk:
        raise Refusal(_("只能写自己的"))
    if date <= timezone.localdate(at):
        raise Refusal(_("请选明天以后的日子"), field="date")
    list(DutyMember.objects.select_for_update(no_key=True).filter(pk=member.pk).values_list("pk"))
    same = Wish.objects.filter(member=member, date__year=date.year, date__month=date.month)
    if same.filter(date=date).exists():
        raise Conflict(_("这一天已经写过了"), field="date")
    if same.count() >= MOST_A_MONTH:
        raise Refusal(
            _("一个月最多写%(most)d天。真值不了请请假") % {"most": MOST_A_MONTH}, field="date"
        )
    return Wish.objects.create(member=member, date=date)


@transaction.atomic
def take_wish_back(*, wish: Wish, by: User) -> None:
    if wish.member.user_id != by.pk:
        raise Refusal(_("只能改自己的"))
    wish.delete()
