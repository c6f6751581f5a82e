"""How the desk offers each act: the word on its button, and whether one tap does it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services import workflow
from services.permissions import may
from services.wording import offered_unit

if TYPE_CHECKING:
    from accounts.models import User
    from services.models import Ticket

LABELS = {
    "accept": gettext_lazy("接收"),
    "take": gettext_lazy("签收"),
    "return": gettext_lazy("退回"),
    "answer": gettext_lazy("写结果"),
    "resolve": gettext_lazy("办完了"),
    "feed_back": gettext_lazy("已告诉"),
    "call_back": gettext_lazy("回访"),
    "decide_extension": gettext_lazy("定延期"),
    "supply": gettext_lazy("收到材料"),
    "resume": gettext_lazy("接着办"),
    "ask_for_materials": gettext_lazy("缺材料"),
    "transfer": gettext_lazy("转"),
    "escalate": gettext_lazy("上报"),
    "call_in": gettext_lazy("请别的单位一起办"),
    "release": gettext_lazy("不用一起办了"),
    "assign": gettext_lazy("交给谁办"),
    "pause": gettext_lazy("暂停计时"),
    "extend": gettext_lazy("申请延长"),
    "contact": gettext_lazy("记联系"),
    "note": gettext_lazy("记一笔"),
    "urge": gettext_lazy("催"),
    "set_urgency": gettext_lazy("急不急"),
    "decline": gettext_lazy("办不了"),
    "rectify": gettext_lazy("写整改"),
    "change_mode": gettext_lazy("换个办法"),
    "record_consent": gettext_lazy("记代办授权"),
    "receive_papers": gettext_lazy("收材料"),
    "return_papers": gettext_lazy("还了"),
    "hand_on_papers": gettext_lazy("交给别的单位"),
    "take_papers": gettext_lazy("点收材料"),
    "appoint": gettext_lazy("约时间"),
    "change_appointment": gettext_lazy("改时间"),
    "cancel_appointment": gettext_lazy("不去了"),
    "keep_appointment": gettext_lazy("去过了"),
    "add_photos": gettext_lazy("传照片"),
    "merge": gettext_lazy("并案"),
    "withdraw": gettext_lazy("群众说不用办了"),
    "change_first_contact": gettext_lazy("换首问人"),
    "reissue_code": gettext_lazy("换查询码"),
    "make_confidential": gettext_lazy("只让县里看"),
    "set_id_number": gettext_lazy("记身份证号"),
    "reopen": gettext_lazy("重新办"),
    "uphold": gettext_lazy("维持原来的答复"),
}

# One tap does these; what they need beside `seq` has a sensible default.
ONE_TAP: dict[str, dict[str, str | int]] = {
    "accept": {},
    "take": {},
    "resume": {},
    "urge": {},
    "feed_back": {"channel": "phone"},
}

# What a state asks for first, and what may be wanted beside it in the list.
FIRST = {
    workflow.SUBMITTED: "accept",
    workflow.AWAITING_MATERIALS: "supply",
    workflow.IN_PROGRESS: "resolve",
    workflow.RESOLVED: "feed_back",
    workflow.ANSWERED: "call_back",
    workflow.CLOSED: "reopen",
    workflow.DECLINED: "reopen",
}
# Why a matter stands in the list -> what it waits for.
BY_GROUP = {"take": "take", "extensions": "decide_extension", "called_in": "answer"}
BESIDE = {
    workflow.SUBMITTED: ("transfer", "ask_for_materials", "decline", "assign"),
    workflow.AWAITING_MATERIALS: ("contact", "withdraw"),
    workflow.IN_PROGRESS: (
        "transfer",
        "ask_for_materials",
        "escalate",
        "call_in",
        "pause",
        "extend",
        "assign",
    ),
}


@dataclass(frozen=True)
class Act:
    """A button: a form of one tap with its hidden fields, or a link to the act's own page."""

    act: str
    label: str
    href: str
    one_tap: bool = False
    hidden: dict[str, str | int] = field(default_factory=dict)


def offered_act(
    act: str,
    ticket: Ticket,
    *,
    back: str = "",
    label: str = "",
    page: str = "",
    ask: bool = False,
) -> Act:
    """The button of an act; `back` names the page to which it returns, `page` the matter's own.

    With `ask` its form is shown even where one tap would do: there is something to say first.
    """
    hidden: dict[str, str | int] = {"seq": ticket.last_seq, "back": back, **ONE_TAP.get(act, {})}
    href = address_of(act, page or reverse("ticket", args=[ticket.number]))
    return Act(act, label or str(LABELS[act]), href, act in ONE_TAP and not ask, hidden)


def address_of(act: str, page: str) -> str:
    """The act's own page, below the page of its matter."""
    return f"{page}{act.replace('_', '-')}/"


def first_act(user: User, ticket: Ticket, group: str = "") -> str:
    """The one thing to do now for this person; empty where there is only something to look at.

    `group` is the work list's, which knows why the matter stands there.
    """
    if group == "rectify":
        return "rectify"
    wanted = BY_GROUP.get(group)
    if wanted is None and group == "urgent":
        wanted = _urgent_act(ticket)
    if wanted is None and may(user, ticket, "answer") and not may(user, ticket, _next(ticket)):
        wanted = "answer"
    if (
        wanted is None
        and group in {"overdue", "following", "colleagues", "accept"}
        and not may(user, ticket, _next(ticket))
    ):
        wanted = "urge"
    if group == "following" and offered_unit(ticket):
        wanted = "urge"
    act = wanted or _next(ticket)
    return act if act and may(user, ticket, act) else ""


def _urgent_act(ticket: Ticket) -> str | None:
    """我接了 until somebody has it; then whether it really is urgent, which only a person can say."""
    if ticket.status != workflow.IN_PROGRESS:
        return None
    if ticket.holder_id is None:
        return "take"
    return "set_urgency" if ticket.claims_urgency else None


def _next(ticket: Ticket) -> str:
    if ticket.status == workflow.IN_PROGRESS and ticket.paused:
        return "resume"
    return FIRST.get(ticket.status, "")


def beside(user: User, ticket: Ticket, first: str) -> list[str]:
    """What stands behind ⋯ in the list."""
    known = BESIDE.get(ticket.status, ())
    if first in {"take", "answer"}:
        known = ("return",)
    elif ticket.is_disputed:
        known = ("uphold",)
    return [act for act in known if act != first and may(user, ticket, act)]


def word_of(act: str, group: str) -> str:
    """我接了 for an urgent matter, the usual word else."""
    if group == "urgent" and act in {"accept", "take"}:
        return _("我接了")
    return str(LABELS[act])
