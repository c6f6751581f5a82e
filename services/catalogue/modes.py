"""How a matter is done for the villager: direct, agent, accompany (B15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from services.choices import Level, Mode, PresenceNeeded

if TYPE_CHECKING:
    from services.models import ServiceItem


def suggest_mode(item: ServiceItem) -> str:
    """What the item's own answers to the two questions lead to."""
    return mode_for(item.level, item.presence)


def mode_for(level: str, presence: str) -> str:
    """Two questions: can the village itself decide it, and must the person be there.

    A signature that can be taken at home is no reason to make anybody travel.
    """
    if level == Level.VILLAGE:
        return Mode.DIRECT
    return Mode.ACCOMPANY if presence == PresenceNeeded.IN_PERSON else Mode.AGENT


def who_goes(item: ServiceItem, home: str) -> list[str]:
    """Who may do it in the villager's place, in plain sentences; `home` is 村里, 社区 or a unit's name."""
    sentences = {
        Mode.DIRECT: _direct(item.level, home),
        Mode.AGENT: _("不用您跑。材料交到%(home)s，代办员替您去办，办好给您送回来。不收代办费。"),
        Mode.ACCOMPANY: _("%(home)s有人领着您去办。先打电话约好时间。"),
        Mode.INFORM: _("要您自己去办。怎么去、找谁，%(home)s跟您说清楚。"),
    }
    presence = {
        PresenceNeeded.NONE: "",
        PresenceNeeded.SIGN_AT_HOME: _("要您签字，代办员到您家里签。"),
        PresenceNeeded.IN_PERSON: _("要您本人到场，别人不能替。走不动的，打电话商量上门。"),
    }
    found = [sentences[Mode(item.mode)] % {"home": home}, presence[PresenceNeeded(item.presence)]]
    return [sentence for sentence in found if sentence]


def _direct(level: str, home: str) -> str:
    if level == Level.VILLAGE:
        return _("%(home)s直接给您办。您来不了，家里人、邻居替您说一声也行。")
    return _("到地方直接给您办。来不了的，打电话问%(home)s谁能替您去。")
