"""Service items for everybody: the ten buttons, the list, the one-time notice and its sheet (B10)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from centers.views import region_of_page
from config import clock
from services.catalogue.lookup import item_options
from services.catalogue.notice import notice_of
from services.catalogue.topics import topics
from services.catalogue.village import Village, village_of
from services.catalogue.visibility import confirmed_only
from services.models import ServiceItem

LONGEST_SEARCH = 40


@login_not_required
@require_safe
def items(request: HttpRequest, code: str) -> HttpResponse:
    """Without a topic or a word only the ten buttons and the search; an old code leads to the new one."""
    region, canonical = region_of_page(code)
    if not canonical:
        return _moved(request, "items", region.code)
    topic, words = _typed(request, "topic"), _typed(request, "q")
    found = ServiceItem.objects.none()
    if topic or words:
        found = ServiceItem.objects.public(confirmed_only=confirmed_only())
        found = found.under(topic) if topic else found.found_by(words)
    rows = list(found)
    samples = sum(not row.confirmed for row in rows)
    context = {"topics": topics(), "topic": topic, "words": words, "rows": rows, "samples": samples}
    return render(request, "services/items/list.html", context | _place(village_of(region)))


@login_not_required
@require_safe
def item(request: HttpRequest, code: str, item_code: str) -> HttpResponse:
    return _notice_page(request, "item", code, item_code)


@login_not_required
@require_safe
def item_print(request: HttpRequest, code: str, item_code: str) -> HttpResponse:
    return _notice_page(request, "item-print", code, item_code)


def _notice_page(request: HttpRequest, name: str, code: str, item_code: str) -> HttpResponse:
    region, canonical = region_of_page(code)
    if not canonical:
        return _moved(request, name, region.code, item_code)
    public = ServiceItem.objects.public(confirmed_only=confirmed_only())
    found = get_object_or_404(public.select_related("category"), code=_storable(item_code))
    village = village_of(region)
    offers = village.doors_for(found)
    notice = notice_of(found, phone=village.phone, home=village.home, offers=offers)
    address = request.build_absolute_uri(reverse("item", args=[region.code, found.code]))
    context = {"item": found, "notice": notice, "address": address, "now": clock.now()}
    template = "print" if name == "item-print" else "item"
    return render(request, f"services/items/{template}.html", context | _place(village))


@require_safe
def item_lookup(request: HttpRequest) -> HttpResponse:
    """The options of 办啥事项 while somebody types; all of them without a word, for a plain <datalist>."""
    words = _typed(request, "q")
    return render(request, "services/items/options.html", {"options": item_options(words)})


def _moved(request: HttpRequest, name: str, *args: str) -> HttpResponse:
    query = request.GET.urlencode()
    return HttpResponsePermanentRedirect(reverse(name, args=args) + (f"?{query}" if query else ""))


def _place(village: Village) -> dict[str, Any]:
    return {"region": village.region, "village": village, "phone": village.phone}


def _typed(request: HttpRequest, name: str) -> str:
    return _storable(request.GET.get(name, "")).strip()[:LONGEST_SEARCH]


def _storable(text: str) -> str:
    """The database knows no text with a null character in it."""
    return text.replace("\0", "")
