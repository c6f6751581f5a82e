"""The two styles of duty that the sources describe, as data; a county loads one and changes it in /admin/.

`onsite` is Puyang's: in the open hours of a working day one township, one village and one other
person onsite, one of them at the counter; at every other hour one village person reachable.
`reachable` is Xin'an's: one village person reachable round the clock, every day.
Day shifts go on over noon, and their ends move with the summer hours, so that no minute is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from centers.models import CenterKind
from duty.models import DutyCategory, DutyPresence
from regions.models import DayKind

SUMMER = (6, 7, 8, 9)
REST_OF_YEAR = (1, 2, 3, 4, 5, 10, 11, 12)

WORKING = (DayKind.WORK,)
OFF = (DayKind.REST, DayKind.STATUTORY)
EVERY = (*WORKING, *OFF)

VILLAGES = (CenterKind.VILLAGE, CenterKind.COMMUNITY)
TOWNSHIPS = (CenterKind.TOWNSHIP,)


@dataclass(frozen=True)
class Need:
    category: DutyCategory
    presence: DutyPresence = DutyPresence.ONSITE
    counter: bool = False
    lead: bool = False


@dataclass(frozen=True)
class Pattern:
    name: str
    starts_at: time
    ends_at: time
    day_kinds: tuple[DayKind, ...]
    center_kinds: tuple[CenterKind, ...]
    needs: tuple[Need, ...]
    months: tuple[int, ...] = ()


COUNTER = Need(DutyCategory.VILLAGE, counter=True)
ONE_OF_EACH = (COUNTER, Need(DutyCategory.OTHER), Need(DutyCategory.TOWNSHIP))
REACHABLE = (Need(DutyCategory.VILLAGE, DutyPresence.STANDBY, lead=True),)

TOWNSHIP_COUNTER = (Need(DutyCategory.TOWNSHIP, counter=True),)
TOWNSHIP_REACHABLE = (Need(DutyCategory.TOWNSHIP, DutyPresence.STANDBY, lead=True),)

OF_TOWNSHIP_CENTERS = (
    Pattern("镇白班", time(8), time(17, 30), WORKING, TOWNSHIPS, TOWNSHIP_COUNTER, REST_OF_YEAR),
    Pattern("镇夜班", time(17, 30), time(8), WORKING, TOWNSHIPS, TOWNSHIP_REACHABLE, REST_OF_YEAR),
    Pattern("镇夏季白班", time(8), time(18), WORKING, TOWNSHIPS, TOWNSHIP_COUNTER, SUMMER),
    Pattern("镇夏季夜班", time(18), time(8), WORKING, TOWNSHIPS, TOWNSHIP_REACHABLE, SUMMER),
    Pattern("镇值守", time(8), time(8), OFF, TOWNSHIPS, TOWNSHIP_REACHABLE),
)

STYLES: dict[str, tuple[Pattern, ...]] = {
    "onsite": (
        Pattern("白班", time(8), time(17, 30), WORKING, VILLAGES, ONE_OF_EACH, REST_OF_YEAR),
        Pattern("夜班", time(17, 30), time(8), WORKING, VILLAGES, REACHABLE, REST_OF_YEAR),
        Pattern("夏季白班", time(8), time(18), WORKING, VILLAGES, ONE_OF_EACH, SUMMER),
        Pattern("夏季夜班", time(18), time(8), WORKING, VILLAGES, REACHABLE, SUMMER),
        Pattern("值守", time(8), time(8), OFF, VILLAGES, REACHABLE),
        *OF_TOWNSHIP_CENTERS,
    ),
    "reachable": (
        Pattern("值守", time(8), time(8), EVERY, VILLAGES, REACHABLE),
        *OF_TOWNSHIP_CENTERS,
    ),
}
