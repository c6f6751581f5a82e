"""One view for each act on a matter."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.requests import StaffRequest
from config import clock
from services import actions, forms
from services.actions import Done
from services.models import Ticket
from services.performing import act_view, found, perform
from services.receipts import show_receipt


@act_view
def accept(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "accept", forms.AcceptForm, actions.accept, _("接下了，从现在算时间")
    )


@act_view
def finish(request: StaffRequest, number: str) -> HttpResponse:
    """当场办好了: acceptance and everything after it in one write."""

    def finish_now(*, result: str, **rest: Any) -> Ticket:
        return actions.accept(done=Done(result), **rest)

    return perform(request, number, "accept", forms.FinishForm, finish_now, _("记下了：当场办好"))


@act_view
def decline(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "decline",
        forms.DeclineForm,
        actions.decline,
        _("记下了。群众能看到该去找谁"),
    )


@act_view
def ask_for_materials(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "ask_for_materials",
        forms.MaterialsForm,
        actions.ask_for_materials,
        _("记下了。请打电话告诉群众缺啥"),
    )


@act_view
def supply(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "supply", forms.SupplyForm, actions.supply, _("材料收到了"))


@act_view
def assign(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "assign", forms.AssignForm, actions.assign, _("交办了，他的单子上已经有了")
    )


@act_view
def transfer(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "transfer", forms.TransferForm, actions.transfer, _("转过去了，等对方签收")
    )


@act_view
def take(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "take", forms.TakeForm, actions.take, _("接下了，从现在起由您办")
    )


@act_view
def give_back(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "return", forms.ReturnForm, actions.give_back, _("退回去了"))


@act_view
def escalate(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "escalate",
        forms.EscalateForm,
        actions.escalate,
        _("报上去了，等上一级签收"),
    )


@act_view
def call_in(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "call_in",
        forms.CallInForm,
        actions.call_in,
        _("请它一起办了，它的单子上已经有了"),
    )


@act_view
def answer(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "answer", forms.AnswerForm, actions.answer, _("写好了，主办单位会看到")
    )


@act_view
def release(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "release", forms.ReleaseForm, actions.release, _("不用它一起办了")
    )


@act_view
def uphold(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "uphold", forms.UpholdForm, actions.uphold, _("定下了，群众能看到")
    )


@act_view
def pause(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "pause", forms.PauseForm, actions.pause, _("暂停计时了"))


@act_view
def resume(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "resume", forms.ResumeForm, actions.resume, _("接着算时间了"))


@act_view
def extend(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "extend", forms.ExtendForm, actions.extend, _("报上去了，等上一级定")
    )


@act_view
def decide_extension(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "decide_extension",
        forms.DecideForm,
        actions.decide_extension,
        _("定下了，已经告诉对方"),
    )


@act_view
def contact(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "contact", forms.ContactForm, actions.contact, _("记下了"))


@act_view
def note(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "note", forms.NoteForm, actions.note, _("记下了"))


@act_view
def set_urgency(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "set_urgency", forms.UrgencyForm, actions.set_urgency, _("定下了")
    )


@act_view
def resolve(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "resolve",
        forms.ResolveForm,
        actions.resolve,
        _("办完了。还要告诉群众一声"),
    )


@act_view
def feed_back(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "feed_back",
        forms.FeedBackForm,
        actions.feed_back,
        _("记下了：已经告诉群众"),
    )


@act_view
def call_back(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "call_back", forms.CallBackForm, actions.call_back, _("回访记下了")
    )


@act_view
def urge(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "urge", forms.UrgeForm, actions.urge, _("催过了，办的人和上一级都会看到")
    )


@act_view
def withdraw(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "withdraw", forms.WithdrawForm, actions.withdraw, _("撤回了"))


@act_view
def merge(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "merge", forms.MergeForm, actions.merge, _("并过去了，一起办，一起回话")
    )


@act_view
def reopen(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "reopen", forms.ReopenForm, actions.reopen, _("重新开始办了"))


@act_view
def change_first_contact(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "change_first_contact",
        forms.FirstContactForm,
        actions.change_first_contact,
        _("首问人换好了，两个人都告诉了"),
    )


@act_view
def rectify(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "rectify", forms.RectifyForm, actions.rectify, _("整改记下了"))


@act_view
def reissue_code(request: StaffRequest, number: str) -> HttpResponse:
    """The new code stands on the receipt, once."""
    answer = perform(
        request,
        number,
        "reissue_code",
        forms.NewCodeForm,
        actions.reissue_code,
        _("老的查询码作废了"),
    )
    if answer.status_code != 302:
        return answer
    show_receipt(request.session, found(request, number), clock.now())
    return redirect("ticket-receipt", number=number)


@act_view
def make_confidential(request: StaffRequest, number: str) -> HttpResponse:
    """Afterwards it is out of sight: back to the list, whose address names no matter."""
    answer = perform(
        request,
        number,
        "make_confidential",
        forms.ConfidentialForm,
        actions.make_confidential,
        _("交给县里了，这里看不到这件事了"),
    )
    return redirect("desk") if answer.status_code == 302 else answer


@act_view
def set_id_number(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "set_id_number",
        forms.IdNumberForm,
        actions.set_id_number,
        _("身份证号记下了，只有办这件事的人看得到"),
    )
