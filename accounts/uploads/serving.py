"""A stored picture as an answer; the caller has checked who may see it."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from PIL import Image

from accounts.models import Upload

SMALL_SIDE = 240


def answer_with(upload: Upload, filename: str, *, small: bool = False) -> FileResponse:
    """Inline, since only pictures that this portal has drawn itself are ever stored; `small` for a list."""
    try:
        file = default_storage.open(upload.path)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(
        _small(file) if small else file,
        filename=filename,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "private, max-age=3600",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _small(file: IO[bytes]) -> IO[bytes]:
    """A few kilobytes of it, for a weak network."""
    with file, Image.open(file) as image:
        image.draft("RGB", (SMALL_SIDE, SMALL_SIDE))
        image.thumbnail((SMALL_SIDE, SMALL_SIDE))
        out = BytesIO()
        image.save(out, "JPEG", quality=70)
    out.seek(0)
    return out
