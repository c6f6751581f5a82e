"""Changes to a roster after it was made."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import User
from config.errors import Conflict, Refusal
from duty.models import Assignment, DutyCategory, DutyMember, Roster
from duty.permissions import may_change_roster
from regions.wording import instant

EXCLUSION = "one_onsite_duty_at_a_time"


@transaction.atomic
def publish_roster(*, roster: Roster, by: User, at: datetime) -> Roster:
    """A draft becomes what everybody sees; from then on only `replace_assignment` changes it."""
    roster = (
        Roster.objects.select_for_update(of=("self",))
        .select_related("center__unit__region")
        .get(pk=roster.pk)
    )
    if not may_change_roster(by, roster.center):
        raise Refusal(_("只有站长和镇里能公布值班表"))
    if roster.status == Roster.Status.PUBLISHED:
        raise Conflict(_("这个月的值班表已经公布了"))
    roster.status, roster.published_by, roster.published_at = Roster.Status.PUBLISHED, by, at
    roster.save(update_fields=["status", "published_by", "published_at"])
    return roster


def replace_assignment(
    *, assignment: Assignment, user: User, source: str, by: User, at: datetime, reason: str
) -> Assignment:
    """Somebody else stands the rest of a shift.

    1. Before the shift the old row becomes `replaced`; while it runs the old row ends at `at`,
       so that the roster keeps saying who stood when.
    2. A new row, from then on, for `user`.
    3. An audit entry with the reason.
    Raises Conflict when the row changed meanwhile or `user` stands elsewhere at that time.
    """
    try:
        with transaction.atomic():
            return _replace(assignment.pk, user, source, by, at, reason)
    except IntegrityError as error:
        if EXCLUSION not in str(error):
            raise
        raise Conflict(
            _("%(name)s这段时间已经在别的中心值班，换一个人") % {"name": user.name}
        ) from error


def _replace(pk: int, user: User, source: str, by: User, at: datetime, reason: str) -> Assignment:
    places = Assignment.objects.select_related(
        "shift__center__unit__region", "shift__template", "user"
    )
    old = places.select_for_update(of=("self",)).get(pk=pk)
    User.objects.select_for_update(no_key=True).get(
        pk=user.pk
    )  # two places offered to one person at once
    _check_place(old, by, at, reason)
    member = _member_for(old, user)
    new = Assignment(
        shift=old.shift,
        member=member,
        user=user,
        category=old.category,
        presence=old.presence,
        counter=old.counter,
        lead=old.lead,
        start=max(old.start, at),
        end=old.end,
        source=source,
    )
    if old.user is not None and old.start < at:
        old.end = at
    else:
        old.status = Assignment.Status.REPLACED
    old.save(update_fields=["end", "status"])
    new.save()
    with (
        connection.cursor() as cursor
    ):  # the constraint is deferred: ask it now, while the answer can be a sentence
        cursor.execute(f"SET CONSTRAINTS {EXCLUSION} IMMEDIATE")
    names = {"from": old.user_id, "to": user.pk, "source": source, "replaced": old.pk}
    record_audit(
        verb="replace_assignment",
        actor=by,
        at=at,
        subject=f"assignment:{new.pk}",
        reason=reason,
        data=names,
    )
    return new


def _check_place(old: Assignment, by: User, at: datetime, reason: str) -> None:
    if not may_change_roster(by, old.shift.center):
        raise Refusal(_("只有站长和镇里能换人"))
    if not reason.strip():
        raise Refusal(_("请写明为什么换人"), field="reason")
    if old.status != Assignment.Status.ACTIVE or old.shift.cancelled:
        raise Conflict(_("这个班刚才已经换过人了，请重新看一下"))
    if old.end <= at:
        raise Refusal(_("这个班%(until)s已经结束，不能再换人") % {"until": instant(old.end)})


def _member_for(old: Assignment, user: User) -> DutyMember:
    """The membership under which `user` may take the place."""
    member = (
        DutyMember.objects.standing(old.shift.duty_date)
        .filter(center=old.shift.center, user=user)
        .first()
    )
    if member is None:
        raise Refusal(_("%(name)s不在这个中心的值班人员里") % {"name": user.name}, field="user")
    if old.category and member.category != old.category:
        raise Refusal(
            _("这个位置要%(category)s") % {"category": DutyCategory(old.category).label},
            field="user",
        )
    beside = Assignment.objects.active().filter(shift=old.shift, user=user, end__gt=old.start)
    if beside.exists():
        raise Refusal(_("%(name)s已经在这个班上") % {"name": user.name}, field="user")
    return member
