"""The only writers of centres. Each is one transaction: guard, change, record."""

from centers.actions.assessing import assess
from centers.actions.notices import approve_notice, follow, publish_notice, withdraw_notice
from centers.actions.place import (
    CHANGEABLE,
    Hours,
    change_center,
    close_for_a_day,
    match_kind,
    open_again,
    open_center,
    set_hours,
)

__all__ = [
    "CHANGEABLE",
    "Hours",
    "approve_notice",
    "assess",
    "change_center",
    "close_for_a_day",
    "follow",
    "match_kind",
    "open_again",
    "open_center",
    "publish_notice",
    "set_hours",
    "withdraw_notice",
]
