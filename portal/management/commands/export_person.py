import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import clock
from config.errors import Refusal
from portal.persons import export_person, find_person


class Command(BaseCommand):
    help = "把系统里记着的一个人的内容写进一个文件，给本人。按电话或者一件事的编号找。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--phone", default="")
        parser.add_argument("--number", default="", help="一件事的编号")
        parser.add_argument("--reports", action="store_true", help="找的是反映干部的事")
        parser.add_argument("--reason", default="", help="谁要的、怎么核对的本人")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            person = find_person(
                phone=options["phone"], number=options["number"], reports=options["reports"]
            )
            paper = export_person(person=person, at=clock.now(), reason=options["reason"])
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        place: Path = options["file"]
        place.touch(mode=0o600)
        place.write_text(json.dumps(paper, ensure_ascii=False, indent=1))
        self.stdout.write(f"{len(person.matters)} -> {place}")
