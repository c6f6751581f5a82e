"""The small county with its whole cast, and what further rows a walk over all routes needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from functools import reduce
from typing import Any

from django.core import signing


class World:
    """People, regions and units by name; other rows are made by MAKERS when a path asks for them."""

    def __init__(self, **rows: Any) -> None:
        self._rows = rows

    def __getattr__(self, name: str) -> Any:
        rows = self.__dict__["_rows"]
        if name not in rows:
            if name not in MAKERS:
                raise AttributeError(f"the world has no {name}: add a maker to tests/world.py")
            rows[name] = MAKERS[name](self)
        return rows[name]

    def value(self, path: str) -> Any:
        """What stands at the end of a path such as "village.code"."""
        return reduce(getattr, path.split("."), self)


# name -> function of the world; an app adds what its routes speak of: MAKERS["ticket"] = ...
MAKERS: dict[str, Callable[[World], Any]] = {}


def center(world: World) -> Any:
    """The village's centre."""
    from tests.duty.conftest import make_center

    return make_center(world.units.village)


MAKERS["center"] = center


def closure(world: World) -> Any:
    """A day on which the village's centre stays shut."""
    return world.center.closures.create(date=world.at.date() + timedelta(days=1), reason="开会")


MAKERS["closure"] = closure


def standard_item(world: World) -> Any:
    """One item of 七个一."""
    from tests.centers.conftest import load

    return load("qi_ge_yi").items.first()


MAKERS["standard_item"] = standard_item


def standard_draft_item(world: World) -> Any:
    """One item of the county's draft of the next 七个一."""
    from centers.actions import draft_version

    in_force = world.standard_item.standard
    return draft_version(standard=in_force, by=world.county, at=world.at).items.first()


def center_room(world: World) -> Any:
    """A room in a house of the village's centre."""
    house = world.center.buildings.create(name="主楼")
    return house.rooms.create(name="诊室")


def center_nearby(world: World) -> Any:
    return world.center.nearby_places.create(name="小学操场")


def center_equipment(world: World) -> Any:
    return world.center.equipment.create(name="电脑")


def center_photo(world: World) -> Any:
    """A picture of the village's centre that stands on its page."""
    from accounts.uploads.pictures import Picture
    from centers.actions import add_photo

    said = {"caption": "大门", "public": True, "by": world.cadre, "at": world.at}
    return add_photo(center=world.center, picture=Picture(b"a picture", 1, 1), **said)


def center_heritage(world: World) -> Any:
    return world.center.heritage.create(title="老犁", added_by=world.cadre, added_at=world.at)


MAKERS |= {
    "center_room": center_room,
    "standard_draft_item": standard_draft_item,
    "center_nearby": center_nearby,
    "center_equipment": center_equipment,
    "center_photo": center_photo,
    "center_heritage": center_heritage,
}


def project(world: World) -> Any:
    """The village's centre in a batch of the county."""
    from tests.centers.conftest import make_project

    return make_project(world.center, world.at)


def project_step(world: World) -> Any:
    return world.project.milestones.create(name="拆围墙", due=world.at.date())


def project_money(world: World) -> Any:
    return world.project.contributions.create(
        giver="村集体", paid_by="collective", amount=1000, given_on=world.at.date()
    )


MAKERS |= {"project": project, "project_step": project_step, "project_money": project_money}


def notice(world: World) -> Any:
    """A notice of the village that shows."""
    from tests.centers.test_notice_pages import write

    return write(world.cadre, world.village, world.at)


MAKERS["notice"] = notice


def activity_session(world: World) -> Any:
    """One session tomorrow of an approved activity at the village's centre."""
    from activities.actions import When, approve_activity, plan_activity

    when = When(world.at + timedelta(days=1), world.at + timedelta(days=1, hours=2))
    planned = plan_activity(
        center=world.center, title="读报", sessions=[when], by=world.cadre, at=world.at
    )
    return approve_activity(activity=planned, by=world.cadre, at=world.at).sessions.get()


MAKERS["activity_session"] = activity_session


def duty_place(world: World) -> Any:
    """A place in a shift of the village's centre, tomorrow."""
    from tests.duty.conftest import stand

    day = (world.at + timedelta(days=1)).date().isoformat()
    return stand(world.center, world.cadre, f"{day}T08:00", f"{day}T17:30")


MAKERS["duty_place"] = duty_place


def duty_swap(world: World) -> Any:
    """The same place, offered to whoever takes it."""
    from duty.actions import offer_swap

    return offer_swap(assignment=world.duty_place, by=world.cadre, at=world.at, reason="家里有事")


MAKERS["duty_swap"] = duty_swap


def duty_leave(world: World) -> Any:
    """The cadre asks to be away tomorrow."""
    from duty.actions import ask_leave

    place = world.duty_place
    when = {"start": place.start, "end": place.end, "kind": "affair"}
    return ask_leave(
        user=world.cadre, center=place.shift.center, by=world.cadre, at=world.at, **when
    )


MAKERS["duty_leave"] = duty_leave


def township_shift(world: World) -> Any:
    """A shift of all centres of the village's township."""
    from duty.models import ShiftTemplate

    hours = {"starts_at": time(8), "ends_at": time(18), "day_kinds": ["work"]}
    return ShiftTemplate.objects.create(
        township=world.village.parent, name="白班", valid_from=world.at.date(), **hours
    )


MAKERS["township_shift"] = township_shift


def duty_wish(world: World) -> Any:
    """The cadre would rather not stand in a week."""
    from duty.actions import wish_off

    member = world.duty_place.member
    day = (world.at + timedelta(days=7)).date()
    return wish_off(member=member, date=day, by=world.cadre, at=world.at)


MAKERS["duty_wish"] = duty_wish


def duty_feed_token(world: World) -> str:
    """The end of the address of the cadre's own calendar."""
    from duty.actions import open_feed

    return open_feed(owner=world.cadre, center=None, at=world.at)


MAKERS["duty_feed_token"] = duty_feed_token


def duty_feed(world: World) -> Any:
    """That calendar."""
    assert world.duty_feed_token
    return world.cadre.duty_feeds.get()


MAKERS["duty_feed"] = duty_feed


def duty_entry(world: World) -> Any:
    """An opinion in the village's duty log."""
    from duty.actions import write_log

    said = {"kind": "opinion", "text": "广场的灯想开晚一点"}
    return write_log(center=world.center, by=world.cadre, at=world.at, **said)


MAKERS["duty_entry"] = duty_entry


def duty_matter(world: World) -> Any:
    """Something for the village's next shift."""
    from duty.actions import open_matter

    return open_matter(center=world.center, text="水管还没修好", by=world.cadre, at=world.at)


MAKERS["duty_matter"] = duty_matter


def tour_stop(world: World) -> Any:
    """The township's people come to the village tomorrow."""
    hours = {"starts_at": time(9), "ends_at": time(11), "service": "医保"}
    return world.center.tour_stops.create(date=world.at.date() + timedelta(days=1), **hours)


MAKERS["tour_stop"] = tour_stop


def counter_day(world: World) -> Any:
    """Every Wednesday morning at the village's centre."""
    hours = {"starts_at": time(9), "ends_at": time(11), "service": "医保"}
    return world.center.counter_days.create(valid_from=world.at.date(), **hours)


MAKERS["counter_day"] = counter_day


def item(world: World) -> Any:
    """A service item of its own category."""
    from services.models import Category
    from tests.services.items.conftest import make_item

    return make_item(Category.objects.create(name="社会救助与民政"), "001", "高龄津贴")


MAKERS["item"] = item


def ask_of(world: World, region: Any) -> Any:
    """What a villager of that region asks in the browser."""
    from services.actions import Intake, submit

    said = {"text": "村东头的路灯坏了", "requester_phone": "16000000101", "place": "2组"}
    return submit(intake=Intake(region=region, **said), at=world.at)


MAKERS["ticket"] = lambda world: ask_of(world, world.village)
MAKERS["cadre_post"] = lambda world: world.cadre.posts.first()
MAKERS["other_ticket"] = lambda world: ask_of(world, world.other_village)


def photo(world: World) -> Any:
    """A picture that the villager sent with the matter."""
    from accounts.uploads.pictures import Picture
    from services.actions import add_photos

    small = Picture(b"a picture", 1, 1)
    return add_photos(ticket=world.ticket, pictures=[small], at=world.at).photos.get()


MAKERS["photo"] = photo


def paper(world: World) -> Any:
    """A paper that the cadre took in."""
    from services.actions import Received, receive_papers

    copy = Received("身份证", "copy")
    given = {"papers": [copy], "by": world.cadre, "at": world.at}
    return receive_papers(ticket=world.ticket, **given).papers.get()


MAKERS["paper"] = paper


def supplement(world: World) -> Any:
    """One notice of papers that are missing."""
    from services.actions import ask_for_materials

    given = {"items": ["户口本"], "by": world.cadre, "at": world.at}
    return ask_for_materials(ticket=ask_of(world, world.village), **given).supplements.get()


MAKERS["supplement"] = supplement


def asked_token(world: World) -> str:
    """The signed end of the address to which a villager comes after asking."""
    from portal.intake import ASKED

    return signing.dumps(world.ticket.number, salt=ASKED)


MAKERS["asked_token"] = asked_token


def message(world: World) -> Any:
    """One in the cadre's inbox."""
    from notify.models import Message

    said = {"text": "有一件新的事", "state": "sent", "created_at": world.at}
    return Message.objects.create(cause="walk:1", channel="in_app", recipient=world.cadre, **said)


MAKERS["message"] = message


def stuck_message(world: World) -> Any:
    """One of which nobody knows whether it went out."""
    from notify.models import Message

    said = {"text": "有一件新的事", "state": "unknown", "created_at": world.at}
    return Message.objects.create(cause="walk:2", channel="sms", recipient=world.cadre, **said)


MAKERS["stuck_message"] = stuck_message


def phone_task(world: World) -> Any:
    """A call that the village's people have to make."""
    from notify.models import PhoneTask

    who = {"unit": world.units.village, "callee": world.cadre}
    return PhoneTask.objects.create(cause="walk", text="请打电话叫人", created_at=world.at, **who)


MAKERS["phone_task"] = phone_task


def job(world: World) -> Any:
    """Long work that the cadre started and that made a file."""
    from notify.models import Job, JobState

    return Job.objects.create(
        kind="rehearsed",
        owner=world.cadre,
        title="导出台账",
        state=JobState.DONE,
        created_at=world.at,
        finished_at=world.at,
    )


MAKERS["job"] = job


def saved_filter(world: World) -> Any:
    """A question to the list that the cadre keeps."""
    from services.models import SavedFilter

    return SavedFilter.objects.create(user=world.cadre, name="没办完的", query="status=open")


MAKERS["saved_filter"] = saved_filter
