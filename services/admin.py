"""What of services stands in /admin/: the catalogue to change, matters to look at only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scope import regions_visible_to
from regions.models import Level
from services.catalogue.admin import CategoryAdmin, ServiceItemAdmin
from services.models import CallBackShare, ClockRule, LedgerAnchor, Ticket

__all__ = [
    "CallBackShareAdmin",
    "CategoryAdmin",
    "ClockRuleAdmin",
    "LedgerAnchorAdmin",
    "ServiceItemAdmin",
    "TicketAdmin",
]


@admin.register(ClockRule)
class ClockRuleAdmin(admin.ModelAdmin):
    """The county's own times; what has no row here keeps the portal's."""

    list_display = ("kind", "ticket_class", "amount", "basis", "cut_off")


@admin.register(CallBackShare)
class CallBackShareAdmin(admin.ModelAdmin):
    """How many of a hundred matters of each sort are called back."""

    list_display = ("reason", "percent")


class TownshipFilter(admin.SimpleListFilter):
    title = _("乡镇")
    parameter_name = "township"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        if not isinstance(request.user, User):
            return []
        townships = regions_visible_to(request.user).filter(level=Level.TOWNSHIP, retired_on=None)
        return [(township.code, township.short_name) for township in townships.order_by("code")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        return queryset.filter(region__parent__code=chosen) | queryset.filter(region__code=chosen)


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin):
    """Only actions write matters; the desk is where they are worked on."""

    list_display = (
        "number",
        "status",
        "place_of",
        "unit",
        "holder",
        "ticket_class",
        "masked_requester",
        "submitted_at",
        "overdue_at",
    )
    list_filter = ("status", TownshipFilter, "ticket_class")
    list_select_related = ("region__parent", "unit", "holder", "requester")
    list_per_page = 50
    search_fields = ("number__exact",)
    search_help_text = _("编号，8位数字")
    show_full_result_count = False
    fields = (
        "number",
        "status",
        "kind",
        "category",
        "item",
        "mode",
        "ticket_class",
        "channel",
        "place_of",
        "masked_requester",
        "first_contact",
        "unit",
        "holder",
        "submitted_at",
        "accepted_at",
        "resolved_at",
        "answered_at",
        "ended_at",
        "outcome",
        "round",
        "overdue_at",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ticket]:
        user = request.user
        return Ticket.objects.visible_to(user) if isinstance(user, User) else Ticket.objects.none()

    @admin.display(description=_("哪个村"), ordering="region__path")
    def place_of(self, ticket: Ticket) -> str:
        parent = ticket.region.parent
        above = f"{parent.short_name} " if parent and parent.level == Level.TOWNSHIP else ""
        return above + ticket.region.short_name

    @admin.display(description=_("谁"))
    def masked_requester(self, ticket: Ticket) -> str:
        requester = ticket.requester
        return f"{requester.masked_name} {requester.masked_phone}" if requester else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(LedgerAnchor)
class LedgerAnchorAdmin(admin.ModelAdmin):
    """For the auditor, who writes the newest seal on paper; only the nightly task makes them."""

    list_display = ("day", "events", "seal", "made_at")
    date_hierarchy = "day"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
