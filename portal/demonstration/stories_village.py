"""Written requests that the village itself sees through, or that wait at its door."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from centers.actions import publish_notice
from portal.demonstration.stage import Stage, Steps
from services import actions


def street_lamp(stage: Stage) -> Steps:
    """2: the most ordinary matter, three taps."""
    yield stage.workday(5, "19:20")
    ticket = stage.ask(2, place="村东头小桥")
    yield stage.workday(4, "08:35")
    stage.accept(ticket)
    yield stage.workday(3, "16:20")
    stage.resolve(ticket, "灯泡和开关都换了，晚上亮着")
    yield stage.workday(3, "17:05")
    stage.tell(ticket)
    yield stage.workday(2, "10:15")
    stage.end(ticket, 5)


def water_pipe(stage: Stage) -> Steps:
    """3: done and not yet told."""
    yield stage.ago(hours=5)
    ticket = stage.ask(3, by=stage.duty, place="1组家门口")
    yield stage.ago(hours=4, minutes=50)
    stage.accept(ticket)
    yield stage.ago(minutes=40)
    stage.resolve(ticket, "阀门先关了，水厂来人换了一截管子")


def no_water(stage: Stage) -> Steps:
    """4: three times within an hour, made one; every asker is told, and a notice for the others."""
    yield stage.workday(2, "06:50")
    lead = stage.ask(4, by=stage.duty)
    yield stage.workday(2, "07:10")
    second = stage.ask(4, by=stage.duty, requester_name="牛二妮", requester_phone="16000900091")
    yield stage.workday(2, "07:35")
    third = stage.ask(4, by=stage.duty, requester_name="耿大有", requester_phone="16000900092")
    yield stage.workday(2, "07:50")
    stage.accept(lead)
    for other in (second, third):
        actions.merge(
            ticket=other, into=lead, reason="同一件事：今早全村停水", by=stage.cadre, at=stage.at
        )
    publish_notice(
        region=stage.village,
        kind="outage",
        title="今天上午停水，水厂抢修主管",
        text="主管道坏了，水厂正在修，预计中午12点前来水。急用水的到村室院里接。",
        shows_from=stage.at,
        shows_until=stage.now + timedelta(days=2),
        by=stage.cadre,
        at=stage.at,
    )
    yield stage.workday(2, "12:05")
    stage.resolve(lead, "主管修好了，11点50来的水，大喇叭念过两遍")
    yield stage.workday(2, "12:30")
    stage.tell(lead)


def residence_proof(stage: Stage) -> Steps:
    """5: on the spot, one screen."""
    yield stage.workday(1, "10:20")
    stage.ask(5, by=stage.duty, done="核对了户口本，说明开好盖了章")


def same_person_proof(stage: Stage) -> Steps:
    """6: not the village's to certify; says why, where, and who leads there."""
    yield stage.workday(4, "09:15")
    ticket = stage.ask(6, by=stage.cadre)
    yield stage.workday(4, "09:20")
    stage.accept(ticket)
    yield stage.workday(3, "11:00")
    stage.resolve(
        ticket,
        "领着去镇派出所开了曾用名证明，银行认",
        outcome="explained",
        basis="姓名变更由派出所证明，村里不能开；不同意找镇服务部",
    )
    yield stage.workday(3, "11:10")
    stage.tell(ticket, "in_person")
    yield stage.workday(1, "15:30")
    stage.end(ticket, 4)


def health_insurance(stage: Stage) -> Steps:
    """7: on the spot, with a receipt."""
    yield stage.workday(1, "15:10")
    stage.ask(7, by=stage.cadre, done="两口人的都交上了，票当面给了")


def chronic_illness(stage: Stage) -> Steps:
    """8: papers are missing, told once and all together."""
    yield stage.workday(3, "08:50")
    ticket = stage.ask(8, by=stage.duty, first_contact=stage.duty)
    yield stage.workday(3, "09:30")
    actions.ask_for_materials(
        ticket=ticket,
        items=["身份证复印件", "二级以上医院的住院病历", "近半年的检查化验单"],
        by=stage.cadre,
        at=stage.at,
    )


def pension_check(stage: Stage) -> Steps:
    """9: from outside, on behalf of the father; more time asked for the visit."""
    yield stage.ago(hours=14)
    ticket = stage.ask(9, place="4组 老陈家")
    yield stage.ago(hours=3)
    stage.accept(ticket, stage.duty)
    stage.phone(ticket, "跟儿子说好了，带着手机上门去刷脸", stage.duty)
    yield stage.ago(hours=2)
    actions.extend(
        ticket=ticket,
        amount=Decimal(2),
        reason="老人这两天住院，等出院再上门",
        by=stage.duty,
        at=stage.at,
    )


def neighbours_quarrel(stage: Stage) -> Steps:
    """10: called back, not solved: again, in half the time."""
    yield stage.workday(7, "16:00")
    ticket = stage.ask(10, by=stage.cadre, place="2组")
    yield stage.workday(7, "16:10")
    stage.accept(ticket)
    stage.phone(ticket, "两家都见了，先不吵，明天调委会上门")
    yield stage.workday(4, "17:10")
    stage.resolve(ticket, "两家说好了，隔壁出钱加一道檐沟")
    yield stage.workday(4, "17:20")
    stage.tell(ticket, "visit")
    yield stage.workday(1, "09:45")
    if ticket.drawn:
        actions.call_back(
            ticket=ticket, by=stage.township, at=stage.at, solved=False, note="檐沟没有装"
        )
    else:
        actions.rate(
            ticket=ticket, solved=False, grade=None, at=stage.at, text="说了装檐沟，到现在没有装"
        )


def fallen_wire(stage: Stage) -> Steps:
    """11: at two in the morning; taken in four minutes."""
    yield stage.last("02:00")
    ticket = stage.ask(11, by=stage.duty, place="村西变压器")
    yield stage.later(minutes=4)
    stage.accept(ticket)
    stage.phone(ticket, "已经有人去看住，娃子撵走了，95598说20分钟到")
    yield stage.later(hours=1, minutes=25)
    stage.resolve(ticket, "供电所把线接好了，村里守到修好")
    yield stage.later(minutes=5)
    stage.tell(ticket)


def closed_door(stage: Stage) -> Steps:
    """12: six minutes ago, nobody has it yet."""
    yield stage.ago(minutes=6)
    stage.ask(12, by=stage.duty, place="后街")


def old_mother(stage: Stage) -> Steps:
    """13: not done once and for all: who goes on which day is planned."""
    yield stage.workday(6, "20:15")
    ticket = stage.ask(13, region=stage.next_village, place="5组")
    yield stage.workday(5, "08:40")
    stage.accept(ticket, stage.neighbour)
    yield stage.workday(4, "10:00")
    until = timezone.localdate(stage.now) + timedelta(days=30)
    stage.resolve(
        ticket,
        "定了每周三去看一回，有事给闺女打电话；一个月后再回话",
        stage.neighbour,
        outcome="planned",
        until=until,
    )
    yield stage.workday(4, "10:20")
    stage.tell(ticket, by=stage.neighbour)


def insurance_question(stage: Stage) -> Steps:
    """18: answered on the spot, and published so that nobody need ask again."""
    yield stage.workday(4, "08:30")
    stage.ask(
        18, by=stage.duty, done="交到12月31号；上学的在哪儿参保都行，不重复交", outcome="explained"
    )
    publish_notice(
        region=stage.village,
        kind="payment",
        title="医保交到12月31号",
        text="手机上不会交的，带身份证到村室替您交。在外地上学的娃，在一个地方参保就行。",
        shows_from=stage.at,
        shows_until=stage.now + timedelta(days=20),
        by=stage.cadre,
        at=stage.at,
    )


def power_bill(stage: Stage) -> Steps:
    """21: paid for them on the spot."""
    yield stage.workday(2, "16:45")
    stage.ask(21, by=stage.duty, done="替她交了，电来了，钱她孙子转来了")


def disability_card(stage: Stage) -> Steps:
    """22: solved but badly graded: the unit has something to put right."""
    yield stage.workday(9, "09:10")
    ticket = stage.ask(22, by=stage.cadre, place="6组")
    yield stage.workday(9, "09:20")
    stage.accept(ticket)
    yield stage.workday(5, "15:00")
    stage.resolve(ticket, "领着去县人民医院评了级，证下个月发")
    yield stage.workday(5, "15:30")
    stage.tell(ticket, "in_person")
    yield stage.workday(2, "10:40")
    stage.end(ticket, 2)


def hail(stage: Stage) -> Steps:
    """24: pressing though not dangerous: contacted the same day."""
    yield stage.ago(hours=8)
    ticket = stage.ask(24, by=stage.duty, place="南洼地")
    yield stage.ago(hours=7, minutes=40)
    stage.accept(ticket)
    stage.phone(ticket, "跟保险公司的人约好了，一块儿下地看")


def dance_team(stage: Stage) -> Steps:
    """25: just now, to be accepted."""
    yield stage.ago(minutes=25)
    stage.ask(25, by=stage.duty, region=stage.village)


def stone_tables(stage: Stage) -> Steps:
    """26: one sentence, two wishes; the tables are planned, with a date for the next answer."""
    yield stage.workday(8, "20:30")
    ticket = stage.ask(26, by=stage.cadre, place="广场")
    yield stage.workday(7, "08:20")
    stage.accept(ticket)
    yield stage.workday(6, "17:00")
    until = timezone.localdate(stage.now) + timedelta(days=45)
    stage.resolve(
        ticket, "坏的器材拦起来报修了；石桌列入明年一事一议", outcome="planned", until=until
    )
    yield stage.workday(6, "17:10")
    stage.tell(ticket, "in_person")
    yield stage.workday(4, "09:00")
    stage.end(ticket, 4)


def party_membership(stage: Stage) -> Steps:
    """28: from outside; done, waits for the township's call-back."""
    yield stage.workday(6, "12:40")
    ticket = stage.ask(28, region=stage.next_village)
    yield stage.workday(6, "15:30")
    stage.accept(ticket, stage.neighbour)
    yield stage.workday(2, "11:30")
    stage.resolve(ticket, "介绍信开好了，转到苏州那边支部，手机上能查", stage.neighbour)
    yield stage.workday(2, "11:40")
    stage.tell(ticket, by=stage.neighbour)


def medicine(stage: Stage) -> Steps:
    """29: brought the same day."""
    yield stage.workday(3, "08:20")
    ticket = stage.ask(29, by=stage.duty, place="3组")
    yield stage.workday(3, "08:30")
    stage.accept(ticket, stage.duty)
    yield stage.workday(3, "11:20")
    stage.resolve(ticket, "卫生室送到家了，一个月的量", stage.duty)
    stage.tell(ticket, "visit", stage.duty)
    yield stage.workday(1, "10:30")
    stage.end(ticket, 5)


def court_case(stage: Stage) -> Steps:
    """30: a case in court is nobody's to urge: says why, and whom to ask."""
    yield stage.workday(5, "10:45")
    stage.ask(
        30,
        by=stage.cadre,
        done="法院的案子村里不能催；问进度打12368，不懂的问村法律顾问或12348",
        outcome="referred",
    )
