"""What everybody sees of centres: inside, photos, old things, two side by side, who shows the way, where they are."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.uploads.serving import answer_with
from centers.inside import building_at, rooms_in_words, rooms_of, side_of
from centers.map import map_of
from centers.models import Center, CenterPhoto, Heritage, Outline, Showcase
from centers.views.loading import region_of_page
from config import clock
from regions.models import Level, Region

ON_A_PAGE = 20
CHOICES = 20
LONGEST_NAME = 40
CODE_DIGITS = 12


@login_not_required
@require_safe
def center_inside(request: HttpRequest, code: str) -> HttpResponse:
    """Rooms with what they are for, what lies near by, what will be built. Works without a centre."""
    region, canonical = region_of_page(code)
    if not canonical:
        return redirect("center-inside", code=region.code, permanent=True)
    center = Center.objects.of_region(region)
    context: dict[str, Any] = {"region": region, "center": center}
    if center:
        context |= {
            "rooms": rooms_in_words(rooms_of(center)),
            "places": center.nearby_places.all(),
            "building": building_at(center, timezone.localdate(clock.now())),
            "photos": center.photos.filter(public=True)[:ON_A_PAGE],
            "heritage": Heritage.objects.public().filter(center=center)[:ON_A_PAGE],
            "showcase": Showcase.objects.filter(center=center).first(),
        }
    return render(request, "centers/inside.html", context)


@login_not_required
@require_safe
def center_heritage(request: HttpRequest, code: str) -> HttpResponse:
    """Old things and stories; a giver is named only with consent (B9)."""
    region, canonical = region_of_page(code)
    if not canonical:
        return redirect("center-heritage", code=region.code, permanent=True)
    center = Center.objects.of_region(region)
    found = Heritage.objects.public().filter(center=center) if center else Heritage.objects.none()
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "centers/heritage.html", {"region": region, "page": page})


@login_not_required
@require_safe
def public_photo(request: HttpRequest, code: str, pk: int) -> FileResponse:
    """A photo that was put on the page; any other is not there."""
    region, _canonical = region_of_page(code)
    center = Center.objects.of_region(region)
    rows = CenterPhoto.objects.select_related("upload").filter(public=True)
    row = get_object_or_404(rows, pk=pk, center=center)
    return answer_with(row.upload, f"{region.code}-{row.pk}", small="small" in request.GET)


@login_not_required
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two villages side by side; each is named by its code, its name or its initials."""
    on = timezone.localdate(clock.now())
    sides = [_asked(request, name) for name in ("a", "b")]
    chosen = [side_of(one["region"], on) for one in sides if one["region"]]
    rows = []
    if len(chosen) == 2:
        first, second = (dict(side.rows) for side in chosen)
        labels = [label for label, _said in chosen[0].rows or chosen[1].rows]
        rows = [
            (label, first.get(label) or ["—"], second.get(label) or ["—"])
            for label in labels
            if first.get(label) or second.get(label)
        ]
    context = {"sides": sides, "chosen": chosen, "rows": rows}
    return render(request, "centers/compare.html", context)


def _asked(request: HttpRequest, name: str) -> dict[str, Any]:
    """What one field says: the village when it is only one, else those to choose from."""
    words = _code_of_today(request.GET.get(name, "").replace("\0", "").strip()[:LONGEST_NAME])
    found: list[Region] = []
    if words:
        villages = Region.objects.villages().matching(words).best_first(words)
        found = list(villages.select_related("parent")[: CHOICES + 1])
        exact = [one for one in found if words in (one.code, one.short_name)]
        found = exact if len(exact) == 1 else found
    region = found[0] if len(found) == 1 else None
    query = request.GET.copy()
    choices = []
    for one in found[:CHOICES] if region is None else []:
        query[name] = one.code
        choices.append((one, query.urlencode()))
    query.pop(name, None)
    return {
        "name": name,
        "words": words,
        "region": region,
        "choices": choices,
        "another": query.urlencode(),
    }


def _code_of_today(words: str) -> str:
    """The code of a merged village leads to its heir; anything else stays as it was typed."""
    if not (words.isascii() and words.isdigit() and len(words) == CODE_DIGITS):
        return words
    try:
        return Region.objects.by_code(words).region.code
    except Region.DoesNotExist:
        return words


@login_not_required
@require_safe
def showcases(request: HttpRequest) -> HttpResponse:
    """The demonstration centres, and what others may learn from each (B51)."""
    found = (
        Showcase.objects.filter(center__unit__region__retired_on=None)
        .select_related("center__unit__region__parent")
        .order_by("-since", "center")
    )
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "centers/showcases.html", {"page": page})


@login_not_required
@require_safe
def county_map(request: HttpRequest) -> HttpResponse:
    """Where one county's centres are: points on a plain map, and every village in the list beside it.

    `?of=` is the code of any place in the county; without it the only county, else all to choose from.
    """
    counties = Region.objects.current().filter(level=Level.COUNTY).order_by("code")
    if code := request.GET.get("of", "").replace("\0", ""):
        counties = counties.filter(pk__in=region_of_page(code)[0].ancestor_ids)
    found = list(counties.select_related("parent"))
    if not found:
        raise Http404
    if len(found) > 1:
        return render(request, "centers/counties.html", {"counties": found})
    county = found[0]
    centers = (
        Center.objects.below(county)
        .select_related("unit__region__parent")
        .order_by("unit__region__code")
    )
    townships: dict[str, list[Center]] = {}
    for center in centers:
        region = center.region
        above = region.parent if region.level == Level.VILLAGE and region.parent else region
        townships.setdefault(above.short_name, []).append(center)
    outline = Outline.objects.filter(county=county).first()
    context = {
        "county": county,
        "map": map_of(centers, outline=outline),
        "outline": outline,
        "townships": townships,
    }
    return render(request, "centers/map.html", context)
