from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import clock
from config.errors import Refusal
from regions.actions import import_calendar
from regions.holidays import read_holidays
from regions.models import Level, Region
from regions.workdays import calendar_warnings


class Command(BaseCommand):
    help = "导入节假日和调休（date,weekday,type,name,status,statutory）。先查完整个文件再写，有错就一行也不导入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("csv", type=Path, metavar="CSV")
        parser.add_argument("--county", metavar="CODE", help="只用于这个县的日子，例如本地节日")

    def handle(self, *args: Any, **options: Any) -> None:
        county = self.county(options["county"])
        try:
            counts = import_calendar(holidays=read_holidays(options["csv"]), county=county)
        except Refusal as refusal:
            raise CommandError(_("没有导入。") + f"\n{refusal.message}") from refusal
        self.stdout.write(str(counts))
        for warning in calendar_warnings(clock.now()):
            self.stdout.write(warning)

    def county(self, code: str | None) -> Region | None:
        if code is None:
            return None
        try:
            county = Region.objects.by_code(code).region
        except Region.DoesNotExist as missing:
            raise CommandError(_("没有代码为 %s 的区划") % code) from missing
        if county.level != Level.COUNTY:
            raise CommandError(_("%(code)s %(name)s 不是县") % {"code": code, "name": county.name})
        return county
