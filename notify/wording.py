"""What messages say: a text per code with named fields, which the county may word differently.

An app defines its texts in AppConfig.ready; a MessageTemplate row of the same code replaces
the text. A row that names a field the code does not give is passed over, never an error.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from notify.models import MessageTemplate

log = logging.getLogger(__name__)

ONE_SMS = 70
"""Characters that a carrier charges as one message (B57)."""

LONGEST_FIELD = 20
"""What the carriers let a variable of a template hold (B57)."""

LINK = re.compile(r"://|www\.|[\w-]\.(com|cn|net|org|gov|top|cc)\b", re.IGNORECASE | re.ASCII)

_texts: dict[str, str | Promise] = {}
_examples: dict[str, str] = {}
_letters: set[str] = set()


@dataclass(frozen=True)
class Worded:
    """A text by its code and fields: what a gateway that knows templates only can carry too."""

    code: str
    fields: Mapping[str, str]

    @property
    def text(self) -> str:
        return write(self.code, **self.fields)


def define(
    texts: Mapping[str, str | Promise],
    examples: Mapping[str, str] | None = None,
    *,
    letters: bool = False,
) -> None:
    """Add default texts; a field is written {so}, an example says how long it gets. Lazy translations are welcome.

    `letters` go by e-mail only: what carriers ask of an SMS does not hold for them.
    """
    _texts.update(texts)
    _examples.update(examples or {})
    if letters:
        _letters.update(texts)


def is_letter(code: str) -> bool:
    return code in _letters


def codes() -> list[str]:
    return sorted(_texts)


def default(code: str) -> str:
    return str(_texts[code])


def write(code: str, **fields: object) -> str:
    """The message of that code with its fields filled in."""
    worded = MessageTemplate.objects.filter(code=code).values_list("text", flat=True).first()
    if worded is not None:
        try:
            check(code, worded)
            return worded.format(**fields)
        except (ValidationError, KeyError):
            log.warning("message_template_passed_over", extra={"code": code})
    return default(code).format(**fields)


def check(code: str, text: str) -> None:
    """Raises ValidationError unless the text can be filled in with the fields of its code."""
    if code not in _texts:
        raise ValidationError({"code": _("没有这个代号的消息")})
    known = _fields(default(code))
    try:
        unknown = _fields(text) - known
    except ValueError as error:
        raise ValidationError({"text": _("大括号没有成对")}) from error
    if unknown:
        allowed = "、".join(f"{{{name}}}" for name in sorted(known)) or _("（没有）")
        raise ValidationError({"text": _("这条消息里能用的只有：%(fields)s") % {"fields": allowed}})


def filled(code: str, text: str) -> str:
    """The text as it may go out, for its length: every field with its example; as it is when it cannot be filled."""
    try:
        check(code, text)
    except ValidationError:
        return text
    return text.format(**{name: _examples.get(name, "字" * 8) for name in _fields(default(code))})


def faults(text: str, fields: Mapping[str, str] | None = None) -> list[str]:
    """Why it cannot go out as one SMS (B57); empty when it can. The signature counts."""
    found = []
    if is_too_long(text):
        found.append(
            _("连签名%(count)s个字，超过70个字，一条短信发不下") % {"count": len(signed(text))}
        )
    if "【" in text or "】" in text:
        found.append(_("内容里不能有【】，签名由短信平台加"))
    for value in (fields or {}).values():
        if len(value) > LONGEST_FIELD:
            found.append(_("“%(value)s”超过20个字") % {"value": value})
        if LINK.search(value):
            found.append(_("填进去的“%(value)s”里有网址") % {"value": value})
    return found


def signed(text: str) -> str:
    """As it arrives: the carrier sets the county's signature before it."""
    return f"【{settings.SMS_SIGN_NAME}】{text}" if settings.SMS_SIGN_NAME else text


def is_too_long(text: str) -> bool:
    """Whether it costs more than one SMS, with the signature."""
    return len(signed(text)) > ONE_SMS


def gateway_code(code: str) -> str:
    """The gateway's own name of this template, as approved there; empty when the county has none."""
    row = MessageTemplate.objects.filter(code=code).values_list("gateway_code", flat=True).first()
    return row or ""


def _fields(text: str) -> set[str]:
    return {
        name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None
    }
