"""What may change about people and posts, and the one way to write an audit entry."""

from accounts.actions.access import change_password, issue_token, open_lock, set_password_slip
from accounts.actions.audit import record_audit
from accounts.actions.following import Followed, follow
from accounts.actions.importing import Imported, Slip, import_people
from accounts.actions.posts import check_post, create_person, end_post, give_post

__all__ = [
    "Followed",
    "Imported",
    "Slip",
    "change_password",
    "check_post",
    "create_person",
    "end_post",
    "follow",
    "give_post",
    "import_people",
    "issue_token",
    "open_lock",
    "record_audit",
    "set_password_slip",
]
