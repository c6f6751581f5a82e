"""In which group each person finds a matter, in each of its states (screens.md 1.4, B12, B52)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.roles import Role
from services import actions
from services.grouping import grouped
from services.reader import Reader
from services.worklist import facts_for
from tests.conftest import hire
from tests.services.states import (
    REASON,
    accepted,
    asked_for_time,
    badly_graded,
    declined,
    disputed,
    escalated,
    fresh,
    paused,
    resolved,
    returned,
    taken_by_a_colleague,
    taken_by_the_department,
    told,
    transferred,
    urgent,
    urgent_taken,
    waiting_for_papers,
)


def group(person, ticket, at) -> str:
    """The one group in which the person finds it."""
    found = grouped(facts_for(person, at), Reader.of(person), at)
    groups = [name for name, keys in found.items() if ticket.pk in keys]
    assert len(groups) <= 1
    return groups[0] if groups else ""


NOW, MINUTES_20, MINUTES_40, WEEKS_2 = (
    timedelta(0),
    timedelta(minutes=20),
    timedelta(minutes=40),
    timedelta(days=14),
)
TABLE = [
    (fresh, NOW, {"cadre": "accept", "duty": "accept"}),
    (accepted, NOW, {"cadre": "working", "duty": "colleagues"}),
    (
        accepted,
        WEEKS_2,
        {"cadre": "overdue", "duty": "colleagues", "clerk": "overdue", "county": "overdue"},
    ),
    (taken_by_a_colleague, NOW, {"cadre": "colleagues", "duty": "working"}),
    (
        taken_by_a_colleague,
        WEEKS_2,
        {"cadre": "overdue", "duty": "overdue", "clerk": "overdue", "county": "overdue"},
    ),
    (urgent, NOW, {"cadre": "urgent", "duty": "urgent"}),
    (urgent, MINUTES_20, {"cadre": "urgent", "duty": "urgent", "clerk": "urgent"}),
    (
        urgent,
        MINUTES_40,
        {"cadre": "urgent", "duty": "urgent", "clerk": "urgent", "county": "urgent"},
    ),
    (urgent_taken, MINUTES_40, {"cadre": "urgent", "duty": "colleagues"}),
    (transferred, NOW, {"cadre": "following", "duty": "following", "liaison": "take"}),
    (taken_by_the_department, NOW, {"cadre": "following", "liaison": "working"}),
    (
        taken_by_the_department,
        WEEKS_2,
        {"cadre": "following", "liaison": "overdue", "county": "overdue"},
    ),
    (returned, NOW, {"cadre": "working", "duty": "colleagues"}),
    (escalated, NOW, {"cadre": "following", "duty": "following", "clerk": "take"}),
    (waiting_for_papers, NOW, {"cadre": "materials", "duty": "materials"}),
    (paused, NOW, {"cadre": "paused", "duty": "colleagues"}),
    (asked_for_time, NOW, {"cadre": "working", "duty": "colleagues", "clerk": "extensions"}),
    (resolved, NOW, {"cadre": "tell", "duty": "tell"}),
    (told, NOW, {"clerk": "call_back"}),
    (badly_graded, NOW, {"cadre": "rectify", "duty": "rectify"}),
    (declined, NOW, {}),
    (disputed, NOW, {"clerk": "disputes"}),
]


@pytest.mark.parametrize(
    ("state", "later", "expected"), TABLE, ids=lambda value: getattr(value, "__name__", None)
)
def test_everybody_finds_a_matter_where_it_concerns_them(cast, state, later, expected):
    ticket = state(cast)
    found = {name: group(person, ticket, cast.at + later) for name, person in cast.people.items()}
    assert {name: where for name, where in found.items() if where} == expected


def test_a_station_head_who_was_not_asked_sees_where_it_is_stuck(cast):
    ticket = cast.ask(first_contact=cast.duty, by=cast.cadre)
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)
    actions.transfer(
        ticket=ticket, unit=cast.units.department, reason=REASON, by=cast.cadre, at=cast.at
    )
    actions.take(ticket=ticket, by=cast.liaison, at=cast.at)
    later = cast.at + WEEKS_2
    assert group(cast.cadre, ticket, later) == "overdue"
    assert group(cast.duty, ticket, later) == "following"


def test_what_is_due_today_stands_apart(cast, lamp):
    ticket = cast.ask(item=lamp)
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)
    actions.contact(ticket=ticket, by=cast.cadre, at=cast.at, reached=True)
    assert group(cast.cadre, ticket, cast.at) == "working"
    assert group(cast.cadre, ticket, ticket.next_due_at - timedelta(hours=1)) == "today"


def test_a_report_on_cadres_stands_with_its_desk_alone(cast, county):
    ticket = cast.ask(confidential=True, by=cast.cadre)
    for later in (NOW, MINUTES_40, WEEKS_2):
        found = {
            name: group(person, ticket, cast.at + later) for name, person in cast.people.items()
        }
        assert {name for name, where in found.items() if where} == {"confidential"}


def test_who_looks_after_a_village_takes_its_new_matters(cast, village):
    link = hire("link", "吴江", 30, cast.units.township, Role.VILLAGE_LINK, region=village)
    assert group(link, fresh(cast), cast.at) == "accept"
    assert group(link, accepted(cast), cast.at) == ""


def test_one_list_over_several_posts(cast, units):
    """B52: member in one village and station head in the other, both on one list."""
    both = hire("both", "郭明", 31, units.village, Role.MEMBER)
    hire_post = both.posts.create
    hire_post(unit=units.neighbour, role=Role.STATION_HEAD, starts=both.posts.get().starts)
    there = cast.ask(region=units.neighbour.region)
    assert {group(both, there, cast.at), group(both, fresh(cast), cast.at)} == {"accept"}


def test_a_person_without_a_post_has_an_empty_list(ask, auditor, inspector, at):
    ask()
    assert facts_for(auditor, at) == facts_for(inspector, at) == []


def test_the_most_pressing_comes_first(cast):
    first = cast.ask()
    second = cast.ask(at=cast.at + timedelta(days=1))
    keys = grouped(facts_for(cast.cadre, cast.at), Reader.of(cast.cadre), cast.at)
    assert keys["accept"] == [first.pk, second.pk]
