"""What a villager was sent, and its erasure (B54)."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.fields import blind_index
from accounts.privacy.persons import Person
from notify.actions.jobs import drop_files
from notify.models import Channel, Job, JobState, Message, PhoneTask


def export(person: Person) -> list[dict[str, Any]]:
    """Messages to the person; what staff told one another is not theirs."""
    sent = Message.objects.filter(_theirs(person), recipient=None).exclude(channel=Channel.WEBHOOK)
    return [
        {
            "channel": str(Channel(row.channel).label),
            "at": row.created_at.isoformat(),
            "text": row.text,
        }
        for row in sent.order_by("created_at")
    ]


@transaction.atomic
def forget(person: Person) -> dict[str, int]:
    """Delete what was sent to the person or said about their matters, and every file that may list them."""
    messages, _tables = Message.objects.filter(_theirs(person)).delete()
    calls, _tables = PhoneTask.objects.filter(about__in=_abouts(person)).delete()
    return {"messages": messages, "calls": calls, "files": drop_exports()}


@transaction.atomic
def drop_exports() -> int:
    """Files that staff exported are made anew when they are needed: none outlives an erasure."""
    made = list(
        Job.objects.filter(state=JobState.DONE, personal=True)
        .exclude(output_file="")
        .select_for_update()
    )
    for job in made:
        transaction.on_commit(partial(drop_files, job))
    Job.objects.filter(pk__in=[job.pk for job in made]).update(output_file="")
    return len(made)


def _abouts(person: Person) -> list[str]:
    return [f"ticket:{number}" for number in person.matters]


def _theirs(person: Person) -> Q:
    theirs = Q(about__in=_abouts(person))
    if person.phone:
        theirs |= Q(phone_index=blind_index(person.phone, "phone"))
    return theirs
