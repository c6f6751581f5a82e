"""照片（可以不传）: a field that never stops the form. What cannot be taken is said, the words go through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.uploads.documents import Document, taken
from accounts.uploads.handlers import NotKept
from accounts.uploads.pictures import Picture, redrawn, too_big
from config.errors import Refusal

MOST_AT_ONCE = 3
# A phone turns its own format into one of these when they are named.
PICTURES = "image/jpeg,image/png"


Kept = TypeVar("Kept", bound=Picture | Document)


@dataclass(frozen=True)
class Photos(Generic[Kept]):
    """What was taken, and one sentence for each that was not."""

    taken: Sequence[Kept] = ()
    refused: Sequence[str] = ()

    @property
    def sentence(self) -> str:
        """What somebody reads whose picture was not taken; empty when all were."""
        return _("；").join(dict.fromkeys(self.refused))


class PhotosInput(forms.FileInput):
    allow_multiple_selected = True

    def __init__(self, accept: str = PICTURES) -> None:
        super().__init__({"accept": accept, "multiple": True})


class PhotosField(forms.FileField):
    """Up to three files, untouched: `photos_of` looks at them after the form's words are safe."""

    widget = PhotosInput

    def __init__(self, *, label: Any, with_pdf: bool = False) -> None:
        accept = f"{PICTURES},application/pdf" if with_pdf else PICTURES
        super().__init__(label=label, required=False, widget=PhotosInput(accept))

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        return list(data or [])


def photos_of(request: HttpRequest, files: Sequence[UploadedFile]) -> Photos[Picture]:
    """Draw each picture anew; never raises."""
    return _of(request, files, redrawn)


def files_of(request: HttpRequest, files: Sequence[UploadedFile]) -> Photos[Picture | Document]:
    """The same where a PDF is welcome too."""
    return _of(request, files, taken)


def _of(
    request: HttpRequest, files: Sequence[UploadedFile], read: Callable[[bytes], Kept]
) -> Photos[Kept]:
    kept: list[Kept] = []
    refused: list[str] = []
    for file in files[:MOST_AT_ONCE]:
        try:
            if isinstance(file, NotKept):
                raise too_big()
            kept.append(read(file.read()))
        except Refusal as refusal:
            refused.append(refusal.message)
    if len(files) > MOST_AT_ONCE:
        refused.append(_("一次最多传3张，多的没有收"))
    if getattr(request, "upload_cut_short", False):
        refused.append(too_big().message)
    return Photos(kept, refused)
