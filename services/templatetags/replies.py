"""Replies with their blanks filled, in templates."""

from __future__ import annotations

from django import template

from services.models import Ticket
from services.replies import filled

register = template.Library()


@register.filter
def filled_for(reply: object, ticket: Ticket) -> str:
    return filled(str(reply), ticket)
