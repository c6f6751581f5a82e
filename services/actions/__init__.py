"""The only writers of tickets."""

from services.actions.acceptance import accept, ask_for_materials, assign, decline, supply
from services.actions.appointments import (
    Plan,
    appoint,
    cancel_appointment,
    change_appointment,
    keep_appointment,
)
from services.actions.attending import (
    add,
    change_first_contact,
    contact,
    dispute,
    note,
    reissue_code,
    set_urgency,
    uphold,
    urge,
)
from services.actions.closing import feed_back, resolve
from services.actions.confidential import make_confidential, record_opening
from services.actions.ending import merge, reopen, withdraw
from services.actions.from_duty import (
    BECOME_MATTERS,
    mark_away,
    matter_from_log,
    take_over,
    untouched_asks,
)
from services.actions.handling import escalate, give_back, take, transfer
from services.actions.intake import Done, submit
from services.actions.judging import call_back, rate, rectify
from services.actions.leaving import hand_on
from services.actions.lists import (
    Told,
    remove_filter,
    save_filter,
    start_with,
    transfer_many,
)
from services.actions.more_time import decide_extension, extend, pause, resume
from services.actions.papers import (
    Agreed,
    Received,
    change_mode,
    forget_papers,
    hand_on_papers,
    receive_papers,
    record_consent,
    return_papers,
    take_papers,
)
from services.actions.personal import (
    anonymise_ended,
    close_codes,
    export,
    forget,
    log_entries_of,
    set_id_number,
)
from services.actions.photos import add_photos, forget_photos
from services.actions.recompute import Recomputed, recompute_clocks
from services.actions.recount import set_copies_right
from services.actions.repeats import KeyReused, Replay, body_hash
from services.actions.replies import set_replies
from services.actions.said import Intake
from services.actions.succession import Followed, follow, follow_late
from services.actions.together import answer, call_in, release
from services.actions.upkeep import forget_keys

__all__ = [
    "BECOME_MATTERS",
    "Agreed",
    "Done",
    "Followed",
    "Intake",
    "KeyReused",
    "Plan",
    "Received",
    "Recomputed",
    "Replay",
    "Told",
    "accept",
    "add",
    "add_photos",
    "anonymise_ended",
    "answer",
    "appoint",
    "ask_for_materials",
    "assign",
    "body_hash",
    "call_back",
    "call_in",
    "cancel_appointment",
    "change_appointment",
    "change_first_contact",
    "change_mode",
    "close_codes",
    "contact",
    "decide_extension",
    "decline",
    "dispute",
    "escalate",
    "export",
    "extend",
    "feed_back",
    "follow",
    "follow_late",
    "forget",
    "forget_keys",
    "forget_papers",
    "forget_photos",
    "give_back",
    "hand_on",
    "hand_on_papers",
    "keep_appointment",
    "log_entries_of",
    "make_confidential",
    "mark_away",
    "matter_from_log",
    "merge",
    "note",
    "pause",
    "rate",
    "receive_papers",
    "recompute_clocks",
    "record_consent",
    "record_opening",
    "rectify",
    "reissue_code",
    "release",
    "remove_filter",
    "reopen",
    "resolve",
    "resume",
    "return_papers",
    "save_filter",
    "set_copies_right",
    "set_id_number",
    "set_replies",
    "set_urgency",
    "start_with",
    "submit",
    "supply",
    "take",
    "take_over",
    "take_papers",
    "transfer",
    "transfer_many",
    "untouched_asks",
    "uphold",
    "urge",
    "withdraw",
]
