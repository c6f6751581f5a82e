"""What must be true afterwards, each proof a list of what is wrong."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.core.management import CommandError, call_command

from faults.asking import Asked
from notify.models import Alert, AlertState, Channel, Message, MessageState
from services.models import IdempotencyKey, Ticket
from services.workflow import FED_BACK

HANDED_OVER = (MessageState.SENT, MessageState.UNKNOWN)


def asked_and_kept(requests: list[Asked]) -> Iterator[str]:
    """Every request stands for exactly one ticket, the one that was answered."""
    kept = dict(IdempotencyKey.objects.values_list("key", "ticket__number"))
    texts = Counter(Ticket.objects.values_list("opening__text", flat=True))
    for asked in requests:
        if kept.get(asked.key) != asked.answered:
            yield f"{asked.key}: answered {asked.answered}, kept {kept.get(asked.key)}"
        if texts.pop(asked.text, 0) != 1:
            yield f"{asked.key}: not there exactly once"
    if texts:
        yield f"nobody asked for {sum(texts.values())} tickets"


def one_message_a_rung(requests: list[Asked]) -> Iterator[str]:
    """Each rung of each urgent matter is settled, and told each of its people once by each channel."""
    urgent = Alert.objects.filter(topic="urgent")
    wanted = 3 * sum(asked.urgent for asked in requests)
    if (done := urgent.filter(state=AlertState.DONE).count()) != wanted:
        yield f"{done} of {wanted} urgent rungs are done"
    rows = Message.objects.filter(cause__startswith="urgent:").values_list(
        "cause", "recipient", "channel"
    )
    told = Counter(
        (":".join(cause.split(":")[:4]), person, channel) for cause, person, channel in rows
    )
    yield from (f"told {count} times: {what}" for what, count in told.items() if count != 1)
    heard = {rung for rung, _person, _channel in told}
    for subject, revision, rung in urgent.values_list("subject", "revision", "rung"):
        if f"urgent:{subject}:{revision}:{rung}" not in heard:
            yield f"nobody heard of {rung} of {subject}"


def handed_over_once(var: Path) -> Iterator[str]:
    """The gateway's own file against the outbox: at most once by itself, and the unclear ones are listed."""
    lines: Counter[tuple[str, str]] = Counter()
    for file in (var / "sms").glob("*.jsonl"):
        for line in file.read_text().splitlines():
            told = json.loads(line)
            lines[told["phone"], told["text"]] += 1
    sent: Counter[tuple[str, str]] = Counter()
    unclear: Counter[tuple[str, str]] = Counter()
    messages = Message.objects.filter(channel=Channel.SMS).select_related("recipient")
    for message in messages:
        phone = (message.recipient.phone if message.recipient else message.address) or ""
        into = sent if message.state == MessageState.SENT else unclear
        into[phone, message.text] += message.state in HANDED_OVER
        if message.attempts > 1:
            yield f"{message.cause} was tried {message.attempts} times"
        if message.state not in HANDED_OVER:
            yield f"{message.cause} is still {message.state}"
    for what in lines.keys() | sent.keys():
        if not sent[what] <= lines[what] <= sent[what] + unclear[what]:
            yield f"{what}: {lines[what]} at the gateway, {sent[what]} sent, {unclear[what]} unclear"
    listed = Message.objects.troubled().filter(state=MessageState.UNKNOWN).count()
    if listed != unclear.total():
        yield f"{unclear.total()} are unclear, {listed} listed"


def nothing_left_over() -> Iterator[str]:
    for alert in Alert.objects.failing():
        yield f"{alert} broke: {alert.last_error}"
    if sending := Message.objects.filter(state=MessageState.SENDING).count():
        yield f"{sending} messages are in nobody's hands"


def books_are_clean() -> Iterator[str]:
    """The ledger by its own command, and the copies that lists and figures read by theirs."""
    for command, arguments in (("verify_ledger", ()), ("recount", ("--check",))):
        try:
            call_command(command, *arguments, stdout=io.StringIO(), stderr=io.StringIO())
        except (CommandError, SystemExit) as error:
            yield f"{command}: {error}"


def figures_are_right() -> Iterator[str]:
    """The county's figures against a count of the rows one by one."""
    from config import clock
    from supervision.figures import FIGURES

    counted: Counter[str] = Counter()
    for ticket in Ticket.objects.exclude(confidential=True).iterator():
        merged = ticket.status == "merged"
        accepted = not ticket.instant and ticket.accepted_at is not None and not merged
        counted["received"] += 1
        counted["accepted"] += accepted
        counted["finished"] += accepted and ticket.status in FED_BACK
        counted["waiting"] += ticket.accepted_at is None and ticket.status == "submitted"
    at = clock.now()
    rows = Ticket.objects.filter(confidential=False)
    for key, count in counted.items():
        if (shown := rows.filter(FIGURES[key].where(at)).count()) != count:
            yield f"figure {key} says {shown}, counted {count}"
