"""`GET items/?q=`: the items that the actions on a matter take, for staff."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import CharField, ModelSerializer, SerializerMethodField

from config.pagination import Pages
from services.catalogue.notice import promise_words
from services.models import ServiceItem
from services.querysets import ServiceItemQuerySet


class ItemSerializer(ModelSerializer):
    category = CharField(source="category.name")
    promise = SerializerMethodField()

    class Meta:
        model = ServiceItem
        fields = [
            "id",
            "code",
            "name",
            "category",
            "level",
            "mode",
            "presence",
            "ticket_class",
            "promise",
            "confirmed",
        ]

    def get_promise(self, item: ServiceItem) -> str:
        return promise_words(item)


class ItemPages(Pages):
    page_size = 200
    ordering = "code"


class ItemList(ListAPIView):
    """Every item in use; `q` narrows it by name, everyday name, category or code."""

    serializer_class = ItemSerializer
    pagination_class = ItemPages

    @extend_schema(parameters=[OpenApiParameter("q", str, description="名称、俗名、类别或编码")])
    def get(self, request: Request) -> Response:
        return super().get(request)

    def get_queryset(self) -> ServiceItemQuerySet:
        words = self.request.query_params.get("q", "").replace("\0", "")
        return ServiceItem.objects.in_use().matching(words).select_related("category")


urlpatterns = [path("items/", ItemList.as_view(), name="items")]
