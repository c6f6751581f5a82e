"""GET /api/v1/regions/: the regions of the county, open to everybody (DESIGN 5)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.pagination import CursorPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from regions.models import Kind, Level, Region


class RegionRow(serializers.ModelSerializer[Region]):
    # DRF takes declared fields off the class, so its own `parent` stays
    parent = serializers.CharField(  # type: ignore[assignment]  # DRF's own `parent`
        source="parent.code", default=None, allow_null=True, help_text=_("上级的代码")
    )

    class Meta:
        model = Region
        fields = ["code", "name", "short_name", "level", "kind", "parent", "path"]


class RegionFilter(serializers.Serializer[Any]):
    q = serializers.CharField(
        required=False, allow_blank=True, max_length=50, help_text=_("名称、拼音或首字母")
    )
    level = serializers.ChoiceField(Level.choices, required=False, allow_blank=True)
    kind = serializers.ChoiceField(
        [choice for choice in Kind.choices if choice[0]], required=False, allow_blank=True
    )
    parent = serializers.CharField(  # type: ignore[assignment]  # the same
        required=False, allow_blank=True, max_length=12, help_text=_("上级的代码")
    )
    enclaves = serializers.BooleanField(
        required=False, help_text=_("1：连飞地（厂矿、园区）一起列出")
    )

    def validate_parent(self, code: str) -> Region | None:
        try:
            return Region.objects.by_code(code).region if code else None
        except Region.DoesNotExist as missing:
            raise serializers.ValidationError(_("没有代码为 %s 的区划") % code) from missing


class RegionPages(CursorPagination):
    page_size = 500
    max_page_size = 500
    page_size_query_param = "limit"
    ordering = "code"


class RegionList(generics.ListAPIView[Region]):
    """Current regions, ordered by code."""

    permission_classes = [AllowAny]
    serializer_class = RegionRow
    pagination_class = RegionPages

    @extend_schema(
        parameters=[RegionFilter],
        summary=_("区划"),
        description=_("现行的区划，按代码排序，每页最多500条；飞地只在 enclaves=1 时列出。"),
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Region]:
        asked = RegionFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        found = Region.objects.current().matching(wanted.get("q", "")).select_related("parent")
        if not wanted.get("enclaves"):
            found = found.exclude(kind=Kind.ENCLAVE)
        exact = {name: wanted[name] for name in ("level", "kind", "parent") if wanted.get(name)}
        return found.filter(**exact)


urlpatterns = [path("regions/", RegionList.as_view(), name="regions")]
