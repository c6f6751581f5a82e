"""Errors of the API are RFC 9457 problem documents, errors of pages are pages."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.test import Client, RequestFactory
from rest_framework import exceptions

from config.errors import Conflict, Refusal
from config.pages import RefusalPages
from config.problems import CONTENT_TYPE, handler

CASES = [
    (Refusal("手机号应是11位。", "phone"), 400, "手机号应是11位。"),
    (Conflict("刚刚被别人签收了。"), 409, "刚刚被别人签收了。"),
    (Http404("internal words"), 404, "没有找到，或者不在您的范围内。"),
    (PermissionDenied(), 403, "您的岗位没有这项权限。"),
    (ValidationError("日期不对。"), 400, "日期不对。"),
    (exceptions.ValidationError({"phone": ["少了一位。"]}), 400, "少了一位。"),
    (exceptions.Throttled(wait=61), 429, "提交得太频繁，请稍后再试。"),
]


@pytest.mark.parametrize(("error", "status", "detail"), CASES)
def test_each_error_has_its_document(error: Exception, status: int, detail: str) -> None:
    answer = handler(error, {})
    assert answer is not None
    assert answer.status_code == answer.data["status"] == status
    assert answer.content_type == CONTENT_TYPE
    assert answer.data["detail"] == detail


def test_a_field_is_named() -> None:
    answer = handler(exceptions.ValidationError({"done": {"result": ["必填。"]}}), {})
    assert answer is not None
    assert answer.data["errors"] == [{"field": "done.result", "detail": "必填。"}]


def test_waiting_time_is_told() -> None:
    answer = handler(exceptions.Throttled(wait=61.2), {})
    assert answer is not None
    assert answer.headers["Retry-After"] == "62"


def test_an_unknown_error_is_left_to_the_log() -> None:
    assert handler(RuntimeError("bug"), {}) is None


def test_an_unknown_address_of_the_api_answers_a_document(client: Client) -> None:
    answer = client.get("/api/v1/nothing/")
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == CONTENT_TYPE


@pytest.mark.parametrize(("error", "status"), [(Refusal("不行。"), 400), (Conflict("晚了。"), 409)])
@pytest.mark.django_db
def test_a_refusal_that_no_view_caught_is_a_page(
    rf: RequestFactory, error: Refusal, status: int
) -> None:
    page = RefusalPages(lambda request: None).process_exception(rf.get("/desk/"), error)  # type: ignore[arg-type, return-value]  # no view needed
    assert page is not None
    assert page.status_code == status
    assert error.message in page.content.decode()
