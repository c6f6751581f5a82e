"""What messages say: a text per code with named fields, which the county may word differently.

An app defines its texts in AppConfig.ready; a MessageTemplate row of the same code replaces
the text. A row that names a field the code does not give is passed over, never an error.
"""

from __future__ import annotations

import logging
from string import Formatter

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from notify.models import MessageTemplate

log = logging.getLogger(__name__)

ONE_SMS = 70
"""Characters that a carrier charges as one message (B57)."""

_texts: dict[str, str] = {}


def define(texts: dict[str, str]) -> None:
    """Add default texts; a field is written {so}. Lazy translations are welcome."""
    _texts.update(texts)


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


def is_too_long(text: str) -> bool:
    """Whether it costs more than one SMS; a field counts as it is written."""
    return len(text) > ONE_SMS


def _fields(text: str) -> set[str]:
    return {
        name for _literal, name, _spec, _conversion in Formatter().parse(text) if name is not None
    }
