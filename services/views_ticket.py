"""A matter's page for staff, and one view for each act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions import record_audit
from accounts.confirmation import password_again
from accounts.requests import StaffRequest
from config import clock
from config.addresses import client_address
from config.errors import Conflict, Refusal
from services import actions, forms, workflow
from services.actions import Done
from services.acts import REPLIES
from services.matter import latest_step, matter_of, ticket_for
from services.models import Ticket
from services.permissions import acting_post, sees_person
from services.receipts import show_receipt

act_view = require_http_methods(["GET", "HEAD", "POST"])


def found(request: StaffRequest, number: str) -> Ticket:
    """The loader is the check: outside the scope there is nothing."""
    try:
        return ticket_for(request.user, number)
    except Ticket.DoesNotExist as missing:
        raise Http404 from missing


@never_cache
@require_safe
def ticket(request: StaffRequest, number: str) -> HttpResponse:
    row, at = found(request, number), clock.now()
    context = {
        "matter": matter_of(row, request.user, at),
        "ticket": row,
        "at": at,
        "replies": REPLIES,
    }
    return render(request, "services/ticket.html", context)


@require_POST
def call(request: StaffRequest, number: str) -> HttpResponse:
    """The 打电话 button was tapped: written down by itself, whatever came of the call (DESIGN 4.7)."""
    row = found(request, number)
    if not sees_person(request.user, row):
        raise PermissionDenied
    record_audit(
        verb="call",
        actor=request.user,
        at=clock.now(),
        subject=f"ticket:{row.number}",
        address=client_address(request),
    )
    return HttpResponse(status=204)


def perform(
    request: StaffRequest,
    number: str,
    act: str,
    form_class: type[forms.ActForm],
    action: Callable[..., Any],
    said: str,
) -> HttpResponse:
    """Load with permission, form, action, message, back to where the person came from.

    A rule that refuses stands beside its field; somebody who was faster gets the page of
    what changed, with the words that were typed.
    """
    row = found(request, number)
    if not acting_post(request.user, row, act)[0]:
        raise PermissionDenied(_("您的岗位不能做这一步"))
    posted = request.POST if request.method == "POST" else None
    start = {"seq": row.last_seq, "back": request.GET.get("back", "")}
    form = form_class(posted, ticket=row, user=request.user, initial=start)
    if not workflow.moves(row.status, act):
        return conflict(request, row, act, form)
    if form.is_valid():
        try:
            action(
                ticket=row,
                by=request.user,
                at=clock.now(),
                seq=form.cleaned_data["seq"],
                **form.values(),
            )
        except Conflict as error:
            return conflict(request, row, act, form, error.message)
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            messages.success(request, said)
            return back_to(request, row, form.cleaned_data["back"])
    context = {"ticket": row, "form": form, "act": act, "at": clock.now()}
    return render(request, "services/act.html", context, status=400 if form.errors else 200)


def back_to(request: StaffRequest, row: Ticket, back: str) -> HttpResponse:
    """To the list with the matter's row opened, or to its page; to the list when it is out of sight now."""
    still_seen = Ticket.objects.visible_to(request.user).filter(pk=row.pk).exists()
    if back == "desk" or not still_seen:
        return redirect(f"{reverse('desk')}?at={row.number}#m{row.number}")
    return redirect("ticket", number=row.number)


def conflict(
    request: StaffRequest, row: Ticket, act: str, form: forms.ActForm, message: str = ""
) -> HttpResponse:
    """Who was faster and with what; what was typed can be read, and sent again where it still fits."""
    now = found(request, row.number)
    again = workflow.moves(now.status, act) and acting_post(request.user, now, act)[0]
    context = {
        "ticket": now,
        "message": message or _("这件事现在不能这样办，请看看变化再点"),
        "latest": latest_step(now),
        "typed": form.typed() if form.is_bound else [],
        "kept": _hidden(request, now) if again and form.is_bound else None,
        "submit": form.submit,
        "look_again": reverse("ticket", args=[now.number]),
    }
    return render(request, "services/conflict.html", context, status=409)


def _hidden(request: StaffRequest, now: Ticket) -> list[tuple[str, str]]:
    """The same form over the new state of the matter."""
    fields = [
        (name, str(value))
        for name, values in request.POST.lists()
        if name not in {"csrfmiddlewaretoken", "seq"}
        for value in values
    ]
    return [*fields, ("seq", str(now.last_seq))]


# --- one view for each act


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
        request, number, "take", forms.PlainForm, actions.take, _("签收了，从现在起归您单位办")
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
def pause(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "pause", forms.PauseForm, actions.pause, _("暂停计时了"))


@act_view
def resume(request: StaffRequest, number: str) -> HttpResponse:
    return perform(request, number, "resume", forms.PlainForm, actions.resume, _("接着算时间了"))


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


@never_cache
@act_view
def reveal(request: StaffRequest, number: str) -> HttpResponse:
    """Name and phone in full for somebody who does not work on the matter: with a reason, and on record (B53)."""
    return reveal_again(request, found(request, number))


@password_again
def reveal_again(request: StaffRequest, row: Ticket) -> HttpResponse:
    at = clock.now()
    form = forms.RevealForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"ticket": row, "form": form}
        return render(request, "services/reveal.html", context, status=400 if form.errors else 200)
    record_audit(
        verb="reveal",
        actor=request.user,
        at=at,
        subject=f"ticket:{row.number}",
        reason=form.cleaned_data["reason"],
        address=client_address(request),
    )
    return render(request, "services/revealed.html", {"ticket": row})
