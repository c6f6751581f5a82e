"""Centres, their standards, assessments, rooms, walls and notices in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from centers.admin.listing import ExportedAdmin, OfCenterAdmin, TownshipFilter, bar, township_of
from centers.models import (
    Assessment,
    Center,
    Function,
    OpeningSpan,
    Room,
    Standard,
    StandardItem,
    VillageNotice,
    Wall,
)
from centers.standards import SEVEN_ONES
from config import clock


class OpeningSpanInline(admin.TabularInline):
    model = OpeningSpan
    extra = 0


@admin.register(Center)
class CenterAdmin(ExportedAdmin):
    region_path = "unit__region__"
    list_display = ("name", "township", "kind", "duty_phone", "progress")
    list_filter = ("kind", TownshipFilter)
    list_select_related = ("unit__region__parent",)
    list_per_page = 50
    search_fields = (
        "name",
        "local_name",
        "unit__region__short_name",
        "unit__region__initials",
        "unit__region__code",
    )
    raw_id_fields = ("unit",)
    inlines = (OpeningSpanInline,)
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        standard = Standard.objects.in_force(SEVEN_ONES, timezone.localdate(clock.now()))
        return rows.with_progress(standard) if standard else rows

    @admin.display(description=_("乡镇（街道）"), ordering="unit__region__code")
    def township(self, row: Center) -> str:
        return township_of(row.region)

    @admin.display(description=_("七个一"), ordering="met_items")
    def progress(self, row: Any) -> str:
        return bar(getattr(row, "met_items", 0), getattr(row, "needed_items", 0))

    def plain_progress(self, row: Any) -> str:
        needed = getattr(row, "needed_items", 0)
        return f"{row.met_items}/{needed}" if needed else ""


class StandardItemInline(admin.TabularInline):
    model = StandardItem
    extra = 0
    can_delete = False


@admin.register(Standard)
class StandardAdmin(ReadOnlyAdmin):
    """A version in force keeps its meaning: the next one is drafted on the pages of the desk."""

    search_fields = ("name", "code", "source")
    list_display = ("name", "code", "version", "valid_from", "source")
    list_filter = ("code",)
    inlines = (StandardItemInline,)


@admin.register(Assessment)
class AssessmentAdmin(ReadOnlyAdmin):
    region_path = "center__unit__region__"
    list_display = ("center", "item", "presence", "amount", "promised_on", "at", "by", "current")
    list_filter = ("current", "presence", "item__standard", TownshipFilter)
    list_select_related = ("center", "item", "by")
    search_fields = ("center__name", "item__name")
    show_full_result_count = False


@admin.register(VillageNotice)
class VillageNoticeAdmin(ReadOnlyAdmin):
    region_path = "region__"
    list_display = (
        "title",
        "region",
        "kind",
        "shows_from",
        "shows_until",
        "written_by",
        "approved_by",
        "withdrawn_at",
    )
    list_filter = ("kind", TownshipFilter)
    list_select_related = ("region", "written_by", "approved_by")
    search_fields = ("title", "region__short_name")
    show_full_result_count = False


@admin.register(Room)
class RoomAdmin(OfCenterAdmin):
    region_path = "building__center__unit__region__"
    list_display = ("center", "township", "building", "name", "floor", "area", "used_for")
    list_filter = ("functions", TownshipFilter)
    list_select_related = ("building__center__unit__region__parent",)
    search_fields = ("name", "building__center__name", "building__center__unit__region__code")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("functions")

    @admin.display(description=_("中心"), ordering="building__center__name")
    def center(self, row: Room) -> str:
        return str(row.building.center)

    @admin.display(description=_("乡镇（街道）"), ordering="building__center__unit__region__code")
    def township(self, row: Room) -> str:
        return township_of(row.building.center.region)

    @admin.display(description=_("功能"))
    def used_for(self, row: Room) -> str:
        return "、".join(str(one) for one in row.functions.all())


@admin.register(Wall)
class WallAdmin(OfCenterAdmin):
    list_display = (
        "center", "township", "state", "removed_on", "gate", "gate_removed_on", "reason", "surveyed_on",
    )  # fmt: skip
    list_filter = ("state", "gate", TownshipFilter)


@admin.register(Function)
class FunctionAdmin(ExportedAdmin):
    list_display = ("name", "code", "order")
    search_fields = ("name", "code")
