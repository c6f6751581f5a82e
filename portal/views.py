"""The first page, the way to one's village, and a village's own page (screens.md 1.1)."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Unit, UnitKind
from centers.views import region_of_page
from config import clock
from portal.village import place_of, village_page
from regions.models import Level, Region
from regions.workdays import Workdays

FOUND_AT_MOST = 50
LONGEST_SEARCH = 40


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Township first, then village, without typing; or by name, pinyin and initials."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    chosen = request.GET.get("township", "").replace("\0", "")
    context: dict[str, object] = {"words": words}
    if words:
        known = Region.objects.villages() | Region.objects.townships()
        context["found"] = (
            known.matching(words).best_first(words).select_related("parent")[:FOUND_AT_MOST]
        )
    elif chosen:
        township = Region.objects.townships().filter(code=chosen).first()
        if township is None:
            raise Http404
        context |= {
            "township": township,
            "villages": Region.objects.villages().below(township).order_by("sort_key", "code"),
        }
    else:
        context["townships"] = Region.objects.townships().order_by("code")
    return render(request, "portal/home.html", context)


@login_not_required
@require_safe
def village(request: HttpRequest, code: str) -> HttpResponse:
    """The centre's page. An old code, or that of a merged village, leads to the one of today."""
    region, canonical = region_of_page(code)
    if not canonical:
        return redirect("village", code=region.code, permanent=True)
    at, workdays = clock.now(), Workdays.for_county(region)
    place = (
        place_of(region, at, workdays)
        if region.level in {Level.VILLAGE, Level.TOWNSHIP, Level.SERVICE_AREA, Level.COUNTY}
        else None
    )
    if place is None:
        raise Http404
    page = village_page(place, at, workdays)
    return render(request, "portal/village.html", {"page": page, "place": place, "now": at})


@login_not_required
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """意见建议 from a page that knows no place: to the county's own form."""
    desk = Unit.objects.filter(kind=UnitKind.COUNTY_DESK).select_related("region").first()
    if desk is None:
        raise Http404
    return redirect(f"{reverse('ask', args=[desk.region.code])}?kind=suggestion")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html")
