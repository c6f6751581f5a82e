"""请别排: a day that the next draft spares where it can."""

from datetime import date

import pytest

from config.errors import Refusal
from duty import actions
from duty.models import Roster, Wish
from duty.month_problem import month_problem
from tests.duty.conftest import enrol, local, stand


@pytest.fixture
def member(center, cadre):
    return enrol(center, cadre, "village")


def test_a_wish_is_written_on_my_duty_and_read_by_the_draft(center, cadre, member, client, at):
    client.force_login(cadre)
    said = {"member": member.pk, "date": "2026-12-05"}
    assert client.post("/desk/duty/wishes/", said).status_code == 302
    assert "12月5日" in client.get("/desk/duty/mine/").content.decode()
    stand(center, cadre, "2026-12-07T08:00", "2026-12-07T18:00")
    roster = Roster.objects.get(center=center, month=date(2026, 12, 1))
    (person,) = month_problem(roster, at).problem.people
    assert person.unwanted == frozenset({date(2026, 12, 5)})
    client.post(f"/desk/duty/wishes/{Wish.objects.get().pk}/drop/")
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-23", "请选明天以后的日子"),
        ("2026-12-01", "这一天已经写过了"),
        ("2026-12-09", "一个月最多写3天"),
        ("", "请选一个日期"),
        ("12月9日", "日期要写全"),
    ],
)
def test_a_wish_that_cannot_be_is_answered_in_words(cadre, member, client, at, day, words):
    for number in (1, 2, 3):
        actions.wish_off(member=member, date=date(2026, 12, number), by=cadre, at=at)
    client.force_login(cadre)
    answer = client.post("/desk/duty/wishes/", {"member": member.pk, "date": day})
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Wish.objects.count() == 3


def test_nobody_wishes_for_another(member, duty_person):
    with pytest.raises(Refusal, match="只能写自己的"):
        actions.wish_off(
            member=member, date=date(2026, 12, 5), by=duty_person, at=local("2026-11-23T09:00")
        )
