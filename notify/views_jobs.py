"""Long work: how far it is, what came of it, and its file, for its owner alone."""

from __future__ import annotations

from typing import cast

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.confirmation import password_again
from accounts.models import User
from notify import jobs as works
from notify.models import Job

PAGE = 30


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    page = Paginator(Job.objects.visible_to(_user(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "notify/jobs.html", {"page": page})


@require_safe
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The page asks again by itself until the work has ended; without scripts there is a link."""
    found = get_object_or_404(Job.objects.visible_to(_user(request)), pk=pk)
    done, total = works.how_far(found)
    template = "notify/job_state.html" if request.headers.get("HX-Request") else "notify/job.html"
    return render(request, template, {"job": found, "done": done, "total": total})


@require_safe
def job_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What the work made; personal data ask for the password again."""
    found = get_object_or_404(Job.objects.visible_to(_user(request)), pk=pk)
    return _after_password(request, found) if found.personal else _file(request, found)


def _file(request: HttpRequest, found: Job) -> FileResponse:
    place = works.folder() / found.output_file
    if not found.output_file or not place.is_file() or not works.may_take(found):
        raise Http404
    return FileResponse(place.open("rb"), as_attachment=True, filename=found.output_name)


_after_password = password_again(_file)  # type: ignore[arg-type]  # a file answers like a page


def _user(request: HttpRequest) -> User:
    return cast("User", request.user)
