"""GET /api/v1/figures/: the numbers of the supervision page for other programs (DESIGN 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, cast

from django.http import Http404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from config import clock
from regions.models import Level
from services.choices import Channel
from services.models import Category
from supervision.bases import Slice
from supervision.children import LEVEL_BELOW, Family, family_of
from supervision.departments import departments
from supervision.figures import OF_MATTERS, counts_by, difference
from supervision.periods import ONE_DAY, YEARS, Period, month
from supervision.permissions import region_overseen, regions_overseen
from supervision.rates import RATES, rate_of

BY = ("township", "village", "department", "category", "channel")
# What is asked of matters; the line of confidential reports is the page's, the table of departments stands apart.
KEYS = tuple(
    key
    for key in OF_MATTERS
    if key
    not in {
        "confidential", "stuck", "handed_over", "taken_in_time", "done_in_time", "handed_back",
    }
)  # fmt: skip


class FiguresQuestion(serializers.Serializer[Any]):
    region = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=12,
        help_text=gettext_lazy("区划代码，默认本单位的"),
    )
    by = serializers.ChoiceField(
        BY, required=False, help_text=gettext_lazy("按什么分，默认按下一级区划")
    )

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python, so the two days are declared by name."""
        days = {
            "from": serializers.DateField(
                required=False, help_text=gettext_lazy("第一天，默认这个月1日")
            ),
            "to": serializers.DateField(
                required=False, help_text=gettext_lazy("最后一天（含），默认这个月最后一天")
            ),
        }
        return super().get_fields() | days

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        for name in ("from", "to"):
            if name in attrs and attrs[name].year not in YEARS:
                raise serializers.ValidationError({name: _("年份不对")})
        return attrs


class FiguresAnswer(serializers.Serializer[Any]):
    """`figures`: counts by name; rates as strings with two decimals, or null under twenty cases, with `<rate>_of` beside."""

    region = serializers.CharField()
    to = serializers.DateField()
    figures = serializers.DictField()
    children = serializers.ListField(child=serializers.DictField())

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"from": serializers.DateField()}


class Figures(APIView):
    @extend_schema(
        parameters=[FiguresQuestion],
        responses=FiguresAnswer,
        summary=gettext_lazy("督导数字"),
        description=gettext_lazy(
            "这段时间收到的事；超时等是此刻的，算在手里拿着的单位头上。"
            "率是两位小数的字符串；不到20件的是 null，分母在 <率>_of 里。"
        ),
    )
    def get(self, request: Request) -> Response:
        user = cast("User", request.user)
        if not regions_overseen(user):
            raise PermissionDenied
        asked = FiguresQuestion(data=request.query_params)
        asked.is_valid(raise_exception=True)
        wanted = asked.validated_data
        region = region_overseen(user, wanted.get("region", ""))
        if region is None:
            raise Http404
        at = clock.now()
        period = _period(wanted, timezone.localdate(at))
        cut = Slice(region, period, at)
        by = wanted.get("by", "")
        family = family_of(cut, KEYS, by if by in PLACES else "")
        return Response(
            {
                "region": region.code,
                **period.query,
                "figures": shown(family.total),
                "children": _places(family) if by in PLACES else CHILDREN[by](cut, family),
            }
        )


def shown(counted: Mapping[str, int]) -> dict[str, Any]:
    """Counts, the difference of the sum, and rates with what they are over."""
    rates: dict[str, Any] = {}
    for name, (_part, whole) in RATES.items():
        found = rate_of(name, counted)
        rates[name] = None if found is None else str(found)
        rates[f"{name}_of"] = counted[whole]
    return {**counted, "difference": difference(counted), **rates}


def _period(wanted: Mapping[str, Any], today: date) -> Period:
    """One day alone: the month around it is not meant, so the other end is the same month's."""
    since, last = wanted.get("from"), wanted.get("to")
    around = month(since or last or today)
    period = Period(since or around.since, (last or around.last) + ONE_DAY)
    if period.last < period.since:
        raise serializers.ValidationError({"to": _("最后一天比第一天还早")})
    return period


def _places(family: Family) -> list[dict[str, Any]]:
    return [
        {"region": child.code, "name": child.name, "figures": shown(child.counted)}
        for child in family.children
    ]


def _below(cut: Slice, family: Family) -> list[dict[str, Any]]:
    return _places(family) if Level(cut.region.level) in LEVEL_BELOW else []


def _departments(cut: Slice, family: Family) -> list[dict[str, Any]]:
    return [
        {
            "unit": one.unit.pk,
            "name": one.unit.name,
            "figures": {**one.counted, "longest_days": one.longest},
        }
        for one in departments(cut)
    ]


def _categories(cut: Slice, family: Family) -> list[dict[str, Any]]:
    names = dict(Category.objects.values_list("pk", "name"))
    groups = counts_by("category", cut, KEYS)
    return [
        {
            "category": names.get(pk),
            "name": names.get(pk, _("没分类")),
            "figures": shown(groups[pk]),
        }
        for pk in sorted(groups, key=lambda pk: names.get(pk, ""))
    ]


def _channels(cut: Slice, family: Family) -> list[dict[str, Any]]:
    return [
        {"channel": channel, "name": str(Channel(channel).label), "figures": shown(counted)}
        for channel, counted in sorted(counts_by("channel", cut, KEYS).items())
    ]


PLACES = frozenset({"township", "village"})
CHILDREN: dict[str, Callable[[Slice, Family], list[dict[str, Any]]]] = {
    "": _below,
    "department": _departments,
    "category": _categories,
    "channel": _channels,
}

urlpatterns = [path("figures/", Figures.as_view(), name="figures")]
