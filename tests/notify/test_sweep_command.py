"""`manage.py sweep` does what the worker does, and does not run ahead of the clock by accident."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from notify.models import Alert, SweepRun
from tests.notify.conftest import plan

pytestmark = pytest.mark.django_db


def sweep(*arguments):
    out = StringIO()
    call_command("sweep", *arguments, stdout=out)
    return out.getvalue()


def test_it_fires_what_is_due_now(at, units, webhook):
    plan(units.village.pk, ("a", at))
    assert sweep() == "1 alerts fired, 1 messages sent\n"


def test_a_dry_run_says_what_is_due_and_changes_nothing(at, units, webhook):
    plan(units.village.pk, ("a", at), ("b", at + timedelta(hours=1)))
    later = (at + timedelta(hours=2)).isoformat()
    assert sweep("--dry-run") == "1 alerts of 1 subjects due, 0 messages to send\n"
    assert sweep("--dry-run", "--at", later) == "2 alerts of 1 subjects due, 0 messages to send\n"
    assert set(Alert.objects.values_list("state", flat=True)) == {"planned"}
    assert not SweepRun.objects.exists()


def test_a_later_instant_is_refused_without_debug(at, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="later than now"):
        sweep("--at", (at + timedelta(minutes=1)).isoformat())


def test_a_later_instant_works_with_debug(at, settings, units, webhook):
    settings.DEBUG = True
    plan(units.village.pk, ("a", at + timedelta(hours=1)))
    assert sweep("--at", "2026-11-23T10:12") == "1 alerts fired, 1 messages sent\n"


def test_an_instant_that_is_none_is_refused():
    with pytest.raises(CommandError, match="ISO time"):
        sweep("--at", "tomorrow")
