from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import clock
from notify import actions
from notify.models import Alert, Message


class Command(BaseCommand):
    help = "Fire due alerts and hand on the outbox once, as the worker does every half minute."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--at",
            metavar="ISO-TIME",
            help="pretend it is this instant; later than now only with --dry-run or DEBUG",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what is due, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        at = _instant(options["at"]) if options["at"] else now
        if options["dry_run"]:
            due = Alert.objects.ready(at)
            self.stdout.write(
                f"{due.count()} alerts of {len(due.subjects())} subjects due, {Message.objects.to_send(at).count()} messages to send"
            )
            return
        if at > now and not settings.DEBUG:
            raise CommandError("an instant later than now needs --dry-run or DEBUG")
        run = actions.sweep(at=at)
        self.stdout.write(f"{run.fired} alerts fired, {run.sent} messages sent")


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"--at takes an ISO time such as 2026-11-23T09:12, not {text!r}"
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=clock.LOCAL)
