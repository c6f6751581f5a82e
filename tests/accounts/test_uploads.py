"""Pictures people hand in: what is taken, how it is kept, and what is refused in plain words."""

from __future__ import annotations

import os
import struct
import zlib
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from PIL import Image

from accounts.models import Upload
from accounts.uploads import actions, handlers
from accounts.uploads.documents import taken
from accounts.uploads.fields import photos_of
from accounts.uploads.pictures import MEGABYTE, redrawn
from accounts.uploads.serving import answer_with
from config import clock as portal_clock
from config.errors import Refusal


def photo(width: int = 60, height: int = 40, form: str = "JPEG", **options: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, form, **options)
    return out.getvalue()


def header_of_png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    size = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT


# Pillow warns of the size that is refused right after
pytestmark = pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")

BAD = [
    ("empty", b"", "空的"),
    ("a page named .png", b"<html><script>alert(1)</script></html>", "不是照片"),
    ("a zip named .jpg", b"PK\x03\x04" + b"\0" * 400, "不是照片"),
    ("a GIF", photo(form="GIF"), "不是照片"),
    ("a PDF where pictures are wanted", b"%PDF-1.7\n%%EOF\n", "不是照片"),
    ("an iPhone's own", b"\0\0\0\x24ftypheic" + b"\0" * 99, "兼容性最佳"),
    ("cut off in the middle", photo(600, 400)[:900], "没传全"),
    ("10,000 x 10,000 claimed", header_of_png(10_000, 10_000), "尺寸太大"),
    ("a bomb of 60,000 x 60,000", header_of_png(60_000, 60_000), "尺寸太大"),
    ("eleven megabytes", photo() + b"\0" * (11 * MEGABYTE), "最多10兆"),
    ("thousands of empty scans", photo() + b"\xff\xda" * 5_000, "尺寸太大"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_no_usable_picture_is_refused_in_words(data, said):
    with pytest.raises(Refusal, match=said):
        redrawn(data)


def test_a_picture_is_drawn_anew_upright_small_and_without_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "A phone of somebody"
    kept = redrawn(photo(4000, 3000, exif=exif, comment=b"<script>"))
    assert (kept.width, kept.height) == (1200, 1600)
    drawn = Image.open(BytesIO(kept.data))
    assert (drawn.format, dict(drawn.getexif()), drawn.info.get("comment")) == ("JPEG", {}, None)
    assert b"somebody" not in kept.data
    assert b"script" not in kept.data


def test_a_see_through_picture_stands_on_white():
    out = BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert Image.open(BytesIO(redrawn(out.getvalue()).data)).getpixel((5, 5)) == (255, 255, 255)


def test_a_stored_picture_has_a_random_name_for_its_owner_only_and_is_served_as_a_picture(
    db, at, folder
):
    upload = actions.store(picture=redrawn(photo()), by=None, at=at)
    file = folder / upload.path
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    answer = answer_with(upload, "1")
    assert b"".join(answer.streaming_content) == file.read_bytes()
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="1.jpg"'


PDF = b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF\n"


def test_a_pdf_is_kept_as_it_came_and_only_downloaded(db, at, folder):
    upload = actions.store(picture=taken(PDF), by=None, at=at)
    answer = answer_with(upload, "1", small=True)
    assert answer.getvalue() == (folder / upload.path).read_bytes() == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="1.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (PDF[:40], "没传全"),
        (PDF + b"PK" * 2000, "没传全"),
        (b"<html>" + PDF, "不是照片，也不是PDF"),
        (PDF + b"\0" * (11 * MEGABYTE), "最多10兆"),
    ],
)
def test_what_is_no_whole_pdf_is_refused_in_words(data, said):
    with pytest.raises(Refusal, match=said):
        taken(data)


def test_a_file_goes_with_its_row(db, at, folder, django_capture_on_commit_callbacks):
    upload = actions.store(picture=redrawn(photo()), by=None, at=at)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget(uploads=[upload]) == 1
    assert not (folder / upload.path).exists()
    assert not Upload.objects.exists()


def test_only_old_files_without_a_row_are_dropped(db, at, folder):
    kept = actions.store(picture=redrawn(photo()), by=None, at=at)
    lost = actions.store(picture=redrawn(photo()), by=None, at=at)
    young = actions.store(picture=redrawn(photo()), by=None, at=at)
    old = (portal_clock.system_now() - timedelta(days=2)).timestamp()
    for upload in (kept, lost):
        os.utime(folder / upload.path, (old, old))
    Upload.objects.exclude(pk=kept.pk).delete()
    assert actions.drop_orphans() == 1
    assert [(folder / one.path).exists() for one in (kept, lost, young)] == [True, False, True]


def sent(*files: tuple[str, bytes], **fields: str):
    """A form as a browser sends it: the words first, then the files."""
    given = {
        **fields,
        "photos": [SimpleUploadedFile(name, data, "image/jpeg") for name, data in files],
    }
    return RequestFactory().post("/", given)


def test_too_big_a_file_is_never_kept_and_the_words_before_it_are_there(tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    request = sent(("film.jpg", b"x" * (11 * MEGABYTE)), ("small.jpg", photo()), text="路灯坏了")
    assert request.POST["text"] == "路灯坏了"
    film, small = request.FILES.getlist("photos")
    assert isinstance(film, handlers.NotKept)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 11 * MEGABYTE
    answer = photos_of(request, [film, small])
    assert (len(answer.taken), answer.sentence) == (1, "照片太大了，一张最多10兆")


def test_an_endless_file_is_cut_off_and_the_words_before_it_are_there(monkeypatch):
    monkeypatch.setattr(handlers, "PATIENCE", -1)
    request = sent(("film.jpg", b"x" * (12 * MEGABYTE)), text="路灯坏了")
    assert request.POST["text"] == "路灯坏了"
    assert (
        photos_of(request, request.FILES.getlist("photos")).sentence == "照片太大了，一张最多10兆"
    )


def test_the_fourth_picture_is_said_and_the_tenth_is_not_even_kept():
    request = sent(*[(f"{number}.jpg", photo()) for number in range(12)])
    files = request.FILES.getlist("photos")
    assert [isinstance(file, handlers.NotKept) for file in files] == [False] * 9 + [True] * 3
    answer = photos_of(request, files)
    assert (len(answer.taken), answer.sentence) == (3, "一次最多传3张，多的没有收")


def test_an_endless_body_that_is_no_form_is_refused_unread(client, db):
    answer = client.post(
        "/api/v1/tickets/", b"{}", content_type="application/json", CONTENT_LENGTH="200000000"
    )
    assert (answer.status_code, answer.json()["detail"]) == (413, "内容太长了，请删短一点再提交。")
