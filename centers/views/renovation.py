"""Renovation as county and township see it: programmes and batches, how far they are, what they brought (B6, B8)."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.scope import regions_of
from centers import actions
from centers.forms_renovation import BatchForm, EnterForm, ProgrammeForm
from centers.models import Batch, Center, Programme, Project
from centers.parts import townships_of, widest_region
from centers.permissions import may_plan_renovation, renovates, works_at_center
from centers.querysets import CenterQuerySet
from centers.renovation import progress_by_batch, progress_of
from centers.views.forming import form_act
from centers.views.loading import ask_or_do, posted, user_of
from centers.views.narrowing import narrowed_region
from centers.views.renovation_tables import (
    money_table,
    parts_table,
    quantity_figures,
    short_townships,
    state_links,
)
from config import clock
from regions.models import Level, Region


@require_safe
def renovation(request: HttpRequest) -> HttpResponse:
    """All batches in reach with their progress, townships, quantities and money; a village goes to its own project."""
    user, today = user_of(request), timezone.localdate(clock.now())
    if not works_at_center(user):
        raise PermissionDenied
    projects = Project.objects.visible_to(user)
    region = narrowed_region(request)
    if region is not None:
        projects = projects.below(region)
    if not renovates(user) and len(own := projects.standing()[:2]) == 1:
        return redirect("project", pk=own[0].pk)
    narrow = {"region": region.code} if region else {}
    counted = progress_by_batch(projects, today)
    batches = Batch.objects.visible_to(user).select_related("programme")
    context = {
        "batches": [(batch, counted.get(batch.pk), batch.deadline < today) for batch in batches],
        "programmes": Programme.objects.filter(region__in=_counties(user)),
        "all": progress_of(projects, today),
        "region": region,
        "links": state_links(**narrow),
        "table": parts_table(region or widest_region(user), today),
        "quantities": quantity_figures(projects, **narrow),
        "money": money_table(projects, **narrow),
        "may_plan": _planned_for(user) is not None,
    }
    return render(request, "centers/renovation/overview.html", context)


@require_safe
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: what it is, how far it is, township by township."""
    user, today = user_of(request), timezone.localdate(clock.now())
    found = _batch(request, pk)
    projects = Project.objects.visible_to(user).filter(batch=found)
    context = {
        "batch": found,
        "progress": progress_of(projects, today),
        "past": found.deadline < today,
        "links": state_links(batch=pk),
        "table": parts_table(widest_region(user), today, found),
        "short": short_townships(user, today, found),
        "quantities": quantity_figures(projects, batch=pk),
        "money": money_table(projects, batch=pk),
        "may_plan": may_plan_renovation(user, found.programme.region),
        "may_enter": renovates(user),
    }
    return render(request, "centers/renovation/batch.html", context)


@ask_or_do
def programme_new(request: HttpRequest) -> HttpResponse:
    county = _planned_for(user_of(request))
    if county is None:
        raise PermissionDenied
    return _programme_page(request, county, None)


@ask_or_do
def programme_edit(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _programme(request, pk)
    return _programme_page(request, programme.region, programme)


def _programme_page(
    request: HttpRequest, county: Region, programme: Programme | None
) -> HttpResponse:
    shown = ProgrammeForm.of(programme) if programme else {}
    return form_act(
        request,
        ProgrammeForm(posted(request), initial=shown),
        lambda data: actions.put_programme(
            region=county, programme=programme, by=user_of(request), at=clock.now(), **data
        ),
        title=_("改行动") if programme else _("新建行动"),
        back=(_("提质改造"), reverse("renovation")),
        done=_("记下了"),
    )


@ask_or_do
def batch_new(request: HttpRequest, pk: int) -> HttpResponse:
    programme = _programme(request, pk)
    return _batch_page(request, programme, None)


@ask_or_do
def batch_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _batch(request, pk)
    return _batch_page(request, _programme(request, found.programme_id), found)


def _batch_page(request: HttpRequest, programme: Programme, found: Batch | None) -> HttpResponse:
    last = programme.batches.order_by("-order").first()
    shown = BatchForm.of(found) if found else {"order": last.order + 1 if last else 1}
    form = BatchForm(posted(request), initial=shown, townships=townships_of(programme.region))
    return form_act(
        request,
        form,
        lambda _data: actions.put_batch(
            programme=programme, batch=found, by=user_of(request), at=clock.now(), **form.said()
        ),
        title=_("改批次") if found else _("新建批次"),
        back=(
            (found.name, reverse("batch", args=[found.pk]))
            if found
            else (_("提质改造"), reverse("renovation"))
        ),
        done=_("记下了"),
        template="centers/renovation/batch_form.html",
    )


@ask_or_do
def batch_enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a centre into the batch; a full township is told so in words, and nothing typed is lost."""
    found, user = _batch(request, pk), user_of(request)
    if not renovates(user):
        raise PermissionDenied
    form = EnterForm(posted(request), centers=_free(user, found.programme.region))
    return form_act(
        request,
        form,
        lambda data: actions.enter_batch(batch=found, by=user, at=clock.now(), **data),
        title=_("进%(batch)s") % {"batch": found.name},
        back=(found.name, reverse("batch", args=[pk])),
        done=_("进批次了"),
    )


def _free(user: User, county: Region) -> CenterQuerySet:
    """Villages' centres of the county that the person may enter and that run in no batch."""
    centers = Center.objects.visible_to(user).below(county).of_villages().free_to_renovate()
    return centers.select_related("unit__region__parent").order_by("unit__region__code")


def _batch(request: HttpRequest, pk: int) -> Batch:
    user = user_of(request)
    if not works_at_center(user):
        raise PermissionDenied
    visible = Batch.objects.visible_to(user).select_related("programme__region")
    return get_object_or_404(visible.prefetch_related("quotas__township"), pk=pk)


def _programme(request: HttpRequest, pk: int) -> Programme:
    """One that the person plans; others are told there is none, or refused inside their county."""
    user = user_of(request)
    programme = get_object_or_404(
        Programme.objects.filter(region__in=_counties(user)).select_related("region"), pk=pk
    )
    if not may_plan_renovation(user, programme.region):
        raise PermissionDenied
    return programme


def _counties(user: User) -> set[int]:
    return {key for region in regions_of(user) for key in region.ancestor_ids}


def _planned_for(user: User) -> Region | None:
    """The county whose renovation the person plans."""
    own = (region for region in regions_of(user) if region.level == Level.COUNTY)
    return next((region for region in own if may_plan_renovation(user, region)), None)
