"""One form, one act: asks, does it, goes back; a refusal stands beside its field and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from centers.models import Center
from centers.views.loading import user_of
from config import clock
from config.errors import Conflict, Refusal


@dataclass(frozen=True)
class Asking:
    """The page around the form; `remove` is the route of the button that takes the row away."""

    center: Center
    heading: str
    done: str = ""
    up: str = "center-rooms"
    remove: str = ""
    remove_words: str = ""
    pk: int = 0

    @property
    def back(self) -> str:
        return reverse(self.up, args=[self.center.region.code])

    @property
    def remove_url(self) -> str:
        return reverse(self.remove, args=[self.center.region.code, self.pk]) if self.remove else ""


def ask(
    request: HttpRequest, form: BaseForm, asking: Asking, act: Callable[..., object], **about: Any
) -> HttpResponse:
    """`act` gets what the form says, `about`, by and at."""
    status = 400
    if request.method == "POST" and form.is_valid():
        try:
            act(**about, **form.cleaned_data, by=user_of(request), at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = 409 if isinstance(refusal, Conflict) else 400
        else:
            messages.success(request, asking.done or _("记下了"))
            return redirect(asking.back)
    return show(request, form, asking, status)


def show(request: HttpRequest, form: BaseForm, asking: Asking, status: int = 400) -> HttpResponse:
    context = {"form": form, "asking": asking, "center": asking.center}
    return render(request, "centers/ask.html", context, status=status if form.errors else 200)
