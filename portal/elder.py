"""Big letters: one click, no script, kept in a cookie for a year (B55)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "elder"
HOME = f"{settings.SITE_PREFIX}/"


def wants_big_letters(request: HttpRequest) -> bool:
    return request.COOKIES.get(COOKIE) == "1"


@csrf_exempt  # only the size of letters hangs on it, and so public pages need no cookie of their own
@login_not_required
@require_POST
def elder(request: HttpRequest) -> HttpResponse:
    """Switch to big letters or back, and return to the page one came from."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = HOME
    response = redirect(target)
    if wants_big_letters(request):
        response.delete_cookie(COOKIE, path=HOME)
    else:
        response.set_cookie(
            COOKIE,
            "1",
            max_age=timedelta(days=365),
            path=HOME,
            samesite="Lax",
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
