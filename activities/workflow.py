"""States of an activity and the moves between them."""

DRAFT = "draft"
APPROVED = "approved"
CANCELLED = "cancelled"

MOVES = {
    (DRAFT, "approve"): APPROVED,
    (DRAFT, "cancel"): CANCELLED,
    (APPROVED, "cancel"): CANCELLED,
}
