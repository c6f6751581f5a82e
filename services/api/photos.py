"""Pictures of a matter by API: staff in scope and villagers with their code add and read them.

Limits, refusals and what becomes of a picture are those of the pages (accounts/uploads); they
come in a call of their own, so that a picture never stops the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import User
from accounts.uploads.fields import files_of
from accounts.uploads.serving import answer_with
from config import clock
from config.errors import Conflict, Refusal
from services import actions, workflow
from services.api.matters import CODE, MatterView, opened_or_404
from services.api.rows import PhotoRow, PublicPhotoRow
from services.api.tickets import ticket_for
from services.models import Ticket, TicketPhoto
from services.permissions import acting_post


class AsPicture(JSONRenderer):
    """For a caller who accepts nothing else; what is refused is still a problem document."""

    media_type = "image/jpeg"
    format = "jpeg"


class AsPdf(AsPicture):
    media_type = "application/pdf"
    format = "pdf"


RENDERERS = [JSONRenderer, AsPicture, AsPdf]


READ: dict[str, Any] = {
    "responses": {
        (200, "image/jpeg"): OpenApiTypes.BINARY,
        (200, "application/pdf"): OpenApiTypes.BINARY,
    },
    "summary": gettext_lazy("一张照片，或者一个PDF"),
}


class PhotosFields(serializers.Serializer[Any]):
    photos = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        allow_empty=False,
        help_text=gettext_lazy("一次最多3个：JPG、PNG的照片或者PDF，一个最多10兆"),
    )


class StaffPhotosFields(PhotosFields):
    public = serializers.BooleanField(default=True, help_text=gettext_lazy("群众也看得到"))
    seq = serializers.IntegerField(required=False, min_value=0)


class VillagerPhotosFields(PhotosFields):
    code = serializers.CharField(max_length=20)


class KeptRow(serializers.Serializer[Any]):
    photos = PhotoRow(many=True)
    refused = serializers.ListField(child=serializers.CharField())


class PublicKeptRow(serializers.Serializer[Any]):
    photos = PublicPhotoRow(many=True)
    refused = serializers.ListField(child=serializers.CharField())


class TicketPhotos(APIView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        request=StaffPhotosFields,
        responses={201: KeptRow},
        operation_id="tickets_add_photos",
        summary=gettext_lazy("传照片：能收的收下，不能收的说明原因；一张都没收是400"),
    )
    def post(self, request: Request, number: str) -> Response:
        user = cast("User", request.user)
        ticket = ticket_for(user, number)
        if not workflow.moves(ticket.status, "add_photos"):
            raise Conflict(_("这件事现在不能这样办，请看看变化再点"))
        if not acting_post(user, ticket, "add_photos")[0]:
            raise PermissionDenied(_("您的岗位不能做这一步"))
        given = StaffPhotosFields(data=request.data)
        given.is_valid(raise_exception=True)
        said = dict(given.validated_data)
        refused = keep(request, ticket, said.pop("photos"), clock.now(), by=user, **said)
        kept = {"photos": photos_in(ticket), "refused": refused}
        return Response(KeptRow(kept).data, 201)


class OneTicketPhoto(APIView):
    renderer_classes = RENDERERS

    @extend_schema(operation_id="tickets_photo", **READ)
    def get(self, request: Request, number: str, pk: int) -> HttpResponseBase:
        ticket = ticket_for(cast("User", request.user), number)
        return answer_with(get_object_or_404(photos_in(ticket), pk=pk).upload, f"{number}-{pk}")


class VillagerPhotos(MatterView):
    parser_classes = [MultiPartParser]

    @extend_schema(
        request=VillagerPhotosFields,
        responses={201: PublicKeptRow},
        operation_id="public_tickets_add_photos",
        summary=gettext_lazy("群众传照片：交上以后用编号和查询码传"),
    )
    def post(self, request: Request, number: str) -> Response:
        given = VillagerPhotosFields(data=request.data)
        given.is_valid(raise_exception=True)
        at = clock.now()
        ticket = opened_or_404(request, number, given.validated_data["code"], at)
        refused = keep(request, ticket, given.validated_data["photos"], at)
        seen = [photo for photo in photos_in(ticket) if photo.is_for_villager]
        return Response(PublicKeptRow({"photos": seen, "refused": refused}).data, 201)


class OneVillagerPhoto(MatterView):
    renderer_classes = RENDERERS

    @extend_schema(operation_id="public_tickets_photo", parameters=[CODE], **READ)
    def get(self, request: Request, number: str, pk: int) -> HttpResponseBase:
        code = request.query_params.get("code", "")
        ticket = opened_or_404(request, number, code, clock.now())
        one = get_object_or_404(photos_in(ticket), pk=pk)
        if not one.is_for_villager:
            raise Http404
        return answer_with(one.upload, f"{number}-{pk}")


def photos_in(ticket: Ticket) -> Any:
    return TicketPhoto.objects.filter(ticket=ticket).select_related("upload", "event", "ticket")


def keep(
    request: Request, ticket: Ticket, files: Iterable[Any], at: datetime, **said: Any
) -> list[str]:
    """Keep what can be taken; a sentence for each that cannot. Raises Refusal when nothing could."""
    given = files_of(request._request, list(files))
    if given.refused and not given.taken:
        raise Refusal(given.sentence, "photos")
    actions.add_photos(ticket=ticket, pictures=given.taken, at=at, **said)
    return list(dict.fromkeys(given.refused))
