"""The tables of duty."""

from duty.models.absence import Leave, SwapRequest
from duty.models.credits import Credit
from duty.models.drafting import FeedToken, PlannedChange
from duty.models.handing_over import DutyMatter, Handover, SpotCheck
from duty.models.log import DutyLogEntry
from duty.models.members import DutyCategory, DutyMember, DutyPresence, Wish
from duty.models.rosters import Assignment, Roster, Shift
from duty.models.rules import ShiftRequirement, ShiftTemplate
from duty.models.touring import CounterDay, TourStop, Weekday

__all__ = [
    "Assignment",
    "CounterDay",
    "Credit",
    "DutyCategory",
    "DutyLogEntry",
    "DutyMatter",
    "DutyMember",
    "DutyPresence",
    "FeedToken",
    "Handover",
    "Leave",
    "PlannedChange",
    "Roster",
    "Shift",
    "ShiftRequirement",
    "ShiftTemplate",
    "SpotCheck",
    "SwapRequest",
    "TourStop",
    "Weekday",
    "Wish",
]
