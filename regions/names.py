"""What a region is called on a page and under which letters it is found (DESIGN 4.1)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

# Tried in this order, one of them dropped: 元村民委员会 is 元 + 村民委员会.
COMMITTEES = (
    "居民管理委员会",
    "管理委员会",
    "村民委员会",
    "居民委员会",
    "村委会",
    "居委会",
    "委员会",
)


class Names(NamedTuple):
    short_name: str
    sort_key: str
    initials: str


@lru_cache(maxsize=4096)  # a province repeats its 王庄 by the hundred
def names_of(name: str, level: str, kind: str) -> Names:
    """Everything that follows from an official name."""
    short = short_name(name, kind) if level == "village" else name
    syllables = [letters for syllable in syllables_of(short) if (letters := _letters(syllable))]
    return Names(short, "".join(syllables), "".join(letters[0] for letters in syllables))


def syllables_of(text: str) -> list[str]:
    """How the characters are read, without tones. The table of readings is loaded when first asked for."""
    from pypinyin import lazy_pinyin

    syllables: list[str] = lazy_pinyin(text)
    return syllables


def short_name(name: str, kind: str) -> str:
    """The name without its committee; a village that has lost its 村 gets it back."""
    stem = without_committee(name)
    if kind == "village" and not stem.endswith(("村", "社区")):
        return f"{stem}村"
    return stem


def without_committee(name: str) -> str:
    for committee in COMMITTEES:
        if name.endswith(committee):
            return name.removesuffix(committee) or name
    return name


def kind_of(code: str) -> str | None:
    """Village, community or enclave by the last three digits of a village's code."""
    number = int(code[-3:])
    if 1 <= number <= 199:
        return "community"
    if 200 <= number <= 399:
        return "village"
    if 400 <= number <= 599:
        return "enclave"
    return None


def _letters(syllable: str) -> str:
    return "".join(c for c in syllable.lower() if c.isascii() and c.isalnum())
