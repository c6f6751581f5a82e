"""What the small forms of renovation share: the action's refusal is said beside its field, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from centers.views.loading import form_page
from config.errors import Conflict, Refusal

TEMPLATE = "centers/renovation/form.html"


def form_act(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: Any,
    back: tuple[Any, str],
    done: Any,
    template: str = TEMPLATE,
    **context: Any,
) -> HttpResponse:
    """Show the form; sent and sound, `do` what it says and go back. A conflict answers 409, nothing typed is lost."""
    status = 400
    if request.method == "POST" and form.is_valid():
        try:
            do(form.cleaned_data)
        except Refusal as refusal:
            status = 409 if isinstance(refusal, Conflict) else 400
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return redirect(back[1])
    return form_page(request, template, form, status, title=title, back=back, **context)
