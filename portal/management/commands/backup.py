from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import clock
from config.errors import Refusal
from portal.backup import back_up


class Command(BaseCommand):
    help = "把数据库和上传的文件备份到一个新文件夹。密钥不在里面，要另外存。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = back_up(options["folder"], clock.now())
        except (Refusal, OSError) as error:
            raise CommandError(_("没有备份成：%s") % error) from error
        rows = sum(table.rows for table in manifest.tables.values())
        self.stdout.write(
            _("备份好了：%(tables)s个表、%(rows)s行、%(uploads)s个文件，在 %(folder)s")
            % {
                "tables": len(manifest.tables),
                "rows": rows,
                "uploads": manifest.uploads,
                "folder": options["folder"],
            }
        )
