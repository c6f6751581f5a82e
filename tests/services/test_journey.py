"""One ordinary matter from asking to call-back, through the actions alone."""

from datetime import timedelta

from notify.actions import sweep
from services import actions
from services.models import TicketEvent


def test_an_ordinary_matter_goes_from_asking_to_closed(ask, lamp, cadre, clerk, at):
    ticket = ask(item=lamp, category=lamp.category)
    assert (ticket.status, ticket.first_contact, ticket.ticket_class) == (
        "submitted",
        cadre,
        "basic",
    )
    actions.accept(ticket=ticket, by=cadre, at=at + timedelta(minutes=5), seq=1)
    actions.contact(ticket=ticket, by=cadre, at=at + timedelta(minutes=10), reached=True)
    actions.resolve(
        ticket=ticket, by=cadre, at=at + timedelta(hours=5), result="灯泡已经换了", outcome="done"
    )
    actions.feed_back(ticket=ticket, by=cadre, at=at + timedelta(hours=6), channel="phone")
    assert ticket.status == "answered"
    actions.call_back(ticket=ticket, by=clerk, at=at + timedelta(days=1), solved=True, grade=5)
    assert ticket.status == "closed"
    verbs = list(TicketEvent.objects.filter(ticket=ticket).values_list("verb", flat=True))
    assert verbs == ["submit", "accept", "contact", "resolve", "feed_back", "call_back"]
    assert not ticket.clocks.running().exists()


def test_nobody_accepts_and_the_sweep_deems_it_accepted(ask, cadre, at):
    ticket = ask()
    due = ticket.clocks.get(kind="accept").due_at
    sweep(at=due + timedelta(days=3))
    ticket.refresh_from_db()
    assert (ticket.status, ticket.holder, ticket.deemed_accepted) == ("in_progress", None, True)
    assert ticket.accepted_at == due
    assert ticket.clocks.get(kind="handle").started_at == ticket.submitted_at
    assert ticket.clocks.get(kind="accept").outcome == "missed"
