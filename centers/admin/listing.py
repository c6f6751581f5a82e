"""What the administration's lists of centres share: townships, bars, files, rows that only pages write."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, strip_tags
from django.utils.translation import gettext_lazy as _

from accounts.actions import record_audit
from accounts.admin import ReadOnlyAdmin, ScopedAdmin, administered
from accounts.models import User
from accounts.scope import within
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
