import pytest

from config.errors import Refusal
from duty import actions
from duty.models import DutyLogEntry
from tests.duty.conftest import local, stand

NIGHT = ("2026-11-26T17:30", "2026-11-27T08:00")
AT = local("2026-11-27T02:00")


def write(center, by, kind="patrol", text="广场转了一圈", at=AT):
    return actions.write_log(center=center, kind=kind, text=text, by=by, at=at)


def test_an_entry_at_two_in_the_night_lands_in_the_evenings_shift(center, cadre):
    row = stand(center, cadre, *NIGHT)
    entry = write(center, cadre)
    assert (entry.shift, entry.at, entry.by) == (row.shift, AT, cadre)
    assert entry.shift.duty_date.isoformat() == "2026-11-26"


def test_between_shifts_an_entry_stands_without_one(center, cadre):
    assert write(center, cadre).shift is None


def test_of_two_running_shifts_it_is_the_writers(center, cadre, duty_person):
    mine = stand(center, cadre, "2026-11-26T08:00", "2026-11-27T08:00")
    stand(center, duty_person, *NIGHT)
    assert write(center, cadre).shift == mine.shift


def test_nothing_to_report_is_one_row_however_often_it_is_tapped(center, cadre):
    stand(center, cadre, *NIGHT)
    assert write(center, cadre, "nothing", "") == write(center, cadre, "nothing", "")
    assert DutyLogEntry.objects.count() == 1


def test_nothing_to_report_after_an_entry_is_refused(center, cadre):
    stand(center, cadre, *NIGHT)
    write(center, cadre)
    with pytest.raises(Refusal, match="已经有记录"):
        write(center, cadre, "nothing", "")


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        ("visit", "  ", "还没写什么事"),
        ("gossip", "听说", "请选一个类型"),
        ("visit", "长" * 501, "最多写500个字"),
    ],
)
def test_an_entry_that_says_nothing_is_refused(center, cadre, kind, text, sentence):
    with pytest.raises(Refusal, match=sentence):
        write(center, cadre, kind, text)
    assert not DutyLogEntry.objects.exists()


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("cadre", True),
        ("duty_person", True),
        ("clerk", True),
        ("link", True),
        ("neighbour", False),
        ("liaison", False),
        ("county_officer", False),
    ],
)
def test_whoever_stands_duty_there_may_write(request, center, person, may):
    by = request.getfixturevalue(person)
    if may:
        assert write(center, by).by == by
    else:
        with pytest.raises(Refusal, match="不在这个中心值班"):
            write(center, by)
