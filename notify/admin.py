from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notify import wording
from notify.models import Message, MessageTemplate, Webhook


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):
    list_display = ("unit", "active")
    list_filter = ("active",)
    list_select_related = ("unit",)
    raw_id_fields = ("unit",)
    search_fields = ("unit__name",)


class MessageTemplateForm(forms.ModelForm):
    class Meta:
        model = MessageTemplate
        fields = ("code", "text", "gateway_code")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"text": _("连签名超过70个字、有【】的，当不了短信，发的时候会退回来")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed through
        self.fields["code"] = forms.ChoiceField(
            label=_("代号"),
            choices=[(code, f"{code}：{wording.default(code)}") for code in wording.codes()],
        )

    def clean(self) -> None:
        super().clean()
        code, text = self.cleaned_data.get("code"), self.cleaned_data.get("text")
        if code and text:
            wording.check(code, text)


@admin.register(MessageTemplate)
class MessageTemplateAdmin(admin.ModelAdmin):
    form = MessageTemplateForm
    list_display = ("code", "text", "gateway_code", "fits_one_sms", "sms_faults")

    @admin.display(boolean=True, description=_("能当短信发"))
    def fits_one_sms(self, template: MessageTemplate) -> bool | None:
        """Neither yes nor no for what goes by e-mail only."""
        return None if wording.is_letter(template.code) else not self.sms_faults(template)

    @admin.display(description=_("哪里不行"))
    def sms_faults(self, template: MessageTemplate) -> str:
        if wording.is_letter(template.code):
            return ""
        return "；".join(wording.faults(wording.filled(template.code, template.text)))

    def save_model(
        self, request: HttpRequest, obj: MessageTemplate, form: Any, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if faults := self.sms_faults(obj):
            messages.warning(request, _("存下了，可是当短信发不出去：%(why)s") % {"why": faults})


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin):
    """To look at only; sending once more is done on the outbox page, which logs it."""

    list_display = ("created_at", "channel", "masked_target", "state", "attempts", "last_error")
    list_filter = ("channel", "state")
    list_select_related = ("recipient", "webhook__unit")
    date_hierarchy = "created_at"
    show_full_result_count = False
    fields = (
        "created_at",
        "channel",
        "masked_target",
        "about",
        "state",
        "attempts",
        "next_try_at",
        "sent_at",
        "last_error",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        return Message.objects.outbox_visible_to(cast("User", request.user))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False
