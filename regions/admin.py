from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from regions.actions import calendar_changed
from regions.models import CalendarDay, FormerName, Level, Region, RegionCode


class ReadOnly:
    """Only actions and imports write these tables."""

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class OfRegion(ReadOnly, admin.TabularInline):
    """Rows that belong to a region: whoever may see the region may see them."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return request.user.has_perm("regions.view_region")


class CodesOfRegion(OfRegion):
    model = RegionCode


class NamesOfRegion(OfRegion):
    model = FormerName


@admin.register(Region)
class RegionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["short_name", "parent", "level", "kind", "code", "retired_on"]
    list_filter = ["level", "kind", ("retired_on", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]
    list_per_page = 50
    search_fields = ["name"]
    search_help_text = _("名称、旧名、拼音、首字母或代码")
    exclude = ["sort_key", "initials"]
    inlines = [CodesOfRegion, NamesOfRegion]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Region], search_term: str
    ) -> tuple[QuerySet[Region], bool]:
        return queryset & Region.objects.matching(search_term.replace("\0", "")), False


@admin.register(CalendarDay)
class CalendarDayAdmin(admin.ModelAdmin):
    list_display = ["date", "kind", "makeup", "name", "county", "confirmed", "source"]
    list_filter = ["kind", "confirmed", "makeup", ("county", admin.EmptyFieldListFilter)]
    list_select_related = ["county"]
    date_hierarchy = "date"
    search_fields = ["name"]
    ordering = ["county_id", "-date"]  # the county's own days on top

    def save_model(self, request: HttpRequest, obj: CalendarDay, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        calendar_changed()

    def delete_model(self, request: HttpRequest, obj: CalendarDay) -> None:
        super().delete_model(request, obj)
        calendar_changed()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[CalendarDay]) -> None:
        super().delete_queryset(request, queryset)
        calendar_changed()

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "county":
            kwargs["queryset"] = Region.objects.current().filter(level=Level.COUNTY)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
