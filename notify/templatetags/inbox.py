"""What the header and the work list show of messages and calls: `{% load inbox %}`."""

from django import template

from accounts.models import User
from notify.models import Message, PhoneTask
from notify.querysets import PhoneTaskQuerySet

register = template.Library()


@register.simple_tag
def unread_count(user: User) -> int:
    return Message.objects.inbox(user).unread().count() if user.is_authenticated else 0


@register.simple_tag
def open_phone_tasks(user: User) -> PhoneTaskQuerySet:
    tasks = PhoneTask.objects.open().visible_to(user).select_related("callee", "unit")
    return tasks.order_by("created_at", "pk")
