"""The demonstration county's month themes and the activities of this week and the next (DESIGN 5)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from activities.models import Activity, ActivitySession, MonthTheme, Series
from activities.themes import month_of
from centers.demonstration import SHOWN_VILLAGE, people_of
from centers.models import Center
from regions.models import Region

THEMES = ("孝老敬亲", "学法用法", "平安过冬", "移风易俗", "清洁家园", "科学种田")
BRANCHES = ("第一党小组", "第二党小组", "老党员党小组")
OPERATORS = ("老年协会", "志愿服务队", "红白理事会", "文艺队", "")


class Idea(NamedTuple):
    series: str
    title: str
    place: str
    hour: int
    hours: int


IDEAS = (
    Idea(Series.THEME_DAY, "主题党日", "党员活动室", 9, 2),
    Idea(Series.MORAL_TALK, "道德讲堂：好媳妇好婆婆", "文化大院", 15, 2),
    Idea(Series.LAW_TALK, "法治大讲堂", "二楼", 15, 2),
    Idea(Series.HAPPY_SUNDAY, "快乐星期天：唱戏", "戏台", 14, 3),
    Idea(Series.SERVICE, "镇里来人办社保、医保", "", 9, 3),
    Idea(Series.OTHER, "理发、量血压", "村室院里", 9, 3),
    Idea(Series.OTHER, "读报、下棋", "图书室", 14, 3),
)
LAW_TALK, SERVICE = IDEAS[2], IDEAS[4]


@transaction.atomic
def fill(county: Region, at: datetime, rng: Random) -> int:
    """Themes of this month for most centres, one to three approved activities for each; how many sessions."""
    heads = people_of(county, Role.STATION_HEAD)
    centers = (
        Center.objects.below(county)
        .of_villages()
        .filter(unit__in=heads.keys())
        .select_related("unit__region")
        .order_by("pk")
    )
    themes = _themes(list(centers), month_of(timezone.localdate(at)), rng)
    planned: list[tuple[Activity, datetime, Idea]] = []
    for center in centers:
        for idea, start in _ideas(center, at, rng):
            activity = _activity(center, idea, heads[center.unit_id], at, rng)
            activity.theme = (
                themes.get(center.pk) if start.month == timezone.localdate(at).month else None
            )
            planned.append((activity, start, idea))
    Activity.objects.bulk_create([activity for activity, _start, _idea in planned], batch_size=1000)
    sessions = [
        ActivitySession(
            activity=activity,
            start=start,
            end=start + timedelta(hours=idea.hours),
            place=idea.place,
        )
        for activity, start, idea in planned
    ]
    ActivitySession.objects.bulk_create(sessions, batch_size=1000)
    return len(sessions)


def _themes(centers: list[Center], month: date, rng: Random) -> dict[int, MonthTheme]:
    """One centre in twelve has forgotten its theme, so that the report has something to show."""
    chosen = [
        center
        for center in centers
        if center.unit.region.code == SHOWN_VILLAGE or rng.random() > 1 / 12
    ]
    rows = MonthTheme.objects.bulk_create(
        MonthTheme(center=center, month=month, title=rng.choice(THEMES)) for center in chosen
    )
    return {row.center_id: row for row in rows}


def _ideas(center: Center, at: datetime, rng: Random) -> list[tuple[Idea, datetime]]:
    """Of the coming ten days; the shown village has the two of the screens."""
    today = timezone.localdate(at)
    if center.unit.region.code == SHOWN_VILLAGE:
        first = today if timezone.localtime(at).hour < LAW_TALK.hour else today + timedelta(days=1)
        return [
            (LAW_TALK, _start(first, LAW_TALK)),
            (SERVICE, _start(today + timedelta(days=2), SERVICE)),
        ]
    return [
        (idea, _start(_day(idea, today, rng), idea))
        for idea in rng.sample(IDEAS, rng.choice((1, 1, 2, 3)))
    ]


def _day(idea: Idea, today: date, rng: Random) -> date:
    day = today + timedelta(days=rng.randint(1, 10))
    return day + timedelta(days=6 - day.weekday()) if idea.series == Series.HAPPY_SUNDAY else day


def _start(day: date, idea: Idea) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time())) + timedelta(
        hours=idea.hour
    )


def _activity(center: Center, idea: Idea, head: User, at: datetime, rng: Random) -> Activity:
    return Activity(
        center=center,
        series=idea.series,
        title=idea.title,
        leading_branch=rng.choice(BRANCHES),
        operator=rng.choice(OPERATORS),
        status=Activity.Status.APPROVED,
        written_by=head,
        approved_by=head,
        approved_at=at - timedelta(days=2),
    )
