"""A stored picture as an answer; the caller has checked who may see it."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from accounts.models import Upload


def answer_with(upload: Upload, filename: str) -> FileResponse:
    """Inline, since only pictures that this portal has drawn itself are ever stored."""
    try:
        file = default_storage.open(upload.path)
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(
        file,
        filename=filename,
        content_type="image/jpeg",
        headers={
            "Cache-Control": "private, max-age=3600",
            "X-Content-Type-Options": "nosniff",
        },
    )
