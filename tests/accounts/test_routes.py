"""Walk the whole URLconf as everybody: a route without a row in tests/routes.py fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.contrib import admin
from django.contrib.admindocs.views import simplify_regex
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import RegexPattern

from tests.conftest import log_in
from tests.leaks import leaks_in
from tests.route_values import DEFAULTS, VALUES
from tests.routes import ADMIN, CAST, EVERYBODY, ROUTES, SAMPLES
from tests.world import World

MODEL_PAGES = re.compile(r"^admin/[a-z]+/[a-z]+/")
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
KEPT_OUT = {401, 403, 404}
LET_IN = {
    400,
    409,
    415,
    429,
    503,
}  # a wrong form, too late, not a form with files, too often; the watchman's page reports with 503


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + text_of(entry)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route


def text_of(entry: URLPattern | URLResolver) -> str:
    return (
        simplify_regex(str(entry.pattern)).lstrip("/")
        if isinstance(entry.pattern, RegexPattern)
        else str(entry.pattern)
    )


def walked() -> list[str]:
    """Every route but the pages of models in the admin, which the table ADMIN speaks for."""
    return sorted({route for route in patterns(get_resolver()) if not MODEL_PAGES.match(route)})


def outcome(response: HttpResponse) -> str:
    page, _, query = response.headers.get("Location", "").partition("?")
    sent_to_log_in = page in (reverse("login"), reverse("admin:login")) and query.startswith(
        "next="
    )
    if sent_to_log_in or response.status_code in KEPT_OUT:
        return "out"
    return (
        "in"
        if response.status_code in LET_IN or response.status_code < 400
        else f"broken ({response.status_code})"
    )


def address_of(route: str, world: World) -> str:
    paths = DEFAULTS | VALUES.get(route, {})

    def fill(found: re.Match[str]) -> str:
        assert found[1] in paths, (
            f"{route}: add a value for {found[1]} to VALUES in tests/route_values.py"
        )
        return str(world.value(paths[found[1]]))

    return "/" + PLACEHOLDER.sub(fill, route)


@pytest.fixture
def ask(world):
    """One request as somebody of the cast; its changes are undone, so that each finds the same world."""
    clients = {
        name: log_in(Client(raise_request_exception=False), getattr(world, name)) for name in CAST
    }

    def send(name: str, method: str, address: str) -> HttpResponse:
        client = clients[name]
        cookies = deepcopy(client.cookies)
        with transaction.atomic():
            response = client.generic(
                method, address, content_type="application/x-www-form-urlencoded"
            )
            response.getvalue()
            transaction.set_rollback(True)
        client.cookies = cookies
        return response

    return send


def groups() -> dict[str, list[str]]:
    """The routes of the table by their first step, so that one world serves several."""
    found: dict[str, list[str]] = {}
    for route in ROUTES:
        found.setdefault(route.removeprefix("api/v1/").split("/")[0], []).append(route)
    return found


def test_every_route_has_a_row():
    missing = [route for route in walked() if route not in ROUTES]
    assert not missing, f"add rows to tests/routes.py: {missing}"


def test_every_row_has_a_route():
    assert not set(ROUTES) - set(walked())


@pytest.mark.django_db
@pytest.mark.parametrize("group", groups())
def test_only_those_in_the_table_get_in_and_no_staff_page_shows_what_lies_outside(
    world, ask, group
):
    assert world.ticket.number != world.other_ticket.number  # both stand before anybody looks
    wrong = [
        f"{method} /{route} as {name}: {finding}"
        for route in groups()[group]
        for method, may in ROUTES[route].items()
        for name in CAST
        if (
            finding := finding_of(
                ask(name, method, address_of(route, world)), route, may, name, world
            )
        )
    ]
    assert not wrong, "\n".join(wrong)


def finding_of(
    response: HttpResponse, route: str, may: frozenset[str], name: str, world: World
) -> str:
    """What is wrong with an answer; pages that villagers read too are nobody's scope."""
    found, right = outcome(response), "in" if name in may else "out"
    if found != right:
        return f"{found}, not {right}"
    is_open = "villager" in ROUTES[route].get("GET", EVERYBODY)
    if right == "out" or is_open or route in SAMPLES:
        return ""
    leaked = leaks_in(response, getattr(world, name))
    return f"shows {leaked}" if leaked else ""


def test_every_model_in_the_admin_has_a_row():
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN)


@pytest.mark.django_db
def test_only_those_in_the_table_open_a_model_in_the_admin(ask):
    def let_in(page: str) -> set[str]:
        return {
            name for name in CAST if outcome(ask(name, "GET", reverse(f"admin:{page}"))) == "in"
        }

    pages = {model: model.replace(".", "_") for model in ADMIN}
    lists = {model: let_in(f"{page}_changelist") for model, page in pages.items()}
    assert lists == ADMIN
    assert [
        model for model, page in pages.items() if not let_in(f"{page}_add") <= lists[model]
    ] == []
