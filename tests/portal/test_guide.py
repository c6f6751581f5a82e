"""The guide names buttons as the pages do."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = [
    "accounts",
    "activities",
    "centers",
    "duty",
    "notify",
    "portal",
    "services",
    "supervision",
    "templates",
]
# The village's word stands in for what the page puts there.
FILLED = {
    "有事找村里": "有事找{{ home }}",
    "交给村里": "交给{{ home }}",
    "让村里打给我": "让{{ home }}打给我",
}


def test_every_button_of_the_guide_stands_on_a_page():
    words = "\n".join(
        path.read_text()
        for app in APPS
        for path in (ROOT / app).rglob("*")
        if path.suffix in {".py", ".html"}
    )
    buttons = set(re.findall(r"【(.+?)】", (ROOT / "docs/guide.zh.md").read_text()))
    assert len(buttons) > 40
    named = {FILLED.get(button, button) for button in buttons}
    assert [
        one
        for one in named
        if f'"{one}"' not in words and f">{one}<" not in words and f"%}}{one}{{%" not in words
    ] == []
