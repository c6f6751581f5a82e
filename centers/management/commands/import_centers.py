from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centers.centerfile import import_centers, template
from config import clock
from config.errors import Refusal


class Command(BaseCommand):
    help = "从 Excel 导入党群服务中心；--template 写出空表。有错时说明行和列，一行也不导入。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("xlsx", type=Path)
        parser.add_argument("--template", action="store_true", help="把空表写到这个文件")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["xlsx"]
        if options["template"]:
            template().save(path)
            self.stdout.write(f"空表写在 {path}。")
            return
        try:
            done = import_centers(path, clock.now())
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"新建{done.new}个中心，已有{done.known}个。")
