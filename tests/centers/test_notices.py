"""Notices to villagers: written, approved, shown, gone by themselves (B61)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import AuditEntry
from centers.actions import approve_notice, publish_notice, withdraw_notice
from centers.broadcast import announcement
from centers.models import VillageNotice
from config.errors import Conflict, Refusal
from tests.centers.conftest import local

WORDS = {
    "kind": "outage",
    "title": "11月24日（星期二）上午8:00到12:00停电",
    "text": "检修线路，请提前把水接好。冰箱少开门。",
    "groups": "2组、3组",
}


def write(by, region, at, **changes) -> VillageNotice:
    fields = {"shows_from": at, "shows_until": at + timedelta(days=2), **WORDS, **changes}
    return publish_notice(region=region, by=by, at=at, **fields)


@pytest.mark.parametrize(
    ("writer", "place", "approved"),
    [
        ("cadre", "village", True),
        ("duty_person", "village", False),
        ("clerk", "village", True),
        ("clerk", "township", True),
        ("county_officer", "county", True),
    ],
)
def test_who_approves_by_writing(writer, place, approved, at, request):
    by, region = request.getfixturevalue(writer), request.getfixturevalue(place)
    notice = write(by, region, at)
    assert notice.is_showing(at) is approved
    assert notice.approved_by == (by if approved else None)


@pytest.mark.parametrize(
    ("writer", "place"),
    [
        ("cadre", "township"),
        ("neighbour", "village"),
        ("clerk", "other_village"),
        ("inspector", "county"),
        ("liaison", "county"),
    ],
)
def test_nobody_speaks_for_a_place_not_theirs(writer, place, at, request):
    with pytest.raises(PermissionDenied):
        write(request.getfixturevalue(writer), request.getfixturevalue(place), at)


def test_the_station_head_approves_a_draft_once(duty_person, cadre, village, at, clock):
    draft = write(duty_person, village, at)
    with pytest.raises(PermissionDenied):
        approve_notice(notice=draft, by=duty_person, at=at)
    approved = approve_notice(notice=draft, by=cadre, at=at)
    assert (
        approve_notice(notice=draft, by=cadre, at=clock.forward(hours=1)).approved_at
        == approved.approved_at
        == at
    )
    assert AuditEntry.objects.filter(verb="approve_notice").count() == 1


def test_a_withdrawn_draft_cannot_be_approved(duty_person, cadre, village, at):
    draft = write(duty_person, village, at)
    withdraw_notice(notice=draft, by=duty_person, at=at)
    with pytest.raises(Conflict, match="这条通知已经撤下或者过期了"):
        approve_notice(notice=draft, by=cadre, at=at)


def test_the_writer_may_not_withdraw_what_the_head_has_approved(duty_person, cadre, village, at):
    notice = approve_notice(notice=write(duty_person, village, at), by=cadre, at=at)
    with pytest.raises(PermissionDenied):
        withdraw_notice(notice=notice, by=duty_person, at=at)
    assert withdraw_notice(notice=notice, by=cadre, at=at).state(at) == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        (
            {"shows_until": local(23, 9, 0), "shows_from": local(23, 9, 5)},
            "shows_until",
            "结束要晚于开始",
        ),
        (
            {"shows_until": local(23, 9, 0), "shows_from": local(22, 9, 0)},
            "shows_until",
            "这个时间已经过去了",
        ),
    ],
)
def test_impossible_times_are_refused(cadre, village, at, changes, field, sentence):
    with pytest.raises(Refusal, match=sentence) as refused:
        write(cadre, village, at, **changes)
    assert refused.value.field == field


def test_the_query_agrees_with_the_predicate_at_every_edge(cadre, duty_person, village, at):
    """Half open: the first instant shows, the last does not."""
    rows = [
        write(
            cadre,
            village,
            at,
            shows_from=at + timedelta(hours=start),
            shows_until=at + timedelta(hours=end),
        )
        for start, end in [(-2, 1), (0, 2), (1, 3), (0, 1)]
    ] + [write(duty_person, village, at)]
    withdraw_notice(notice=rows[0], by=cadre, at=at)
    rows[0].refresh_from_db()
    for hour in (-3, -2, 0, 1, 2, 3):
        moment = at + timedelta(hours=hour)
        assert {row.pk for row in rows if row.is_showing(moment)} == set(
            VillageNotice.objects.showing(moment).values_list("pk", flat=True)
        )
        assert {row.pk for row in rows if row.is_waiting(moment)} == set(
            VillageNotice.objects.waiting(moment).values_list("pk", flat=True)
        )
        assert all((row.state(moment) == "showing") == row.is_showing(moment) for row in rows)


def test_a_village_sees_its_own_and_what_is_set_above_it(
    cadre, neighbour, clerk, county_officer, village, neighbour_village, township, county, at
):
    own = write(cadre, village, at)
    write(neighbour, neighbour_village, at)
    above = [write(clerk, township, at), write(county_officer, county, at)]
    assert set(VillageNotice.objects.showing(at).for_village(village)) == {own, *above}


class TestLoudspeaker:
    def said(self, village, **changes) -> str:
        return announcement(VillageNotice(region=village, **{**WORDS, **changes}))

    def test_says_it_at_both_ends(self, village):
        assert self.said(village) == (
            "柳泉村的乡亲们请注意：11月24日（星期二）上午8:00到12:00停电，2组、3组。检修线路，请提前把水接好。冰箱少开门。"
            "再说一遍：11月24日（星期二）上午8:00到12:00停电，2组、3组。"
        )

    @pytest.mark.parametrize("title", ["停电", "停" * 60])
    @pytest.mark.parametrize("groups", ["", "组" * 60])
    @pytest.mark.parametrize("text", ["短。", "一句话很长" * 100, "短句。" * 100])
    def test_never_passes_120_and_never_cuts_a_sentence(self, village, title, groups, text):
        said = self.said(village, title=title, groups=groups, text=text)
        assert len(said) <= 120
        assert said.endswith("。")
        assert title in said
