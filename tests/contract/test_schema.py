"""The whole API against its own schema, as every log-in of the demonstration (DESIGN 5).

Schemathesis invents the requests; the client looks at every answer for region codes and numbers
outside the person's scope. CONTRACT_EXAMPLES raises the number of requests for one call.
"""

from __future__ import annotations

import os
import traceback
from io import BytesIO
from typing import Any

import pytest
import requests
import schemathesis
from django.http import HttpResponse
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from urllib3 import HTTPResponse

from tests.conftest import log_in
from tests.leaks import WatchedClient
from tests.routes import CAST

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "2"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# A walk that locks people out says nothing of what they may see.
LEFT_OUT = {"/api/v1/token/"}


@pytest.fixture(scope="module")
def schema() -> Any:
    return schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))


def calls(schema: Any) -> list[Any]:
    found = [one.ok() for one in schema.get_all_operations()]
    return [call for call in found if call.path not in LEFT_OUT]


@pytest.mark.parametrize("name", CAST)
def test_no_call_breaks_its_schema_or_shows_what_lies_outside(name, schema, world):
    person = None if name == "villager" else getattr(world, name)
    plain, watched = (
        Client(raise_request_exception=False),
        WatchedClient(raise_request_exception=False),
    )
    for client in (plain, watched):
        log_in(client, person)
    watched.person = person
    known = {
        "number": [world.ticket.number, world.other_ticket.number],
        "code": [world.village.code, world.other_village.code, world.center.region.code],
    }
    broken = {}
    for call in calls(schema):
        try:
            try_out(call, plain if is_public(call) else watched, known)
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001 - one run names every call that breaks
            broken[call.label] = "".join(traceback.format_exception_only(error))
    assert not broken, "\n".join(f"{call}: {what}" for call, what in broken.items())


def is_public(call: Any) -> bool:
    """What anybody may read, or has just written, is nobody's scope."""
    return {} in call.definition.raw.get("security", [{}])


def try_out(call: Any, client: Client, known: dict[str, list[str]]) -> None:
    """Invented requests to one call; every other one names a place or a matter that exists."""

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=call.as_strategy(), pick=st.integers(0, 3))
    def walk(case: Any, pick: int) -> None:
        for parameter, values in known.items():
            if parameter in (case.path_parameters or {}) and pick < len(values):
                case.path_parameters[parameter] = values[pick]
        case.validate_response(answer_of(case, client), checks=CHECKS)

    walk()


def answer_of(case: Any, client: Client) -> requests.Response:
    """The answer of the portal in this process, as the checks want to read it."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    request = requests.Request(
        sent["method"],
        sent["url"],
        params=sent.get("params"),
        headers=sent.get("headers"),
        json=sent.get("json"),
        data=sent.get("data"),
        files=sent.get("files"),
    ).prepare()
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in request.headers.items()
        if name.lower() not in {"content-type", "content-length"}
    }
    body = request.body or b""
    answered = client.generic(
        str(request.method),
        request.path_url,
        body if isinstance(body, bytes) else body.encode(),
        content_type=request.headers.get("Content-Type", "application/json"),
        **headers,
    )
    return as_read(answered, request)


def as_read(answered: HttpResponse, request: requests.PreparedRequest) -> requests.Response:
    response = requests.Response()
    response.status_code = answered.status_code
    response.headers.update(answered.headers)
    response.request = request
    response.url = str(request.url)
    response.reason = answered.reason_phrase
    content = answered.getvalue()
    response.raw = HTTPResponse(
        body=BytesIO(content),
        headers=dict(answered.headers),
        status=answered.status_code,
        preload_content=False,
    )
    response._content = content
    return response
