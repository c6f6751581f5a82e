"""Projects, batches and what is counted in the administration."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin import ReadOnlyAdmin
from centers.admin.listing import ExportedAdmin, OfCenterAdmin, TownshipFilter, bar
from centers.models import Batch, Project, QuantityKind
from centers.renovation import STATES
from config import clock


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
