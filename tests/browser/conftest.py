"""Chromium at the widths of a phone and of a desk, without a word on its console."""

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost",
    "--metrics-recording-only",
    "--no-default-browser-check",
    "--no-first-run",
]


def program() -> str | None:
    told = os.environ.get("CHROMIUM")
    if told:
        return told if os.access(told, os.X_OK) else None
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@cache
def missing() -> str:
    """Why browser tests cannot run here; empty when they can."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return "没有安装 playwright（make test 会装上它）"
    return (
        ""
        if program()
        else "没有找到 Chromium（apt-get install chromium，或用 CHROMIUM=路径 指定）"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if missing():
                item.add_marker(pytest.mark.skip(reason=missing()))


@pytest.fixture(scope="session")
def chromium() -> "Iterator[Browser]":
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program(), headless=True, chromium_sandbox=False, args=FLAGS
        )
        yield browser
        browser.close()


@pytest.fixture
def troubles() -> Iterator[list[str]]:
    """What the console said. It has to be empty at the end; a test that expects an answer
    such as 404, which Chromium reports there, looks at it and clears it."""
    heard: list[str] = []
    yield heard
    assert heard == []


@pytest.fixture
def new_page(chromium, troubles, live_server) -> "Iterator[Callable[..., Page]]":
    contexts = []

    def make(width: int, **options: Any) -> "Page":
        context = chromium.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 800},
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        # violations of the Content-Security-Policy are errors on the console too
        page.on(
            "console", lambda m: troubles.append(m.text) if m.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: troubles.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page_375(new_page) -> "Page":
    return new_page(375, has_touch=True)


@pytest.fixture
def page_1280(new_page) -> "Page":
    return new_page(1280)


@pytest.fixture
def page_no_script(new_page) -> "Page":
    return new_page(375, java_script_enabled=False)


@pytest.fixture
def log_in(live_server) -> "Callable[[Page, Any], None]":
    """Put a user's session into a page's browser, without walking through the log-in form."""

    def put(page: "Page", user: Any) -> None:
        client = Client()
        client.force_login(user, backend="accounts.backends.PhoneOrNameBackend")
        name = settings.SESSION_COOKIE_NAME
        cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
        page.context.add_cookies([cookie])

    return put
