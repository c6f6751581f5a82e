"""A changed calendar reaches open clocks: later moves, earlier keeps what was told (DESIGN 4.2)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command

from config.celery import app
from notify.models import Alert
from regions.actions.imports import FOLLOWED_BY
from regions.models import CalendarDay
from services import actions
from services.actions import Recomputed, recompute_clocks
from services.models import Ticket, TicketEvent
from services.timeline import Names, is_for_villager, step_sentence
from tests.conftest import log_in, make_region
from tests.services.conftest import local


def rest(day: date, **more) -> CalendarDay:
    return CalendarDay.objects.create(date=day, kind="rest", confirmed=True, **more)


@pytest.fixture
def lamp_matter(ask, lamp, cadre, at) -> Ticket:
    """Accepted on Monday, promised in three working days: Thursday half past five."""
    ticket = ask(item=lamp)
    actions.accept(ticket=ticket, by=cadre, at=at)
    actions.contact(ticket=ticket, channel="phone", reached=True, by=cadre, at=at)
    assert handle(ticket).due_at == local("2026-11-26T17:30")
    return ticket


def handle(ticket: Ticket):
    return ticket.clocks.get(kind="handle")


def test_a_new_day_off_moves_the_date_its_ladder_and_the_copies(lamp_matter, at):
    rest(date(2026, 11, 25))
    assert recompute_clocks(at=at) == Recomputed(looked_at=1, moved=1)
    clock = handle(lamp_matter)
    assert clock.due_at == local("2026-11-27T17:30")
    lamp_matter.refresh_from_db()
    assert (lamp_matter.overdue_at, lamp_matter.next_due_at) == (clock.due_at, clock.due_at)
    standing = Alert.objects.of("clock", clock.pk).unsent()
    assert set(standing.values_list("revision", flat=True)) == {clock.revision}
    assert standing.get(rung="oversight").due_at > clock.due_at


def test_the_event_keeps_both_instants_and_staff_read_it(lamp_matter, at):
    rest(date(2026, 11, 25))
    recompute_clocks(at=at)
    event = TicketEvent.objects.get(verb="recompute")
    assert event.actor is None
    assert event.data == {
        "clock": "handle",
        "before": "2026-11-26T09:30:00+00:00",
        "after": "2026-11-27T17:30:00+08:00",
    }
    assert not is_for_villager(event)
    told = step_sentence(event, ticket=lamp_matter, names=Names.of([event]), for_villager=False)
    assert "从11月26日" in told
    assert "挪到11月27日" in told


def test_a_second_run_changes_nothing(lamp_matter, at):
    rest(date(2026, 11, 25))
    recompute_clocks(at=at)
    before = list(Alert.objects.values_list("pk", "due_at", "state", "revision").order_by("pk"))
    assert recompute_clocks(at=at) == Recomputed(looked_at=1, moved=0)
    assert before == list(
        Alert.objects.values_list("pk", "due_at", "state", "revision").order_by("pk")
    )
    assert TicketEvent.objects.filter(verb="recompute").count() == 1


def test_a_told_date_never_comes_earlier_not_even_after_a_pause(lamp_matter, cadre, at):
    day = rest(date(2026, 11, 25))
    recompute_clocks(at=at)
    day.delete()
    assert recompute_clocks(at=at).moved == 0
    actions.pause(ticket=lamp_matter, reason="等配件", by=cadre, at=at + timedelta(hours=1))
    actions.resume(ticket=lamp_matter, by=cadre, at=at + timedelta(hours=2))
    assert handle(lamp_matter).due_at == local("2026-11-27T17:30")


def test_an_extension_stays_added(lamp_matter, cadre, clerk, at):
    actions.extend(ticket=lamp_matter, amount=Decimal(2), reason="等配件", by=cadre, at=at)
    actions.decide_extension(ticket=lamp_matter, approve=True, by=clerk, at=at)
    assert handle(lamp_matter).due_at == local("2026-11-30T17:30")
    rest(date(2026, 11, 30))
    recompute_clocks(at=at)
    assert handle(lamp_matter).due_at == local("2026-12-01T17:30")


def test_a_year_that_is_announced_takes_the_mark_away(ask, lamp, cadre):
    late = local("2026-12-31T09:00")
    ticket = ask(item=lamp, at=late)
    actions.accept(ticket=ticket, by=cadre, at=late)
    assert handle(ticket).provisional
    CalendarDay.objects.create(
        date=date(2027, 5, 1), kind="statutory", name="劳动节", confirmed=True
    )
    told = handle(ticket).due_at
    recompute_clocks(at=late)
    assert (handle(ticket).provisional, handle(ticket).due_at) == (False, told)


def test_a_day_of_another_county_moves_nothing(lamp_matter, at):
    other = make_region("410328000000", "洛宁县", "county", pinyin="luo ning xian")
    rest(date(2026, 11, 25), county=other)
    assert recompute_clocks(at=at).moved == 0


def test_an_urgent_clock_goes_by_the_hour_and_stays(ask, cadre, at):
    ask(by=cadre, channel="hotline", urgent=True)
    rest(date(2026, 11, 23))
    assert recompute_clocks(at=at).moved == 0


def test_three_matters_are_looked_at_in_as_many_queries_as_one(
    ask, lamp, cadre, at, django_assert_num_queries
):
    ask()
    recompute_clocks(at=at)
    with django_assert_num_queries(7):
        recompute_clocks(at=at)
    ask()
    ask()
    with django_assert_num_queries(7):
        recompute_clocks(at=at)


def test_the_command_says_what_it_did(lamp_matter, clock, capsys):
    rest(date(2026, 11, 25))
    call_command("recompute_clocks")
    assert "看了1个时限，往后挪了1个" in capsys.readouterr().out


@pytest.fixture
def sent(monkeypatch) -> list[str]:
    """The names of the tasks that were sent to a worker."""
    names: list[str] = []
    monkeypatch.setattr(app, "send_task", lambda name, _arguments: names.append(name))
    return names


def test_the_tasks_that_the_calendar_names_exist():
    app.loader.import_default_modules()
    assert set(FOLLOWED_BY) <= set(app.tasks)


def test_an_imported_calendar_is_followed_once_and_an_unchanged_one_not(
    db, tmp_path, sent, clock, django_capture_on_commit_callbacks
):
    table = tmp_path / "days.csv"
    table.write_text(
        "date,weekday,type,name,status,statutory\n2026-12-31,Thu,holiday,元旦,official,0\n",
        encoding="utf-8",
    )
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("import_calendar", str(table))
    assert sent == list(FOLLOWED_BY)


def test_a_day_changed_in_the_admin_is_followed(
    client, admin_person, sent, clock, django_capture_on_commit_callbacks
):
    log_in(client, admin_person)
    with django_capture_on_commit_callbacks(execute=True):
        said = {"date": "2026-12-24", "kind": "rest", "name": "县庆"}
        response = client.post("/admin/regions/calendarday/add/", said)
    assert response.status_code == 302
    assert sent == list(FOLLOWED_BY)
