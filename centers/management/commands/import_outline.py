from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from centers.outline import import_outline
from config.errors import Refusal
from regions.models import Level, Region


class Command(BaseCommand):
    help = "从本县自己的 GeoJSON 文件导入县界，“村子在哪儿”的图上画出来。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("geojson", type=Path)
        parser.add_argument("--county", required=True, help="县的12位区划代码")
        parser.add_argument("--source", default="", help="边界从哪来，写在图下面")

    def handle(self, *args: Any, **options: Any) -> None:
        county = Region.objects.filter(code=options["county"], level=Level.COUNTY).first()
        if county is None:
            raise CommandError(f"没有代码是 {options['county']} 的县。")
        try:
            points = import_outline(options["geojson"], county, options["source"])
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"县界导入了，{points}个点。")
