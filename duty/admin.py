"""Shifts and requirements for set-up; rosters to look at only, for they are written by actions (B22)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from duty.models import Assignment, Roster, Shift, ShiftRequirement, ShiftTemplate


class OpenPlaceFilter(admin.SimpleListFilter):
    title = _("有没有人")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("缺人")), ("0", _("有人"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(user__isnull=self.value() == "1") if self.value() else queryset


class RequirementInline(admin.TabularInline):
    model = ShiftRequirement
    extra = 0


@admin.register(ShiftTemplate)
class ShiftTemplateAdmin(admin.ModelAdmin):
    list_display = (
        "name",
        "center",
        "starts_at",
        "ends_at",
        "day_kinds",
        "months",
        "valid_from",
        "valid_until",
    )
    list_filter = (("center", admin.EmptyFieldListFilter),)
    list_select_related = ("center",)
    raw_id_fields = ("center", "township")
    search_fields = ("name", "center__name")
    inlines = (RequirementInline,)


class ScopedToRead(admin.ModelAdmin):
    """To look at only, inside the reader's regions."""

    show_full_result_count = False
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return rows.visible_to(request.user) if isinstance(request.user, User) else rows.none()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Roster)
class RosterAdmin(ScopedToRead):
    list_display = ("center", "month", "status", "version", "published_at", "published_by")
    list_filter = ("status", "month")
    list_select_related = ("center", "published_by")
    search_fields = ("center__name",)


@admin.register(Shift)
class ShiftAdmin(ScopedToRead):
    list_display = ("center", "duty_date", "template", "start", "end", "day_kind", "cancelled")
    list_filter = ("day_kind", "cancelled")
    list_select_related = ("center", "template")
    search_fields = ("center__name",)
    date_hierarchy = "duty_date"
    ordering = ("-duty_date", "center", "start")


@admin.register(Assignment)
class AssignmentAdmin(ScopedToRead):
    list_display = (
        "center",
        "user",
        "category",
        "presence",
        "counter",
        "start",
        "end",
        "source",
        "status",
    )
    list_filter = (OpenPlaceFilter, "category", "presence", "status", "source")
    list_select_related = ("user", "shift__center")
    search_fields = ("user__name", "shift__center__name")
    date_hierarchy = "start"
    ordering = ("-start", "pk")

    @admin.display(description=_("中心"))
    def center(self, row: Assignment) -> str:
        return str(row.shift.center)
