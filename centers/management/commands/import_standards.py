from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centers.standardfile import import_standards
from config.errors import Refusal


class Command(BaseCommand):
    help = (
        "导入建设标准（七个一、七个有等）。再导一次不会改变什么；有错时说明行和列，一行也不导入。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("csv", nargs="+", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        for path in options["csv"]:
            try:
                done = import_standards(path)
            except Refusal as refusal:
                raise CommandError(f"{path}\n{refusal.message}") from refusal
            self.stdout.write(f"{path.name}：{done.standards}个标准，改动{done.changed}个。")
