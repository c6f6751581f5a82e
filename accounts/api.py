"""Tokens, and the ids of units and people that the actions on tickets take."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import generics, serializers, status
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions import issue_token
from accounts.lockout import locked_out
from accounts.models import Post, Unit, User
from accounts.querysets import UnitQuerySet, UserQuerySet
from config import clock
from config.addresses import client_address
from config.errors import Refusal
from config.pagination import Pages


class Credentials(serializers.Serializer):
    username = serializers.CharField(max_length=60)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class TokenView(APIView):
    """The token of a person who gives name (or phone) and password; locked out like the log-in page."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(
        request=Credentials,
        responses=inline_serializer("Token", {"token": serializers.CharField()}),
    )
    def post(self, request: Request) -> HttpResponse:
        given = Credentials(data=request.data)
        given.is_valid(raise_exception=True)
        plain_request = request._request
        user = authenticate(plain_request, **given.validated_data)
        if getattr(plain_request, "axes_locked_out", False):
            return locked_out(plain_request, given.validated_data)
        if not isinstance(user, User):
            raise Refusal(_("手机号（用户名）或密码不对。"))
        if user.must_change_password:
            raise AuthenticationFailed(_("请先在网页上换掉纸条上的密码。"))
        return Response(
            {
                "token": issue_token(
                    user=user, at=clock.now(), address=client_address(plain_request)
                )
            },
            status.HTTP_200_OK,
        )


class InOrder(Pages):
    ordering = "pk"


class UnitRow(serializers.ModelSerializer[Unit]):
    region = serializers.CharField(source="region.short_name")
    superior = serializers.IntegerField(source="superior_id", allow_null=True)

    class Meta:
        model = Unit
        fields = ("id", "name", "kind", "region", "phone", "superior")


class PostRow(serializers.ModelSerializer[Post]):
    role_name = serializers.CharField(source="get_role_display")

    class Meta:
        model = Post
        fields = ("unit", "role", "role_name")


class PersonRow(serializers.ModelSerializer[User]):
    phone = serializers.SerializerMethodField()
    posts = PostRow(many=True, source="posts_today")

    class Meta:
        model = User
        fields = ("id", "name", "phone", "posts")

    def get_phone(self, person: User) -> str | None:
        """Only a number that its owner made public."""
        return person.phone if person.phone_public else None


class UnitList(generics.ListAPIView[Unit]):
    """The units the caller works with; `q` looks in names of units and regions."""

    serializer_class = UnitRow
    pagination_class = InOrder

    def get_queryset(self) -> UnitQuerySet:
        units = Unit.objects.visible_to(cast("User", self.request.user))
        return units.matching(self.request.query_params.get("q", "")).select_related("region")


class PeopleList(generics.ListAPIView[User]):
    """Who holds a post in the units the caller works with, or in one of them (`unit`)."""

    serializer_class = PersonRow
    pagination_class = InOrder

    def get_queryset(self) -> UserQuerySet:
        today = timezone.localdate(clock.now())
        units = Unit.objects.visible_to(cast("User", self.request.user))
        if wanted := self.request.query_params.get("unit"):
            units = units.filter(pk=_number(wanted))
        posts = Post.objects.active_on(today).filter(unit__in=units)
        people: UserQuerySet = User.objects.with_post_in(units, today).prefetch_related(
            Prefetch("posts", posts, to_attr="posts_today")
        )
        return people


def _number(text: Any) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refusal(_("unit 应当是单位的编号"), "unit")
    return int(text)


urlpatterns = [
    path("token/", login_not_required(TokenView.as_view()), name="token"),
    path("units/", UnitList.as_view(), name="units"),
    path("people/", PeopleList.as_view(), name="people"),
]
