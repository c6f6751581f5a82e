"""One sentence a step: for the villager's page and for the timeline that staff read."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from regions.wording import day, instant, moment
from services.choices import (
    AppointmentKind,
    Basis,
    CallBackTag,
    ConsentHow,
    DeclineReason,
    EscalationReason,
    Mode,
    Outcome,
)
from services.wording import GRADES, clock_words, length_words

if TYPE_CHECKING:
    from services.models import Ticket, TicketEvent


# One sentence a verb: for the villager's steps and for the staff timeline. `who` is the actor, `words` what was written.
_FOR_VILLAGERS: dict[str, str] = {
    "submit": "您交上了，%(first_contact)s接的",
    "accept": "%(unit)s收下，开始办",
    "assign": "交给%(user)s办",
    "deem_accepted": "按规定算收下了，开始办",
    "finish_at_once": "当场办好了：%(words)s",
    "ask_for_materials": "还差材料：%(words)s",
    "supply": "收到%(count)s样材料",
    "decline": "这里办不了，请找%(words)s",
    "transfer": "转给%(unit)s",
    "escalate": "报到%(unit)s",
    "take": "%(unit)s接下了%(expected)s",
    "return": "%(unit)s退回来了",
    "settle_above": "%(unit)s来协调",
    "pause": "先等一等：%(words)s",
    "resume": "接着办",
    "decide_extension": "办的时间有变",
    "contact": "%(who)s%(met)s",
    "resolve": "办完了：%(words)s",
    "feed_back": "告诉您结果了",
    "call_back": "打电话问了您满不满意",
    "rate": "您说了满不满意",
    "redo": "重新办",
    "withdraw": "您说不用办了",
    "lapse": "材料一直没补齐，先停了",
    "merge": "跟别人说的是同一件事，一起办",
    "reopen": "重新开始办",
    "come_back": "到日子了，接着办",
    "leave_unsampled": "这件事了了",
    "urge": "催了一下",
    "add": "您又说：%(words)s",
    "dispute": "您说不同意，上一级来看",
    "uphold": "%(unit)s看过了，维持：%(words)s",
    "call_in": "请%(unit)s一起办",
    "answer": "%(unit)s那一份办好了",
    "release": "不用%(unit)s一起办了",
    "change_first_contact": "接这件事的人换成%(user)s",
    "note": "%(words)s",
    "rectify": "做得不好的地方改了：%(words)s",
    "change_mode": "换个办法：%(mode)s",
    "record_consent": "您同意替您办",
    "receive_papers": "收下您的%(words)s",
    "return_papers": "材料还了：%(words)s",
    "hand_on_papers": "材料交给%(unit)s：%(words)s",
    "take_papers": "%(unit)s收到材料：%(words)s",
    "appoint": "约好了：%(when)s，%(user)s%(where)s",
    "change_appointment": "约的时间改成%(when)s，%(user)s%(where)s（%(words)s）",
    "cancel_appointment": "约好的不去了：%(words)s",
    "keep_appointment": "按约好的去过了",
    "add_photos": "传了%(sent)s",
    "hand_on": "接着由%(user)s办",
    "follow": "村镇合并了，由%(unit)s接着办",
}
_FOR_STAFF: dict[str, str] = {
    **_FOR_VILLAGERS,
    "submit": "%(channel)s来的，首问%(first_contact)s",
    "accept": "%(who)s受理",
    "assign": "%(who)s交办给%(user)s",
    "deem_accepted": "没人受理，视同受理",
    "finish_at_once": "%(who)s当场办好：%(words)s",
    "ask_for_materials": "%(who)s一次告知缺%(count)s样：%(words)s",
    "supply": "补来%(count)s样，还差%(left)s样",
    "decline": "%(who)s不予受理（%(reason)s），请找%(words)s",
    "transfer": "%(who)s转给%(unit)s：%(words)s",
    "escalate": "%(who)s上报%(unit)s，%(cause)s：%(words)s",
    "take": "%(unit)s %(who)s签收%(expected)s",
    "return": "%(unit)s %(who)s退回：%(words)s",
    "settle_above": "退了三次，%(unit)s协调",
    "pause": "%(who)s暂停计时%(until)s：%(words)s",
    "resume": "%(who)s恢复计时",
    "extend": "%(who)s申请延长%(amount)s：%(words)s",
    "decide_extension": "%(who)s%(approved)s延长：%(words)s",
    "contact": "%(who)s%(channel)s联系群众，%(reached)s：%(words)s",
    "resolve": "%(who)s办完（%(outcome)s）：%(words)s",
    "feed_back": "%(who)s已告诉群众（%(channel)s）：%(words)s",
    "call_back": "%(who)s回访，%(reached)s%(solved)s%(grade)s%(tags)s：%(words)s",
    "rate": "群众自己评%(solved)s%(grade)s：%(words)s",
    "redo": "第%(round)s轮，重办",
    "withdraw": "撤回：%(words)s",
    "reopen": "%(who)s重新打开：%(words)s",
    "come_back": "列入计划的到日子了",
    "leave_unsampled": "没抽中回访，过了五个工作日，办结",
    "urge": "%(urger)s催办",
    "add": "群众又说：%(words)s",
    "dispute": "群众不同意：%(words)s",
    "uphold": "%(unit)s %(who)s看过，维持：%(words)s",
    "call_in": "%(who)s请%(unit)s一起办：%(words)s",
    "answer": "%(unit)s %(who)s写了结果：%(words)s",
    "release": "%(who)s不再请%(unit)s一起办：%(words)s",
    "set_urgency": "%(who)s%(urgent)s：%(words)s",
    "change_first_contact": "%(who)s把首问人改成%(user)s：%(words)s",
    "reissue_code": "%(who)s换了查询码：%(words)s",
    "set_id_number": "%(who)s记了身份证号",
    "make_confidential": "%(who)s改成只让县里看：%(words)s",
    "note": "%(who)s记：%(words)s",
    "rectify": "%(who)s整改：%(words)s",
    "change_mode": "%(who)s把办法改成%(mode)s。%(words)s",
    "record_consent": "%(who)s记下代办授权：%(consent)s",
    "receive_papers": "%(who)s收下%(words)s",
    "return_papers": "%(who)s还了%(words)s",
    "hand_on_papers": "%(who)s把%(words)s交给%(unit)s，等点收",
    "take_papers": "%(unit)s %(who)s点收%(words)s",
    "appoint": "%(who)s约好：%(when)s，%(user)s%(where)s",
    "change_appointment": "%(who)s把约的时间改成%(when)s，%(user)s%(where)s：%(words)s",
    "cancel_appointment": "%(who)s：约好的不去了，%(words)s",
    "keep_appointment": "%(who)s：去过了。%(words)s",
    "add_photos": "%(urger)s传了%(sent)s",
    "hand_on": "岗位交接，由%(user)s接着办",
    "follow": "区划合并，由%(unit)s接着办",
    "recompute": "日历有变，%(clock)s的最晚时间从%(before)s挪到%(after)s",
}
# Shown to nobody but staff.
_STAFF_ONLY = frozenset(
    {
        "release",
        "extend",
        "set_urgency",
        "reissue_code",
        "leave_unsampled",
        "recompute",
        "make_confidential",
        "set_id_number",
    }
)
VERBS = frozenset(_FOR_STAFF)
_FEEDBACK_WORDS = {
    "phone": "打电话",
    "visit": "上门",
    "in_person": "当面",
    "sms": "短信",
    "email": "邮件",
}
# How somebody got in touch, as the villager saw it.
_MET = {"phone": "给您打了电话", "visit": "上门找您了", "in_person": "当面跟您说了"}


def is_for_villager(event: TicketEvent) -> bool:
    """Whether the villager reads this step; a note only when it was made public, a call only when it was answered."""
    if event.verb in _STAFF_ONLY:
        return False
    if event.verb in {"note", "add_photos"}:
        return bool(event.data.get("public"))
    return event.verb != "contact" or bool(event.data.get("reached"))


def step_sentence(event: TicketEvent, *, ticket: Ticket, names: Names, for_villager: bool) -> str:
    """One Chinese sentence for one event; a test walks all verbs."""
    pattern = (_FOR_VILLAGERS if for_villager else _FOR_STAFF)[event.verb]
    # where nothing was written, the sentence ends before its colon
    return (_(pattern) % _fields(event, ticket, names)).rstrip("：，")


class Names:
    """Names of the units and people that events mention by key, read once per timeline."""

    def __init__(self, units: dict[int, str], users: dict[int, str]) -> None:
        self.units = units
        self.users = users

    @classmethod
    def of(cls, events: list[TicketEvent]) -> Names:
        from accounts.models import Unit, User

        unit_keys = {event.data["unit"] for event in events if "unit" in event.data}
        user_keys = {event.actor_id for event in events if event.actor_id} | {
            event.data["user"] for event in events if "user" in event.data
        }
        units = (
            dict(Unit.objects.filter(pk__in=unit_keys).values_list("pk", "name"))
            if unit_keys
            else {}
        )
        users = (
            dict(User.objects.filter(pk__in=user_keys).values_list("pk", "name"))
            if user_keys
            else {}
        )
        return cls(units, users)


def _fields(event: TicketEvent, ticket: Ticket, names: Names) -> dict[str, object]:
    data = event.data
    words = getattr(event, "words", None)
    grade = data.get("grade")
    # where nothing was added, earlier versions wrote the reason's code as its words
    cause = data.get("reason_code")
    return {
        "who": names.users.get(event.actor_id or 0, ""),
        "words": words.text if words and words.text != cause else "",
        "cause": EscalationReason(cause).label if cause else "",
        "unit": names.units.get(data.get("unit", 0), ticket.unit.name),
        "user": names.users.get(data.get("user", 0), ""),
        "first_contact": ticket.first_contact.name,
        "channel": _channel_word(data.get("channel", "")),
        "count": data.get("count", ""),
        "sent": _sent_words(data) if event.verb == "add_photos" else "",
        "left": data.get("left", ""),
        # earlier versions did not write down the basis
        "amount": length_words(data["amount"], data.get("basis", Basis.WORKING_DAY))
        if event.verb == "extend"
        else "",
        "round": data.get("round", ""),
        "reason": DeclineReason(data["reason"]).label if event.verb == "decline" else "",
        "approved": _("同意") if data.get("approved") else _("不同意"),
        "reached": _reached_words(event),
        "met": _(_MET.get(data.get("channel", ""), _MET["phone"])),
        "solved": {True: _("，解决了"), False: _("，没解决"), None: ""}[data.get("solved")],
        "grade": _("，%(grade)s") % {"grade": GRADES[grade]} if grade else "",
        "tags": "".join(f"，{CallBackTag(tag).label}" for tag in data.get("tags", ())),
        "outcome": Outcome(data["outcome"]).label if data.get("outcome") else "",
        "urgent": _("定为急事") if data.get("urgent") else _("定为不急"),
        **_moved_words(event),
        "mode": Mode(data["mode"]).label if data.get("mode") else "",
        "consent": ConsentHow(data["how"]).label if data.get("how") else "",
        "when": instant(datetime.fromisoformat(data["when"])) if data.get("when") else "",
        "where": AppointmentKind(data["where"]).label if data.get("where") else "",
        "expected": _expected_words(event),
        "until": _until_words(event),
        "urger": _("群众") if data.get("villager") else names.users.get(event.actor_id or 0, ""),
    }


def _reached_words(event: TicketEvent) -> str:
    by_phone = event.data.get("channel", "phone") == "phone"
    if event.data.get("reached"):
        return _("打通") if by_phone else _("见着了")
    return _("没打通") if by_phone else _("没见着")


def _sent_words(data: dict[str, Any]) -> str:
    """2张照片、1个PDF; earlier versions took photos only."""
    pdfs = data.get("pdfs", 0)
    photos = data["count"] - pdfs
    said = [_("%(count)s张照片") % {"count": photos}] if photos else []
    return "、".join([*said, *([_("%(count)s个PDF") % {"count": pdfs}] if pdfs else [])])


def _expected_words(event: TicketEvent) -> str:
    """By when the unit that took it said it would be done."""
    if event.verb != "take" or not event.data.get("until"):
        return ""
    until = timezone.localdate(datetime.fromisoformat(event.data["until"]))
    return _("，答应%(day)s前办好") % {"day": day(until)}


def _until_words(event: TicketEvent) -> str:
    if event.verb != "pause" or not event.data.get("until"):
        return ""
    return _("到%(day)s") % {"day": day(date.fromisoformat(event.data["until"]))}


def _moved_words(event: TicketEvent) -> dict[str, str]:
    """Which clock a changed calendar has moved, from when to when; other acts mean other things by `before`."""
    if event.verb != "recompute":
        return {}
    before, after = (moment(datetime.fromisoformat(event.data[key])) for key in ("before", "after"))
    return {"clock": str(clock_words(event.data["clock"])), "before": before, "after": after}


def _channel_word(channel: str) -> str:
    from services.choices import Channel

    if channel in _FEEDBACK_WORDS:
        return _FEEDBACK_WORDS[channel]
    return str(Channel(channel).label) if channel in Channel.values else ""


def step_time(event: TicketEvent) -> str:
    return moment(event.at)
