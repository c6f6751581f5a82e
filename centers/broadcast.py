"""A notice as a paragraph to be read over the village's loudspeaker: at most 120 characters (B61)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from centers.models import VillageNotice

LONGEST = 120


def announcement(notice: VillageNotice) -> str:
    """Call, what and for whom, as many whole sentences of the text as fit, and the what once more.

    People miss the first words of a loudspeaker, so what happens is said at both ends.
    """
    opening = _("%(place)s的乡亲们请注意：") % {"place": notice.region.short_name}
    what = _sentence(notice.line if len(opening + notice.line) < LONGEST else notice.title)
    closing = _("再说一遍：") + what
    said = opening + what
    for sentence in _sentences(notice.text):
        if sentence not in said and len(said) + len(sentence) + len(closing) <= LONGEST:
            said += sentence
    return said + closing if len(said + closing) <= LONGEST else said


def _sentences(text: str) -> list[str]:
    return [_sentence(part) for part in re.split(r"[。！？!?\n]+", text) if part.strip()]


def _sentence(words: str) -> str:
    return words.strip().rstrip("。；，;,") + "。"
