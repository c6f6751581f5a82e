"""Matters in /admin/: for the county desk, to look at only, masked, in a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from services import actions
from tests.conftest import log_in
from tests.services.states import accepted, fresh

LIST = "/admin/services/ticket/"


@pytest.fixture
def office(client, cast):
    return log_in(client, cast.county)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_questions_however_long_it_is(office, cast, rows):
    for _ in range(rows):
        accepted(cast)
    office.get(LIST)
    with CaptureQueriesContext(connection) as asked:
        page = office.get(LIST).content.decode()
    assert page.count("周*牛") == rows
    assert len(asked) == 6, "\n".join(query["sql"][:150] for query in asked)


def test_a_matter_is_shown_masked_and_cannot_be_changed(office, cast):
    ticket = fresh(cast)
    address = reverse("admin:services_ticket_change", args=[ticket.pk])
    page = office.get(address).content.decode()
    assert "周*牛 160****0101" in page
    assert "周铁牛" not in page
    assert office.post(address, {"status": "closed"}).status_code == 403
    assert office.get(reverse("admin:services_ticket_add")).status_code == 403
    assert office.post(reverse("admin:services_ticket_delete", args=[ticket.pk])).status_code == 403


def test_filters_and_search_narrow_the_list(office, cast, township, other_township):
    ticket, other = fresh(cast), cast.ask(region=cast.units.other.region)
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)

    def numbers(query):
        page = office.get(LIST + query).content.decode()
        return {row.number for row in (ticket, other) if f">{row.number}</a>" in page}

    assert numbers("") == {ticket.number, other.number}
    assert numbers(f"?township={township.code}") == {ticket.number}
    assert numbers(f"?township={other_township.code}") == {other.number}
    assert numbers("?status__exact=in_progress") == {ticket.number}
    assert numbers(f"?q={other.number}") == {other.number}


def test_reports_on_cadres_are_not_in_it(office, cast):
    ticket = cast.ask(confidential=True)
    assert ticket.number not in office.get(LIST).content.decode()


def test_nobody_else_opens_it(client, cast, auditor):
    for person in (cast.cadre, cast.clerk, cast.liaison, auditor):
        assert log_in(client, person).get(LIST).status_code == 403
