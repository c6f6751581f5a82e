"""登记一件事: one screen with six fields; the rest has defaults and stands behind ⋯ (B11, B62)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Post, User
from regions.models import Level, Region
from services.actions import Intake
from services.catalogue.lookup import item_named, item_options
from services.choices import Channel, Kind
from services.entry import entry_regions, may_have_been_asked, usual_channel, usual_region
from services.forms import PersonChoice
from services.forms.asking_mode import answered_mode, decides_field, presence_field
from services.models import Category, ServiceItem, Ticket

# So many items are named to somebody whose words are no item's name.
NEAR = 3
# 当场办好了: what it was, at one tap.
RESULTS = (_("已盖章"), _("已复印"), _("已答复"), _("已代缴"), _("已送到"))


def look_up_while_typing() -> dict[str, str]:
    """Shows below what is known so far; without a script nothing happens."""
    return {
        "hx-post": reverse("register-seen"),
        "hx-trigger": "input changed delay:700ms",
        "hx-target": "#seen",
        "hx-sync": "closest form:queue last",
    }


class VillageChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        if obj.level == Level.VILLAGE and obj.parent:
            return f"{obj.parent.short_name} {obj.short_name}"
        return str(obj.short_name)


class RegisterForm(forms.Form):
    requester_name = forms.CharField(label=_("谁"), required=False)
    requester_phone = forms.CharField(
        label=_("电话"), required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    place = forms.CharField(label=_("在哪儿"), required=False)
    text = forms.CharField(
        label=_("什么事"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    item = forms.CharField(
        label=_("办啥事项（可以空，打字就找）"),
        required=False,
        widget=forms.TextInput(attrs={"list": "items", "autocomplete": "off"}),
    )
    urgent = forms.BooleanField(label=_("很急，今天就得有人去"), required=False)

    region = VillageChoice(
        label=_("哪个村"),
        queryset=Region.objects.none(),
        error_messages={"invalid_choice": _("这个村不归您登记，或者已经撤并了，请刷新再看")},
    )
    first_contact = PersonChoice(
        label=_("谁先接的"), queryset=User.objects.none(), required=False, empty_label=None
    )
    on_behalf_of = forms.CharField(
        label=_("替谁说的"), required=False, help_text=_("例如：替他娘赵桂英")
    )
    channel = forms.ChoiceField(label=_("怎么来的"), choices=Channel.choices)
    kind = forms.ChoiceField(
        label=_("性质"), choices=[("", _("不好说")), *Kind.choices], required=False
    )
    category = forms.ModelChoiceField(
        label=_("类别"),
        queryset=Category.objects.all(),
        required=False,
        empty_label=_("照事项的类别"),
    )
    decides = decides_field()
    presence = presence_field()
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)

    # Names under which `submit` refuses -> the field of the page.
    ALSO = {"service_item": "item", "confidential": "kind", "result": "text"}

    def __init__(
        self, *args: Any, user: User, posts: list[Post], at: datetime, key: str = "", **kwargs: Any
    ) -> None:
        usual = usual_region(posts)
        kwargs["initial"] = {
            "key": key,
            "channel": usual_channel(posts),
            "first_contact": user.pk,
            "region": usual.pk if usual else None,
        }
        super().__init__(*args, **kwargs)
        for name in ("requester_phone", "text", "item"):
            self.fields[name].widget.attrs |= look_up_while_typing()
        regions = entry_regions(posts)
        self.only_region = len(regions[:2]) == 1
        region: Any = self.fields["region"]
        region.queryset = regions
        if self.only_region:
            region.widget = forms.HiddenInput()
        first: Any = self.fields["first_contact"]
        people = may_have_been_asked(user, posts, at)
        first.queryset = User.objects.filter(pk__in=[person.pk for person in people])
        first.choices = [(person.pk, person.name) for person in people]

    def clean_item(self) -> ServiceItem | None:
        typed = self.cleaned_data["item"]
        if not typed.strip():
            return None
        item = item_named(typed)
        if item is None:
            near = "、".join(item_options(typed)[:NEAR])
            raise forms.ValidationError(
                _("没有这个事项。像这几个：%(near)s。写上一个，或者空着") % {"near": near}
                if near
                else _("没有这个事项。从下面列出来的里头选一个，或者空着")
            )
        return item

    def intake(self) -> Intake:
        """Where both questions about the mode were answered they count, else the item does."""
        left_out = {"key", "decides", "presence"}
        said = {name: value for name, value in self.cleaned_data.items() if name not in left_out}
        return Intake(**said, mode=answered_mode(self.cleaned_data))

    def refuse(self, message: str, field: str | None) -> None:
        name = self.ALSO.get(field or "", field)
        self.add_error(name if name in self.fields else None, message)

    def same_as(self, user: User, number: str) -> Ticket | None:
        """The open matter into which this one shall go (▢并进去)."""
        return Ticket.objects.visible_to(user).open().filter(number=number).first()
