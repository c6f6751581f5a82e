"""GET /api/v1/centers/<code>/: one centre, open to everybody (DESIGN 5)."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from centers.models import Center, CenterKind, VillageNotice
from centers.opening import door_of, spans_today
from centers.standards import public_sentence
from config import clock
from regions.models import Region
from regions.workdays import Workdays


@extend_schema_field({"type": "string", "pattern": r"^\d{2}:\d{2}$"})
class OnTheClock(serializers.TimeField):
    """08:30, in the county's own time."""

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class HoursRow(serializers.Serializer[Any]):
    opens = OnTheClock()
    closes = OnTheClock()


class NoticeRow(serializers.ModelSerializer[VillageNotice]):
    kind_name = serializers.CharField(source="get_kind_display")
    region = serializers.CharField(source="region.short_name", help_text=_("谁发的：本村、镇或县"))

    class Meta:
        model = VillageNotice
        fields = [
            "title",
            "kind",
            "kind_name",
            "groups",
            "text",
            "region",
            "shows_from",
            "shows_until",
        ]


class CenterRow(serializers.Serializer[Any]):
    code = serializers.CharField(help_text=_("区划代码"))
    name = serializers.CharField()
    local_name = serializers.CharField(help_text=_("当地叫法"))
    kind = serializers.ChoiceField(CenterKind.choices)
    township = serializers.CharField(allow_null=True)
    address = serializers.CharField()
    directions = serializers.CharField()
    duty_phone = serializers.CharField()
    open = serializers.BooleanField(help_text=_("门现在是不是开着"))
    closed_reason = serializers.CharField(help_text=_("今天整天不开门的原因"))
    hours_today = HoursRow(many=True)
    places = serializers.ListField(child=serializers.CharField(), help_text=_("这里有啥"))
    standard = serializers.CharField(help_text=_("七个一的一句话"))
    notices = NoticeRow(many=True)


class CenterDetail(APIView):
    """The centre that answers for a region; an old code redirects to the one in force."""

    permission_classes = [AllowAny]

    @extend_schema(
        summary=_("党群服务中心"),
        description=_(
            "名称、地址、值班电话、今天的开门时间、有啥设施、村里通知。旧代码转到现行代码。"
        ),
        responses={
            200: CenterRow,
            301: OpenApiResponse(description=_("旧代码")),
            404: OpenApiResponse(description=_("没有")),
        },
    )
    def get(self, request: Request, code: str) -> Response:
        try:
            region, canonical = Region.objects.by_code(code)
        except Region.DoesNotExist as missing:
            raise Http404 from missing
        if not canonical:
            return Response(
                status=301,
                headers={"Location": reverse("api:center", args=[region.code], request=request)},
            )
        center = Center.objects.of_region(region)
        if center is None:
            raise Http404
        return Response(CenterRow(self._row(region, center)).data)

    def _row(self, region: Region, center: Center) -> dict[str, Any]:
        at = clock.now()
        workdays = Workdays.for_county(region)
        door = door_of(center, at, workdays)
        own = ("name", "local_name", "kind", "address", "directions", "duty_phone", "places")
        return {
            **{field: getattr(center, field) for field in own},
            "code": region.code,
            "township": region.parent.short_name
            if region.level == "village" and region.parent
            else None,
            "open": door.open,
            "closed_reason": door.closed_reason,
            "hours_today": [span._asdict() for span in spans_today(center, at, workdays)],
            "standard": public_sentence(center, timezone.localdate(at)),
            "notices": VillageNotice.objects.showing(at)
            .for_village(region)
            .select_related("region"),
        }


urlpatterns = [path("centers/<str:code>/", CenterDetail.as_view(), name="center")]
