"""Personal data at rest: encryption with rotating keys, blind indexes to find it, masks to show it (B54).

FIELD_KEYS is a list: its first key encrypts, all of them decrypt, so a key is rotated by
putting a new one in front. The blind index hangs on LEDGER_KEY, which is never changed, so
rotating FIELD_KEYS leaves every index valid.
"""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from django.db.models.lookups import Lookup, Transform


def encrypt(text: str) -> str:
    """The text under the first key; an empty text stays empty."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode() if text else ""


def decrypt(sealed: str) -> str:
    """The text under whichever key sealed it; raises InvalidToken when none did."""
    return _box(tuple(settings.FIELD_KEYS)).decrypt(sealed.encode()).decode() if sealed else ""


def reseal(sealed: str) -> str:
    """The same text under the first key, for the command that retires an old key."""
    return _box(tuple(settings.FIELD_KEYS)).rotate(sealed.encode()).decode() if sealed else ""


def blind_index(value: str, purpose: str) -> str:
    """What equal values share and nobody can read back; `purpose` keeps a phone apart from its last four digits."""
    key = hmac.digest(
        settings.LEDGER_KEY.encode(), f"blind-index:{purpose}".encode(), hashlib.sha256
    )
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def mask_phone(phone: str) -> str:
    """138****1234; a number too short for that keeps its last two digits."""
    if len(phone) < 8:
        return "*" * max(len(phone) - 2, 0) + phone[-2:]
    return f"{phone[:3]}****{phone[-4:]}"


def mask_name(name: str) -> str:
    """王*明, 王*, and a single character not at all."""
    if len(name) <= 2:
        return name[:-1] + "*" if name else ""
    return name[0] + "*" * (len(name) - 2) + name[-1]


def mask_id(number: str) -> str:
    """410***********1234."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class EncryptedCharField(models.CharField):
    """A text that is sealed in the database and plain in Python; `max_length` counts the plain text.

    Nothing can be searched in it (the same text is sealed differently each time): keep a
    blind index in a column beside it.
    """

    def get_internal_type(self) -> str:
        return "TextField"

    def get_prep_value(self, value: Any) -> str | None:
        plain = super().get_prep_value(value)
        return None if plain is None else encrypt(plain)

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return None if value is None else decrypt(value)

    def get_lookup(self, lookup_name: str) -> type[Lookup[Any]] | None:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_transform(self, lookup_name: str) -> type[Transform] | None:
        return None
