"""The demonstration: refuses real data, plays every written request, leaves something for every log-in."""

from __future__ import annotations

import csv
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from config.clock import LOCAL
from duty.coverage import uncovered
from duty.models import Assignment, Leave, SwapRequest, TourStop
from portal.demonstration import log_ins
from portal.demonstration.county import Wanted, fill
from portal.demonstration.people import PASSWORD
from portal.demonstration.stage import REQUESTS, written_requests
from regions.models import Region
from services.models import Ticket
from services.rows import work_list
from tests.conftest import log_in

ONLY = ("410327102000",)


def small(tickets: int = 0) -> Wanted:
    return Wanted("410327", tickets, 20, ONLY)


def test_existing_data_are_left_alone(cadre):
    with pytest.raises(CommandError, match="已经有数据"):
        call_command("demo")


def test_a_real_sms_gateway_is_refused(db, settings):
    settings.SMS_BACKEND = "aliyun"
    with pytest.raises(CommandError, match="真的网关"):
        call_command("demo")


def test_thirty_requests_are_written_and_every_log_in_is_told():
    with REQUESTS.open(encoding="utf-8-sig", newline="") as file:
        assert [int(row["n"]) for row in csv.DictReader(file)] == list(range(1, 31))
    assert [username for username, _who in log_ins()] == [
        *("cadre", "duty", "neighbor", "township", "liaison", "county", "confidential"),
        *("inspector", "auditor", "security", "admin"),
    ]


@pytest.mark.slow
def test_a_filled_county_has_work_for_every_log_in_and_a_clean_ledger(at, client):
    fill(small(tickets=60), at)
    texts = set(Ticket.objects.values_list("opening__text", flat=True))
    assert {row["text"] for row in written_requests().values()} <= texts

    waiting = {
        name: groups_of(name, at)
        for name in ("cadre", "duty", "neighbor", "township", "liaison", "county", "confidential")
    }
    assert {name for name, groups in waiting.items() if not groups} == set()
    assert {"urgent", "overdue", "accept", "tell", "rectify", "materials", "working"} <= waiting[
        "cadre"
    ]
    assert {"urgent", "accept", "take", "call_back", "extensions"} <= waiting["township"]
    assert {"take", "tell"} <= waiting["liaison"]
    assert Ticket.objects.visible_to(User.objects.get(username="inspector")).count() == 0

    call_command("verify_ledger", verbosity=0)
    call_command("recount", "--check", verbosity=0)
    for name, _who in log_ins():
        assert User.objects.get(username=name).check_password(PASSWORD), name
    assert (
        log_in(client, User.objects.get(username="cadre")).get(reverse("desk")).status_code == 200
    )


def groups_of(username: str, at: datetime) -> set[str]:
    """The groups of a person's list that are not empty."""
    return {group.key for group in work_list(User.objects.get(username=username), at)}


@pytest.mark.slow
@pytest.mark.parametrize("instant", ["2026-10-04T23:30", "2026-12-31T00:20", "2026-11-22T13:00"])
def test_the_play_works_at_any_hour(db, clock, instant):
    """A holiday's night, the last minutes of a year, a Sunday noon."""
    at = clock.set(datetime.fromisoformat(instant).replace(tzinfo=LOCAL))
    fill(small(), at)
    assert Ticket.objects.filter(submitted_at__gt=at).count() == 0
    assert Ticket.objects.count() >= 34
    holes = Assignment.objects.active().filter(user=None)
    assert sorted(holes.values_list("shift__center__name", flat=True)) == [
        "柳泉村党群服务中心",
        "鱼泉村党群服务中心",
    ]
    assert not any(uncovered(Region.objects.get(level="county"), hole.start) for hole in holes)
    waiting = SwapRequest.objects.pending().values_list("status", flat=True)
    assert (Leave.objects.waiting(at).count(), sorted(waiting)) == (1, ["accepted", "open"])
    assert TourStop.objects.coming(at.date()).count() == 2
