"""照片（可以不传）: a field that never stops the form. What cannot be taken is said, the words go through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.uploads.handlers import NotKept
from accounts.uploads.pictures import Picture, redrawn, too_big
from config.errors import Refusal

MOST_AT_ONCE = 3


@dataclass(frozen=True)
class Photos:
    """The pictures that were taken, and one sentence for each that was not."""

    taken: Sequence[Picture] = ()
    refused: Sequence[str] = ()

    @property
    def sentence(self) -> str:
        """What somebody reads whose picture was not taken; empty when all were."""
        return _("；").join(dict.fromkeys(self.refused))


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self) -> None:
        # A phone turns its own format into one of these when they are named.
        super().__init__({"accept": "image/jpeg,image/png", "multiple": True})


class PhotosField(forms.FileField):
    """Up to three files, untouched: `photos_of` looks at them after the form's words are safe."""

    widget = PhotosInput

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, required=False)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data or [])


def photos_of(request: HttpRequest, files: Sequence[UploadedFile]) -> Photos:
    """Draw each picture anew; never raises."""
    taken: list[Picture] = []
    refused: list[str] = []
    for file in files[:MOST_AT_ONCE]:
        try:
            taken.append(_picture(file))
        except Refusal as refusal:
            refused.append(refusal.message)
    if len(files) > MOST_AT_ONCE:
        refused.append(_("一次最多传3张，多的没有收"))
    if getattr(request, "upload_cut_short", False):
        refused.append(too_big().message)
    return Photos(taken, refused)


def _picture(file: UploadedFile) -> Picture:
    if isinstance(file, NotKept):
        raise too_big()
    return redrawn(file.read())
