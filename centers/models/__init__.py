"""The tables of centres: the place, its rooms, standards, walls, renovation, notices."""

from centers.models.building import (
    Building,
    CenterPhoto,
    Equipment,
    Function,
    Heritage,
    MoneySource,
    NearbyPlace,
    Room,
    Showcase,
)
from centers.models.center import UNSURVEYED, Center, CenterKind, Closure, OpeningSpan, Outline
from centers.models.notice import NoticeKind, VillageNotice
from centers.models.renovation import (
    Batch,
    BuildMode,
    Contribution,
    Milestone,
    Programme,
    Project,
    Quantity,
    QuantityKind,
    Quota,
)
from centers.models.standard import (
    MEASURED,
    Assessment,
    Measure,
    Presence,
    Standard,
    StandardItem,
)
from centers.models.wall import GateState, Wall, WallState

__all__ = [
    "MEASURED",
    "UNSURVEYED",
    "Assessment",
    "Batch",
    "BuildMode",
    "Building",
    "Center",
    "CenterKind",
    "CenterPhoto",
    "Closure",
    "Contribution",
    "Equipment",
    "Function",
    "GateState",
    "Heritage",
    "Measure",
    "Milestone",
    "MoneySource",
    "NearbyPlace",
    "NoticeKind",
    "OpeningSpan",
    "Outline",
    "Presence",
    "Programme",
    "Project",
    "Quantity",
    "QuantityKind",
    "Quota",
    "Room",
    "Showcase",
    "Standard",
    "StandardItem",
    "VillageNotice",
    "Wall",
    "WallState",
]
