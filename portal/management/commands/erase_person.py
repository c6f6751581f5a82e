from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from config import clock
from config.errors import Refusal
from portal.persons import erase_person, find_person


class Command(BaseCommand):
    help = "把一个人从系统里删掉：姓名、电话、说过的话、照片、消息。办了多少件的数和账不变。删了找不回来。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--phone", default="")
        parser.add_argument("--number", default="", help="一件事的编号")
        parser.add_argument("--reports", action="store_true", help="找的是反映干部的事")
        parser.add_argument("--reason", required=True, help="谁要的、怎么核对的本人")
        parser.add_argument("--yes", action="store_true", help="不再问一遍")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = find_person(
                phone=options["phone"], number=options["number"], reports=options["reports"]
            )
            count = len(person.matters)
            if (
                not options["yes"]
                and input(_("%(count)s件，删了找不回来。输入 yes 继续：") % {"count": count})
                != "yes"
            ):
                raise CommandError(_("没有删"))
            counted = erase_person(person=person, at=clock.now(), reason=options["reason"])
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        for what, number in counted.items():
            self.stdout.write(f"{what} {number}")
