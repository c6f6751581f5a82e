"""What lists and figures read of a matter can be proved from its rows, and set right from them."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry
from services import actions
from services.models import Clock, Ticket, TicketSearch


@pytest.fixture
def ticket(ask, cadre, at) -> Ticket:
    ticket = ask()
    actions.accept(ticket=ticket, by=cadre, at=at)
    return ticket


def check(capsys) -> str:
    with pytest.raises(CommandError, match="有1件对不上"):
        call_command("recount", "--check")
    return capsys.readouterr().err


def test_what_the_actions_wrote_is_clean(ticket, capsys):
    call_command("recount", "--check")
    assert "重数了1件，都对得上" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("overdue_at", None),
        ("next_due_at", None),
        ("paused", True),
        ("returns", 2),
        ("round", 2),
        ("supplements_asked", 1),
        ("holder", None),
        ("audience", ["r:1"]),
    ],
)
def test_a_copy_that_strayed_is_named_and_set_right(ticket, capsys, field, value):
    before = Ticket.objects.values().get(pk=ticket.pk)
    Ticket.objects.filter(pk=ticket.pk).update(**{field: value})
    assert field in check(capsys)
    call_command("recount")
    assert "改过来1件" in capsys.readouterr().out
    assert Ticket.objects.values().get(pk=ticket.pk) == before
    (entry,) = AuditEntry.objects.filter(verb="recount")
    assert entry.subject == f"ticket:{ticket.number}"
    call_command("recount", "--check")


def test_a_matter_that_search_lost_is_found_again(ticket, capsys, cadre):
    TicketSearch.objects.filter(ticket=ticket).delete()
    assert "audience" in check(capsys)
    call_command("recount")
    assert Ticket.objects.visible_to(cadre).found_by("路灯", cadre).get() == ticket


def test_a_clock_moved_by_hand_shows_in_the_copies(ticket, capsys):
    Clock.objects.filter(ticket=ticket).running().update(paused=True)
    assert "overdue_at" in check(capsys)


def test_a_report_is_named_by_its_mark_alone(ask, confidential_officer, capsys):
    report_ticket = ask(confidential=True)
    Ticket.objects.filter(pk=report_ticket.pk).update(returns=1)
    said = check(capsys)
    assert report_ticket.number not in said
    assert "report:" in said
