"""How somebody gets in: password slips, own passwords, locks and tokens."""

from __future__ import annotations

import secrets
from datetime import datetime

from axes.models import AccessAttempt
from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.authtoken.models import Token

from accounts.actions.audit import record_audit
from accounts.models import User
from accounts.permissions import may_reset_password
from config.errors import Refusal

# No letters or digits that a print-out or an old eye takes for one another.
SLIP_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@transaction.atomic
def set_password_slip(
    *, user: User, at: datetime, actor: User | None = None, address: str | None = None
) -> str:
    """A new password to be printed and handed over; answers it once, it is kept nowhere.

    Ends every session and API token of the person, opens a locked door, and demands an own
    password at the next log-in. `actor` None is the import or the set-up. Writes an audit entry.
    """
    if actor is not None and not may_reset_password(actor, user):
        raise Refusal(_("您不能重设这个人的密码"))
    password = "-".join(
        "".join(secrets.choice(SLIP_LETTERS) for _letter in range(4)) for _group in range(3)
    )
    _set_password(user, password, must_change=True)
    AccessAttempt.objects.filter(username=user.username).delete()
    record_audit(
        verb="reset_password", actor=actor, at=at, subject=f"user:{user.pk}", address=address
    )
    return password


@transaction.atomic
def change_password(*, user: User, password: str, at: datetime, address: str | None = None) -> None:
    """The person's own new password; ends the other sessions and the API token. Writes an audit entry."""
    _set_password(user, password, must_change=False)
    record_audit(
        verb="change_password", actor=user, at=at, subject=f"user:{user.pk}", address=address
    )


@transaction.atomic
def open_lock(*, user: User, actor: User, at: datetime, address: str | None = None) -> None:
    """Let somebody who is locked out try again at once. Writes an audit entry."""
    if not may_reset_password(actor, user):
        raise Refusal(_("您不能给这个人解锁"))
    AccessAttempt.objects.filter(username=user.username).delete()
    record_audit(verb="open_lock", actor=actor, at=at, subject=f"user:{user.pk}", address=address)


@transaction.atomic
def issue_token(*, user: User, at: datetime, address: str | None = None) -> str:
    """The person's API token, made at the first request; writes an audit entry."""
    token, _created = Token.objects.get_or_create(user=user)
    record_audit(verb="issue_token", actor=user, at=at, subject=f"user:{user.pk}", address=address)
    return str(token.key)


def _set_password(user: User, password: str, *, must_change: bool) -> None:
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    Token.objects.filter(user=user).delete()
