"""What a public page weighs on the way to the phone, from the server that `make run` starts."""

import pytest

from tests.browser.public_world import (  # noqa: F401
    ASK,
    VILLAGE,
    calendar,
    lively,
    open_village,
)
from tests.real_server import collect, serving

MOST = 60_000
PAGES = {
    "home": "/",
    "village": VILLAGE,
    "ask": ASK,
    "entrance": "/t/",
    "items": f"{VILLAGE}items/",
}

pytestmark = pytest.mark.slow


@pytest.fixture
def served(tmp_path, transactional_db, open_village):  # noqa: F811 - asked for by the name under which it is imported
    collect(tmp_path)
    with serving(tmp_path) as host:
        yield f"http://{host}"


@pytest.fixture
def weigh(chromium, served, troubles):
    """Bytes that a first visit transfers, headers included, by file; by a browser that knows nothing yet."""

    def visit(path: str) -> dict[str, int]:
        context = chromium.new_context(locale="zh-CN", viewport={"width": 375, "height": 800})
        page = context.new_page()
        page.on("console", lambda message: troubles.append(message.text))
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        addresses, weights = {}, {}
        wire.on(
            "Network.responseReceived",
            lambda event: addresses.update({event["requestId"]: event["response"]["url"]}),
        )
        wire.on(
            "Network.loadingFinished",
            lambda event: weights.update({event["requestId"]: int(event["encodedDataLength"])}),
        )
        page.goto(served + path, wait_until="networkidle")
        context.close()
        return {
            address.removeprefix(served): weights[request]
            for request, address in addresses.items()
            if not address.startswith("data:")
        }

    return visit


def test_a_first_visit_weighs_at_most_60_kilobytes(weigh, capsys):
    weights = {name: weigh(path) for name, path in PAGES.items()}
    totals = {name: sum(files.values()) for name, files in weights.items()}
    with capsys.disabled():
        print(f"bytes over the wire: {totals}")  # noqa: T201 - the figures are to be read
    assert max(totals.values()) <= MOST
    for files in weights.values():
        styles = [one for one in files if one.endswith(".css")]
        scripts = [one for one in files if one.endswith(".js")]
        assert len(files) == 4
        assert (len(styles), len(scripts)) == (2, 1)
