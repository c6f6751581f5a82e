from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Unit, UnitKind
from config import clock
from config.errors import Refusal
from services.actions.letters import take_in_letter
from services.letters import letters_in, read_letter

TAKES_IN = (
    UnitKind.VILLAGE_STATION,
    UnitKind.TOWNSHIP_CENTER,
    UnitKind.TOWNSHIP_DESK,
    UnitKind.COUNTY_DESK,
)


class Command(BaseCommand):
    help = "把一个邮箱（mbox 文件，或者放 .eml 的文件夹）里的信登记成事项。收过的不重收；坏的报出第几封，别的照收。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("mbox", type=Path, metavar="MBOX")
        parser.add_argument(
            "--unit", type=int, required=True, metavar="ID", help="这个邮箱是哪个单位的"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.select_related("region").filter(pk=options["unit"]).first()
        if unit is None or unit.kind not in TAKES_IN:
            raise CommandError(
                "没有这个单位，或者它不收群众的事：请写村、镇中心或县综合协调办公室的编号"
            )
        if not options["mbox"].exists():
            raise CommandError(f"没有这个文件：{options['mbox']}")
        new = known = refused = 0
        for place, raw in enumerate(letters_in(options["mbox"]), 1):
            try:
                ticket, is_new, left_out = take_in_letter(
                    letter=read_letter(raw), unit=unit, at=clock.now()
                )
            except Refusal as refusal:
                refused += 1
                self.stderr.write(f"第{place}封没有收：{refusal.message}")
                continue
            new, known = new + is_new, known + (not is_new)
            if is_new:
                self.stdout.write(f"第{place}封：{ticket.number}，{ticket.unit.name}")
            if left_out:
                self.stdout.write(f"第{place}封的附件没有收：{'、'.join(left_out)}")
        self.stdout.write(f"收了{new}封，以前收过{known}封，没收{refused}封")
