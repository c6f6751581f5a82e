"""Below SITE_PREFIX=/dqfw everything stays below it: links, forms, files, redirects, the API (B59)."""

import json
import re
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

import pytest

from tests.real_server import collect, serving

PREFIX = "/dqfw"
ADDRESSES = re.compile(r'(?:href|src|action|content)="(/[^"]*)"')
PUBLIC = [
    "/",
    "/?township=410327102000",
    "/c/410327102200/",
    "/c/410327102200/ask/",
    "/c/410327102200/call-me/",
    "/c/410327102200/report/",
    "/c/410327102200/notices/",
    "/c/410327102200/activities/",
    "/c/410327102200/items/",
    "/c/410327102200/board/",
    "/t/",
    "/accessibility/",
    "/login/",
    "/nowhere/",
]
STAFF = [
    "/desk/",
    "/desk/new/",
    "/desk/duty/",
    "/desk/notices/",
    "/desk/messages/",
    "/supervision/",
]

pytestmark = pytest.mark.slow


class Visitor:
    """A browser that keeps cookies and does not follow."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.cookies: dict[str, str] = {}

    def ask(self, path: str, body: dict[str, str] | None = None) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection(self.host, timeout=30)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(
            "POST" if body is not None else "GET", path, urlencode(body or {}), headers
        )
        answer = connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            assert f"Path={PREFIX}/" in cookie, cookie
            self.cookies[name] = value
        return answer, answer.read().decode()

    def log_in(self, username: str) -> HTTPResponse:
        token = self.token("/login/")
        said = {"username": username, "password": "shouwen-demo", "csrfmiddlewaretoken": token}
        return self.ask(f"{PREFIX}/login/", said)[0]

    def token(self, path: str) -> str:
        page = self.ask(PREFIX + path)[1]
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found, page
        return found[1]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prefix")
    collect(folder)
    return folder


@pytest.fixture
def below(collected, transactional_db, settings, center, cadre, clerk, county_officer):
    # the server does not know the quick hasher of the tests
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    clerk.set_password("shouwen-demo")
    clerk.save()
    with serving(collected, PREFIX) as host:
        yield Visitor(host)


def strays(page: str) -> list[str]:
    return [one for one in ADDRESSES.findall(page) if not one.startswith(f"{PREFIX}/")]


def test_the_whole_portal_stays_below_the_prefix(below):
    seen = {path: below.ask(PREFIX + path) for path in PUBLIC}
    assert {path: page[0].status for path, page in seen.items() if page[0].status != 200} == {
        "/nowhere/": 404
    }
    assert [stray for _answer, page in seen.values() for stray in strays(page)] == []
    files = {
        one for _a, page in seen.values() for one in ADDRESSES.findall(page) if "/static/" in one
    }
    assert files
    assert {below.ask(one)[0].status for one in files} == {200}

    # a proxy may cut the prefix off before it hands a request on
    assert below.ask("/c/410327102200/")[1].count(f'"{PREFIX}/c/410327102200/ask/"')

    # what is sent leads on below it
    sent = {
        "text": "路灯坏了",
        "requester_phone": "16000000101",
        "key": "k",
        "csrfmiddlewaretoken": below.token("/c/410327102200/ask/"),
    }
    answer, _page = below.ask(f"{PREFIX}/c/410327102200/ask/", sent)
    assert answer.status == 302
    assert answer.headers["Location"].startswith(f"{PREFIX}/c/410327102200/asked/")
    assert below.ask(answer.headers["Location"])[0].status == 200
    for path in ("/suggest/", "/desk/", "/supervision/", "/c/410327102200"):
        where = below.ask(PREFIX + path)[0].headers["Location"]
        assert where.startswith(f"{PREFIX}/"), path
    assert below.ask(f"{PREFIX}/elder/", {})[0].headers["Location"] == f"{PREFIX}/"


def test_staff_pages_and_the_api_stay_below_the_prefix(below):
    assert below.log_in("township").headers["Location"].startswith(f"{PREFIX}/")
    for path in STAFF:
        answer, page = below.ask(PREFIX + path)
        assert answer.status in {200, 302}, path
        assert strays(page) == [], path
        assert answer.headers.get("Location", f"{PREFIX}/").startswith(f"{PREFIX}/")

    schema = below.ask(f"{PREFIX}/api/v1/schema/")[1]
    paths = re.findall(r"^  (/\S*):$", schema, re.MULTILINE) or list(json.loads(schema)["paths"])
    assert paths
    assert [path for path in paths if not path.startswith(f"{PREFIX}/api/v1/")] == []
    assert strays(below.ask(f"{PREFIX}/api/v1/docs/")[1]) == []
    regions = json.loads(below.ask(f"{PREFIX}/api/v1/regions/?level=village")[1])
    assert regions["results"]
