from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """What everything else is measured by: the same middleware, no query, no template."""
    return HttpResponse("bare")


urlpatterns = [path("bare/", bare), path("", include("config.urls"))]
