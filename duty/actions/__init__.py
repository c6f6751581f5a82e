"""The only writers of rosters and of the duty log."""

from duty.actions.changes import publish_roster, replace_assignment
from duty.actions.log import write_log
from duty.actions.rosters import build_roster, build_rosters, extend_rosters
from duty.actions.setup import enrol_members, load_shift_templates
from duty.actions.succession import follow

__all__ = [
    "build_roster",
    "build_rosters",
    "enrol_members",
    "extend_rosters",
    "follow",
    "load_shift_templates",
    "publish_roster",
    "replace_assignment",
    "write_log",
]
