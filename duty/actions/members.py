"""Who stands duty at a centre, as what and how much: kept by the leader, each change in the audit (B22)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import record_audit
from accounts.models import Post, User
from centers.models import Center, CenterKind
from config.errors import Conflict, Refusal
from duty.actions.changes import record_replacement
from duty.actions.credits import credit_newcomers
from duty.actions.places import changing_places, give_place, lock_people, locked_places
from duty.models import Assignment, DutyMember, PlannedChange, SwapRequest, Wish
from duty.permissions import may_change_roster
from duty.telling import leaders_of, tell
from regions.wording import day


@dataclass(frozen=True)
class Terms:
    """What binds somebody at one centre; a share below one says why."""

    category: str
    can_lead: bool = False
    weight: Decimal = Decimal(1)
    note: str = ""
    max_per_7_days: int = 5
    min_rest_hours: int = 11
    max_nights_in_row: int = 2
    no_night_until: date | None = None


def people_to_add(center: Center, at: datetime) -> QuerySet[User]:
    """Whoever holds a post of the place, for a village also of its township, and does not stand duty there yet."""
    today = timezone.localdate(at)
    region = center.unit.region
    near = Q(unit__region=region) | Q(region=region)
    if center.kind != CenterKind.TOWNSHIP:
        near |= Q(unit__region=region.parent_id)
    posts = Post.objects.active_on(today).filter(near)
    there = DutyMember.objects.filter(center=center).exclude(active_until__lte=today)
    return (
        User.objects.filter(pk__in=posts.values("user"), is_active=True)
        .exclude(pk__in=there.values("user"))
        .order_by("name", "pk")
    )


@transaction.atomic
def add_member(
    *, center: Center, user: User, since: date, terms: Terms, by: User, at: datetime
) -> DutyMember:
    """Somebody stands duty from a day on: days that are not planned yet ask for them, published ones stay.

    The person is told. Their credits start at the average of those who have stood there.
    """
    _require(center, by)
    _require_share(terms)
    if since < timezone.localdate(at):
        raise Refusal(_("从今天起才能加，以前的班已经值过了"), field="since")
    list(Center.objects.select_for_update(no_key=True).filter(pk=center.pk).values_list("pk"))
    known = DutyMember.objects.filter(center=center, user=user).exclude(active_until__lte=since)
    if known.exists():
        raise Conflict(_("%(name)s已经在值班人员里了") % {"name": user.name}, field="user")
    if not people_to_add(center, at).filter(pk=user.pk).exists():
        raise Refusal(
            _("%(name)s在本村和本镇没有岗位，先请镇里给岗位") % {"name": user.name}, "user"
        )
    member = DutyMember.objects.create(center=center, user=user, active_from=since, **_facts(terms))
    credit_newcomers(center=center, at=at)
    _record("add_duty_member", member, by, at, terms.note)
    text = _("从%(day)s起您在这里值班") % {"day": day(since)}
    tell([user], text, center=center, cause=f"member:{member.pk}:added", at=at)
    return member


@transaction.atomic
def change_member(*, member: DutyMember, terms: Terms, by: User, at: datetime) -> DutyMember:
    """Other terms from the next draft on; places that are published already stay with the person."""
    member = _locked(member)
    _require(member.center, by)
    _require_share(terms)
    before = {name: getattr(member, name) for name in _facts(terms)}
    changed = {name: now for name, now in _facts(terms).items() if before[name] != now}
    if not changed:
        return member
    for name, now in changed.items():
        setattr(member, name, now)
    member.save(update_fields=list(changed))
    _record("change_duty_member", member, by, at, terms.note, sorted(changed))
    return member


def end_member(*, member: DutyMember, until: date, reason: str, by: User, at: datetime) -> int:
    """From `until` on the person stands no duty there; answers how many places are open now.

    1. Shifts that begin before that day stay theirs, also one that runs on into it.
    2. Later places become open ones, planned changes, swaps and wishes of them are off.
    3. What was stood stays credited. An audit entry; the person and the leaders are told.
    """
    with changing_places():
        member = _locked(member)
        _require(member.center, by)
        _require_end(member, until, reason, at)
        holes = _open_places(member, until, by, at, reason.strip())
        member.active_until = until
        member.save(update_fields=["active_until"])
        Wish.objects.filter(member=member, date__gte=until).delete()
        _record("end_duty_member", member, by, at, reason.strip())
        _tell_end(member, len(holes), by, at)
    return len(holes)


def _require_end(member: DutyMember, until: date, reason: str, at: datetime) -> None:
    if not reason.strip():
        raise Refusal(_("请写明为什么不再值班"), field="reason")
    if until <= timezone.localdate(at):
        raise Refusal(_("从明天起才能停，今天的班已经在值"), field="until")
    if until <= member.active_from:
        raise Refusal(_("这个人那时候还没开始值班，请选后面的日子"), field="until")
    if member.active_until is not None and member.active_until <= until:
        raise Conflict(_("这个人到那天已经不值班了"), field="until")


def _open_places(
    member: DutyMember, until: date, by: User, at: datetime, reason: str
) -> list[Assignment]:
    later = Assignment.objects.active().filter(member=member, shift__duty_date__gte=until)
    places = locked_places(later.filter(start__gt=at).values_list("pk", flat=True))
    lock_people([member.user_id])
    holes = []
    for old in places.values():
        new = give_place(old=old, member=None, source=Assignment.Source.MANUAL, since=old.start)
        record_replacement(old, new, by, at, reason)
        holes.append(new)
    PlannedChange.objects.filter(assignment__in=places).delete()
    PlannedChange.objects.filter(member=member, assignment__shift__duty_date__gte=until).delete()
    SwapRequest.objects.pending().filter(Q(assignment__in=places) | Q(counter__in=places)).update(
        status=SwapRequest.Status.EXPIRED, decided_at=at
    )
    return holes


def _tell_end(member: DutyMember, holes: int, by: User, at: datetime) -> None:
    until = member.active_until
    if until is None:
        return
    cause = f"member:{member.pk}:ended"
    text = _("从%(day)s起您不在这里值班了") % {"day": day(until)}
    tell([member.user], text, center=member.center, cause=cause, at=at)
    if holes:
        text = _("%(name)s从%(day)s起不值班了，空出%(holes)d个位置，请安排人") % {
            "name": member.user.name,
            "day": day(until),
            "holes": holes,
        }
        told = [one for one in leaders_of(member.center, at) if one != member.user]
        tell(told, text, center=member.center, cause=f"{cause}:holes", at=at)


def _require(center: Center, by: User) -> None:
    if not may_change_roster(by, center):
        raise Refusal(_("只有站长和镇里能改值班人员"))


def _require_share(terms: Terms) -> None:
    if terms.weight < 1 and not terms.note.strip():
        raise Refusal(_("少排或不排，请写明为什么"), field="note")


def _facts(terms: Terms) -> dict[str, object]:
    return asdict(terms) | {"note": terms.note.strip()}


def _locked(member: DutyMember) -> DutyMember:
    return (
        DutyMember.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "center__unit__region")
        .get(pk=member.pk)
    )


def _record(
    verb: str,
    member: DutyMember,
    by: User,
    at: datetime,
    reason: str,
    changed: list[str] | None = None,
) -> None:
    record_audit(
        verb=verb,
        actor=by,
        at=at,
        subject=f"duty_member:{member.pk}",
        reason=reason,
        data={"fields": changed or [], "user": member.user_id, "weight": str(member.weight)},
    )
