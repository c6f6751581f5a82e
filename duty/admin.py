"""Shifts and requirements for set-up; rosters to look at only, for they are written by actions (B22)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from duty.actions.rosters import ordered_templates
from duty.looser import looser_with
from duty.models import (
    Assignment,
    DutyMember,
    Roster,
    Shift,
    ShiftRequirement,
    ShiftTemplate,
)


class OpenPlaceFilter(admin.SimpleListFilter):
    title = _("有没有人")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("缺人")), ("0", _("有人"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(user__isnull=self.value() == "1") if self.value() else queryset


class RequirementFormSet(BaseInlineFormSet):
    """A centre's or a township's shift may ask for more than what stands above, never for less."""

    def clean(self) -> None:
        super().clean()
        template = self.instance
        owned = template.center_id or template.township_id
        if any(self.errors) or not owned or None in (template.starts_at, template.ends_at):
            return
        if template.valid_from is None or not template.day_kinds:
            return
        needs = [form.instance for form in self.forms if form not in self.deleted_forms]
        centers = [template.center] if template.center else []
        words = looser_with(template, needs, ordered_templates(centers))
        if words:
            raise ValidationError(_("可以比上级要求多，不能少：%(missing)s") % {"missing": words})


class RequirementInline(admin.TabularInline):
    model = ShiftRequirement
    formset = RequirementFormSet
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


@admin.register(DutyMember)
class DutyMemberAdmin(ScopedToRead):
    """Changed on the centre's page, where the person is told and places that fall free are opened."""

    list_display = (
        "user",
        "center",
        "category",
        "can_lead",
        "weight",
        "active_from",
        "active_until",
    )
    list_filter = ("category", "can_lead", ("active_until", admin.EmptyFieldListFilter))
    list_select_related = ("user", "center")
    search_fields = ("user__name", "center__name")
    ordering = ("center", "category", "pk")


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
