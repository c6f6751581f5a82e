"""A county's first rosters: shifts in one of the styles, members from the posts, sixty days ahead."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from centers.models import Center
from config import clock
from duty import actions
from duty.shift_styles import STYLES


class Command(BaseCommand):
    help = "装入班次，按岗位登记值班人员，排好往后60天的值班表；可以再运行"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--style",
            choices=sorted(STYLES),
            default="onsite",
            help="onsite：工作日三人在岗，其余时间一人备勤；reachable：全天一人备勤",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        templates = actions.load_shift_templates(style=options["style"])
        centers = Center.objects.select_related("unit__region")
        members = actions.enrol_members(centers=centers, since=timezone.localdate(at))
        shifts = actions.extend_rosters(at=at)
        self.stdout.write(
            f"新装班次{len(templates)}种，新登记值班人员{len(members)}人，新排{shifts}班"
        )
