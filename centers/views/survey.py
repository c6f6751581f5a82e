"""The survey by Excel: the workbook to fill in, and sending it back (B2, B58)."""

from __future__ import annotations

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.uploads.handlers import NotKept
from centers.jobs import start_survey
from centers.models import Center
from centers.permissions import may_bring_survey
from centers.survey.sheets import template
from centers.views.loading import ask_or_do, user_of
from centers.workbook import XLSX
from config import clock
from config.errors import Refusal


class SurveyForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("填好的表（.xlsx）"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": gettext_lazy("请先选填好的表"),
            "empty": gettext_lazy("这个文件是空的，请再选一次"),
        },
        allow_empty_file=True,
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if isinstance(file, NotKept):
            raise forms.ValidationError(_("文件太大了，最多10兆，请分几次传"))
        content: bytes = file.read()
        if not content.startswith(b"PK"):
            raise forms.ValidationError(_("打不开这个文件，要 .xlsx 表格"))
        return content


@ask_or_do
def survey(request: HttpRequest) -> HttpResponse:
    """Send the workbook; a worker reads it, the page of the work shows how far it is."""
    if not may_bring_survey(user_of(request)):
        raise PermissionDenied
    form = SurveyForm()
    if request.method == "POST":
        form = SurveyForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                job = start_survey(
                    content=form.cleaned_data["file"], by=user_of(request), at=clock.now()
                )
            except Refusal as refusal:
                form.add_error("file", refusal.message)
            else:
                return redirect("job", pk=job.pk)
    return render(
        request, "centers/survey.html", {"form": form}, status=400 if form.errors else 200
    )


@require_safe
def survey_template(request: HttpRequest) -> HttpResponse:
    """The workbook with the person's own centres in it."""
    user = user_of(request)
    if not may_bring_survey(user):
        raise PermissionDenied
    centers = Center.objects.visible_to(user).filter(unit__region__retired_on=None)
    response = HttpResponse(
        template(list(centers.select_related("unit__region"))), content_type=XLSX
    )
    response["Content-Disposition"] = 'attachment; filename="center-survey.xlsx"'
    return response
