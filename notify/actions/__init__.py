"""The only writers of alerts, messages and phone tasks."""

from notify.actions.alerts import cancel, plan, plan_new, settle, suspend
from notify.actions.messages import (
    mark_read,
    resend,
    send_email,
    send_sms,
    tell,
    tell_all,
    tell_unit,
)
from notify.actions.phone_tasks import (
    ask_for_phone_call,
    call_off,
    finish_phone_task,
    follow,
)
from notify.actions.sweeping import sweep

__all__ = [
    "ask_for_phone_call",
    "call_off",
    "cancel",
    "finish_phone_task",
    "follow",
    "mark_read",
    "plan",
    "plan_new",
    "resend",
    "send_email",
    "send_sms",
    "settle",
    "suspend",
    "sweep",
    "tell",
    "tell_all",
    "tell_unit",
]
