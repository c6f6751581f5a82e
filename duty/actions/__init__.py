"""The only writers of rosters and of the duty log."""

from duty.actions.absences import mark_away
from duty.actions.calendar import follow_calendar
from duty.actions.changes import replace_assignment, take_shift_now
from duty.actions.credits import (
    adjust_credit,
    credit_long_leave,
    credit_newcomers,
    credit_shifts,
    recredit,
)
from duty.actions.drafts import drop_plan, plan_change, plan_month
from duty.actions.feeds import close_feed, open_feed
from duty.actions.generation import generate_month, lock_place
from duty.actions.handing_over import close_matter, open_matter, record_spot_check, take_over
from duty.actions.leaves import approve_leave, ask_leave, refuse_leave, withdraw_leave
from duty.actions.log import write_log
from duty.actions.members import Terms, add_member, change_member, end_member
from duty.actions.publishing import publish_roster, publish_rosters
from duty.actions.relaying import relay
from duty.actions.rosters import build_roster, build_rosters, extend_rosters
from duty.actions.rules import Hours, change_shift, take_from_above
from duty.actions.setup import enrol_members, load_shift_templates
from duty.actions.succession import follow
from duty.actions.swap_decisions import approve_swap, expire_swaps, refuse_swap, withdraw_swap
from duty.actions.swaps import accept_swap, offer_swap
from duty.actions.touring import cancel_stop, end_counter_day, plan_stop, set_counter_day
from duty.actions.township_rules import change_township_shift
from duty.actions.warnings import plan_warnings
from duty.actions.wishes import take_wish_back, wish_off

__all__ = [
    "Hours",
    "Terms",
    "accept_swap",
    "add_member",
    "adjust_credit",
    "approve_leave",
    "approve_swap",
    "ask_leave",
    "build_roster",
    "build_rosters",
    "cancel_stop",
    "change_member",
    "change_shift",
    "change_township_shift",
    "close_feed",
    "close_matter",
    "credit_long_leave",
    "credit_newcomers",
    "credit_shifts",
    "drop_plan",
    "end_counter_day",
    "end_member",
    "enrol_members",
    "expire_swaps",
    "extend_rosters",
    "follow",
    "follow_calendar",
    "generate_month",
    "load_shift_templates",
    "lock_place",
    "mark_away",
    "offer_swap",
    "open_feed",
    "open_matter",
    "plan_change",
    "plan_month",
    "plan_stop",
    "plan_warnings",
    "publish_roster",
    "publish_rosters",
    "record_spot_check",
    "recredit",
    "refuse_leave",
    "refuse_swap",
    "relay",
    "replace_assignment",
    "set_counter_day",
    "take_from_above",
    "take_over",
    "take_shift_now",
    "take_wish_back",
    "wish_off",
    "withdraw_leave",
    "withdraw_swap",
    "write_log",
]
