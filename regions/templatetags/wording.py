"""Instants and days in templates: `{% load wording %}`, then `{{ ticket.due_at|zh_instant }}`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django import template

from regions import wording

register = template.Library()


def _or_blank(words: Callable[..., str], value: Any, *more: Any) -> str:
    """A field that is empty prints nothing, as other filters do."""
    return words(value, *more) if value else ""


@register.filter
def zh_time(at: datetime | time | None) -> str:
    return "" if at is None else wording.clock_time(at)  # midnight is not empty


@register.filter
def zh_day(at: date | datetime | None) -> str:
    return _or_blank(wording.day, at)


@register.filter
def zh_short_day(at: date | datetime | None) -> str:
    return _or_blank(wording.short_day, at)


@register.filter
def zh_weekday(at: date | datetime | None) -> str:
    return _or_blank(wording.weekday, at)


@register.filter
def zh_instant(at: datetime | None) -> str:
    return _or_blank(wording.instant, at)


@register.filter
def zh_moment(at: datetime | None) -> str:
    return _or_blank(wording.moment, at)


@register.filter
def zh_relative(at: datetime | None, now: datetime) -> str:
    return _or_blank(wording.relative, at, now)


@register.filter
def zh_soon(at: datetime | None, now: datetime) -> str:
    return _or_blank(wording.soon, at, now)


@register.filter
def zh_until(at: datetime | None, now: datetime) -> str:
    return _or_blank(wording.until, at, now)
