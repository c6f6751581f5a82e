from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from config import clock
from services import actions
from services.audience import mark_of
from services.copies import untrue
from services.models import Ticket
from supervision.figures import FIGURES

SHOWN = 100


class Command(BaseCommand):
    help = "逐件重数：清单和数字读的那几栏（超时、退回、轮次、谁看得见……）跟原始记录对不对得上。--check 只查不改，有对不上的退出码是1。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只查不改")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        wrong = 0
        for ticket, fields in untrue(Ticket.objects.all()):
            wrong += 1
            if not options["check"]:
                actions.set_copies_right(ticket, at=at)
            if wrong <= SHOWN:
                # a report must not be told by its number, not even to an operator
                self.stderr.write(f"{mark_of(ticket)}: {', '.join(sorted(fields))}")
        loose = Ticket.objects.filter(FIGURES["in_no_part"].where(at)).count()
        if loose:
            raise CommandError(_("有%(count)s件不在“收到”的任何一部分里") % {"count": loose})
        if wrong and options["check"]:
            raise CommandError(
                _("有%(count)s件对不上。去掉 --check 再运行，就按原始记录改过来") % {"count": wrong}
            )
        if options["verbosity"]:
            summary = _("重数了%(count)s件，") % {"count": Ticket.objects.count()}
            fixed = _("改过来%(count)s件") % {"count": wrong} if wrong else _("都对得上")
            self.stdout.write(summary + fixed)
