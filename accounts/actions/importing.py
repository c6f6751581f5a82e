"""People and posts from a workbook, all of them or none."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.access import set_password_slip
from accounts.actions.posts import create_person, give_post
from accounts.models import Post, User
from accounts.workbook import COLUMN_OF, PostRow
from config.errors import Refusal
from regions.csvfile import BrokenFile, Problem
from regions.names import syllables_of


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
