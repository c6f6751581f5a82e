from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from centers.models import Center
from duty.actions.log import LONGEST_TEXT
from duty.models import Assignment, DutyLogEntry, Leave, Roster, SpotCheck
from duty.substitutes import Candidate
from duty.telling import place_words

NOBODY = "nobody"
LARGEST_BOOK = 2_000_000
AROUND = timedelta(days=31)
BAD_INSTANT = {
    "required": _("请写日期和时间"),
    "invalid": _("日期和时间要选全，比如 2026-11-26 8:00"),
}


class Minutes(forms.DateTimeInput):
    """The browser's own field for a day and a time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"step": 60})


class LogForm(forms.Form):
    """One entry; 零记录 is a button of its own. What is too long or empty, `write_log` says."""

    kind = forms.ChoiceField(
        label=_("什么事"),
        choices=[
            choice for choice in DutyLogEntry.Kind.choices if choice[0] != DutyLogEntry.Kind.NOTHING
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个类型"), "invalid_choice": _("请选一个类型")},
    )
    text = forms.CharField(
        label=_("写几个字"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-most": LONGEST_TEXT}),
        strip=True,
    )


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class PlaceForm(forms.Form):
    """Who stands instead, why, and whether at once or with the next version."""

    user = PersonChoice(
        label=_("换成谁"),
        queryset=User.objects.none(),
        error_messages={
            "required": _("请选一个人"),
            "invalid_choice": _("这个人不能值这个班，请另选一个"),
        },
    )
    reason = forms.CharField(
        label=_("为什么换"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("最多写200个字")},
    )
    how = forms.ChoiceField(choices=[("now", ""), ("plan", "")], required=False)

    def __init__(self, *args: Any, found: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [one.member.user_id for one in found]  # whoever may not is refused with the reason
        self.fields["user"].queryset = User.objects.filter(pk__in=people)  # type: ignore[attr-defined]  # a choice of people


class PublishForm(forms.Form):
    """The reason that a month needs which does not meet the rules."""

    reason = forms.CharField(
        label=_("不合要求也要公布，理由是"),
        max_length=200,
        required=False,
        strip=True,
        error_messages={"max_length": _("最多写200个字")},
    )


class TogetherForm(PublishForm):
    """Which months of a township to publish: the ticked ones, or all that can be."""

    roster = forms.ModelMultipleChoiceField(
        queryset=Roster.objects.none(),
        required=False,
        error_messages={"invalid_choice": _("勾的有一个刚才变了，请重新看一下")},
    )
    which = forms.ChoiceField(choices=[("ticked", ""), ("all", "")], required=False)

    def __init__(self, *args: Any, rosters: Sequence[Roster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rosters = rosters
        self.fields["reason"].label = _("有缺人的也公布，理由是（各村都记这一句）")
        field: Any = self.fields["roster"]
        field.queryset = Roster.objects.filter(pk__in=[roster.pk for roster in rosters])

    def wanted(self) -> list[Roster]:
        if self.cleaned_data["which"] == "all":
            return list(self.rosters)
        return list(self.cleaned_data["roster"])

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if facts.get("which") != "all" and not facts.get("roster") and not self.errors:
            raise forms.ValidationError(_("请至少勾一个中心，或者点“全部公布”"))
        return facts


class WorkbookForm(forms.Form):
    book = forms.FileField(
        label=_("改好的表（.xlsx）"),
        error_messages={
            "required": _("请选一个文件"),
            "empty": _("这个文件是空的"),
            "missing": _("请选一个文件"),
        },
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def clean_book(self) -> Any:
        book = self.cleaned_data["book"]
        if book.size > LARGEST_BOOK:
            raise forms.ValidationError(_("这个文件太大了，值班表用不着这么大"))
        return book


class LeaveForm(forms.Form):
    """From when to when, and who stands instead."""

    user = PersonChoice(
        label=_("谁请假"),
        queryset=User.objects.none(),
        error_messages={"required": _("请选一个人"), "invalid_choice": _("请从名单里选")},
    )
    kind = forms.ChoiceField(
        label=_("什么假"),
        choices=[choice for choice in Leave.Kind.choices if choice[0] != Leave.Kind.AWAY],
    )
    start = forms.DateTimeField(label=_("从"), widget=Minutes(), error_messages=BAD_INSTANT)
    end = forms.DateTimeField(label=_("到"), widget=Minutes(), error_messages=BAD_INSTANT)
    replacement = PersonChoice(
        label=_("谁顶班"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("还没找到人（批的人看着办）"),
        error_messages={"invalid_choice": _("请从名单里选")},
    )
    reason = forms.CharField(
        label=_("说明（可以不写）"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("最多写200个字")},
    )

    def __init__(self, *args: Any, center: Center, by: User, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            duty_memberships__center=center, duty_memberships__active_until=None, is_active=True
        ).order_by("pk")
        self.fields["replacement"].queryset = people.distinct()  # type: ignore[attr-defined]  # a choice of people
        asking = people if leads else people.filter(pk=by.pk)
        self.fields["user"].queryset = asking.distinct()  # type: ignore[attr-defined]  # a choice of people
        self.fields["user"].initial = by.pk


class AwayForm(forms.Form):
    """Since when and until when somebody does not stand, and who does; nobody: the place is open."""

    since = forms.ChoiceField(
        label=_("从什么时候起"),
        choices=[("now", _("值到现在，往后值不了")), ("start", _("这一班一直没在"))],
        widget=forms.RadioSelect,
        required=False,
    )
    end = forms.DateTimeField(label=_("到什么时候"), widget=Minutes(), error_messages=BAD_INSTANT)
    user = forms.ChoiceField(
        error_messages={
            "required": _("请选谁值；没有人就选“先空着”"),
            "invalid_choice": _("这个人不能值这个班，请另选一个"),
        },
    )
    note = forms.CharField(
        label=_("说明（可以不写）"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("最多写200个字")},
    )

    def __init__(
        self, *args: Any, found: Sequence[Candidate], row: Assignment, at: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.member.user_id): one.member.user for one in found}
        field: Any = self.fields["user"]
        field.choices = [(key, person.name) for key, person in self.people.items()]
        field.choices += [(NOBODY, "")]
        self.fields["end"].initial = row.end
        self.fields["since"].initial = "now"
        if row.start > at:
            del self.fields["since"]

    def facts(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        facts["user"] = self.people.get(facts["user"])
        return facts | {"never_came": facts.pop("since", "") == "start"}


class SwapForm(forms.Form):
    """With whom, for which place of theirs, and why."""

    counter = forms.ModelChoiceField(
        label=_("跟谁换"),
        queryset=Assignment.objects.none(),
        required=False,
        empty_label=_("谁都行，不用还（请人替）"),
        error_messages={"invalid_choice": _("那个班刚才变了，请重新选")},
    )
    reason = forms.CharField(
        label=_("为什么换"),
        max_length=200,
        error_messages={"required": _("请写明为什么换"), "max_length": _("最多写200个字")},
    )

    def __init__(self, *args: Any, given: Assignment, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = (
            Assignment.objects.active()
            .published()
            .filter(shift__center=given.shift.center, start__gt=at, user__isnull=False)
            .filter(start__lt=given.start + AROUND, category=given.category)
            .exclude(user=given.user)
            .select_related("user", "shift__template")
            .order_by("start", "pk")
        )
        field: Any = self.fields["counter"]
        field.queryset = others
        field.label_from_instance = _counter_words


class SpotCheckForm(forms.Form):
    means = forms.ChoiceField(
        label=_("怎么查的"), choices=SpotCheck.Means.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选一个")},
    )  # fmt: skip
    result = forms.ChoiceField(
        label=_("结果"), choices=SpotCheck.Result.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选一个")},
    )  # fmt: skip
    note = forms.CharField(
        label=_("说明（可以不写）"), max_length=200, required=False,
        error_messages={"max_length": _("最多写200个字")},
    )  # fmt: skip


def _counter_words(row: Assignment) -> str:
    return _("%(name)s的%(place)s") % {
        "name": row.user.name if row.user else "",
        "place": place_words(row),
    }
