"""What a villager sees and does with number and code, by API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import limits
from config import clock
from config.addresses import client_address
from config.problems import CONTENT_TYPE, problem
from services import actions
from services.api.rows import MatterRow
from services.api.tickets import ENDLESS
from services.models import Ticket
from services.public import opened, public_matter

CODE = OpenApiParameter("code", str, required=True, description="查询码")


class TooManyCodes(Exception):
    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


def opened_or_404(request: Request, number: str, code: str, at: datetime) -> Ticket:
    """A wrong code is 404 like an unknown number; from the sixth on a pause, per number and address."""
    address = client_address(request._request)
    guess = limits.code_guessing(number, address, at)
    ticket = opened(number, code) if guess.allowed else None
    if ticket is None:
        if guess.allowed:
            guess = limits.wrong_code(number, address, at)
        if not guess.allowed:
            raise TooManyCodes(guess.retry_after)
        raise Http404
    return ticket


class MatterView(APIView):
    """Anonymous by design: the code is the key."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, TooManyCodes):
            body = problem(429, _("查询码错了太多次，请过一会儿再试"))
            response = Response(
                body, 429, headers={"Retry-After": str(exc.retry_after)}, content_type=CONTENT_TYPE
            )
            response.exception = True
            return response
        return super().handle_exception(exc)


class PublicTicket(MatterView):
    @extend_schema(parameters=[CODE], responses=MatterRow, summary="查我的事")
    def get(self, request: Request, number: str) -> Response:
        at = clock.now()
        ticket = opened_or_404(request, number, request.query_params.get("code", ""), at)
        return Response(MatterRow(public_matter(ticket, at)).data)


def _text(*, required: bool) -> serializers.CharField:
    if required:
        return serializers.CharField(max_length=ENDLESS)
    return serializers.CharField(required=False, allow_blank=True, default="", max_length=ENDLESS)


def _rate(*, ticket: Ticket, at: datetime, solved: bool, rating: int | None, text: str) -> Ticket:
    return actions.rate(ticket=ticket, at=at, solved=solved, grade=rating, text=text)


PUBLIC_ACTS: dict[str, tuple[dict[str, Any], Callable[..., Ticket]]] = {
    "urge": ({}, actions.urge),
    "add": ({"text": _text(required=True)}, actions.add),
    "rate": (
        {
            "solved": serializers.BooleanField(),
            "rating": serializers.IntegerField(
                required=False, allow_null=True, default=None, min_value=1, max_value=5
            ),
            "text": _text(required=False),
        },
        _rate,
    ),
    "dispute": ({"text": _text(required=False)}, actions.dispute),
    "withdraw": ({}, actions.withdraw),
}


def public_act_view(act: str) -> type[APIView]:
    fields, do = PUBLIC_ACTS[act]
    name = f"Public{act.title()}"
    serializer = type(
        f"{name}Fields",
        (serializers.Serializer,),
        {"code": serializers.CharField(max_length=20), **fields},
    )

    class PublicAct(MatterView):
        @extend_schema(
            request=serializer, responses=MatterRow, operation_id=f"public_tickets_{act}"
        )
        def post(self, request: Request, number: str) -> Response:
            given = serializer(data=request.data)
            given.is_valid(raise_exception=True)
            said = dict(given.validated_data)
            at = clock.now()
            ticket = opened_or_404(request, number, said.pop("code"), at)
            do(ticket=ticket, at=at, **said)
            return Response(MatterRow(public_matter(ticket, at)).data)

    PublicAct.__name__ = f"{name}View"
    return PublicAct
