"""What every page and the API have in common."""

from io import BytesIO

import pytest
from django.test import Client, RequestFactory
from rest_framework.views import APIView

pytestmark = pytest.mark.django_db


def test_the_api_is_closed_unless_a_view_opens_itself(rf: RequestFactory) -> None:
    answer = APIView.as_view()(rf.get("/api/v1/anything/"))
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert answer.data["detail"] == "请先登录，或带上有效的令牌。"


def test_the_schema_and_its_page_are_public(client: Client) -> None:
    assert client.get("/api/v1/schema/").status_code == 200
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


def test_nothing_inline_is_allowed_on_a_page(client: Client) -> None:
    policy = client.get("/healthz").headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_below_a_prefix_the_path_is_understood_cut_or_uncut(settings) -> None:
    from config.wsgi import application

    settings.SITE_PREFIX = "/shouwen"
    for path in ("/shouwen/healthz", "/healthz"):
        told: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": BytesIO(),
            "wsgi.url_scheme": "http",
        }
        application(environ, lambda status, headers: told.append(status))  # noqa: B023
        assert told == ["200 OK"]
