from __future__ import annotations

import csv
from argparse import ArgumentParser
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from config import clock
from config.errors import Refusal
from regions.actions import import_divisions
from regions.divisions import read_divisions
from regions.models import Region, RegionCode
from regions.slips import Oddity, Slip, slips_of

SHOWN = 10


class Command(BaseCommand):
    help = "导入区划表（code,name,level,parent_code）。先查完整个文件再写，有错就一行也不导入。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("csv", type=Path, metavar="CSV")
        parser.add_argument(
            "--slips", type=Path, metavar="CSV", help="把要人工核对的全部写进这个文件"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        known = dict(RegionCode.objects.values_list("code", "region__level"))
        try:
            divisions = read_divisions(options["csv"], known)
            result = import_divisions(divisions=divisions, on=timezone.localdate(clock.now()))
        except Refusal as refusal:
            raise CommandError(_("没有导入。") + f"\n{refusal.message}") from refusal
        self.stdout.write(str(result.counts))
        for line in result.kept[:SHOWN]:
            self.stdout.write(_("未动：%s") % line)
        if len(result.kept) > SHOWN:
            self.stdout.write(_("未动的共 %s 处") % len(result.kept))
        townships, villages = Region.objects.townships().count(), Region.objects.villages().count()
        self.stdout.write(
            _("现有乡镇（街道） %(townships)s，村和社区 %(villages)s")
            % {"townships": townships, "villages": villages}
        )
        self.report(slips_of(divisions), options["slips"])

    def report(self, slips: list[Slip], path: Path | None) -> None:
        slips.sort(key=lambda slip: Oddity.values.index(slip.what))
        for what, alike in groupby(slips, key=lambda slip: slip.what):
            listed = list(alike)
            self.stdout.write(
                _("请核对：%(what)s，%(count)s 处") % {"what": what.label, "count": len(listed)}
            )
            for slip in listed[:SHOWN]:
                self.stdout.write(
                    f"  第{slip.division.line}行 {slip.division.code} {slip.division.name}"
                )
            if len(listed) > SHOWN:
                self.stdout.write(_("  ……（--slips 文件名 可写出全部）"))
        if path:
            self.write_file(slips, path)

    def write_file(self, slips: list[Slip], path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            rows = csv.writer(file)
            rows.writerow([_("问题"), _("行"), _("代码"), _("名称")])
            rows.writerows(
                [slip.what.label, slip.division.line, slip.division.code, slip.division.name]
                for slip in slips
            )
        self.stdout.write(
            _("要核对的 %(count)s 处已写入 %(path)s") % {"count": len(slips), "path": path}
        )
