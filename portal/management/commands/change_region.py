from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import clock
from config.errors import Conflict, Refusal
from portal import succession


class Command(BaseCommand):
    help = "区划改名、改代码、撤并：旧链接照样能打开，事和历史都跟着走。有一处不行就一处也不改。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        changes = parser.add_subparsers(dest="change", required=True, metavar="rename|recode|merge")
        rename = changes.add_parser("rename", help="改名")
        rename.add_argument("code", metavar="CODE")
        rename.add_argument("name", metavar="NAME")
        recode = changes.add_parser("recode", help="改代码（村改居、撤乡设街道）")
        recode.add_argument("code", metavar="CODE")
        recode.add_argument("new", metavar="NEWCODE")
        merge = changes.add_parser("merge", help="撤并到另一个村或乡镇")
        merge.add_argument("codes", metavar="CODE", nargs="+")
        merge.add_argument("--into", metavar="CODE", required=True, help="并到哪里")
        merge.add_argument("--end-posts", action="store_true", help="旧单位的岗位也在那一天结束")
        for change in (rename, recode, merge):
            change.add_argument("--on", metavar="DATE", type=day, required=True, help="从哪一天起")

    def handle(self, *args: Any, **options: Any) -> None:
        change = getattr(succession, options["change"])
        names = {
            "rename": ("code", "name"),
            "recode": ("code", "new"),
            "merge": ("codes", "into", "end_posts"),
        }[options["change"]]
        facts = {name: options[name] for name in names}
        try:
            report = change(on=options["on"], at=clock.now(), **facts)
        except (Refusal, Conflict) as refusal:
            raise CommandError(_("没有改。") + refusal.message) from refusal
        for line in report.lines:
            self.stdout.write(line)


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("日期要写成 2026-11-23 这样")) from error
