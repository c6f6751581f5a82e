"""GET /api/v1/centers/<code>/on-duty/: who is answerable at an instant, open to everybody (DESIGN 5)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config import clock
from duty.coverage import on_duty, unit_answering
from duty.models import DutyPresence
from regions.models import Region

# How far somebody without an account may look: a roster is no movement profile.
EARLIEST, LATEST = timedelta(days=-1), timedelta(days=7)


class PersonOnDuty(serializers.Serializer[Any]):
    name = serializers.CharField(source="user.name")
    post = serializers.CharField()
    phone = serializers.CharField(help_text=_("本人同意公开才有"))
    until = serializers.DateTimeField()
    presence = serializers.ChoiceField(DutyPresence.choices)


class NumberBehind(serializers.Serializer[Any]):
    name = serializers.CharField()
    phone = serializers.CharField()


class OnDutyAnswer(serializers.Serializer[Any]):
    open = serializers.BooleanField(help_text=_("门开着，并且有人"))
    sentence = serializers.CharField()
    duty_phone = serializers.CharField(source="phone")
    people = PersonOnDuty(many=True)
    fallback = NumberBehind()


class OnDutyQuestion(serializers.Serializer[Any]):
    at = serializers.DateTimeField(
        required=False,
        help_text=_("ISO 时刻，默认现在。没有登录的，前一天到后七天"),
        error_messages={
            "invalid": _("时刻要写成 ISO 格式，比如 2026-11-26T23:30:00+08:00"),
            "overflow": _("没有这样的时刻"),
        },
    )

    def to_internal_value(self, data: Any) -> Any:
        # a plus that nobody escaped arrives as a space
        return super().to_internal_value(
            {name: re.sub(r"(\d) (\d\d:?\d\d)$", r"\1+\2", value) for name, value in data.items()}
        )


class OnDutyNow(APIView):
    permission_classes = [AllowAny]

    @extend_schema(parameters=[OnDutyQuestion], responses=OnDutyAnswer)
    def get(self, request: Request, code: str) -> Response:
        now = clock.now()
        at = asked_instant(request, now)
        try:
            unit = unit_answering(Region.objects.by_code(code).region)
        except Region.DoesNotExist as missing:
            raise Http404 from missing
        if unit is None:
            raise Http404
        return Response(OnDutyAnswer(on_duty(unit, at)).data)


def asked_instant(request: Request, now: datetime) -> datetime:
    question = OnDutyQuestion(data=request.query_params)
    question.is_valid(raise_exception=True)
    at: datetime = question.validated_data.get("at", now)
    if not request.user.is_authenticated and not now + EARLIEST <= at <= now + LATEST:
        raise serializers.ValidationError({"at": [_("没有登录的，只能看前一天到后七天的值班")]})
    return at


urlpatterns = [path("centers/<str:code>/on-duty/", OnDutyNow.as_view(), name="on-duty")]
