from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from config.errors import Refusal
from services.catalogue.actions import CatalogueImport, add_categories, import_items
from services.catalogue.itemfile import read_categories, read_items
from services.models import Category, ServiceItem

CATEGORIES = Path(settings.BASE_DIR, "data", "catalogue", "categories.csv")


class Command(BaseCommand):
    help = "导入服务事项（data/catalogue/items.csv 的样子）。先查完整个文件再写，有错就一项也不导入；县里核实过、改过的不动。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("csv", type=Path, metavar="CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            result = import_catalogue(options["csv"])
        except Refusal as refusal:
            raise CommandError(f"没有导入。\n{refusal.message}") from refusal
        self.stdout.write(str(result))
        for line in result.kept:
            self.stdout.write(f"县里核实过或改过，没有动：{line}")
        self.stdout.write(
            f"现有事项 {ServiceItem.objects.count()}，类别 {Category.objects.count()}"
        )


@transaction.atomic
def import_catalogue(path: Path) -> CatalogueImport:
    added = add_categories(rows=read_categories(CATEGORIES))
    items = read_items(path, set(Category.objects.values_list("name", flat=True)))
    result = import_items(rows=items)
    result.categories = added
    return result
