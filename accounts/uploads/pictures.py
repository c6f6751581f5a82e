"""From the bytes somebody sent to a picture of our own: type by content, bounded, drawn anew.

What is kept is always a JPEG that this code has written: no metadata, no place, nothing
hidden behind the picture. Sizes are looked at before anything is decoded.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from config.errors import Refusal

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
# How many pixels a picture may claim; a JPEG is decoded at a fraction of them, a PNG in full.
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 20_000_000}
# Real pictures have about ten; thousands of empty ones keep a decoder busy for minutes.
MOST_SCANS = 60
LONGEST_SIDE = 1600
QUALITY = 82

BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    EOFError,
    MemoryError,
    struct.error,
    zlib.error,
)


# How the pictures of iPhones begin, after four bytes of length.
HEIC = re.compile(rb"ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1|heif)")


class NoPicture(Refusal):
    """It is something else altogether."""


@dataclass(frozen=True)
class Picture:
    """A JPEG of our own."""

    data: bytes
    width: int
    height: int
    kind: str = "picture"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def redrawn(data: bytes) -> Picture:
    """The picture as it is kept: upright, at most 1600 pixels long. Raises Refusal in plain words."""
    if not data:
        raise Refusal(_("这张照片是空的，请再选一次"))
    if len(data) > MOST_BYTES:
        raise too_big()
    if HEIC.match(data, 4):
        raise apples_own()
    try:
        image = Image.open(BytesIO(data), formats=list(MOST_PIXELS))
    except UnidentifiedImageError as unknown:
        raise NoPicture(_("这个文件不是照片（只收JPG、PNG的照片）")) from unknown
    except BOMBS as bomb:
        raise too_many_pixels() from bomb
    except BROKEN as broken:
        raise torn() from broken
    width, height = image.size
    if width * height > MOST_PIXELS[str(image.format)] or data.count(b"\xff\xda") > MOST_SCANS:
        raise too_many_pixels()
    try:
        return _drawn(image)
    except BOMBS as bomb:
        raise too_many_pixels() from bomb
    except BROKEN as broken:
        raise torn() from broken


def _drawn(image: Image.Image) -> Picture:
    image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    plain = Image.new("RGB", upright.size, "white")
    if upright.mode in {"RGBA", "LA", "PA", "P"}:
        see_through = upright.convert("RGBA")
        plain.paste(see_through, mask=see_through)
    else:
        plain.paste(upright.convert("RGB"))
    out = BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Picture(out.getvalue(), *plain.size)


def too_big() -> Refusal:
    return Refusal(_("照片太大了，一张最多10兆"))


def apples_own() -> Refusal:
    """HEIC; why it is not taken: docs/decisions/0011-pictures.md."""
    return Refusal(
        _(
            "这张是苹果手机的HEIC照片，这里打不开。截个屏再传，"
            "或者在手机“设置”“相机”“格式”里改成“兼容性最佳”，再拍一张"
        )
    )


def too_many_pixels() -> Refusal:
    return Refusal(_("照片的尺寸太大了，请用手机重新拍一张"))


def torn() -> Refusal:
    return Refusal(_("这张照片坏了或者没传全，请再选一次"))
