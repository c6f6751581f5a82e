"""A stored file as an answer; the caller has checked who may see it."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from PIL import Image

from accounts.models import Upload

SMALL_SIDE = 240


def answer_with(upload: Upload, stem: str, *, small: bool = False) -> FileResponse:
    """Pictures inline, since this portal has drawn them itself, `small` for a list; anything else to be downloaded.

    A PDF may hold scripts: a browser keeps it as a file, and had it shown it after all, in a
    sandbox that may do nothing.
    """
    try:
        file = default_storage.open(upload.path)
    except FileNotFoundError as gone:
        raise Http404 from gone
    filename = f"{stem}.{upload.extension}"
    headers = {"Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    if not upload.is_picture:
        headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        return FileResponse(
            file,
            as_attachment=True,
            filename=filename,
            content_type="application/pdf",
            headers=headers,
        )
    return FileResponse(
        _small(file) if small else file,
        filename=filename,
        content_type="image/jpeg",
        headers=headers,
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
