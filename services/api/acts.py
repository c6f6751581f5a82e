"""`POST tickets/<number>/<action>/`: each action's own fields, one view for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Unit, User
from config import clock
from config.errors import Conflict
from services import actions, workflow
from services.api.rows import TicketRow, with_row
from services.api.tickets import ENDLESS, DoneFields, ticket_for
from services.choices import Channel, DeclineReason, Mode, Outcome
from services.models import Ticket
from services.permissions import acting_post


def words(*, required: bool = True) -> serializers.CharField:
    return (
        serializers.CharField(max_length=ENDLESS)
        if required
        else serializers.CharField(required=False, allow_blank=True, default="", max_length=ENDLESS)
    )


def grade() -> serializers.IntegerField:
    return serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=5
    )


class Unchecked(serializers.IntegerField):
    """The id of a row; nothing else is asked of it here."""

    def __init__(self) -> None:
        super().__init__(min_value=1, max_value=2**31)


class SomeUnit(Unchecked):
    def run_validation(self, data: Any = serializers.empty) -> Any:
        found = Unit.objects.filter(pk=super().run_validation(data)).first()
        if found is None:
            raise serializers.ValidationError(_("没有这个单位"))
        return found


class SomeUser(Unchecked):
    def run_validation(self, data: Any = serializers.empty) -> Any:
        found = User.objects.filter(pk=super().run_validation(data), is_active=True).first()
        if found is None:
            raise serializers.ValidationError(_("没有这个人"))
        return found


@dataclass(frozen=True)
class Act:
    """What the action takes, and the function that does it."""

    fields: dict[str, serializers.Field[Any, Any, Any, Any]]
    do: Callable[..., Ticket]


def _accept(*, done: dict[str, Any] | None = None, **said: Any) -> Ticket:
    return actions.accept(done=actions.Done(**done) if done else None, **said)


def _call_back(*, rating: int | None = None, **said: Any) -> Ticket:
    return actions.call_back(grade=rating, **said)


def _urge(*, note: str = "", **said: Any) -> Ticket:
    return actions.urge(text=note, **said)


def _take(*, by_when: Any = None, **said: Any) -> Ticket:
    return actions.take(until=by_when, **said)


ACTS: dict[str, Act] = {
    "accept": Act(
        {
            "mode": serializers.ChoiceField(Mode.choices, required=False),
            "done": DoneFields(required=False, allow_null=True),
        },
        _accept,
    ),
    "decline": Act(
        {"reason": serializers.ChoiceField(DeclineReason.choices), "where_to": words()},
        actions.decline,
    ),
    "ask_for_materials": Act(
        {
            "items": serializers.ListField(child=words(), max_length=50),
            "reason": words(required=False),
        },
        actions.ask_for_materials,
    ),
    "supply": Act(
        {"items": serializers.ListField(child=Unchecked(), max_length=50)}, actions.supply
    ),
    "assign": Act({"user": SomeUser()}, actions.assign),
    "transfer": Act({"unit": SomeUnit(), "reason": words()}, actions.transfer),
    "take": Act({"by": serializers.DateTimeField(required=False)}, _take),
    "return": Act({"reason": words()}, actions.give_back),
    "escalate": Act(
        {
            "reason": serializers.ChoiceField(workflow.ESCALATION_REASONS),
            "note": words(required=False),
        },
        actions.escalate,
    ),
    "call_in": Act({"unit": SomeUnit(), "reason": words()}, actions.call_in),
    "answer": Act({"result": words()}, actions.answer),
    "release": Act({"unit": SomeUnit(), "reason": words()}, actions.release),
    "uphold": Act({"reason": words()}, actions.uphold),
    "pause": Act(
        {"reason": words(), "until": serializers.DateField(required=False, allow_null=True)},
        actions.pause,
    ),
    "resume": Act({}, actions.resume),
    "extend": Act(
        {"amount": serializers.DecimalField(6, 2, min_value=0), "reason": words()}, actions.extend
    ),
    "decide_extension": Act(
        {"approve": serializers.BooleanField(), "reason": words(required=False)},
        actions.decide_extension,
    ),
    "contact": Act(
        {
            "channel": serializers.ChoiceField(workflow.FEEDBACK_CHANNELS),
            "reached": serializers.BooleanField(),
            "note": words(required=False),
        },
        actions.contact,
    ),
    "note": Act({"text": words(), "public": serializers.BooleanField()}, actions.note),
    "set_urgency": Act(
        {"urgent": serializers.BooleanField(), "reason": words()}, actions.set_urgency
    ),
    "resolve": Act(
        {
            "result": words(),
            "outcome": serializers.ChoiceField(Outcome.choices),
            "until": serializers.DateField(required=False, allow_null=True),
            "basis": words(required=False),
            "referred_to": words(required=False),
        },
        actions.resolve,
    ),
    "rectify": Act({"result": words()}, actions.rectify),
    "urge": Act({"note": words(required=False)}, _urge),
    "change_first_contact": Act(
        {"user": SomeUser(), "reason": words()}, actions.change_first_contact
    ),
    "feed_back": Act(
        {
            "channel": serializers.ChoiceField(workflow.FEEDBACK_CHANNELS),
            "note": words(required=False),
        },
        actions.feed_back,
    ),
    "call_back": Act(
        {
            "reached": serializers.BooleanField(default=True),
            "solved": serializers.BooleanField(required=False, allow_null=True, default=None),
            "rating": grade(),
            "tags": serializers.ListField(
                child=serializers.CharField(max_length=20), required=False, max_length=10
            ),
            "note": words(required=False),
        },
        _call_back,
    ),
    "withdraw": Act(
        {"reason": words(), "channel": serializers.ChoiceField(Channel.choices)}, actions.withdraw
    ),
    "merge": Act({"into": serializers.CharField(max_length=8), "reason": words()}, actions.merge),
    "reissue_code": Act({"reason": words()}, actions.reissue_code),
    "make_confidential": Act({"reason": words()}, actions.make_confidential),
    "reopen": Act({"reason": words()}, actions.reopen),
}


def act_view(act: str) -> type[APIView]:
    """The view of one action: load in scope, read its fields, do it, answer the ticket."""
    spec = ACTS[act]
    serializer = type(
        f"{act.title().replace('_', '')}Fields",
        (serializers.Serializer,),
        {**spec.fields, "seq": serializers.IntegerField(required=False, min_value=0)},
    )

    class ActView(APIView):
        @extend_schema(
            request=serializer,
            responses={204: None} if act == "make_confidential" else TicketRow,
            operation_id=f"tickets_{act}",
        )
        def post(self, request: Request, number: str) -> Response:
            user = cast("User", request.user)
            ticket = ticket_for(user, number)
            # Who may not and what cannot be are said before anybody is asked to fill in more.
            if not workflow.moves(ticket.status, act):
                raise Conflict(_("这件事现在不能这样办，请看看变化再点"))
            if not acting_post(user, ticket, act)[0]:
                raise PermissionDenied(_("您的岗位不能做这一步"))
            given = serializer(data=request.data)
            given.is_valid(raise_exception=True)
            said = dict(given.validated_data)
            if act == "merge":
                said["into"] = get_object_or_404(
                    Ticket.objects.visible_to(user), number=said["into"]
                )
            if act == "take":
                said["by_when"] = said.pop("by", None)
            spec.do(ticket=ticket, by=user, at=clock.now(), **said)
            if act == "make_confidential":
                return Response(status=204)  # from now on there is nothing here for the caller
            return Response(TicketRow(with_row(Ticket.objects.all()).get(pk=ticket.pk)).data)

    ActView.__name__ = f"{act.title().replace('_', '')}View"
    return ActView
