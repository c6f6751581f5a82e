"""The demonstration county's walls and renovation: 28, 150 and 175 of 353 centres, everything invented."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Unit, UnitKind
from centers.models import (
    Batch,
    BuildMode,
    Center,
    Contribution,
    GateState,
    Milestone,
    MoneySource,
    Programme,
    Project,
    Quantity,
    QuantityKind,
    Wall,
    WallState,
)
from regions.models import Region

ALL = 353
# Pilots, second and third batch, as in the county that these proportions are taken from.
BATCHES = (28, 150, 175)
PILOTS_OF_A_TOWNSHIP = 3
# Of 353 centres; the rest has not been looked at.
WALLS = {
    WallState.REMOVED: 190,
    WallState.CULTURE: 31,
    WallState.KEPT: 67,
    WallState.NONE: 46,
    WallState.STANDING: 13,
}
REASONS = {
    WallState.KEPT: ("院外临崖", "挨着河道", "和学校共用一道墙"),
    WallState.CULTURE: ("画了村规民约", "画了二十四节气"),
}
PLANS = ("拆围墙，建小游园", "修公厕，添健身器材", "腾出两间做图书室", "院里种树，添广播器材")
SITES = ("老学校", "村口晒场边", "东头老支书家旧院", "文化广场北边", "原供销社")
HOSTS = ("村小学一楼", "文化大院东屋", "村卫生室旁边两间", "镇敬老院前楼")
STEPS = ("定方案", "开工", "验收")
UNFINISHED_OF_SECOND = 12
KINDS = (("公厕", "所", 1), ("苗木", "棵", 80), ("小游园", "个", 1), ("健身器材", "件", 12))
DAY = timedelta(days=1)


def fill(county: Region, villages: list[Center], shown: str, at: datetime) -> None:
    """Walls of all but a few, three batches, what they brought and who paid; `shown` asks its people now.

    A throw of its own, so that what else is thrown for the county stays as it was.
    """
    rng = Random(ALL)  # noqa: S311 - no secret
    today = timezone.localdate(at)
    if not villages or Programme.objects.filter(region=county).exists():
        return
    Wall.objects.bulk_create(_walls(villages, today, rng))
    batches = _batches(county, today)
    projects = Project.objects.bulk_create(_projects(villages, batches, shown, at, rng))
    Milestone.objects.bulk_create(_milestones(projects), batch_size=2000)
    begun = [one for one in projects if one.finished_on or rng.random() < 0.3]
    Quantity.objects.bulk_create(_quantities(begun, rng), batch_size=2000)
    Contribution.objects.bulk_create(_contributions(county, begun, today, rng))


def share(part: int, whole: int) -> int:
    return round(whole * part / ALL)


def _walls(villages: list[Center], today: date, rng: Random) -> Iterator[Wall]:
    by_lot = iter(rng.sample(villages, len(villages)))
    for state, number in WALLS.items():
        for _place in range(share(number, len(villages))):
            center = next(by_lot, None)
            if center is None:
                return
            removed = state == WallState.REMOVED
            gone = removed and rng.random() < 0.8
            day = today - rng.randint(40, 200) * DAY
            yield Wall(
                center=center,
                state=state,
                gate=GateState.REMOVED
                if gone
                else rng.choice((GateState.NONE, GateState.STANDING)),
                reason=rng.choice(REASONS.get(state, ("",))),
                surveyed_on=today - 30 * DAY,
                removed_on=day if removed else None,
                gate_removed_on=day if gone else None,
            )


def _batches(county: Region, today: date) -> list[Batch]:
    programme = Programme.objects.create(
        region=county,
        name="村室提质改造（演示）",
        aim="去围墙、去牌子，提形象、提服务",
        starts=today - 400 * DAY,
    )
    about = (
        ("第一批", "房子好、人气旺的先行", today - 200 * DAY, 1, PILOTS_OF_A_TOWNSHIP),
        ("第二批", "面积够、只差几样的", today - 20 * DAY, 0, None),
        ("第三批", "其余的", today + 200 * DAY, 0, None),
    )
    return [
        Batch.objects.create(
            programme=programme,
            order=order,
            name=name,
            criteria=criteria,
            deadline=deadline,
            quota_min=least,
            quota_max=most,
        )
        for order, (name, criteria, deadline, least, most) in enumerate(about, 1)
    ]


def _projects(
    villages: list[Center], batches: list[Batch], shown: str, at: datetime, rng: Random
) -> Iterator[Project]:
    """Pilots one township after the other, so that none has too many; the shown village comes last."""
    first, second = (share(number, len(villages)) for number in BATCHES[:2])
    for place, center in enumerate(_in_turn(villages, shown, rng)):
        number = 0 if place < first else 1 if place < first + second else 2
        batch = batches[number]
        late = number == 1 and place - first < share(UNFINISHED_OF_SECOND, len(villages))
        project = Project(
            batch=batch,
            center=center,
            **_way(rng),
            plan=rng.choice(PLANS),
            budget=Decimal(rng.randint(3, 30) * 10000),
            entered_at=at - 300 * DAY,
        )
        if number < 2 and not late:
            project.finished_on = batch.deadline - rng.randint(-15, 60) * DAY
        if center.unit.region.code == shown:
            project.plan = "拆围墙，建小游园，添广播器材"
            project.opinions_from = timezone.localdate(at) - 3 * DAY
            project.opinions_until = timezone.localdate(at) + 12 * DAY
        yield project


def _way(rng: Random) -> dict[str, Any]:
    """A mode with the places that it asks for."""
    mode = rng.choice(BuildMode.values)
    sites = rng.sample(SITES, rng.randint(2, 3)) if mode == BuildMode.SCATTERED else []
    return {
        "mode": mode,
        "sites": sites,
        "host": rng.choice(HOSTS) if mode == BuildMode.EMBEDDED else "",
    }


def _in_turn(villages: list[Center], shown: str, rng: Random) -> list[Center]:
    """By lot, one of each township, then the next of each."""
    rows: dict[int | None, int] = defaultdict(int)
    turns: list[tuple[bool, int, int, Center]] = []
    for center in rng.sample(villages, len(villages)):
        region = center.unit.region
        turns.append((region.code == shown, rows[region.parent_id], len(turns), center))
        rows[region.parent_id] += 1
    return [center for _last, _round, _lot, center in sorted(turns, key=lambda turn: turn[:3])]


def _milestones(projects: list[Project]) -> Iterator[Milestone]:
    for project in projects:
        for number, name in enumerate(STEPS):
            due = project.batch.deadline - (len(STEPS) - 1 - number) * 60 * DAY
            done = min(due, project.finished_on) if project.finished_on else None
            yield Milestone(project=project, name=name, due=due, done_on=done)


def _quantities(projects: list[Project], rng: Random) -> Iterator[Quantity]:
    kinds = [
        (QuantityKind.objects.get_or_create(name=name, defaults={"unit_word": word})[0], most)
        for name, word, most in KINDS
    ]
    for project in projects:
        for kind, most in rng.sample(kinds, 2):
            yield Quantity(project=project, kind=kind, amount=rng.randint(1, most))


def _contributions(
    county: Region, projects: list[Project], today: date, rng: Random
) -> Iterator[Contribution]:
    """Half from a county department, the rest from the village itself."""
    departments = list(
        Unit.objects.filter(kind=UnitKind.DEPARTMENT, region__path__startswith=county.path)
    )
    for project in projects:
        unit = rng.choice(departments) if departments and rng.random() < 0.5 else None
        yield Contribution(
            project=project,
            unit=unit,
            giver="" if unit else "村集体",
            paid_by=MoneySource.FINANCE if unit else MoneySource.COLLECTIVE,
            amount=Decimal(rng.randint(1, 20) * 5000),
            given_on=min(project.finished_on or today, today) - 10 * DAY,
        )
