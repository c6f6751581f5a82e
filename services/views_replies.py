"""The page on which a township or the county desk writes what 办完了 offers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.requests import StaffRequest, person_of
from config import clock
from config.errors import Refusal
from services import actions
from services.replies import FIXED, templates_of, unit_worded_by


class RepliesForm(forms.Form):
    replies = forms.CharField(
        label=gettext_lazy("一行一条，照这个顺序摆"),
        required=False,
        help_text=gettext_lazy("能填空：{事项} {村} {单位}。都删掉，就用原来那几条"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def replies(request: StaffRequest) -> HttpResponse:
    user = person_of(request)
    unit = unit_worded_by(user)
    if unit is None:
        raise PermissionDenied(_("回话模板由乡镇和县里写"))
    own = [template.text for template in templates_of(unit)]
    start: dict[str, Any] = {"replies": "\n".join(own)}
    form = RepliesForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid():
        lines = form.cleaned_data["replies"].splitlines()
        try:
            actions.set_replies(unit=unit, replies=lines, by=user, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("存好了，办完了下面就是这几条"))
            return redirect("replies")
    context = {"form": form, "unit": unit, "own": own, "fixed": FIXED}
    return render(
        request, "services/replies_page.html", context, status=400 if form.errors else 200
    )
