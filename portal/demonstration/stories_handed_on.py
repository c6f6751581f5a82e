"""Written requests that leave the village: to the township, to a department, to the county's desk alone."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.demonstration.stage import Stage, Steps
from services import actions


def allowance(stage: Stage) -> Steps:
    """1: an agent's errand through township to county, standing still while it is posted (公示)."""
    yield stage.workday(8, "09:05")
    ticket = stage.ask(1, by=stage.duty, first_contact=stage.cadre, place="3组")
    yield stage.workday(8, "09:40")
    stage.accept(ticket)
    stage.phone(ticket, "材料一次说全了，授权书明天拿到家里签")
    yield stage.workday(6, "10:10")
    actions.escalate(
        ticket=ticket,
        reason="beyond_authority",
        note="材料齐了，低保要镇里收、县里定",
        by=stage.cadre,
        at=stage.at,
    )
    yield stage.workday(6, "15:00")
    actions.take(ticket=ticket, by=stage.township, at=stage.at)
    yield stage.workday(5, "09:00")
    actions.transfer(
        ticket=ticket,
        unit=stage.unit("县民政局"),
        reason="家里核对过了，请审核",
        by=stage.township,
        at=stage.at,
    )
    yield stage.workday(5, "11:00")
    liaison = stage.liaison("县民政局")
    actions.take(ticket=ticket, by=liaison, at=stage.at)
    yield stage.workday(2, "09:30")
    until = timezone.localdate(stage.now) + timedelta(days=5)
    actions.pause(
        ticket=ticket, reason="正在公示，公示的日子不算时间", by=liaison, at=stage.at, until=until
    )


def report(stage: Stage) -> Steps:
    """14: for the county's eyes only, without a name; explained."""
    yield stage.workday(6, "22:30")
    ticket = stage.ask(14)
    desk = stage.people["confidential"]
    yield stage.workday(5, "09:00")
    stage.accept(ticket, desk)
    yield stage.ago(hours=1)
    stage.resolve(
        ticket,
        "看过会议记录和公示照片，会开了，榜贴的时间短；已要求重贴7天",
        desk,
        outcome="explained",
        basis="救助评议要公示7天，已责成补贴；不同意可以再说两句",
    )


def second_report(stage: Stage) -> Steps:
    """A mild one that nobody has read yet."""
    yield stage.ago(hours=7)
    stage.ask(14, text="去办事那个人说话难听，问两句就嫌烦。", place="上个星期")


def locked_door(stage: Stage) -> Steps:
    """15: about the village's own service, so the township has it (回避)."""
    yield stage.workday(1, "18:40")
    stage.ask(15)


def cracked_wall(stage: Stage) -> Steps:
    """16: the representative was asked; first people, then papers; unable, so one level up and to the bureau."""
    yield stage.ago(hours=4)
    ticket = stage.ask(16, by=stage.duty, first_contact=stage.representative(), place="东坡")
    yield stage.ago(hours=3, minutes=52)
    stage.accept(ticket)
    stage.phone(ticket, "孙奶奶先接到闺女家住了")
    yield stage.ago(hours=3)
    actions.escalate(
        ticket=ticket,
        reason="unable",
        note="西墙要找人鉴定，村里修不了",
        by=stage.cadre,
        at=stage.at,
    )
    yield stage.ago(hours=2, minutes=45)
    actions.take(ticket=ticket, by=stage.township, at=stage.at)
    yield stage.ago(minutes=12)
    actions.transfer(
        ticket=ticket,
        unit=stage.unit("县住建局"),
        reason="请派人鉴定，符合的按危房改造办",
        by=stage.township,
        at=stage.at,
    )


def washed_out_road(stage: Stage) -> Steps:
    """17: fenced off the same day; the repair is overdue at the township."""
    yield stage.workday(3, "07:20")
    ticket = stage.ask(17, by=stage.duty, place="去后沟的路")
    yield stage.workday(3, "07:28")
    stage.accept(ticket)
    stage.phone(ticket, "拦上了，立了牌，夜里有灯")
    yield stage.workday(3, "09:00")
    actions.escalate(
        ticket=ticket,
        reason="unable",
        note="路基塌了半边，要镇里排钱修",
        by=stage.cadre,
        at=stage.at,
    )
    yield stage.workday(3, "09:20")
    actions.take(ticket=ticket, by=stage.township, at=stage.at)
    yield stage.workday(1, "08:10")
    actions.urge(ticket=ticket, at=stage.at)


def new_house(stage: Stage) -> Steps:
    """19: offered to the township, not yet taken."""
    yield stage.ago(hours=6)
    ticket = stage.ask(19, by=stage.cadre)
    yield stage.ago(hours=5, minutes=30)
    actions.transfer(
        ticket=ticket,
        unit=stage.unit("柳泉镇党群服务中心"),
        reason="宅基地要镇里批，告知单打给他了",
        by=stage.cadre,
        at=stage.at,
    )


def identity_card(stage: Stage) -> Steps:
    """20: given back with a reason."""
    yield stage.workday(3, "10:00")
    ticket = stage.ask(20, by=stage.neighbour, region=stage.next_village, place="1组")
    yield stage.workday(3, "10:05")
    stage.accept(ticket, stage.neighbour)
    yield stage.workday(2, "09:00")
    actions.transfer(
        ticket=ticket,
        unit=stage.unit("县公安局"),
        reason="本人下不了地，请上门照相",
        by=stage.neighbour,
        at=stage.at,
    )
    yield stage.workday(1, "16:30")
    actions.give_back(
        ticket=ticket,
        reason="上门照相由镇派出所约，请直接联系镇派出所户籍窗口",
        by=stage.liaison("县公安局"),
        at=stage.at,
    )


def unpaid_wages(stage: Stage) -> Steps:
    """23: five people, one matter, at the county."""
    yield stage.workday(4, "19:50")
    ticket = stage.ask(23)
    yield stage.workday(3, "08:45")
    stage.accept(ticket)
    stage.phone(ticket, "五个人的名字、工地、欠条都记下了")
    yield stage.workday(3, "10:30")
    actions.transfer(
        ticket=ticket,
        unit=stage.unit("县人社局"),
        reason="五个人被欠薪，请劳动监察受理",
        by=stage.cadre,
        at=stage.at,
    )
    yield stage.workday(3, "15:20")
    actions.take(ticket=ticket, by=stage.liaison("县人社局"), at=stage.at)
    yield stage.workday(1, "20:05")
    actions.add(ticket=ticket, text="又找着两个工友，一共七个人。", at=stage.at)


def pig_farm(stage: Stage) -> Steps:
    """27: the third time; straight to the level above and on to the bureau that decides."""
    yield stage.workday(28, "08:40")
    first = stage.ask(27, by=stage.duty, text="村南养猪场粪水往河沟里排，臭得很。", place="村南")
    yield stage.workday(28, "09:00")
    stage.accept(first)
    yield stage.workday(26, "10:00")
    stage.resolve(first, "找养猪场说了，答应不排了")
    stage.tell(first)
    yield stage.workday(23, "10:00")
    stage.end(first, 3)
    yield stage.workday(16, "18:00")
    second = stage.ask(27, by=stage.duty, text="养猪场又排粪水了，上回说了没用。", place="村南")
    yield stage.workday(15, "08:30")
    stage.accept(second)
    yield stage.workday(13, "10:00")
    stage.resolve(second, "养猪场挖了个坑先存着，写了保证")
    stage.tell(second)
    yield stage.workday(10, "11:00")
    stage.end(second, 3)
    yield stage.workday(4, "08:15")
    third = stage.ask(27, by=stage.duty, place="村南")
    yield stage.workday(4, "08:40")
    stage.accept(third)
    stage.phone(third, "第三回了，这回直接提到镇里")
    actions.escalate(
        ticket=third,
        reason="unable",
        note="第三回反映，前两回村里劝不住",
        by=stage.cadre,
        at=stage.later(minutes=5),
    )
    yield stage.workday(4, "10:10")
    actions.take(ticket=third, by=stage.township, at=stage.at)
    actions.transfer(
        ticket=third,
        unit=stage.unit("县生态环境局"),
        reason="请到现场采样，依法处理",
        by=stage.township,
        at=stage.later(minutes=3),
    )
    yield stage.workday(3, "09:00")
    actions.take(ticket=third, by=stage.liaison("县生态环境局"), at=stage.at)


def lamps_of_the_bureau(stage: Stage) -> Steps:
    """Two matters of the liaison's: one in work and overdue, one to be told."""
    liaison, bureau = stage.people["liaison"], stage.unit("县住建局")
    yield stage.workday(9, "09:00")
    late = stage.ask(
        2,
        by=stage.cadre,
        text="进村口那排路灯全灭了，是县里装的那批。",
        requester_name="崔三强",
        requester_phone="16000900093",
        place="进村口",
    )
    soon = stage.ask(
        16,
        by=stage.cadre,
        text="老戏台的梁裂了，逢会人多，怕出事。",
        requester_name="阎九成",
        on_behalf_of="",
        requester_phone="16000900094",
        place="戏台",
        urgent=False,
    )
    for ticket in (late, soon):
        stage.accept(ticket)
        actions.transfer(
            ticket=ticket,
            unit=bureau,
            reason="县里建的，请县住建局修",
            by=stage.cadre,
            at=stage.later(minutes=10),
        )
    yield stage.workday(8, "09:30")
    for ticket in (late, soon):
        actions.take(ticket=ticket, by=liaison, at=stage.at)
    yield stage.ago(hours=3)
    stage.resolve(soon, "派人看过，加了两根撑柱，开春前换梁", liaison)
