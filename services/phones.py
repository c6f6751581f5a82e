"""Which phone numbers somebody could dial, and what is said of the others (screens.md 1.2)."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from config.errors import Refusal

MOBILE = re.compile(r"^1\d{10}$")
EXTENSION = re.compile(r"^[\d]+(转|分机|ext\.?|#|,|，)+\d*$", re.IGNORECASE)
LANDLINE = re.compile(r"^0[1-9]\d{8,10}$|^\d{7,8}$")


def require_phone(phone: str) -> None:
    """Raises Refusal in the words of screens.md 1.2 when nobody could dial it."""
    if MOBILE.match(phone) or LANDLINE.match(phone):
        return
    raise Refusal(_wrong_phone(phone), "requester_phone")


def _wrong_phone(phone: str) -> str:
    if re.match(r"\+|00", phone):
        return _("外国的号打不过去。请写国内能找到您的电话，外国的号写在事里")
    if EXTENSION.match(phone) or re.match(r"^0[1-9]\d{11,}$", phone):
        return _("电话只写总机，手机是11位数字。分机号写在事里")
    if phone.startswith("1") and phone.isdigit() and len(phone) == 10:
        return _("电话少了一位。手机是11位数字")
    if phone.startswith("1") and phone.isdigit():
        return _("电话位数不对。手机是11位数字")
    return _("这个电话打不了。手机是11位数字，座机要带区号")


def tidy_phone(phone: str) -> str:
    """Digits as people type them: full-width, with spaces, dashes or +86."""
    digits = re.sub(r"[\s\-－—–()]", "", unicodedata.normalize("NFKC", phone))
    return re.sub(r"^(\+86|0086)", "", digits)
