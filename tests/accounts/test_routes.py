"""Walk the whole URLconf as everybody: a route without a row in tests/routes.py fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from tests.routes import ADMIN, CAST, DEFAULTS, ROUTES, VALUES
from tests.world import World

MODEL_PAGES = re.compile(r"^admin/[a-z]+/[a-z]+/")
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")
KEPT_OUT = {401, 403, 404}


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + text_of(entry)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        else:
            yield route


def text_of(entry: URLPattern | URLResolver) -> str:
    return simplify_regex(str(entry.pattern)).lstrip("/") if isinstance(entry.pattern, RegexPattern) else str(entry.pattern)


def walked() -> list[str]:
    """Every route but the pages of models in the admin, which the table ADMIN speaks for."""
    return sorted({route for route in patterns(get_resolver()) if not MODEL_PAGES.match(route)})


def outcome(response: HttpResponse) -> str:
    to_login = response.status_code == 302 and response.headers["Location"].split("?")[0] == reverse("login")
    if to_login and "next=" in response.headers["Location"]:
        return "out"
    if response.status_code in KEPT_OUT:
        return "out"
    return "in" if response.status_code in {400, 409, 429} or response.status_code < 400 else f"broken ({response.status_code})"


@pytest.fixture
def world(
    at, county, township, village, neighbour_village, other_village, units,
    villager, neighbour, cadre, duty_person, clerk, liaison, county_officer, confidential_officer, inspector, auditor, security, admin_person,
):  # fmt: skip
    places = {"county_region": county, "township_region": township, "village": village, "neighbour_village": neighbour_village}
    people = (villager, neighbour, cadre, duty_person, clerk, liaison, county_officer, confidential_officer, inspector, auditor, security)
    return World(at=at, units=units, other_village=other_village, **places, **dict(zip(CAST, (*people, admin_person), strict=True)))


def address_of(route: str, world: World) -> str:
    paths = DEFAULTS | VALUES.get(route, {})

    def fill(found: re.Match[str]) -> str:
        assert found[1] in paths, f"{route}: add a value for {found[1]} to VALUES in tests/routes.py"
        return str(world.value(paths[found[1]]))

    return "/" + PLACEHOLDER.sub(fill, route)


def ask(world: World, name: str, method: str, address: str) -> HttpResponse:
    """One request whose changes are undone, so that every person finds the same world."""
    with transaction.atomic():
        client = log_in(Client(raise_request_exception=False), getattr(world, name))
        response = client.generic(method, address, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response


def test_every_route_has_a_row():
    missing = [route for route in walked() if route not in ROUTES]
    assert not missing, f"add rows to tests/routes.py: {missing}"


def test_every_row_has_a_route():
    assert set(ROUTES) <= set(walked())


@pytest.mark.django_db
@pytest.mark.parametrize(("route", "method"), [(route, method) for route, row in ROUTES.items() for method in row])
def test_only_those_in_the_table_get_in(world, route, method):
    may = ROUTES[route][method]
    address = address_of(route, world)
    answers = {name: ask(world, name, method, address) for name in CAST}
    expected = {name: "in" if name in may else "out" for name in CAST}
    assert {name: outcome(answer) for name, answer in answers.items()} == expected
    if "villager" not in may:
        leaks = {name: leaks_in(answers[name], getattr(world, name)) for name in may}
        assert not any(leaks.values()), leaks


def test_every_model_in_the_admin_has_a_row():
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN)


@pytest.mark.django_db
@pytest.mark.parametrize("model", ADMIN)
def test_only_those_in_the_table_open_a_model_in_the_admin(world, model):
    name = model.replace(".", "_")
    lists = {who for who in CAST if outcome(ask(world, who, "GET", reverse(f"admin:{name}_changelist"))) == "in"}
    adding = {who for who in CAST if outcome(ask(world, who, "GET", reverse(f"admin:{name}_add"))) == "in"}
    assert lists == ADMIN[model]
    assert adding <= lists
