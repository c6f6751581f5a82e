from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Keeping
from config import clock
from portal.retention import run_retention


class Command(BaseCommand):
    help = (
        "到期的个人信息、查询码、审计记录按县里定的月数清掉，每天夜里自动做。--dry-run 只数不动。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只说有多少到期，什么都不改")

    def handle(self, *args: Any, **options: Any) -> None:
        counted = run_retention(at=clock.now(), dry_run=options["dry_run"])
        for kind, count in counted.items():
            self.stdout.write(f"{Keeping(kind).label} {count}")
