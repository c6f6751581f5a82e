"""A day's anchor shows what a matter's own chain cannot: an end that was cut, a head set back (B53)."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, connection, transaction

from services import actions, anchors
from services.anchors import anchor_ledger, broken_anchors
from services.ledger import breaks
from services.models import LedgerAnchor, Ticket, TicketEvent


@pytest.fixture(autouse=True)
def settled(monkeypatch):
    """What was written a moment ago counts as settled."""
    monkeypatch.setattr(anchors, "SETTLED", timedelta(0))


@pytest.fixture
def sealed(cast):
    ticket = cast.ask()
    actions.accept(ticket=ticket, by=cast.cadre, at=cast.at)
    anchor_ledger(at=cast.at)
    return ticket


def by_hand(statement, *values):
    """What somebody with the database's password could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE services_ticketevent DISABLE TRIGGER services_event_keep")
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE services_ticketevent ENABLE TRIGGER services_event_keep")


def test_it_is_made_once_a_day_and_goes_on_from_the_last(sealed, cast):
    first = LedgerAnchor.objects.get()
    assert (first.events, first.prev_seal) == (TicketEvent.objects.count(), "")
    assert anchor_ledger(at=cast.at + timedelta(hours=3)) is None
    actions.note(ticket=sealed, text="看过了", public=False, by=cast.cadre, at=cast.at)
    second = anchor_ledger(at=cast.at + timedelta(days=1))
    assert (second.events, second.prev_seal, second.after_event) == (
        1,
        first.seal,
        first.last_event,
    )
    assert not list(broken_anchors())


def test_a_cut_end_with_the_head_set_back_is_seen(sealed):
    last = sealed.events.order_by("seq").last()
    by_hand("DELETE FROM services_eventtext WHERE event_id = %s", last.pk)
    by_hand("DELETE FROM services_ticketevent WHERE id = %s", last.pk)
    row = Ticket.objects.get(pk=sealed.pk)
    row.last_seq, row.last_hash = last.seq - 1, last.prev_hash
    row.save()
    assert not list(breaks(row, list(row.events.order_by("seq"))))  # its own chain is whole
    assert list(broken_anchors()) == ["2026-11-23 封账时有2步，现在是1步"]
    with pytest.raises(CommandError, match="1处"):
        call_command("verify_ledger", verbosity=0)


def test_a_forged_anchor_is_seen(sealed):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE services_ledgeranchor DISABLE TRIGGER services_ledgeranchor_keep"
        )
    LedgerAnchor.objects.update(events=7)
    assert any("改过" in sentence for sentence in broken_anchors())


@pytest.mark.parametrize(
    "statement",
    ["UPDATE services_ledgeranchor SET events = 0", "DELETE FROM services_ledgeranchor"],
)
def test_the_database_lets_no_anchor_go(sealed, statement):
    with (
        pytest.raises(IntegrityError, match="only added"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_clean_ledger_says_the_seal_to_write_down(sealed, capsys):
    call_command("verify_ledger")
    assert LedgerAnchor.objects.get().seal[:12] in capsys.readouterr().out


def test_what_is_still_being_written_waits_for_the_next_day(cast, monkeypatch):
    monkeypatch.setattr(anchors, "SETTLED", timedelta(hours=1))
    cast.ask()
    assert anchor_ledger(at=cast.at).events == 0
