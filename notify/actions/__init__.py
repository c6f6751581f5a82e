"""The only writers of alerts, messages and phone tasks."""

from notify.actions.alerts import cancel, plan, plan_new, settle, suspend
from notify.actions.jobs import do_job, drop_files, forget_jobs, pick_up_jobs, start_job
from notify.actions.messages import (
    mark_read,
    resend,
    send_email,
    send_sms,
    tell,
    tell_all,
    tell_each,
    tell_unit,
)
from notify.actions.personal import drop_exports, export, forget
from notify.actions.phone_tasks import (
    ask_for_phone_call,
    call_off,
    finish_phone_task,
    follow,
)
from notify.actions.sweeping import sweep
from notify.actions.villagers import tell_villager
from notify.actions.withdrawing import withdraw

__all__ = [
    "ask_for_phone_call",
    "call_off",
    "cancel",
    "do_job",
    "drop_exports",
    "drop_files",
    "export",
    "finish_phone_task",
    "follow",
    "forget",
    "forget_jobs",
    "mark_read",
    "pick_up_jobs",
    "plan",
    "plan_new",
    "resend",
    "send_email",
    "send_sms",
    "settle",
    "start_job",
    "suspend",
    "sweep",
    "tell",
    "tell_all",
    "tell_each",
    "tell_unit",
    "tell_villager",
    "withdraw",
]
