"""What may be said when a matter comes in, and what of it is refused in words."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import User
from centers.models import Project
from config.errors import Refusal
from regions.models import Level, Region
from services.choices import Channel, Kind, Mode
from services.models import Category, ServiceItem
from services.phones import require_phone, tidy_phone

TEXT_LIMIT = 2000


@dataclass(frozen=True)
class Intake:
    """Everything that may be said when a matter comes in; nearly all of it may be left out."""

    region: Region
    channel: str = Channel.WEB
    text: str = ""
    place: str = ""
    requester_name: str = ""
    requester_phone: str = ""
    requester_email: str = ""
    on_behalf_of: str = ""
    kind: str = ""
    category: Category | None = None
    item: ServiceItem | None = None
    about_project: Project | None = None
    mode: str = ""
    urgent: bool = False
    confidential: bool = False
    call_me: bool = False
    external_number: str = ""
    first_contact: User | None = None
    # Which version of 您的信息怎么用 the villager could read.
    notice: int | None = None


def checked(intake: Intake, by: User | None) -> Intake:
    """The intake with its fields tidied; raises Refusal with the sentence of screens.md beside its field."""
    said = replace(
        intake, text=intake.text.strip(), place=intake.place.strip(), requester_name=intake.requester_name.strip(),
        requester_phone=tidy_phone(intake.requester_phone), on_behalf_of=intake.on_behalf_of.strip(),
        confidential=intake.confidential or intake.kind == Kind.REPORT,
    )  # fmt: skip
    _require_living_village(said.region)
    if not said.text and not said.call_me:
        missing = _("还没写什么事。写几个字就行")
        # the village's call is no help to its staff, and the last thing for a report on cadres
        called = by is None and not said.confidential
        raise Refusal(_("%s，或者让村里打给您") % missing if called else missing, "text")
    if len(said.text) > TEXT_LIMIT:
        raise Refusal(
            _("写得太长了，最多2000个字，现在有%(count)s个。请删短一点，字都还在")
            % {"count": len(said.text)},
            "text",
        )
    _require_length(said.place, 100, "place")
    _require_length(said.requester_name, 40, "requester_name")
    _require_length(said.on_behalf_of, 40, "on_behalf_of")
    _require_length(said.requester_email, 254, "requester_email")
    if said.requester_phone:
        require_phone(said.requester_phone)
    elif said.call_me:
        raise Refusal(_("请写电话，村里好打给您"), "requester_phone")
    elif not said.place and not said.requester_email and not said.confidential:
        raise Refusal(_("请写电话，没有电话就写在哪儿，村里好找到您"), "requester_phone")
    if said.item is not None and not said.item.active:
        raise Refusal(_("这个事项已经不办了，请重新选一个或者空着"), "service_item")
    if said.mode == Mode.AGENT and said.item is not None and said.item.presence == "in_person":
        raise Refusal(_("这件事要本人到场，不能代办，可以领着去"), "mode")
    return said


def _require_living_village(region: Region) -> None:
    if region.retired_on is not None:
        into = region.successor
        where = _("，请到%(name)s的页面来说") % {"name": into.short_name} if into else ""
        raise Refusal(
            _("%(name)s已经撤并%(where)s") % {"name": region.short_name, "where": where}, "region"
        )
    if region.level not in {Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY}:
        raise Refusal(_("请选到哪个村"), "region")


def _require_length(value: str, limit: int, field: str) -> None:
    if len(value) > limit:
        raise Refusal(_("太长了，最多%(limit)s个字") % {"limit": limit}, field)
