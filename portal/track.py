"""查我的事: a matter opened by number and code, without an account (B20, B62)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import limits
from accounts.uploads.serving import answer_with
from config import clock
from config.addresses import client_address
from config.errors import Refusal
from duty.coverage import fallback
from portal.forms import OpenForm, RateForm, WordsForm
from portal.photos import keep_photos
from portal.village import place_of
from regions.models import Region
from regions.wording import phone_number, relative
from services import actions
from services.choices import ClockKind
from services.models import Ticket
from services.numbers import spoken
from services.public import opened, opened_by_phone, public_matter

# The code is typed once; a signed cookie keeps the page open for a day, also inside WeChat.
COOKIE = "matter"
KEPT = timedelta(days=1)
MOBILE_DIGITS = 11

View = Callable[..., HttpResponseBase]


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def entrance(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _entrance_page(
            request, OpenForm(initial={"number": spoken(request.GET.get("number", ""))})
        )
    return _open(request, OpenForm(request.POST))


def _entrance_page(request: HttpRequest, form: OpenForm, status: int = 200) -> HttpResponse:
    """With the phone of the village from whose page one came: whoever lost the slip calls there."""
    village = Region.objects.filter(code=request.GET.get("village", "")[:12]).first()
    place = place_of(village, clock.now()) if village else None
    context = {"form": form, "place": place}
    return render(request, "portal/track_entrance.html", context, status=status)


def _open(request: HttpRequest, form: OpenForm) -> HttpResponse:
    """A wrong code and an unknown number get the same answer; from the sixth wrong one a pause, for this address only."""
    if not form.is_valid():
        return _entrance_page(request, form, status=400)
    at, address = clock.now(), client_address(request)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    guess = limits.code_guessing(number, address, at)
    if not guess.allowed:
        return _slow_down(request, form, guess)
    ticket = opened_by_phone(number, code) if len(number) == MOBILE_DIGITS else opened(number, code)
    if ticket is None:
        guess = limits.wrong_code(number, address, at)
        if not guess.allowed:
            return _slow_down(request, form, guess)
        form.add_error(None, _("编号或者查询码不对，再看看纸条。纸条丢了，打村里电话报名字就能查"))
        return _entrance_page(request, form, status=404)
    response = redirect("track", number=ticket.number)
    response.set_signed_cookie(
        COOKIE,
        f"{ticket.number}:{ticket.generation}",
        max_age=KEPT,
        path=f"{settings.SITE_PREFIX}/",
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def _slow_down(request: HttpRequest, form: OpenForm, guess: limits.Allowance) -> HttpResponse:
    minutes = max(guess.retry_after // 60, 1)
    form.add_error(
        None,
        _("查询码错了太多次，过%(minutes)s分钟再试，或者打村里电话报名字就能查")
        % {"minutes": minutes},
    )
    response = _entrance_page(request, form, status=429)
    response["Retry-After"] = str(guess.retry_after)
    return response


def with_code(view: View) -> View:
    """Hands the view the ticket that the cookie opens; without it the entrance, with the number filled in."""

    @wraps(view)
    def guarded(request: HttpRequest, number: str, **more: Any) -> HttpResponseBase:
        kept = request.get_signed_cookie(COOKIE, default="", max_age=KEPT)
        known, _colon, generation = (kept or "").partition(":")
        ticket = (
            Ticket.objects.filter(
                number=number, generation=int(generation), code_closed=False
            ).first()
            if known == number
            else None
        )
        if ticket is None:
            form = OpenForm(initial={"number": spoken(number)})
            return _entrance_page(request, form, status=200 if request.method == "GET" else 403)
        return view(request, ticket, **more)

    return guarded


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
@with_code
def track(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    return _page(request, ticket)


def _page(request: HttpRequest, ticket: Ticket, status: int = 200, **forms: Form) -> HttpResponse:
    at = clock.now()
    matter = public_matter(ticket, at)
    context: dict[str, Any] = {
        "matter": matter,
        "ticket": matter.ticket,
        "place": place_of(matter.ticket.region, at),
        "number": spoken(ticket.number),
        "due": relative(matter.due_at, at) if matter.due_at else "",
        "now": at,
        "rate_form": forms.get("rate_form") or RateForm(),
        "words_form": forms.get("words_form") or WordsForm(),
    }
    return render(request, "portal/track.html", context, status=status)


def _act(
    request: HttpRequest,
    ticket: Ticket,
    act: Callable[[datetime], str],
    name: str = "",
    form: Form | None = None,
) -> HttpResponse:
    """Do it, say what follows, and show the matter again; a refusal keeps what was typed."""
    try:
        messages.success(request, act(clock.now()))
    except Refusal as refusal:
        if form is None:
            messages.warning(request, refusal.message)
            return redirect("track", number=ticket.number)
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, ticket, status=400, **{name: form})
    return redirect("track", number=ticket.number)


@login_not_required
@require_POST
@with_code
def urge(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    def act(at: datetime) -> str:
        matter = actions.urge(ticket=ticket, at=at)
        who = matter.holder.name if matter.holder else matter.unit.name
        above = matter.unit.superior.name if matter.unit.superior else matter.unit.name
        higher = fallback(matter.unit, at)
        return _(
            "已经替您催了，%(who)s和%(above)s都会看到。明天还没动静，打%(whose)s电话 %(phone)s"
        ) % {
            "who": who,
            "above": above,
            "whose": higher.said,
            "phone": phone_number(higher.phone),
        }

    return _act(request, ticket, act)


@login_not_required
@require_POST
@with_code
def add(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """Words, pictures or both; a picture that cannot be taken leaves the words alone."""
    form = WordsForm(request.POST, request.FILES)
    form.is_valid()
    said, files = form.cleaned_data.get("text", ""), form.cleaned_data.get("photos", [])

    def act(at: datetime) -> str:
        if said.strip() or not files:
            actions.add(ticket=ticket, text=said, at=at)
        cut_short = getattr(request, "upload_cut_short", False)
        refused = keep_photos(request, ticket, files, at) if files or cut_short else ""
        if refused and not said.strip():
            raise Refusal(_("有照片没收：%(why)s") % {"why": refused}, "photos")
        if refused:
            messages.warning(request, _("有照片没收：%(why)s") % {"why": refused})
        return _("记下了，办的人会看到")

    return _act(request, ticket, act, "words_form", form)


@login_not_required
@require_http_methods(["GET", "HEAD"])
@with_code
def photo(request: HttpRequest, ticket: Ticket, pk: int) -> HttpResponseBase:
    """The villager's own pictures, and those that staff show them."""
    one = get_object_or_404(ticket.photos.select_related("upload", "event"), pk=pk)
    if not one.is_for_villager:
        raise Http404
    return answer_with(one.upload, f"{ticket.number}-{one.pk}")


@login_not_required
@require_POST
@with_code
def rate(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    form = RateForm(request.POST)
    if not form.is_valid():
        return _page(request, ticket, status=400, rate_form=form)
    said = form.cleaned_data
    solved, grade = said["solved"] == "yes", int(said["rating"]) if said["rating"] else None

    def act(at: datetime) -> str:
        actions.rate(ticket=ticket, solved=solved, grade=grade, text=said["text"], at=at)
        if solved:
            return _("谢谢您，记下了")
        handle = ticket.clocks.running().filter(kind=ClockKind.HANDLE).first()
        return _("知道了，重新办。最晚%(due)s给您回话") % {
            "due": relative(handle.due_at, at) if handle else ""
        }

    return _act(request, ticket, act, "rate_form", form)


@login_not_required
@require_POST
@with_code
def dispute(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    def act(at: datetime) -> str:
        actions.dispute(ticket=ticket, text=request.POST.get("text", ""), at=at)
        return _("知道了，上一级会看，看完给您回话")

    return _act(request, ticket, act)


@login_not_required
@require_POST
@with_code
def withdraw(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    def act(at: datetime) -> str:
        actions.withdraw(ticket=ticket, at=at)
        return _("好的，不办了。要办再来说一声")

    return _act(request, ticket, act)
