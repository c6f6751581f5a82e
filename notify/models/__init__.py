"""Alerts that fall due, messages that go out, phone tasks, long work, and the sweep that moves them."""

from notify.models.alert import HANDLED, Alert, AlertState
from notify.models.job import Job, JobState
from notify.models.message import (
    LONGEST_TEXT,
    TROUBLED,
    Channel,
    Message,
    MessageState,
    MessageTemplate,
    Webhook,
)
from notify.models.phone_task import PhoneTask
from notify.models.sweep import SweepRun

__all__ = [
    "HANDLED",
    "LONGEST_TEXT",
    "TROUBLED",
    "Alert",
    "AlertState",
    "Channel",
    "Job",
    "JobState",
    "Message",
    "MessageState",
    "MessageTemplate",
    "PhoneTask",
    "SweepRun",
    "Webhook",
]
