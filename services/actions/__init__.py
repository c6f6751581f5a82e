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
from services.actions.handling import escalate, give_back, take, transfer
from services.actions.intake import Done, Intake, KeyReused, Replay, body_hash, submit
from services.actions.judging import call_back, rate, rectify
from services.actions.more_time import decide_extension, extend, pause, resume
from services.actions.papers import (
    Agreed,
    Received,
    change_mode,
    forget_papers,
    receive_papers,
    record_consent,
    return_papers,
)
from services.actions.photos import add_photos, forget_photos
from services.actions.recompute import Recomputed, recompute_clocks
from services.actions.succession import Followed, follow, follow_late
from services.actions.together import answer, call_in, release
from services.actions.upkeep import forget_keys

__all__ = [
    "Agreed",
    "Done",
    "Followed",
    "Intake",
    "KeyReused",
    "Plan",
    "Received",
    "Recomputed",
    "Replay",
    "accept",
    "add",
    "add_photos",
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
    "contact",
    "decide_extension",
    "decline",
    "dispute",
    "escalate",
    "extend",
    "feed_back",
    "follow",
    "follow_late",
    "forget_keys",
    "forget_papers",
    "forget_photos",
    "give_back",
    "keep_appointment",
    "make_confidential",
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
    "reopen",
    "resolve",
    "resume",
    "return_papers",
    "set_urgency",
    "submit",
    "supply",
    "take",
    "transfer",
    "uphold",
    "urge",
    "withdraw",
]
