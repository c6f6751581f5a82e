from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from config import clock
from services import actions


class Command(BaseCommand):
    help = "按现在的日历重算没办完的事的最晚时间：只往后挪，不提前。跑几遍都一样。"

    def handle(self, *args: Any, **options: Any) -> None:
        done = actions.recompute_clocks(at=clock.now())
        self.stdout.write(_("看了%(looked_at)s个时限，往后挪了%(moved)s个") % done._asdict())
