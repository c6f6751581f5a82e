"""The catalogue in /admin/: items with their materials, for the county desk and the system administrator."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin import ScopedAdmin
from accounts.models import User
from config import clock
from config.addresses import client_address
from services.catalogue import actions
from services.catalogue.modes import suggest_mode
from services.catalogue.notice import promise_words
from services.catalogue.vague import vague_words
from services.choices import Mode
from services.models import Category, Material, Offer, ServiceItem

TEXTS = ("conditions", "steps", "fee", "place")
UNSAID = Q(conditions="") | Q(steps="") | Q(fee="") | Q(place="") | Q(promised_amount=None)


class UnsaidFilter(admin.SimpleListFilter):
    """Items that still say 请先电话询问 somewhere."""

    title = gettext_lazy("写全没有")
    parameter_name = "unsaid"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("1", _("还有没写的")), ("0", _("写全了"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet | None:
        choices = {"1": UNSAID, "0": ~UNSAID}
        chosen = choices.get(self.value() or "")
        return None if chosen is None else queryset.filter(chosen)


class MaterialInline(admin.TabularInline):
    model = Material
    extra = 0
    fields = ("order", "text", "form", "copies", "where_to_get")


class OfferInline(admin.TabularInline):
    model = Offer
    extra = 0
    raw_id_fields = ("unit",)


@admin.register(Category)
class CategoryAdmin(ScopedAdmin):
    list_display = ("name", "plain_name", "order", "about_service", "about_cadres")


@admin.register(ServiceItem)
class ServiceItemAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "category", "level", "mode", "promise", "confirmed", "active")
    list_display_links = ("code", "name")
    list_filter = ("confirmed", UnsaidFilter, "active", "category", "level", "mode", "presence")
    list_select_related = ("category",)
    search_fields = ("code", "name", "also_called")
    show_full_result_count = False
    readonly_fields = ("confirmed", "version", "provenance")
    inlines = (MaterialInline, OfferInline)
    actions = ("confirm", "take_back")

    @admin.display(description=gettext_lazy("多久"))
    def promise(self, item: ServiceItem) -> str:
        return promise_words(item) or _("请先电话询问")

    @admin.action(
        description=gettext_lazy("核实所选的事项（群众看到的不再标示例）"), permissions=["change"]
    )
    def confirm(self, request: HttpRequest, queryset: QuerySet[ServiceItem]) -> None:
        done = actions.confirm_items(items=queryset, **_by(request))
        messages.success(request, _("核实了%s项") % done)
        for item in queryset.prefetch_related("materials"):
            self._warn(request, item)

    @admin.action(description=gettext_lazy("撤回核实"), permissions=["change"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[ServiceItem]) -> None:
        done = actions.take_back_confirmation(items=queryset, **_by(request))
        messages.success(request, _("撤回了%s项") % done)

    def save_related(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool
    ) -> None:
        """After item and materials are written: the record of the edit, then the warnings."""
        super().save_related(request, form, formsets, change)
        changed = list(form.changed_data)
        changed += [formset.prefix for formset in formsets if formset.has_changed()]
        if changed:
            actions.record_edit(item=form.instance, changed=changed, new=not change, **_by(request))
        self._warn(request, form.instance)

    def _warn(self, request: HttpRequest, item: ServiceItem) -> None:
        for warning in warnings_of(item):
            messages.warning(request, f"{item.name}：{warning}")


def warnings_of(item: ServiceItem) -> list[str]:
    """What a person should look at again; nothing of it is refused (C2)."""
    texts = [getattr(item, name) for name in TEXTS] + [paper.text for paper in item.materials.all()]
    vague = list(dict.fromkeys(word for text in texts for word in vague_words(text)))
    found = []
    if vague:
        found.append(_("含糊的词：%s。要带啥一次说全，别让群众再跑一趟") % "、".join(vague))
    if not item.materials.all():
        found.append(_("一样材料也没写。不用带的，写上“不用带材料”"))
    if item.mode not in (suggest_mode(item), Mode.INFORM):
        suggested = Mode(suggest_mode(item)).label
        found.append(_("按哪级定、要不要本人到场，一般是%s，请再看看") % suggested)
    if (
        item.legal_amount
        and (item.promised_amount or 0) > item.legal_amount
        and item.promised_basis == item.legal_basis
    ):
        found.append(_("承诺的比法定的还长"))
    return found


def _by(request: HttpRequest) -> dict[str, Any]:
    return {
        "actor": cast("User", request.user),
        "at": clock.now(),
        "address": client_address(request),
    }
