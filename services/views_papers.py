"""Papers of a matter: each act through its own page, what is printed, pictures, and the two lists of the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import StaffRequest
from accounts.uploads.fields import files_of
from accounts.uploads.serving import answer_with
from config import clock
from config.errors import Conflict, Refusal
from services import actions, workflow
from services.forms import papers as forms
from services.models import Paper, Supplement, Ticket, TicketPhoto
from services.performing import act_view, back_to, conflict, found, perform
from services.permissions import acting_post, sees_person
from services.public import unit_phone
from services.terms import MATERIALS_END_DAYS


@act_view
def change_mode(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request, number, "change_mode", forms.ModeForm, actions.change_mode, _("办法换好了")
    )


@act_view
def record_consent(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "record_consent",
        forms.ConsentForm,
        actions.record_consent,
        _("授权记下了"),
    )


@act_view
def receive_papers(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "receive_papers",
        forms.ReceiveForm,
        actions.receive_papers,
        _("收下了。可以打张收条给他"),
    )


@act_view
def return_papers(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "return_papers",
        forms.GiveBackForm,
        actions.return_papers,
        _("记下了：还了"),
    )


@act_view
def hand_on_papers(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "hand_on_papers",
        forms.HandOnForm,
        actions.hand_on_papers,
        _("记下了。对方点收以前，还算在您这儿"),
    )


@act_view
def take_papers(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "take_papers",
        forms.TakePapersForm,
        actions.take_papers,
        _("点收了。从现在起这些材料由您管"),
    )


@act_view
def appoint(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "appoint",
        forms.AppointForm,
        actions.appoint,
        _("约好了。请打电话告诉群众，网上他也能看到"),
    )


@act_view
def change_appointment(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "change_appointment",
        forms.ChangeAppointmentForm,
        actions.change_appointment,
        _("改好了。请打电话告诉群众"),
    )


@act_view
def cancel_appointment(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "cancel_appointment",
        forms.CancelAppointmentForm,
        actions.cancel_appointment,
        _("记下了。请打电话告诉群众"),
    )


@act_view
def keep_appointment(request: StaffRequest, number: str) -> HttpResponse:
    return perform(
        request,
        number,
        "keep_appointment",
        forms.KeepAppointmentForm,
        actions.keep_appointment,
        _("记下了"),
    )


@act_view
def add_photos(request: StaffRequest, number: str) -> HttpResponse:
    """Pictures that cannot be taken are named; those that can are kept."""
    row = found(request, number)
    if not acting_post(request.user, row, "add_photos")[0]:
        raise PermissionDenied(_("您的岗位不能做这一步"))
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    start = {"seq": row.last_seq, "back": request.GET.get("back", ""), "public": True}
    form = forms.PhotosForm(data, files, ticket=row, user=request.user, initial=start)
    if not workflow.moves(row.status, "add_photos"):
        return conflict(request, row, "add_photos", form)
    if form.is_valid():
        given = files_of(request, form.cleaned_data["photos"])
        try:
            if given.taken or not given.sentence:
                actions.add_photos(
                    ticket=row,
                    pictures=given.taken,
                    public=form.cleaned_data["public"],
                    by=request.user,
                    at=clock.now(),
                )
        except Conflict as error:
            return conflict(request, row, "add_photos", form, error.message)
        except Refusal as refusal:
            form.refuse(refusal.message, refusal.field)
        else:
            if not given.sentence:
                messages.success(request, _("照片传上去了"))
                return back_to(request, row, form.cleaned_data["back"])
            if given.taken:
                messages.warning(request, _("有的照片没收：%(why)s") % {"why": given.sentence})
                return back_to(request, row, form.cleaned_data["back"])
            form.refuse(given.sentence, "photos")
    context = {"ticket": row, "form": form, "act": "add_photos", "at": clock.now()}
    return render(request, "services/act.html", context, status=400 if form.errors else 200)


@require_safe
def photo(request: StaffRequest, number: str, pk: int) -> FileResponse:
    """Whoever sees the matter sees its pictures, as they read its words."""
    one = get_object_or_404(
        TicketPhoto.objects.select_related("upload"), ticket=found(request, number), pk=pk
    )
    return answer_with(one.upload, f"{number}-{one.pk}", small="small" in request.GET)


@never_cache
@require_safe
def paper_receipt(request: StaffRequest, number: str) -> HttpResponse:
    """收条: what was taken in, in two copies' worth of room to sign."""
    row = found(request, number)
    papers = list(row.papers.select_related("received_by", "returned_by", "taken_in_by", "unit"))
    if not papers:
        raise Http404
    unit = papers[0].unit  # who took them in answers for them, wherever the matter is now
    context = {**_sheet(request, row), "papers": papers, "unit": unit, "phone": unit_phone(unit)}
    return render(request, "services/papers/receipt.html", context)


@never_cache
@require_safe
def supplement_sheet(request: StaffRequest, number: str, seq: int) -> HttpResponse:
    """一次性告知单: everything that is missing, where to bring it and until when."""
    row = found(request, number)
    supplement = get_object_or_404(
        Supplement.objects.prefetch_related("items").select_related("asked_by"), ticket=row, seq=seq
    )
    context = {
        "supplement": supplement,
        "missing": sum(item.supplied_at is None for item in supplement.items.all()),
        "days": MATERIALS_END_DAYS if row.status in workflow.BEFORE_ACCEPTANCE else 0,
        **_sheet(request, row),
    }
    return render(request, "services/papers/supplement.html", context)


def _sheet(request: StaffRequest, row: Ticket) -> dict[str, Any]:
    """Whose sheet it is; the name in full only for somebody who works on it."""
    requester = row.requester
    knows = sees_person(request.user, row) or _keeps(request, row)
    return {
        "ticket": row,
        "name": "" if requester is None else requester.name if knows else requester.masked_name,
        "phone": unit_phone(row.unit),
        "at": clock.now(),
    }


def _keeps(request: StaffRequest, row: Ticket) -> bool:
    return Paper.objects.owed().filter(ticket=row, received_by=request.user).exists()
