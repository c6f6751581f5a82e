"""Taking a matter in by API, and what staff read of the matters in their scope."""

from __future__ import annotations

import json
from typing import Any, cast

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from accounts.scope import active_posts, regions_visible_to
from config import clock
from config.addresses import client_address
from config.errors import Refusal
from config.pagination import Pages
from config.problems import CONTENT_TYPE, problem
from regions.models import Region
from services import actions, workflow
from services.admission import TooMany, of_the_public
from services.api.rows import EventRow, NewTicketRow, TicketDetailRow, TicketRow, with_row
from services.choices import Channel, Kind, Mode, Outcome
from services.models import Category, ServiceItem, Ticket, TicketEvent
from services.permissions import may_enter
from services.querysets import TicketQuerySet
from services.timeline import Names, step_sentence

ENDLESS = 20_000
KEY_HEADER = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description=gettext_lazy("同一个键、同样的内容再交一次，还是同一件；保存72小时"),
)


class DoneFields(serializers.Serializer[Any]):
    result = serializers.CharField(max_length=ENDLESS)
    outcome = serializers.ChoiceField(Outcome.choices, default=Outcome.DONE)


class IntakeFields(serializers.Serializer[Any]):
    region = serializers.CharField(max_length=12)
    text = serializers.CharField(required=False, allow_blank=True, default="", max_length=ENDLESS)
    place = serializers.CharField(required=False, allow_blank=True, default="", max_length=ENDLESS)
    channel = serializers.ChoiceField(Channel.choices, default=Channel.WEB)
    requester_name = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=ENDLESS
    )
    requester_phone = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=40
    )
    on_behalf_of = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=ENDLESS
    )
    first_contact = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**31
    )
    kind = serializers.ChoiceField(Kind.choices, required=False, allow_blank=True, default="")
    category = serializers.CharField(required=False, allow_blank=True, default="", max_length=30)
    mode = serializers.ChoiceField(Mode.choices, required=False, allow_blank=True, default="")
    service_item = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=12
    )
    urgent = serializers.BooleanField(default=False)
    confidential = serializers.BooleanField(default=False)
    call_me = serializers.BooleanField(default=False)
    external_number = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=40
    )
    done = DoneFields(required=False, allow_null=True, default=None)

    def validate_region(self, code: str) -> Region:
        try:
            return Region.objects.by_code(code).region
        except Region.DoesNotExist as missing:
            raise serializers.ValidationError(_("没有这个代码的村")) from missing

    def validate_category(self, name: str) -> Category | None:
        found = Category.objects.filter(name=name).first() if name else None
        if name and found is None:
            raise serializers.ValidationError(_("没有这个类别"))
        return found

    def validate_service_item(self, code: str) -> ServiceItem | None:
        found = (
            ServiceItem.objects.select_related("category").filter(code=code).first()
            if code
            else None
        )
        if code and found is None:
            raise serializers.ValidationError(_("没有这个编码的事项"))
        return found

    def validate_first_contact(self, pk: int | None) -> User | None:
        if pk is None:
            return None
        found = User.objects.filter(pk=pk, is_active=True).first()
        if found is None or not active_posts(found):
            raise serializers.ValidationError(_("没有这个人，或者他现在没有岗位"))
        return found


class TicketFilter(serializers.Serializer[Any]):
    status = serializers.ChoiceField(sorted(workflow.STATUSES), required=False, allow_blank=True)
    overdue = serializers.BooleanField(required=False)
    region = serializers.CharField(required=False, allow_blank=True, max_length=12)
    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=50,
        help_text=gettext_lazy("编号、电话（全号或后四位）、姓名、事项或说的话里的词"),
    )

    def validate_region(self, code: str) -> Region | None:
        try:
            return Region.objects.by_code(code).region if code else None
        except Region.DoesNotExist as missing:
            raise serializers.ValidationError(_("没有这个代码的区划")) from missing


class Tickets(generics.ListAPIView[Ticket]):
    """The matters in the caller's scope; POST takes a new one in, from a villager or from staff."""

    serializer_class = TicketRow
    pagination_class = Pages

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()] if self.request.method == "POST" else [IsAuthenticated()]

    @extend_schema(parameters=[TicketFilter], summary=gettext_lazy("工单"))
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> TicketQuerySet:
        asked = TicketFilter(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        found = with_row(Ticket.objects.visible_to(cast("User", self.request.user)))
        if wanted.get("status"):
            found = found.filter(status=wanted["status"])
        if wanted.get("overdue"):
            found = found.overdue(clock.now())
        if wanted.get("region"):
            found = found.filter(region__in=Region.objects.below(wanted["region"]))
        return (
            found.found_by(wanted["q"], cast("User", self.request.user))
            if wanted.get("q")
            else found
        )

    @extend_schema(
        parameters=[KEY_HEADER],
        request=IntakeFields,
        responses={201: NewTicketRow},
        summary=gettext_lazy("交一件事"),
    )
    def post(self, request: Request) -> Response:
        asked = IntakeFields(data=request.data)
        asked.is_valid(raise_exception=True)
        by = request.user if isinstance(request.user, User) else None
        said = dict(asked.validated_data)
        _check_caller(said, by)
        at, address = clock.now(), client_address(request._request)
        done = said.pop("done")
        said["item"] = said.pop("service_item")
        try:
            ticket = actions.submit(
                intake=actions.Intake(**said),
                at=at,
                by=by,
                done=actions.Done(**done) if done else None,
                replay=_replay(request, by, address),
                admit=None if by else of_the_public(address, at),
            )
        except TooMany as full:
            return _too_many(full)
        except actions.KeyReused as reused:
            return Response(problem(422, reused.message), 422, content_type=CONTENT_TYPE)
        return Response(NewTicketRow(with_row(Ticket.objects.all()).get(pk=ticket.pk)).data, 201)


def _check_caller(said: dict[str, Any], by: User | None) -> None:
    """A villager comes by the web and names nobody; staff enter for places they look after."""
    if by is None:
        said |= {
            "channel": Channel.WEB,
            "first_contact": None,
            "external_number": "",
            "on_behalf_of": said["on_behalf_of"],
        }
        if said["done"]:
            raise Refusal(_("当场办好要由工作人员登记"), "done")
        return
    if not may_enter(active_posts(by)):
        raise Refusal(_("您的岗位不能登记事项"))
    if (
        not said["confidential"]
        and not regions_visible_to(by).filter(pk=said["region"].pk).exists()
    ):
        raise Refusal(_("这个村不在您的范围内"), "region")


def _replay(request: Request, by: User | None, address: str) -> actions.Replay | None:
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return None
    if len(key) > 128:
        raise Refusal(_("Idempotency-Key 最多128个字"))
    body = actions.body_hash(
        json.dumps(request.data, sort_keys=True, ensure_ascii=False, default=str)
    )
    return actions.Replay(f"user:{by.pk}" if by else f"address:{address}", key, body)


def _too_many(full: TooMany) -> Response:
    body = problem(429, _("这一个小时交得太多了，请过一会儿再交，急事请打村里电话"))
    return Response(
        body, 429, headers={"Retry-After": str(full.retry_after)}, content_type=CONTENT_TYPE
    )


def ticket_for(user: User, number: str) -> Ticket:
    """The loader is the permission check: outside the scope there is nothing."""
    if not number.isdigit():
        raise Http404
    return get_object_or_404(with_row(Ticket.objects.visible_to(user)), number=number)


def _opened(request: Request, number: str) -> Ticket:
    """The matter to be read; of a report the audit keeps who read it (B21)."""
    user = cast("User", request.user)
    ticket = ticket_for(user, number)
    actions.record_opening(
        ticket=ticket, by=user, at=clock.now(), address=client_address(request._request)
    )
    return ticket


class TicketDetail(generics.GenericAPIView[Ticket]):
    serializer_class = TicketDetailRow

    @extend_schema(summary=gettext_lazy("一件工单"))
    def get(self, request: Request, number: str) -> Response:
        ticket = _opened(request, number)
        prefetch_related_objects([ticket], "photos__upload")
        return Response(TicketDetailRow(ticket).data)


class EventPages(Pages):
    page_size = 200
    ordering = "seq"


class TicketEvents(generics.GenericAPIView[TicketEvent]):
    """The whole way of a matter, in staff's sentences, oldest first."""

    serializer_class = EventRow
    pagination_class = EventPages

    @extend_schema(
        responses=EventRow(many=True),
        parameters=[OpenApiParameter("number", OpenApiTypes.STR, "path")],
        summary=gettext_lazy("经过"),
    )
    def get(self, request: Request, number: str) -> Response:
        ticket = _opened(request, number)
        events = self.paginate_queryset(ticket.events.select_related("words", "actor")) or []
        names = Names.of(events)
        sentences = {
            event.pk: step_sentence(event, ticket=ticket, names=names, for_villager=False)
            for event in events
        }
        rows = EventRow(events, many=True, context={"sentences": sentences}).data
        return self.get_paginated_response(rows)
