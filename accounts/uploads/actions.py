"""The only writers of uploads and their files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Upload, User
from accounts.uploads.documents import Document
from accounts.uploads.pictures import Picture
from config import clock

# A file without its row this long after it was written belongs to a request that failed.
ORPHAN_AFTER = timedelta(days=1)


def store(*, picture: Picture | Document, by: User | None, at: datetime) -> Upload:
    """Write the file, then its row; whoever calls ties the row to a matter in the same transaction."""
    upload = Upload(
        kind=picture.kind,
        size=len(picture.data),
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
        stored_by=by,
        stored_at=at,
    )
    default_storage.save(upload.path, ContentFile(picture.data))
    upload.save(force_insert=True)
    return upload


@transaction.atomic
def forget(*, uploads: Iterable[Upload]) -> int:
    """Delete rows, and their files once that is certain; for erasing a person and for retention."""
    found = list(uploads)
    Upload.objects.filter(pk__in=[upload.pk for upload in found]).delete()
    transaction.on_commit(lambda: _delete_files(found))
    return len(found)


def _delete_files(uploads: Iterable[Upload]) -> None:
    for upload in uploads:
        default_storage.delete(upload.path)


def drop_orphans() -> int:
    """Remove files that no row names, a day after they were written."""
    root = Path(settings.MEDIA_ROOT) / Upload.FOLDER
    if not root.is_dir():
        return 0
    oldest = (clock.system_now() - ORPHAN_AFTER).timestamp()
    dropped = 0
    for folder in (folder for folder in root.iterdir() if folder.is_dir()):
        files = {file.stem: file for file in folder.iterdir() if file.stat().st_mtime < oldest}
        known = set(Upload.objects.filter(name__in=list(files)).values_list("name", flat=True))
        for name in files.keys() - known:
            files[name].unlink(missing_ok=True)
            dropped += 1
    return dropped
