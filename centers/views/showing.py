"""What a centre shows to others: its point on the map, photos, old things, what other villages may learn."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.uploads.fields import photos_of
from accounts.uploads.serving import answer_with
from centers import actions, history
from centers.forms_file import (
    CaptionForm,
    HeritageForm,
    PhotoForm,
    PlaceForm,
    PointForm,
    ShowcaseForm,
    WallPhotoForm,
)
from centers.models import CenterPhoto, Heritage, Showcase
from centers.permissions import may_edit_center, may_plan_renovation
from centers.views.asking import Asking, ask, show
from centers.views.loading import PAGE, ask_or_do, center_of, editable, posted, user_of
from config import clock
from config.errors import Refusal


@ask_or_do
def center_size(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    form = PlaceForm(posted(request), instance=center)
    asking = Asking(center, _("面积和房屋现状"), up="center-edit")
    return ask(request, form, asking, actions.change_center, center=center)


@ask_or_do
def center_point(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    initial = {"latitude": center.latitude or "", "longitude": center.longitude or ""}
    asking = Asking(center, _("地图上的点"), _("记下了，地图上就有了"), up="center-edit")
    form = PointForm(posted(request), initial=initial)
    return ask(request, form, asking, actions.change_center, center=center)


@require_safe
def center_photos(request: HttpRequest, code: str) -> HttpResponse:
    center = center_of(request, code)
    context = {
        "center": center,
        "may_edit": may_edit_center(user_of(request), center),
        "photos": center.photos.select_related("added_by", "upload"),
        "heritage": center.heritage.all(),
        "showcase": Showcase.objects.filter(center=center).first(),
        "may_name": may_plan_renovation(user_of(request), center.region),
    }
    return render(request, "centers/showing.html", context)


@ask_or_do
def photo_new(request: HttpRequest, code: str) -> HttpResponse:
    asking = Asking(editable(request, code), _("加照片"), up="center-photos")
    return _add_photos(request, PhotoForm, asking)


@ask_or_do
def wall_photo_new(request: HttpRequest, code: str) -> HttpResponse:
    asking = Asking(editable(request, code), _("加围墙的照片"), up="center-wall")
    return _add_photos(request, WallPhotoForm, asking)


def _add_photos(request: HttpRequest, form_class: type[PhotoForm], asking: Asking) -> HttpResponse:
    """What is no photo is named; the others are kept, and the words stay in the form."""
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = form_class(data, files)
    if not form.is_valid():
        return show(request, form, asking)
    given = photos_of(request, form.cleaned_data.pop("photos"))
    refused = [given.sentence] if given.sentence else []
    kept = 0
    try:
        for picture in given.taken:
            actions.add_photo(
                center=asking.center,
                picture=picture,
                by=user_of(request),
                at=clock.now(),
                **form.cleaned_data,
            )
            kept += 1
    except Refusal as refusal:
        refused.append(refusal.message)
    if kept and refused:
        messages.warning(request, _("有的照片没收：%s") % "；".join(refused))
    elif kept:
        messages.success(request, _("照片加上了"))
    else:
        form.add_error("photos", refused or _("请先选照片"))
        return show(request, form, asking)
    return redirect(asking.back)


@ask_or_do
def photo(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    center = editable(request, code)
    row = get_object_or_404(center.photos, pk=pk)
    asking = Asking(
        center,
        _("照片的说明"),
        up="center-photos",
        remove="center-photo-remove",
        remove_words=_("去掉这张照片"),
        pk=pk,
    )
    form = CaptionForm(posted(request), instance=row)
    return ask(request, form, asking, actions.change_photo, photo=row)


@require_POST
def photo_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = get_object_or_404(CenterPhoto, pk=pk, center=editable(request, code))
    actions.remove_photo(photo=row, by=user_of(request), at=clock.now())
    messages.success(request, _("去掉了"))
    return redirect("center-photos", code=code)


@require_safe
def photo_file(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """The picture for staff, public or not."""
    rows = CenterPhoto.objects.select_related("upload")
    row = get_object_or_404(rows, pk=pk, center=center_of(request, code))
    return answer_with(row.upload, f"{code}-{row.pk}", small="small" in request.GET)


@ask_or_do
def heritage_new(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    asking = Asking(center, _("加老物件或者故事"), up="center-photos")
    return ask(request, HeritageForm(posted(request)), asking, actions.put_heritage, center=center)


@ask_or_do
def heritage(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    center = editable(request, code)
    row = get_object_or_404(center.heritage, pk=pk)
    asking = Asking(
        center,
        row.title,
        up="center-photos",
        remove="heritage-remove",
        remove_words=_("去掉这一件"),
        pk=pk,
    )
    form = HeritageForm(posted(request), instance=row)
    return ask(request, form, asking, actions.put_heritage, center=center, heritage=row)


@require_POST
def heritage_remove(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    row = get_object_or_404(Heritage, pk=pk, center=editable(request, code))
    actions.remove_heritage(heritage=row, by=user_of(request), at=clock.now())
    messages.success(request, _("去掉了"))
    return redirect("center-photos", code=code)


@ask_or_do
def showcase(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    if not may_plan_renovation(user_of(request), center.region):
        raise PermissionDenied
    row = Showcase.objects.filter(center=center).first()
    form = ShowcaseForm(
        posted(request),
        instance=row,
        initial={"since": timezone.localdate(clock.now())} if not row else {},
    )
    asking = Asking(center, _("定为示范点"), up="center-photos")
    return ask(request, form, asking, actions.name_showcase, center=center)


@require_POST
def showcase_end(request: HttpRequest, code: str) -> HttpResponse:
    center = editable(request, code)
    actions.end_showcase(center=center, by=user_of(request), at=clock.now())
    messages.success(request, _("不再是示范点"))
    return redirect("center-photos", code=code)


@require_safe
def center_history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what, from what to what; for whoever may change it too."""
    center = center_of(request, code)
    if not may_edit_center(user_of(request), center):
        raise PermissionDenied
    page = Paginator(history.entries_of(center), PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "centers/history.html",
        {"center": center, "page": page, "steps": history.steps(page)},
    )
