from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.template.loader import render_to_string

from accounts.actions import Slip, import_people
from accounts.workbook import read_people, write_template
from config import clock
from config.errors import Refusal


class Command(BaseCommand):
    help = "导入人员和岗位（.xlsx）。先查完整张表再写，有错就一行也不导入；再导一次不会重复。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("xlsx", type=Path, nargs="?", metavar="XLSX")
        parser.add_argument(
            "--slips",
            type=Path,
            metavar="HTML",
            help="给新来的人做首次密码条，写进这个文件，打印后删掉",
        )
        parser.add_argument("--template", type=Path, metavar="XLSX", help="写出一张空表，照着填")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            write_template(options["template"])
            self.stdout.write(f"空表已写入 {options['template']}")
        elif options["xlsx"]:
            self.bring_in(options["xlsx"], options["slips"])
        else:
            raise CommandError("请写要导入的表，或者用 --template 先要一张空表")

    def bring_in(self, book: Path, sheet: Path | None) -> None:
        try:
            with transaction.atomic():
                done = import_people(
                    rows=read_people(book), with_slips=sheet is not None, at=clock.now()
                )
                if sheet:
                    write_slips(done.slips, sheet)  # a file that cannot be written imports nobody
        except (Refusal, OSError) as error:
            raise CommandError(f"没有导入。\n{error}") from error
        self.stdout.write(
            f"新来的人 {done.people}，新岗位 {done.posts}，原来就有的岗位 {done.unchanged}"
        )
        if sheet:
            self.stdout.write(f"密码条 {len(done.slips)} 张已写入 {sheet}，打印后请删掉")
        elif done.people:
            self.stdout.write("没有做密码条，新来的人还不能登录；镇里可以在人员页给他们打")


def write_slips(slips: list[Slip], path: Path) -> None:
    """Readable by its owner only: passwords stand in it."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(handle, 0o600)
        file.write(render_to_string("accounts/slip_sheet.html", {"slips": slips}))
