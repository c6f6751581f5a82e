"""How much of an upload is let in at all: looked at while it arrives, before anything is kept.

In front of Django's own handlers for every form of the portal, since the token of a form
is read before its view. What is too big is read on and thrown away for a while, because a
browser shows the answer only after its form has gone out; then the line is cut. The fields
before the file were read by then, so what was typed is there.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from accounts.uploads.pictures import MOST_BYTES

# Files of one form that are kept while it is read; a form says itself how many it wants.
MOST_FILES = 9
# Seconds for which an upload that nobody wants is read on.
PATIENCE = 20


class NotKept(UploadedFile):
    """Stands for a file that was too big or one too many: it has a name, and nothing in it."""

    def __init__(self, name: str, size: int, *, surplus: bool) -> None:
        super().__init__(None, name or "file", size=size)
        self.surplus = surplus


class Bounded(FileUploadHandler):
    """Lets through what is small enough, and answers `NotKept` for the rest."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.files = 0
        self.came = 0
        self.unwanted_since: float | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1
        self.came = 0

    @property
    def surplus(self) -> bool:
        return self.files > MOST_FILES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.came += len(raw_data)
        if self.came <= MOST_BYTES and not self.surplus:
            return raw_data
        now = time.monotonic()
        self.unwanted_since = self.unwanted_since or now
        if now - self.unwanted_since > PATIENCE:
            if self.request is not None:
                self.request.upload_cut_short = True  # type: ignore[attr-defined]  # read by the view
            raise StopUpload(connection_reset=True)
        return None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.came <= MOST_BYTES and not self.surplus:
            return None
        return NotKept(self.file_name or "", self.came, surplus=self.surplus)
