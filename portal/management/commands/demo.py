from __future__ import annotations

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import clock
from config.errors import Refusal
from portal.demonstration.county import Wanted, fill


class Command(BaseCommand):
    help = "把演示县装进空的数据库：区划、单位、人、中心、值班、三十件写好的事和一批办过的事。全是编的。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--county", default="410327", metavar="CODE")
        parser.add_argument(
            "--tickets", type=int, default=400, metavar="N", help="另外装多少件办过的事"
        )
        parser.add_argument("--days", type=int, default=60, metavar="D", help="分布在过去多少天")
        parser.add_argument(
            "--township", action="append", default=[], metavar="CODE", help="只要这几个乡镇"
        )
        parser.add_argument("--into-existing", action="store_true", help="数据库里有数据也装")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["tickets"] < 0 or options["days"] < 1:
            raise CommandError(_("--tickets 不能小于0，--days 不能小于1"))
        began = monotonic()
        wanted = Wanted(
            county=options["county"],
            tickets=options["tickets"],
            days=options["days"],
            townships=tuple(options["township"]),
            into_existing=options["into_existing"],
        )
        try:
            count = fill(wanted, clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        if options["verbosity"]:
            seconds = f"{monotonic() - began:.0f}"
            self.stdout.write(
                _("演示县装好了：三十件写好的事，另有%(count)s件，用了%(seconds)s秒")
                % {"count": count, "seconds": seconds}
            )
