"""Filling an empty database with the demonstration county."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import SiteIdentity, User
from activities import demonstration as activities
from centers import demonstration as centers
from config.errors import Refusal
from duty import demonstration as duty
from portal.demonstration import bulk, written
from portal.demonstration.people import make_people
from portal.demonstration.places import make_units
from regions.models import Region
from services.models import Ticket

DATA = Path(settings.BASE_DIR) / "data"
SEED = 410327
LONGEST_POST = 400
# As many fit into the one transaction that fills the county; more are written by several processes.
IN_ONE_GO = 5000
# Gateways that disturb nobody.
HARMLESS_GATEWAYS = frozenset({"off", "console", "file"})


@dataclass(frozen=True)
class Wanted:
    """What the command was asked for; without `townships` the whole county."""

    county: str
    tickets: int
    days: int
    townships: tuple[str, ...] = ()
    into_existing: bool = False


def fill(wanted: Wanted, at: datetime) -> int:
    """The county, its people, centres and rosters, the written requests and so many further matters.

    The county and the written requests are one transaction: there is a whole demonstration or
    none. Raises Refusal where tickets stand already, or where a message would reach a real phone.
    """
    refuse_real_data(wanted)
    rng = Random(SEED)  # noqa: S311 - an invented county, the same each time
    with transaction.atomic():
        county = Region.objects.filter(code=f"{wanted.county:0<12}").first() or set_up(
            wanted, at, rng
        )
        bulk.count_for_the_planner()  # nobody else sees these tables before the end
        written.play(county, at)
        if wanted.tickets <= IN_ONE_GO:
            return bulk.write(county, wanted.tickets, wanted.days, at)
    return bulk.write_in_parallel(county, wanted.tickets, wanted.days, at)


def refuse_real_data(wanted: Wanted) -> None:
    if settings.SMS_BACKEND not in HARMLESS_GATEWAYS:
        raise Refusal(
            _(
                "短信接的是真的网关，演示数据会打扰真人：请先把 SMS_BACKEND 改成 off、console 或 file"
            )
        )
    if wanted.into_existing:
        return
    if Ticket.objects.exists() or User.objects.exists():
        raise Refusal(
            _("数据库里已经有数据了，演示数据只装进空的数据库；确实要加，请写 --into-existing")
        )


def set_up(wanted: Wanted, at: datetime, rng: Random) -> Region:
    """Regions, calendar, catalogue, units, people, centres, duty and activities."""
    source = DATA / "regions" / f"{wanted.county[:6]}.csv"
    if not source.exists():
        raise Refusal(
            _("没有 %(code)s 的区划表：%(path)s") % {"code": wanted.county, "path": source}
        )
    call_command("import_regions", source, verbosity=0, stdout=Quiet())
    call_command("import_calendar", DATA / "calendar" / "cn.csv", stdout=Quiet())
    call_command("import_catalogue", DATA / "catalogue" / "items.csv", stdout=Quiet())
    county = Region.objects.get(code=f"{wanted.county:0<12}")
    townships = Region.objects.townships().below(county).order_by("code")
    if wanted.townships:
        townships = townships.filter(code__in=wanted.townships)
    make_units(county, townships)
    since = timezone.localdate(at) - timedelta(days=max(wanted.days, 0) + LONGEST_POST)
    make_people(starts=since, rng=rng)
    name_site(county)
    centers.fill(county, at, rng)
    duty.fill(county, at, rng)
    standing = list(User.objects.filter(username="duty"))
    for person in standing:
        duty.put_on_duty(person, at)
    duty.take_over_past(county, at, but_for=standing)
    duty.show(county, at)
    activities.fill(county, at, rng)
    return county


def name_site(county: Region) -> None:
    SiteIdentity.objects.update_or_create(
        pk=1,
        defaults={
            "site_name": "首问",
            "sponsor": f"中共{county.short_name}委组织部（演示）",
            "operator": f"{county.short_name}综合协调办公室（演示）",
            "contact": "0379-00000001",
            "confirmed_items_only": False,
        },
    )


class Quiet:
    """Where the commands that fill the county say what they did."""

    def write(self, _text: str = "") -> None:
        return None

    def flush(self) -> None:
        return None
