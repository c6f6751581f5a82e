"""People, and the posts that they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record_audit
from accounts.models import Post, Unit, User
from accounts.querysets import PostQuerySet
from accounts.roles import ADMIN_ROLES, UNIT_KINDS_OF, Engagement, Role
from config.errors import Conflict, Refusal
from regions.models import Region


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


def _refuse_invalid(row: User | Post) -> None:
    """The model's own validation as one sentence about one field."""
    try:
        row.full_clean()
    except ValidationError as error:
        field, sentences = next(iter(error.message_dict.items()))
        raise Refusal(sentences[0], None if field == "__all__" else field) from error
