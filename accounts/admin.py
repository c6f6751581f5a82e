"""People and posts for the security administrator, logs for the auditor, the footer for the system administrator."""

from __future__ import annotations

from typing import Any, cast

from axes.models import AccessAttempt
from django.contrib import admin
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions import check_post, record_audit
from accounts.audit_words import VERB_WORDS, words_of
from accounts.models import (
    AuditEntry,
    Post,
    PrivacyNotice,
    RetentionTerm,
    SiteIdentity,
    Unit,
    User,
)
from accounts.permissions import ADMIN_MAY
from accounts.privacy.notice import current_version
from accounts.scope import active_posts, region_of, within
from config import clock
from config.addresses import client_address
from config.errors import Refusal
from regions.models import Region


def administered(request: HttpRequest) -> list[Region]:
    """The regions of the posts with which somebody came into the admin."""
    return [region_of(post) for post in active_posts(request.user) if post.role in ADMIN_MAY]


class ScopedAdmin(admin.ModelAdmin):
    """Shows what lies below the administrator's own region, and writes each change into the audit.

    `region_path` leads from the row to its region; empty means the row belongs to the whole portal.
    """

    region_path: str | None = None
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = super().get_queryset(request)
        return (
            rows
            if self.region_path is None
            else rows.filter(within(administered(request), self.region_path))
        )

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices from the administrator's own region only."""
        if db_field.related_model is Region:
            kwargs["queryset"] = Region.objects.filter(within(administered(request)))
        elif db_field.related_model is Unit:
            kwargs["queryset"] = Unit.objects.filter(within(administered(request), "region__"))
        elif db_field.related_model is User:
            kwargs["queryset"] = User.objects.below(administered(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm[Any], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        self._audit(
            request, "admin_change" if change else "admin_add", obj, {"fields": form.changed_data}
        )

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self._audit(request, "admin_delete", obj, {})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def _audit(self, request: HttpRequest, verb: str, obj: Model, data: dict[str, Any]) -> None:
        subject = f"{obj._meta.label_lower}:{obj.pk}"
        actor = cast("User", request.user)
        record_audit(
            verb=verb,
            actor=actor,
            at=clock.now(),
            subject=subject,
            data=data,
            address=client_address(request),
        )


class ReadOnlyAdmin(ScopedAdmin):
    """For rows that only actions write, whatever permissions say."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(ScopedAdmin):
    list_display = ("name", "username", "phone", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "username", "phone")
    fields = ("name", "username", "phone", "phone_public", "is_active")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        people: QuerySet[User] = User.objects.below(administered(request))
        return people

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        if not change:
            obj.set_unusable_password()  # a slip from the page of people opens the door
        super().save_model(request, obj, form, change)


@admin.register(Unit)
class UnitAdmin(ScopedAdmin):
    region_path = "region__"
    list_display = ("name", "kind", "region", "superior")
    list_filter = ("kind",)
    list_select_related = ("region", "superior")
    search_fields = ("name", "region__short_name", "region__code")
    autocomplete_fields = ("superior",)
    raw_id_fields = ("region", "serves")


class PostForm(ModelForm):
    """The rules of posts beside the field they speak of."""

    actor: User

    def _post_clean(self) -> None:
        """After the model's own validation, which a refused field would leave half blind."""
        super()._post_clean()  # type: ignore[misc]  # Django's own, without a stub
        if not self.errors:
            try:
                check_post(self.instance, actor=self.actor)
            except Refusal as refusal:
                self.add_error(refusal.field or "user", refusal.message)


@admin.register(Post)
class PostAdmin(ScopedAdmin):
    region_path = "unit__region__"
    form = PostForm
    list_display = ("user", "unit", "role", "region", "starts", "ends")
    list_filter = ("role",)
    list_select_related = ("user", "unit", "region")
    search_fields = ("user__name", "user__phone", "unit__name")
    autocomplete_fields = ("user", "unit")
    raw_id_fields = ("region",)
    fields = ("user", "unit", "role", "region", "engagement", "starts", "ends")

    def get_form(
        self, request: HttpRequest, obj: Post | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Any]]:
        form = super().get_form(request, obj, change, **kwargs)
        return type("PostFormOfActor", (form,), {"actor": request.user})


class WhatWasDone(admin.SimpleListFilter):
    """In words, by topic, all that can be written: reading the audit for those that were would take long."""

    title = _("做了什么")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(verb, str(words)) for verb, words in VERB_WORDS.items()]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[AuditEntry]
    ) -> QuerySet[AuditEntry]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "verb_words", "subject", "reason", "address")
    list_filter = (WhatWasDone,)
    list_select_related = ("actor",)
    search_fields = ("actor__name", "subject")
    date_hierarchy = "at"
    show_full_result_count = False

    @admin.display(description=_("做了什么"), ordering="verb")
    def verb_words(self, entry: AuditEntry) -> str:
        return words_of(entry.verb)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        people = User.objects.below(administered(request))
        return (
            super().get_queryset(request).filter(Q(actor=None) | Q(actor__in=people.values("pk")))
        )


@admin.register(RetentionTerm)
class RetentionTermAdmin(ScopedAdmin):
    """Without a row the defaults of accounts.privacy.keeping hold."""

    list_display = ("kind", "months")


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(ScopedAdmin):
    """A published version stays as it is; adding one publishes it at once."""

    list_display = ("version", "since")
    fields = ("text",)

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        obj.version, obj.since = current_version() + 1, clock.now()
        super().save_model(request, obj, form, change)


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ReadOnlyAdmin):
    list_display = ("attempt_time", "username", "ip_address", "failures_since_start", "path_info")
    search_fields = ("username", "ip_address")
    fields = (
        "attempt_time",
        "username",
        "ip_address",
        "user_agent",
        "failures_since_start",
        "path_info",
    )


@admin.register(SiteIdentity)
class SiteIdentityAdmin(ScopedAdmin):
    """One row: adding is possible until it stands."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteIdentity.objects.exists()

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool
    ) -> None:
        obj.pk = 1
        super().save_model(request, obj, form, change)
