"""A report on cadres leaves no trace with anybody but its desk, by whatever way it came (B21).

Every page, list, file, feed, message and API answer that a post may open is searched for the
words, the number, the name, the phone and the place of three reports: one from the browser, one
that a cadre typed, one that was an ordinary matter until a moment ago.
"""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEntry
from notify import actions as notify
from notify.models import Alert, Message, PhoneTask, Webhook
from services import actions
from services.actions import Intake
from services.models import Ticket, TicketSearch
from services.numbers import draw_number, spoken
from tests.accounts.test_routes import PLACEHOLDER, address_of
from tests.conftest import log_in
from tests.routes import ADMIN, CAST, ROUTES
from tests.services.conftest import calendar  # noqa: F401 - a fixture

WORDS, NAME, PHONE, PLACE = "吞了低保款三千块", "举报人甲乙", "16000000177", "七组老槐树下"
SAID = {"text": WORDS, "requester_name": NAME, "requester_phone": PHONE, "place": PLACE}
OTHERS = tuple(name for name in CAST if name not in {"villager", "confidential"})
NUMBERED = re.compile(r"<(?:str:)?number>")


@pytest.fixture
def reports(world, clock):
    """The three, with everything that an ordinary matter leaves behind before it is hidden."""
    Webhook.objects.create(unit=world.units.village, url="http://robot.example/1")
    by_web = actions.submit(
        intake=Intake(region=world.village, confidential=True, **SAID), at=world.at
    )
    typed = actions.submit(
        intake=Intake(region=world.village, kind="report", channel="in_person", **SAID),
        at=world.at,
        by=world.cadre,
    )
    moved = actions.submit(intake=Intake(region=world.village, urgent=True, **SAID), at=world.at)
    notify.sweep(at=clock.forward(minutes=5))
    actions.accept(ticket=moved, by=world.cadre, at=clock.now())
    actions.transfer(
        ticket=moved, unit=world.units.department, reason=WORDS, by=world.cadre, at=clock.now()
    )
    actions.make_confidential(ticket=moved, reason=WORDS, by=world.county, at=clock.now())
    notify.sweep(at=clock.forward(days=9))
    return [by_web, typed, moved]


@pytest.fixture
def secrets(reports):
    numbers = [form for row in reports for form in (row.number, spoken(row.number))]
    return [WORDS, NAME, PHONE, "160****0177", PLACE, *numbers]


def text_of(response) -> str:
    """A page that broke hides nothing: only the watchman's page may answer with a 503."""
    assert response.status_code < 500 or response.status_code == 503
    body = response.getvalue() if response.streaming else response.content
    if "spreadsheet" in response.get("Content-Type", ""):
        book = load_workbook(io.BytesIO(body))
        return str(
            [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
        )
    return body.decode(errors="replace")


def logged_in(person) -> Client:
    return log_in(Client(raise_request_exception=False), person)


def lists_for(name, world) -> list[str]:
    """Every page that names no single matter, as the person may open it, and the searches.

    What anybody may read is read once, as a villager.
    """
    pages = [
        address_of(route, world)
        for route, row in ROUTES.items()
        if not NUMBERED.search(route)
        and name in (readers := row.get("GET", frozenset()))
        and ("villager" not in readers or name == "villager")
        and "asked" not in route
    ]
    if name == "villager":
        return pages
    searches = [
        f"{place}?q={words}"
        for words in (WORDS[:4], PHONE)
        for place in ("/desk/", "/api/v1/tickets/")
    ]
    tables = [
        reverse(f"admin:{model.replace('.', '_')}_changelist")
        for model, who in ADMIN.items()
        if name in who
    ]
    return pages + searches + tables


@pytest.mark.django_db
@pytest.mark.parametrize("name", [*OTHERS, "villager"])
def test_no_page_shows_a_trace(world, reports, secrets, name):
    client = logged_in(getattr(world, name))
    found = {
        page: shown
        for page in lists_for(name, world)
        if (text := text_of(client.get(page)).replace(f'value="{PHONE}"', ""))
        and (shown := [secret for secret in secrets if secret in text and not echoes(page, secret)])
    }
    assert not found


def echoes(page: str, secret: str) -> bool:
    """What was typed into the search stands in its field again."""
    return "?q=" in page and secret in page


@pytest.mark.django_db
def test_the_desk_itself_sees_all_three(world, reports):
    page = text_of(logged_in(world.confidential).get("/desk/"))
    assert all(row.number in page for row in reports)


@pytest.mark.django_db
def test_rows_about_it_lie_with_its_desk_alone(world, reports):
    abouts = [f"ticket:{row.number}" for row in reports]
    told = Message.objects.filter(about__in=abouts)
    assert {message.recipient for message in told} == {world.confidential}
    assert {message.channel for message in told} == {"in_app"}
    assert not PhoneTask.objects.filter(about__in=abouts).exists()
    token = [f"u:{world.units.confidential_desk.pk}"]
    assert {tuple(row.audience) for row in TicketSearch.objects.all()} == {tuple(token)}
    assert not Alert.objects.failing().exists()


@pytest.mark.django_db
def test_no_counter_counts_them(world, reports):
    line = logged_in(world.county).get("/api/v1/figures/").json()["figures"]
    assert {line[key] for key in ("received", "instant", "accepted", "finished", "overdue")} == {0}
    page = text_of(logged_in(world.villager).get(f"/c/{world.village.code}/"))
    assert "收到0件" in page or "收到" not in page


def unlike(client, method, route, known, unknown) -> str:
    """How the answers to a hidden and to an unknown number differ; empty where they do not."""

    def answer(number):
        address = "/" + PLACEHOLDER.sub(number, route)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.generic(
                method, address, content_type="application/x-www-form-urlencoded"
            )
        text = (
            re.sub(r'value="[A-Za-z0-9]{64}"', "", text_of(response))
            .replace(number, "N")
            .replace(spoken(number), "N")
        )
        return response.status_code, text, len(queries)

    here, there = answer(known), answer(unknown)
    return (
        "" if here == there else f"{method} /{route}: {here[0]} {here[2]} / {there[0]} {there[2]}"
    )


def staff_routes() -> list[str]:
    return [
        route
        for route in ROUTES
        if NUMBERED.search(route) and not route.startswith(("t/", "api/v1/public"))
    ]


@pytest.mark.django_db
def test_a_hidden_number_answers_like_an_unknown_one(world, reports):
    """Same status, same body, same number of queries: nothing to tell them apart by."""
    client, unknown = logged_in(world.cadre), draw_number()
    client.get("/password/")  # what a session asks once
    different = [
        line
        for route in staff_routes()
        for method in ROUTES[route]
        if (line := unlike(client, method, route, reports[2].number, unknown))
    ]
    assert not different, "\n".join(different)


@pytest.mark.django_db
@pytest.mark.parametrize("name", OTHERS)
def test_nobody_opens_one_by_its_number(world, reports, name):
    client, unknown = logged_in(getattr(world, name)), draw_number()
    client.get("/password/")
    routes = ("desk/tickets/<number>/", "api/v1/tickets/<str:number>/")
    different = [
        line
        for route in routes
        for row in reports
        if (line := unlike(client, "GET", route, row.number, unknown))
    ]
    assert not different, "\n".join(different)
    assert {client.get(f"/desk/tickets/{row.number}/").status_code for row in reports} == {404}


@pytest.mark.django_db
def test_without_the_code_the_public_pages_tell_nothing_either(world, reports):
    client, unknown = logged_in(None), draw_number()
    routes = [route for route in ROUTES if route.startswith(("t/<", "api/v1/public"))]
    assert not [
        line
        for route in routes
        for method in ROUTES[route]
        if (line := unlike(client, method, route, reports[0].number, unknown))
    ]

    def tried(number):
        with CaptureQueriesContext(connection) as queries:
            response = client.post("/t/", {"number": number, "code": "000000"})
        return response.status_code, len(queries)

    tried(draw_number())
    assert tried(reports[0].number) == tried(unknown)


@pytest.mark.django_db
def test_nobody_finds_it_while_typing_or_by_merging(world, reports):
    client = logged_in(world.cadre)
    seen = client.post(
        "/desk/new/seen/",
        {"requester_phone": PHONE, "text": WORDS, "region": world.village.pk},
    )
    assert NAME not in text_of(seen)
    assert not any(row.number in text_of(seen) for row in reports)
    mine = world.ticket
    said = {"seq": mine.last_seq, "reason": "同一件"}
    answers = {
        re.sub(
            r"\d{8}",
            "",
            str(
                client.post(f"/desk/tickets/{mine.number}/merge/", said | {"into": into})
                .context["form"]
                .errors
            ),
        )
        for into in (reports[0].number, draw_number())
    }
    assert len(answers) == 1


@pytest.mark.django_db
def test_the_audit_names_no_report(world, reports):
    logged_in(world.confidential).get(f"/desk/tickets/{reports[0].number}/")
    subjects = "".join(AuditEntry.objects.values_list("subject", flat=True))
    assert "report:" in subjects
    assert not any(row.number in subjects for row in reports)


@pytest.mark.django_db
def test_the_clock_runs_for_the_desk_and_nobody_else_is_told(world, reports, clock):
    notify.sweep(at=clock.forward(days=40))
    told = Message.objects.filter(created_at__gte=clock.now() - timedelta(days=1))
    assert {message.recipient for message in told} <= {world.confidential}
    assert Ticket.objects.filter(confidential=True, status="in_progress").count() == 3
