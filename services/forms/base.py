"""What every act's form has in common; its fields are named as the action names its arguments.

What is too long, missing or against a rule the action says itself, beside the field.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit, User
from services.models import Ticket

STALE = _("这一页放得太久了，刷新以后再点一次")
CHOOSE, WRITE = _("请选一个"), _("这儿要填上")


def words(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "") -> forms.CharField:
    """A field for a few sentences; whether they are there and how long, the action says."""
    return forms.CharField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.Textarea(
            attrs={"rows": rows, **({"aria-required": "true"} if required else {})}
        ),
    )


class ActForm(forms.Form):
    """Carries the last step that the page showed, so that nobody acts on an old picture."""

    title: Any = ""
    submit: Any = _("好了")
    # What is seldom needed stands folded under these words.
    fold: Any = ""
    FOLDED: tuple[str, ...] = ()
    # What somebody must know before filling it in: label and words.
    facts: Sequence[tuple[Any, Any]] = ()
    # Names under which an action refuses -> the field of the page.
    ALSO = {"rating": "grade", "service_item": "item"}

    seq = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE, "invalid": STALE}
    )
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, ticket: Ticket, user: User, **kwargs: Any) -> None:
        self.ticket, self.person = ticket, user
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                chosen = isinstance(field, (forms.ChoiceField, forms.ModelChoiceField))
                field.error_messages["required"] = CHOOSE if chosen else WRITE
        self.fill()

    def fill(self) -> None:
        """Choices that hang on the matter or the person."""

    def values(self) -> dict[str, Any]:
        """The arguments of the action."""
        return {
            name: value for name, value in self.cleaned_data.items() if name not in {"seq", "back"}
        }

    def refuse(self, message: str, field: str | None) -> None:
        name = self.ALSO.get(field or "", field)
        self.add_error(name if name in self.fields else None, message)

    def seen(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name not in self.FOLDED]

    def folded(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name in self.FOLDED]

    def folded_open(self) -> bool:
        """What was filled in or refused there must be seen."""
        return any(
            name in self.errors or self.data.get(name) not in {None, "", self.fields[name].initial}
            for name in self.FOLDED
        )

    def typed(self) -> list[tuple[Any, str]]:
        """What somebody wrote, to be read again when it did not count."""
        return [
            (bound.label, str(bound.data))
            for bound in self.visible_fields()
            if bound.data and isinstance(bound.field.widget, (forms.Textarea, forms.TextInput))
        ]


class ReasonForm(ActForm):
    reason = words(_("原因"))


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def people_of(unit: Unit) -> Any:
    """Everybody with a post in the unit or one of its desks; of a desk those of its centre too."""
    posts = User.objects.filter(posts__unit=unit) | User.objects.filter(
        posts__unit__superior=unit, posts__unit__kind="township_desk"
    )
    if unit.kind == "township_desk":
        posts |= User.objects.filter(posts__unit=unit.superior)
    return posts.filter(is_active=True).distinct().order_by("name")
