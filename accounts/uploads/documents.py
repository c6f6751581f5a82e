"""What is no picture and still belongs to a matter: a PDF, kept as it came, only ever downloaded.

It cannot be drawn anew, so nobody's browser renders it below the portal's address.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.uploads.pictures import MOST_BYTES, NoPicture, Picture, redrawn, too_big
from config.errors import Refusal

BEGINS = b"%PDF-"
ENDS = b"%%EOF"
# After its end mark a PDF may carry a line or a signature's padding, not another file.
TAIL = 2048


@dataclass(frozen=True)
class Document:
    """A PDF."""

    data: bytes
    kind: str = "pdf"
    width: int = 0
    height: int = 0

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def taken(data: bytes) -> Picture | Document:
    """What is kept of a file beside a matter, by its content. Raises Refusal in plain words."""
    if data.startswith(BEGINS):
        return _document(data)
    try:
        return redrawn(data)
    except NoPicture as unknown:
        raise Refusal(_("这个文件不是照片，也不是PDF（只收JPG、PNG的照片和PDF）")) from unknown


def _document(data: bytes) -> Document:
    if len(data) > MOST_BYTES:
        raise too_big()
    if ENDS not in data[-TAIL:]:
        raise Refusal(_("这个PDF坏了或者没传全，请再选一次"))
    return Document(data)
