"""Pages for what went wrong, in plain words."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control

from config import problems
from config.errors import Conflict, Refusal


def is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def failure(request: HttpRequest, status: int, message: str = "") -> HttpResponse:
    if is_api(request):
        return problems.plain(status, message)
    return render(request, f"{status}.html", {"message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return failure(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return failure(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return failure(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return problems.plain(500)
    # no context processors: whatever broke may be in them
    page = render_to_string("500.html", {"home": f"{settings.SITE_PREFIX}/"})
    return HttpResponse(page, status=500)


@login_not_required
@cache_control(max_age=86400, public=True)
def no_icon(request: HttpRequest) -> HttpResponse:
    """Browsers ask for /favicon.ico beside pages that name no icon, such as the admin's."""
    return HttpResponse(status=204)


def _endless(request: HttpRequest) -> bool:
    """As long as it says it is: the server hands on no more than that."""
    if request.content_type == "multipart/form-data":
        return False
    told = request.META.get("CONTENT_LENGTH") or "0"
    return not told.isdecimal() or int(told) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


class RefusalPages:
    """A refusal that no view turned into a field error becomes a page of its own.

    An address with a null character names nothing: the database would not even look for it.
    A body that is no form of fields and files is read in one piece, so an endless one is
    refused before that; files are bounded while they arrive (accounts/uploads/handlers.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return failure(request, 404)
        if _endless(request):
            return failure(request, 413)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refusal):
            return None
        return failure(request, 409 if isinstance(error, Conflict) else 400, error.message)
