"""Errors of the API as RFC 9457 problem documents; `detail` is a Chinese sentence."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import set_rollback

from config.errors import Conflict, Refusal

CONTENT_TYPE = "application/problem+json"
SENTENCES = {
    400: "填写的内容有误，请改正后再提交。",
    401: "请先登录，或带上有效的令牌。",
    403: "您的岗位没有这项权限。",
    404: "没有找到，或者不在您的范围内。",
    405: "这个地址不支持这种请求方法。",
    406: "给不出您要的格式。",
    409: "情况刚刚有了变化，请重新查看后再操作。",
    413: "内容太长了，请删短一点再提交。",
    415: "请用 JSON 提交。",
    429: "提交得太频繁，请稍后再试。",
    500: "系统出错了，已经记录下来，请稍后再试。",
}


def problem(
    status: int, detail: str = "", errors: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or SENTENCES.get(status, HTTPStatus(status).phrase),
    }
    return {**body, "errors": errors} if errors else body


def plain(status: int, detail: str = "") -> JsonResponse:
    return JsonResponse(
        problem(status, detail),
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def field_errors(detail: Any, field: str = "") -> list[dict[str, str]]:
    """Flatten nested validation messages to one row per field and sentence."""
    if isinstance(detail, dict):
        return [
            row
            for key, value in detail.items()
            for row in field_errors(value, f"{field}.{key}".strip("."))
        ]
    if isinstance(detail, list):
        return [row for value in detail for row in field_errors(value, field)]
    return [{"field": "" if field == "non_field_errors" else field, "detail": str(detail)}]


def translate(error: Exception) -> exceptions.APIException | Refusal | None:
    if isinstance(error, Http404):
        return exceptions.NotFound(SENTENCES[404])
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied(SENTENCES[403])
    if isinstance(error, ValidationError):
        return exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, exceptions.APIException | Refusal):
        return error
    return None


def sentence_of(error: exceptions.APIException) -> str:
    """What the view said; where it said nothing, our own words and not the library's."""
    said = str(error.detail)
    is_silent = isinstance(error, exceptions.Throttled) or said == str(error.default_detail)
    return "" if is_silent else said


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    known = translate(error)
    if known is None:
        return None
    set_rollback()
    headers: dict[str, str] = {}
    if isinstance(known, Refusal):
        status = 409 if isinstance(known, Conflict) else 400
        errors = [{"field": known.field, "detail": known.message}] if known.field else None
        body = problem(status, known.message, errors)
    elif isinstance(known, exceptions.ValidationError):
        rows = field_errors(known.detail)
        body = problem(400, rows[0]["detail"] if len(rows) == 1 else "", rows)
    else:
        body = problem(known.status_code, sentence_of(known))
    if auth_header := getattr(known, "auth_header", None):
        headers["WWW-Authenticate"] = auth_header
    if wait := getattr(known, "wait", None):
        headers["Retry-After"] = str(int(wait))
    return Response(body, status=body["status"], headers=headers, content_type=CONTENT_TYPE)
