"""Pages for what went wrong: Chinese, plain, with what to do; the last one stands on nothing."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from config import pages
from config.errors import Conflict, Refusal


@pytest.mark.django_db
@pytest.mark.parametrize("status", [400, 403, 404, 409, 429])
def test_each_page_says_what_to_do_and_leads_home(rf, status):
    page = pages.failure(rf.get("/"), status).content.decode()
    assert "<h1>" in page
    assert "回首页" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("error", "status"), [(Refusal("满了，换一天"), 400), (Conflict("已经有人接了"), 409)]
)
def test_a_refusal_is_said_in_its_own_words(rf, error, status):
    answer = pages.RefusalPages(lambda request: pages.HttpResponse()).process_exception(
        rf.get("/"), error
    )
    assert answer is not None
    assert answer.status_code == status
    assert error.message in answer.content.decode()


def test_the_page_for_a_fault_needs_no_database():
    page = pages.server_error(RequestFactory().get("/")).content.decode()
    assert "不是您的错" in page
    assert "着火119" in page


def test_the_page_for_a_fault_stands_without_collected_files(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    settings.DEBUG = False
    page = render_to_string("500.html", {"home": "/"})
    assert "不是您的错" in page
    assert "stylesheet" not in page
