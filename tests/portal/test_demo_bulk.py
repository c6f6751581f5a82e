"""The bulk of the demonstration says of every matter what the actions would have written."""

from __future__ import annotations

from contextlib import contextmanager
from random import Random

import pytest
from django.db import connection, transaction

from portal.demonstration import bulk
from portal.demonstration.book import People
from portal.demonstration.cast import Cast
from portal.demonstration.county import Wanted, set_up
from portal.demonstration.course import Course, came_in
from portal.demonstration.paper import Paper
from portal.demonstration.rows import TABLES, Sheets
from regions.models import Region
from services import ledger
from services.models import Ticket
from tests.portal.replay import Played, picture

COUNT = 200
DAYS = 40
ONLY = ("410327102000",)


@pytest.fixture
def small_county(at) -> Region:
    return set_up(Wanted("410327", 0, DAYS, ONLY), at, Random(1))  # noqa: S311 - the same county each time


@pytest.mark.slow
def test_200_bulk_matters_are_row_by_row_what_the_actions_write(small_county, at):
    cast = Cast.of(small_county)
    for seed in range(COUNT):
        played, number = picture_of_the_played(cast, seed, at)
        assert picture_of_the_paper(cast, seed, number, at) == played, seed


def picture_of_the_played(cast, seed, at):
    matter = Played()
    with taken_back():
        run(cast, seed, matter, at)
        return picture(Ticket.objects.get(pk=matter.ticket.pk)), matter.ticket.number


def picture_of_the_paper(cast, seed, number, at):
    paper = Paper(cast, Sheets(dict.fromkeys(TABLES, 1)), People(), number, Random(0), at)  # noqa: S311 - salts
    run(cast, seed, paper, at)
    paper.finish()
    with taken_back(), connection.cursor() as cursor:
        bulk.copy_in(paper.sheets)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        ticket = Ticket.objects.get(pk=paper.ticket.id)
        assert list(ledger.breaks(ticket, list(ticket.events.order_by("seq")))) == []
        return picture(ticket)


@contextmanager
def taken_back():
    """What happens inside is seen inside only."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def run(cast, seed, matter, at) -> None:
    rng = Random(seed)  # noqa: S311 - the same course for both
    came = came_in(rng, at, DAYS)
    Course(cast, rng, matter, came, at).run()
