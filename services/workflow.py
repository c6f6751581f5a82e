"""What a matter may become, and by which act. An official can read this file aloud.

Statuses, acts and the table of moves; nothing here imports anything of the portal, and
only `services.actions.turn.Turn` writes a status.
"""

from typing import Final

# Statuses (DESIGN 4.2); the words people see stand in services/wording.py.
SUBMITTED: Final = "submitted"
AWAITING_MATERIALS: Final = "awaiting_materials"
IN_PROGRESS: Final = "in_progress"
RESOLVED: Final = "resolved"
ANSWERED: Final = "answered"
CLOSED: Final = "closed"
DECLINED: Final = "declined"
WITHDRAWN: Final = "withdrawn"
MERGED: Final = "merged"

STATUSES: Final = (
    SUBMITTED,
    AWAITING_MATERIALS,
    IN_PROGRESS,
    RESOLVED,
    ANSWERED,
    CLOSED,
    DECLINED,
    WITHDRAWN,
    MERGED,
)

# Somebody still owes something.
OPEN: Final = frozenset({SUBMITTED, AWAITING_MATERIALS, IN_PROGRESS, RESOLVED})
# The villager has been told the end.
FED_BACK: Final = frozenset({ANSWERED, CLOSED})
# Nothing moves without being reopened.
ENDED: Final = frozenset({CLOSED, DECLINED, WITHDRAWN, MERGED})
# A villager's claim that it is urgent stands here until somebody has answered it.
CLAIM_STANDS: Final = frozenset({SUBMITTED, IN_PROGRESS})
# Not yet accepted.
BEFORE_ACCEPTANCE: Final = frozenset({SUBMITTED, AWAITING_MATERIALS})

# (status, act) -> what it may become; the act chooses where there are several.
MOVES: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    (SUBMITTED, "accept"): (IN_PROGRESS,),
    (SUBMITTED, "assign"): (IN_PROGRESS,),
    (SUBMITTED, "deem_accepted"): (IN_PROGRESS,),
    (SUBMITTED, "finish_at_once"): (CLOSED,),
    (SUBMITTED, "ask_for_materials"): (AWAITING_MATERIALS,),
    (SUBMITTED, "decline"): (DECLINED,),
    (SUBMITTED, "transfer"): (SUBMITTED,),
    (SUBMITTED, "take"): (IN_PROGRESS,),
    (SUBMITTED, "return"): (SUBMITTED,),
    (SUBMITTED, "escalate"): (SUBMITTED,),
    (SUBMITTED, "withdraw"): (WITHDRAWN,),
    (SUBMITTED, "merge"): (MERGED,),
    (AWAITING_MATERIALS, "supply"): (SUBMITTED, AWAITING_MATERIALS),
    (AWAITING_MATERIALS, "withdraw"): (WITHDRAWN,),
    (AWAITING_MATERIALS, "lapse"): (WITHDRAWN,),
    (AWAITING_MATERIALS, "merge"): (MERGED,),
    (IN_PROGRESS, "assign"): (IN_PROGRESS,),
    (IN_PROGRESS, "ask_for_materials"): (IN_PROGRESS,),
    (IN_PROGRESS, "supply"): (IN_PROGRESS,),
    (IN_PROGRESS, "transfer"): (IN_PROGRESS,),
    (IN_PROGRESS, "take"): (IN_PROGRESS,),
    (IN_PROGRESS, "return"): (IN_PROGRESS,),
    (IN_PROGRESS, "escalate"): (IN_PROGRESS,),
    (IN_PROGRESS, "pause"): (IN_PROGRESS,),
    (IN_PROGRESS, "resume"): (IN_PROGRESS,),
    (IN_PROGRESS, "extend"): (IN_PROGRESS,),
    (IN_PROGRESS, "decide_extension"): (IN_PROGRESS,),
    (IN_PROGRESS, "call_in"): (IN_PROGRESS,),
    (IN_PROGRESS, "answer"): (IN_PROGRESS,),
    (IN_PROGRESS, "release"): (IN_PROGRESS,),
    (IN_PROGRESS, "resolve"): (RESOLVED,),
    (IN_PROGRESS, "withdraw"): (WITHDRAWN,),
    (IN_PROGRESS, "merge"): (MERGED,),
    (RESOLVED, "feed_back"): (ANSWERED,),
    (ANSWERED, "call_back"): (ANSWERED, CLOSED, IN_PROGRESS),
    (ANSWERED, "rate"): (ANSWERED, CLOSED, IN_PROGRESS),
    (ANSWERED, "leave_unsampled"): (CLOSED,),
    (CLOSED, "rate"): (CLOSED, IN_PROGRESS),
    (CLOSED, "reopen"): (IN_PROGRESS,),
    (CLOSED, "come_back"): (IN_PROGRESS,),
    (DECLINED, "reopen"): (SUBMITTED,),
    (WITHDRAWN, "reopen"): (SUBMITTED,),
}

# Acts that leave the status alone, and the statuses in which they make sense.
ACTS: Final[dict[str, frozenset[str]]] = {
    "contact": frozenset(STATUSES),
    "note": frozenset(STATUSES),
    "add": frozenset(STATUSES),
    "urge": OPEN,
    "set_urgency": OPEN,
    "change_first_contact": OPEN | {ANSWERED},
    "dispute": frozenset({DECLINED, CLOSED}),
    "uphold": frozenset({DECLINED, CLOSED}),
    "reissue_code": frozenset(STATUSES),
    "set_id_number": OPEN,
    "make_confidential": frozenset(STATUSES) - {MERGED},
    "rectify": FED_BACK | {IN_PROGRESS},
    "change_mode": BEFORE_ACCEPTANCE | {IN_PROGRESS},
    "record_consent": OPEN,
    "receive_papers": OPEN,
    # an original that stayed behind is given back whatever became of the matter
    "return_papers": frozenset(STATUSES),
    "hand_on_papers": frozenset(STATUSES),
    "take_papers": frozenset(STATUSES),
    "appoint": OPEN,
    "change_appointment": OPEN,
    "cancel_appointment": OPEN,
    "keep_appointment": OPEN,
    "add_photos": OPEN | FED_BACK | {DECLINED},
}

# A decline needs one of these (DESIGN 4.2); "not ours" is a transfer.
DECLINE_REASONS: Final = (
    "in_court",
    "in_petition",
    "discipline_matter",
    "state_secret",
    "no_public_matter",
    "emergency_number",
)
OUTCOMES: Final = ("done", "explained", "planned", "referred")
ESCALATION_REASONS: Final = ("beyond_authority", "unable")
FEEDBACK_CHANNELS: Final = ("phone", "visit", "in_person", "sms", "email")


def moves(status: str, act: str) -> tuple[str, ...]:
    """What the status may become by the act; empty where the act is not allowed."""
    if status in ACTS.get(act, ()):
        return (status,)
    return MOVES.get((status, act), ())


def acts_from(status: str) -> list[str]:
    """Every act that the status allows, in table order."""
    return [act for known, act in MOVES if known == status] + [
        act for act, statuses in ACTS.items() if status in statuses
    ]
