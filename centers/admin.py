"""Centres, standards and what stands of them, for the county and for set-up (B2, B3)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin, ScopedAdmin, administered
from accounts.scope import within
from centers.models import Assessment, Center, OpeningSpan, Standard, StandardItem, VillageNotice
from centers.standards import SEVEN_ONES
from config import clock
from regions.models import Region


class TownshipFilter(admin.SimpleListFilter):
    """The townships of the administrator's own county."""

    title = _("乡镇（街道）")
    parameter_name = "township"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        townships = Region.objects.townships().filter(within(administered(request)))
        return [(str(pk), name) for pk, name in townships.values_list("pk", "short_name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        if not chosen.isdecimal():
            return queryset
        township = Region.objects.filter(pk=int(chosen)).first()
        path = f"{self.region_path(queryset)}path__startswith"
        return queryset.filter(**{path: township.path}) if township else queryset.none()

    def region_path(self, queryset: QuerySet[Any]) -> str:
        return {"Center": "unit__region__", "Assessment": "center__unit__region__"}.get(
            queryset.model.__name__, "region__"
        )


class OpeningSpanInline(admin.TabularInline):
    model = OpeningSpan
    extra = 0


@admin.register(Center)
class CenterAdmin(ScopedAdmin):
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
        region = row.region
        return (
            region.parent.short_name
            if region.level == "village" and region.parent
            else region.short_name
        )

    @admin.display(description=_("七个一"), ordering="met_items")
    def progress(self, row: Any) -> str:
        needed = getattr(row, "needed_items", 0)
        return f"{row.met_items}/{needed}" if needed else "—"


class StandardItemInline(admin.TabularInline):
    model = StandardItem
    extra = 0


@admin.register(Standard)
class StandardAdmin(ScopedAdmin):
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
