"""The SVG sprite, read once and put into the page: no page loads it as a file."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

SYMBOL = re.compile(r'<symbol id="([\w-]+)" viewBox="0 0 24 24">(.*?)</symbol>', re.DOTALL)


def image(name: str) -> str:
    return Path(settings.BASE_DIR, "static", "img", name).read_text(encoding="utf-8").strip()


@cache
def drawings() -> dict[str, str]:
    """What each symbol draws, by its name."""
    return dict(SYMBOL.findall(image("icons.svg")))


@cache
def favicon() -> str:
    return "data:image/svg+xml," + quote(image("favicon.svg"), safe=" =:/'")
