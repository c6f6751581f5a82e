"""Villagers' pictures: they never stop the words they came with (B62, domain.md C5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.uploads.fields import files_of
from config.errors import Refusal
from services import actions
from services.models import Ticket


def keep_photos(
    request: HttpRequest, ticket: Ticket, files: Sequence[UploadedFile], at: datetime
) -> str:
    """Keep what can be kept with the matter; the sentence for what cannot, empty when all went well."""
    given = files_of(request, files)
    refused = [given.sentence] if given.sentence else []
    if given.taken:
        try:
            actions.add_photos(ticket=ticket, pictures=given.taken, at=at)
        except Refusal as refusal:
            refused.append(refusal.message)
    return _("；").join(refused)


def said_of(refused: str) -> str:
    """What a villager reads whose picture was not taken."""
    return _("话都收到了，有照片没收：%(why)s。想传的话，在“查我的事”里点“再说两句”再传") % {
        "why": refused
    }
