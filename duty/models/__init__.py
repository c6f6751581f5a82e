"""The tables of duty."""

from duty.models.log import DutyLogEntry
from duty.models.members import DutyCategory, DutyMember, DutyPresence
from duty.models.rosters import Assignment, Roster, Shift
from duty.models.rules import ShiftRequirement, ShiftTemplate

__all__ = [
    "Assignment",
    "DutyCategory",
    "DutyLogEntry",
    "DutyMember",
    "DutyPresence",
    "Roster",
    "Shift",
    "ShiftRequirement",
    "ShiftTemplate",
]
