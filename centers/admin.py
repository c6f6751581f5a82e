"""Centres, standards and what stands of them, for the county and for set-up (B2, B3)."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext_lazy as _

from accounts.actions import record_audit
from accounts.admin import ReadOnlyAdmin, ScopedAdmin, administered
from accounts.models import User
from accounts.scope import within
from centers.models import (
    Assessment,
    Batch,
    Center,
    Function,
    OpeningSpan,
    Project,
    QuantityKind,
    Room,
    Standard,
    StandardItem,
    VillageNotice,
    Wall,
)
from centers.renovation import STATES
from centers.standards import SEVEN_ONES
from centers.workbook import workbook_response
from config import clock
from config.addresses import client_address
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
        of_center = dict.fromkeys(("Assessment", "Wall", "Project"), "center__unit__region__")
        known = {"Center": "unit__region__", "Room": "building__center__unit__region__"}
        return (known | of_center).get(queryset.model.__name__, "region__")


def bar(done: int, total: int) -> str:
    """How far something has come, drawn and said."""
    if not total:
        return "—"
    return format_html('<progress value="{}" max="{}"></progress> {}/{}', done, total, done, total)


def township_of(region: Region) -> str:
    above = region.parent if region.level == "village" else None
    return above.short_name if above else region.short_name


class ExportedAdmin(ScopedAdmin):
    """A list whose chosen rows go into a file, column by column as they are shown."""

    actions = ("export_xlsx",)
    most_exported = 60_000

    @admin.action(description=_("导出Excel"), permissions=["view"])
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        """Who took what, and how many rows, stands in the audit."""
        rows = queryset[: self.most_exported]
        shown = [name for name in self.list_display if isinstance(name, str)]
        headers = [label_for_field(name, self.model, self) for name in shown]
        lines = [[self._cell(name, row) for name in shown] for row in rows]
        model = self.model._meta
        record_audit(
            verb="export_list",
            actor=cast("User", request.user),
            at=clock.now(),
            subject=model.label_lower,
            data={"rows": len(lines)},
            address=client_address(request),
        )
        name = str(model.model_name)
        return workbook_response(name, str(model.verbose_name_plural), headers, lines)

    def _cell(self, name: str, row: Any) -> Any:
        plain = getattr(self, f"plain_{name}", None)
        if plain is not None:
            return plain(row)
        field, _attr, value = lookup_field(name, row, self)
        if field is not None and field.flatchoices:
            value = dict(field.flatchoices).get(value, value)
        if value is None:
            return ""
        return value if isinstance(value, int | float) else strip_tags(str(value))


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


class OfCenterAdmin(ExportedAdmin, ReadOnlyAdmin):
    """Rows of centres, which only the pages write."""

    region_path = "center__unit__region__"
    list_per_page = 50
    show_full_result_count = False
    search_fields = (
        "center__name",
        "center__unit__region__short_name",
        "center__unit__region__code",
    )
    list_select_related: ClassVar[tuple[str, ...]] = ("center__unit__region__parent",)

    @admin.display(description=_("乡镇（街道）"), ordering="center__unit__region__code")
    def township(self, row: Any) -> str:
        return township_of(row.center.region)


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


@admin.register(Project)
class ProjectAdmin(OfCenterAdmin):
    list_display = (
        "center", "township", "batch", "mode", "standing", "steps", "finished_on", "left_on",
    )  # fmt: skip
    list_filter = ("batch", "mode", TownshipFilter)
    list_select_related = ("batch", "center__unit__region__parent")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return cast("QuerySet[Any]", rows.with_steps())

    @admin.display(description=_("情况"))
    def standing(self, row: Project) -> str:
        return str(STATES[row.state(timezone.localdate(clock.now()))])

    @admin.display(description=_("节点"))
    def steps(self, row: Any) -> str:
        return bar(row.steps_done, row.steps_all)

    def plain_steps(self, row: Any) -> str:
        return f"{row.steps_done}/{row.steps_all}"


@admin.register(Batch)
class BatchAdmin(ExportedAdmin, ReadOnlyAdmin):
    region_path = "programme__region__"
    list_display = ("name", "programme", "order", "deadline", "quota_min", "quota_max", "progress")
    list_filter = ("programme",)
    list_select_related = ("programme",)
    search_fields = ("name", "programme__name")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        return cast("QuerySet[Any]", rows.with_progress())

    @admin.display(description=_("完成"))
    def progress(self, row: Any) -> str:
        return bar(row.done, row.entered)

    def plain_progress(self, row: Any) -> str:
        return f"{row.done}/{row.entered}"


@admin.register(QuantityKind)
class QuantityKindAdmin(ExportedAdmin):
    list_display = ("name", "unit_word", "order")
    search_fields = ("name",)


@admin.register(Function)
class FunctionAdmin(ExportedAdmin):
    list_display = ("name", "code", "order")
    search_fields = ("name", "code")
