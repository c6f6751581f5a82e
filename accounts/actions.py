"""What may change about people and posts, and the one way to write an audit entry."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Any, NamedTuple

from axes.models import AccessAttempt
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from accounts.models import AuditEntry, Post, Unit, UnitKind, User
from accounts.permissions import may_reset_password
from accounts.querysets import PostQuerySet, UnitQuerySet
from accounts.roles import ADMIN_ROLES, UNIT_KINDS_OF, Engagement, Role
from accounts.workbook import COLUMN_OF, PostRow
from config.errors import Conflict, Refusal
from regions.csvfile import BrokenFile, Problem
from regions.models import Region
from regions.names import syllables_of

# No letters or digits that a print-out or an old eye takes for one another.
SLIP_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def record_audit(
    *,
    verb: str,
    at: datetime,
    actor: User | None = None,
    subject: str = "",
    reason: str = "",
    data: dict[str, Any] | None = None,
    address: str | None = None,
) -> AuditEntry:
    """Append to the audit: who read, exported or changed what (B53). No personal data in `data`."""
    return AuditEntry.objects.create(
        at=at,
        actor=actor,
        verb=verb,
        subject=subject[:80],
        reason=reason[:200],
        data=data or {},
        address=address or None,
    )


@transaction.atomic
def create_person(
    *,
    name: str,
    at: datetime,
    actor: User | None = None,
    phone: str = "",
    username: str = "",
    phone_public: bool = False,
) -> User:
    """A person who can be asked and stand duty; logging in needs a slip (`set_password_slip`).

    Without a user name the phone number is one. Writes an audit entry.
    """
    person = User(
        name=name, phone=phone or None, username=username or phone, phone_public=phone_public
    )
    person.set_unusable_password()
    _refuse_invalid(person)
    person.save()
    record_audit(verb="create_person", actor=actor, at=at, subject=f"user:{person.pk}")
    return person


@transaction.atomic
def give_post(
    *,
    user: User,
    unit: Unit,
    role: str,
    starts: date,
    at: datetime,
    actor: User | None = None,
    ends: date | None = None,
    region: Region | None = None,
    engagement: str = Engagement.FULL_TIME,
) -> Post:
    """Give a person a post from `starts` until the day before `ends`; writes an audit entry.

    Refused: a role that does not stand in such a unit, a second admin role for one person,
    a post for oneself, a second liaison or stand-in of a department for the same days.
    """
    post = Post(
        user=user,
        unit=unit,
        role=role,
        region=region,
        engagement=engagement,
        starts=starts,
        ends=ends,
    )
    check_post(post, actor=actor)
    _refuse_invalid(post)
    post.save()
    record_audit(
        verb="give_post",
        actor=actor,
        at=at,
        subject=f"post:{post.pk}",
        data={"user": user.pk, "unit": unit.pk, "role": role},
    )
    return post


def check_post(post: Post, actor: User | None = None) -> None:
    """The rules of posts that the database does not hold."""
    if actor is not None and actor == post.user:
        raise Refusal(_("不能给自己加岗位，请另一位管理员来办"))
    if post.unit.kind not in UNIT_KINDS_OF[post.role]:
        raise Refusal(
            _("“%(unit)s”里没有“%(role)s”这个岗位")
            % {"unit": post.unit, "role": Role(post.role).label},
            "role",
        )
    if post.role == Role.VILLAGE_LINK and not (
        post.region and post.region.is_below(post.unit.region)
    ):
        raise Refusal(_("包村干部要写明包的是本镇哪个村"), "region")
    if post.role in ADMIN_ROLES and _other_admin_posts(post).exists():
        raise Refusal(_("系统管理、安全管理、审计三个岗位要由三个人担任"), "role")


def _other_admin_posts(post: Post) -> PostQuerySet:
    others = Post.objects.filter(user=post.user, role__in=ADMIN_ROLES - {Role(post.role)}).exclude(
        pk=post.pk
    )
    return others.overlapping(post.starts, post.ends)


class Slip(NamedTuple):
    """A first password on paper."""

    name: str
    login: str
    password: str


@dataclass
class Imported:
    people: int = 0
    posts: int = 0
    unchanged: int = 0
    slips: list[Slip] = field(default_factory=list)


@transaction.atomic
def import_people(
    *, rows: list[PostRow], with_slips: bool, at: datetime, actor: User | None = None
) -> Imported:
    """Create the people and posts of a workbook, all of them or none.

    A post that stands already with the same days is left alone, so a second import changes
    nothing. New people get a first password when slips are wanted; the slips are the answer.
    """
    done = Imported()
    created: dict[str, User] = {}
    problems: list[Problem] = []
    for row in rows:
        try:
            with transaction.atomic():
                _import_row(row, created, done, at=at, actor=actor)
        except Refusal as refusal:
            problems.append(
                Problem(row.line, COLUMN_OF.get(refusal.field or "", ""), refusal.message)
            )
    if problems:
        raise BrokenFile(problems)
    if with_slips:
        done.slips = [
            Slip(
                person.name, person.phone or person.username, set_password_slip(user=person, at=at)
            )
            for person in created.values()
        ]
    return done


def _import_row(
    row: PostRow, created: dict[str, User], done: Imported, *, at: datetime, actor: User | None
) -> None:
    person = row.person or created.get(row.phone or row.name)
    if person is None:
        username = row.phone or _free_username(row.name)
        person = create_person(
            name=row.name, phone=row.phone, username=username, at=at, actor=actor
        )
        created[row.phone or row.name] = person
        done.people += 1
    same = Post.objects.filter(user=person, unit=row.unit, role=row.role, region=row.region)
    if same.filter(starts=row.starts, ends=row.ends).exists():
        done.unchanged += 1
    elif same.overlapping(row.starts, row.ends).exists():
        raise Refusal(_("这个人已经有这个岗位，起止日期不一样；要改日期请到后台改"), "starts")
    else:
        give_post(
            user=person,
            unit=row.unit,
            role=row.role,
            region=row.region,
            starts=row.starts,
            ends=row.ends,
            at=at,
            actor=actor,
        )
        done.posts += 1


def _free_username(name: str) -> str:
    """The name in pinyin, with a number when somebody has it already."""
    stem = "".join(syllables_of(name))[:30]
    taken = set(User.objects.filter(username__startswith=stem).values_list("username", flat=True))
    return next(
        username
        for number in count(1)
        if (username := stem + (str(number) if number > 1 else "")) not in taken
    )


@transaction.atomic
def end_post(*, post: Post, on: date, at: datetime, actor: User | None = None) -> Post:
    """The post is held for the last time the day before `on`; open matters are the caller's (portal) to hand on."""
    post = Post.objects.select_for_update().get(pk=post.pk)
    if post.ends is not None and post.ends <= on:
        raise Conflict(_("这个岗位已经到期了"))
    if on <= post.starts:
        raise Refusal(_("结束日期要晚于开始日期"), "ends")
    post.ends = on
    post.save(update_fields=["ends"])
    record_audit(
        verb="end_post",
        actor=actor,
        at=at,
        subject=f"post:{post.pk}",
        data={"ends": on.isoformat()},
    )
    return post


@dataclass(frozen=True)
class Followed:
    """The unit that answers now, and whose posts at the closed units ended or still stand."""

    heir: Unit | None
    ended: list[Post] = field(default_factory=list)
    standing: list[Post] = field(default_factory=list)


@transaction.atomic
def follow(*, region: Region, on: date, end_posts: bool = False) -> Followed:
    """A region was merged: who answers for it from now on.

    1. The successor's station serves the old village, and whatever the old station served.
    2. Units below its centre stand below the successor's; its own desks close with it.
    3. The closed units keep their rows for history. Their open posts, and the links to the
       village, end on that day only when asked: people need posts at the successor first.
    """
    closed = Unit.objects.regional(region)
    heir = Unit.objects.answering_for(region)
    if heir is None:
        if closed.exists():
            raise Refusal(_("%(name)s还没有受理单位，请先设好") % {"name": region.lineage[-1]})
        return Followed(None)
    if heir.kind == UnitKind.VILLAGE_STATION:
        heir.serves.add(region, *Region.objects.filter(served_by__in=closed))
    below = Unit.objects.filter(superior__in=closed).exclude(pk__in=closed)
    below.exclude(pk=heir.pk).update(superior=heir)
    posts = _posts_of(region, closed, on)
    if not end_posts:
        return Followed(heir, standing=posts)
    for post in posts:
        if post.starts >= on:
            raise Refusal(_("%(post)s到那天还没开始，请先改它的日期") % {"post": post})
        post.ends = on
        post.save(update_fields=["ends"])
    return Followed(heir, ended=posts)


def _posts_of(region: Region, closed: UnitQuerySet, on: date) -> list[Post]:
    """The posts at the closed units and the links to the village that go beyond the day."""
    there = Q(unit__in=closed) | Q(region=region)
    beyond = Q(ends=None) | Q(ends__gt=on)
    posts = Post.objects.filter(there, beyond).select_related("user", "unit")
    return list(posts.select_for_update(of=("self",)).order_by("pk"))


@transaction.atomic
def set_password_slip(
    *, user: User, at: datetime, actor: User | None = None, address: str | None = None
) -> str:
    """A new password to be printed and handed over; answers it once, it is kept nowhere.

    Ends every session and API token of the person, opens a locked door, and demands an own
    password at the next log-in. `actor` None is the import or the set-up. Writes an audit entry.
    """
    if actor is not None and not may_reset_password(actor, user):
        raise Refusal(_("您不能重设这个人的密码"))
    password = "-".join(
        "".join(secrets.choice(SLIP_LETTERS) for _letter in range(4)) for _group in range(3)
    )
    _set_password(user, password, must_change=True)
    AccessAttempt.objects.filter(username=user.username).delete()
    record_audit(
        verb="reset_password", actor=actor, at=at, subject=f"user:{user.pk}", address=address
    )
    return password


@transaction.atomic
def change_password(*, user: User, password: str, at: datetime, address: str | None = None) -> None:
    """The person's own new password; ends the other sessions and the API token. Writes an audit entry."""
    _set_password(user, password, must_change=False)
    record_audit(
        verb="change_password", actor=user, at=at, subject=f"user:{user.pk}", address=address
    )


@transaction.atomic
def open_lock(*, user: User, actor: User, at: datetime, address: str | None = None) -> None:
    """Let somebody who is locked out try again at once. Writes an audit entry."""
    if not may_reset_password(actor, user):
        raise Refusal(_("您不能给这个人解锁"))
    AccessAttempt.objects.filter(username=user.username).delete()
    record_audit(verb="open_lock", actor=actor, at=at, subject=f"user:{user.pk}", address=address)


@transaction.atomic
def issue_token(*, user: User, at: datetime, address: str | None = None) -> str:
    """The person's API token, made at the first request; writes an audit entry."""
    token, _created = Token.objects.get_or_create(user=user)
    record_audit(verb="issue_token", actor=user, at=at, subject=f"user:{user.pk}", address=address)
    return str(token.key)


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    Token.objects.filter(user=user).delete()


def _refuse_invalid(row: User | Post) -> None:
    """The model's own validation as one sentence about one field."""
    try:
        row.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refusal(sentences[0], None if field == "__all__" else field) from error
