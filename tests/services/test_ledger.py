"""The chain of events: what was changed, cut or reworded behind the portal's back is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from services import actions
from services.models import EventText, Ticket, TicketEvent


@pytest.fixture
def ticket(ask, cadre, at) -> Ticket:
    """Asked, accepted, done: three steps, two of them with words."""
    ticket = ask()
    actions.accept(ticket=ticket, by=cadre, at=at)
    actions.resolve(ticket=ticket, result="灯泡换了", outcome="done", by=cadre, at=at)
    return ticket


@contextmanager
def triggers_off(table: str) -> Iterator[None]:
    """As somebody with the owner's rights could do it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verify(capsys) -> str:
    """What the command says when it finds something."""
    with pytest.raises(CommandError, match="对不上"):
        call_command("verify_ledger")
    return capsys.readouterr().err


def test_an_untouched_ledger_is_clean(ticket, capsys):
    call_command("verify_ledger")
    assert "核对了1件、3步，都对得上" in capsys.readouterr().out


def test_the_database_refuses_to_change_or_remove_an_event(ticket):
    for change in (lambda: ticket.events.update(verb="accept"), ticket.events.all().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_changed_event_is_found(ticket, capsys):
    with triggers_off("services_ticketevent"):
        TicketEvent.objects.filter(ticket=ticket, seq=2).update(actor=None)
    assert f"{ticket.number} 第2步被改过" in verify(capsys)


def test_a_changed_date_is_found(ticket, at, capsys):
    with triggers_off("services_ticketevent"):
        TicketEvent.objects.filter(ticket=ticket, seq=3).update(at=at.replace(hour=8))
    assert f"{ticket.number} 第3步被改过" in verify(capsys)


def test_a_cut_tail_is_found(ticket, capsys):
    with triggers_off("services_ticketevent"), triggers_off("services_eventtext"):
        EventText.objects.filter(event__ticket=ticket, event__seq=3).delete()
        TicketEvent.objects.filter(ticket=ticket, seq=3).delete()
    assert f"{ticket.number} 末尾少了几步" in verify(capsys)


def test_a_step_taken_out_of_the_middle_is_found(ticket, capsys):
    with triggers_off("services_ticketevent"):
        TicketEvent.objects.filter(ticket=ticket, seq=2).delete()
    assert f"{ticket.number} 少了第2步" in verify(capsys)


def test_a_changed_text_is_found(ticket, capsys):
    with triggers_off("services_eventtext"):
        EventText.objects.filter(event__ticket=ticket, event__seq=3).update(text="没有换")
    assert f"{ticket.number} 第3步的话被改过" in verify(capsys)


def test_erased_words_break_nothing(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(opening=None)
    EventText.objects.filter(event__ticket=ticket, event__seq=1).delete()
    call_command("verify_ledger", verbosity=0)
