from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config.errors import Refusal
from portal.backup import restore


class Command(BaseCommand):
    help = "把一份备份恢复到空的数据库，升级到这一版，再把账核对一遍。"
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = restore(options["folder"])
        except (Refusal, OSError) as error:
            raise CommandError(_("没有恢复：%s") % error) from error
        call_command("migrate", interactive=False, verbosity=0)
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            _("恢复好了：%(tables)s个表、%(rows)s行、%(uploads)s个文件，备份于 %(taken_at)s")
            % {
                "tables": len(manifest.tables),
                "rows": rows,
                "uploads": manifest.uploads,
                "taken_at": manifest.taken_at,
            }
        )
        call_command("verify_ledger", stdout=self.stdout, stderr=self.stderr)
