"""What looks wrong in the source although it can be imported: a person should look at it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from regions.divisions import Division
from regions.models import Kind, Level
from regions.names import COMMITTEES, short_name, without_committee


class Oddity(TextChoices):
    VILLAGE_CALLED_COMMUNITY = "village_called_community", _("代码是村，名称是社区")
    COMMUNITY_CALLED_VILLAGE = "community_called_village", _("代码是社区，名称是村")
    COMMUNITY_WITHOUT_WORD = "community_without_word", _("社区的名称不带“社区”")
    SAME_NAME = "same_name", _("同一乡镇里名称相同或只差一个“村”字")
    STARTS_WITH_SUPERIOR = "starts_with_superior", _("名称前面带着上级的名称")
    STRAY_CHARACTER = "stray_character", _("名称里有汉字以外的字符")
    LEFT_OVER = "left_over", _("名称里的“委员会”重复或没写完")
    NOT_A_PLACE = "not_a_place", _("虚拟的或筹备中的")
    CODE_ELSEWHERE = "code_elsewhere", _("代码不在上级的代码下面")


HAN = r"\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
LEVEL_DIGITS = {Level.PROVINCE: 2, Level.CITY: 4, Level.COUNTY: 6, Level.TOWNSHIP: 9}


class Slip(NamedTuple):
    what: Oddity
    division: Division


def slips_of(divisions: Iterable[Division]) -> list[Slip]:
    """In the order of the file, a division as often as something is odd about it."""
    divisions = sorted(divisions, key=lambda division: division.line)
    by_code = {division.code: division for division in divisions}
    inhabited = [d for d in divisions if d.level == Level.VILLAGE and d.kind != Kind.ENCLAVE]
    names = Counter(_name_in_township(division) for division in inhabited)
    found: list[Slip] = []
    for division in divisions:
        found += [Slip(what, division) for what in _by_its_name(division)]
        found += [Slip(what, division) for what in _beside_its_superiors(division, by_code)]
        if division.kind != Kind.ENCLAVE and names[_name_in_township(division)] > 1:
            found.append(Slip(Oddity.SAME_NAME, division))
    return found


def _name_in_township(division: Division) -> tuple[str, str]:
    return division.parent_code, short_name(division.name, division.kind).removesuffix("村")


def _by_its_name(division: Division) -> Iterator[Oddity]:
    name, stem = division.name, without_committee(division.name)
    if re.search(f"[^{HAN}]", name):
        yield Oddity.STRAY_CHARACTER
    if re.search("虚拟|筹备|类似|拟社区$", name):
        yield Oddity.NOT_A_PLACE
    if division.level != Level.VILLAGE:
        return
    if any(committee in stem for committee in COMMITTEES) or re.search(
        "委会?$|员会$|会会$|[村居]民$", stem
    ):
        yield Oddity.LEFT_OVER
    if division.kind == Kind.VILLAGE and stem.endswith("社区"):
        yield Oddity.VILLAGE_CALLED_COMMUNITY
    if division.kind == Kind.COMMUNITY and stem.endswith("村"):
        yield Oddity.COMMUNITY_CALLED_VILLAGE
    elif division.kind == Kind.COMMUNITY and not stem.endswith("社区"):
        yield Oddity.COMMUNITY_WITHOUT_WORD


def _beside_its_superiors(division: Division, by_code: dict[str, Division]) -> Iterator[Oddity]:
    parent = by_code.get(division.parent_code)
    if parent is None:
        return
    digits = LEVEL_DIGITS.get(Level(parent.level), 0)
    if division.code[:digits] != parent.code[:digits]:
        yield Oddity.CODE_ELSEWHERE
    if division.level == Level.VILLAGE and _repeats_a_superior(
        division, parent, by_code.get(parent.parent_code)
    ):
        yield Oddity.STARTS_WITH_SUPERIOR


def _repeats_a_superior(division: Division, *superiors: Division | None) -> bool:
    """栾川县合峪镇康庄村, but not 朱仙镇社区: there the town's name is the community's own."""
    stem = without_committee(division.name).removesuffix("社区").removesuffix("村")
    return any(
        superior and stem.startswith(superior.name) and stem != superior.name
        for superior in superiors
    )
