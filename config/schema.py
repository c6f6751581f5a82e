"""What the schema says of every call beside its success: the problem documents (RFC 9457)."""

from __future__ import annotations

from typing import Any

from config.problems import CONTENT_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457 问题文档；detail 是一句能给人看的话。",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["field", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "detail"],
}
ALWAYS = {
    "400": "填写的内容有误",
    "401": "没有登录",
    "403": "岗位没有这项权限",
    "404": "没有，或者不在范围内",
    "406": "给不出要的格式",
    "429": "太频繁，过一会儿再试",
}
WRITING = {
    "409": "情况变了，或者别人先办了",
    "413": "内容太长",
    "415": "格式不对，请用 JSON",
    "422": "同一个 Idempotency-Key 带了别的内容",
}
METHODS = ("get", "post")


def add_problems(result: dict[str, Any], **_about: object) -> dict[str, Any]:
    """A postprocessing hook of drf-spectacular: every call may answer a problem document."""
    result["components"].setdefault("schemas", {})["Problem"] = PROBLEM
    for calls in result["paths"].values():
        for method, call in calls.items():
            if method in METHODS:
                for status, words in (ALWAYS | (WRITING if method == "post" else {})).items():
                    call["responses"].setdefault(status, _response(words))
    return result


def _response(words: str) -> dict[str, Any]:
    reference = {"$ref": "#/components/schemas/Problem"}
    return {"description": words, "content": {CONTENT_TYPE: {"schema": reference}}}
