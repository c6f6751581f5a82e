"""The county's next version of a standard: a draft, then in force; old answers stay with the old version (B3)."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from centers import actions
from centers.models import Standard, StandardItem
from config.errors import Conflict, Refusal
from tests.centers.conftest import give, load
from tests.conftest import log_in


def item_about(item: StandardItem, **changes) -> dict:
    fields = ("order", "name", "measure", "least", "most", "options", "soft", "nearby_counts")
    return {field: getattr(item, field) for field in fields} | changes


@pytest.fixture
def draft(seven_ones, county_officer, at) -> Standard:
    return actions.draft_version(standard=seven_ones, by=county_officer, at=at)


def test_a_draft_changes_nothing_until_it_is_in_force(draft, seven_ones, at):
    assert Standard.objects.in_force("qi_ge_yi", at.date()) == seven_ones
    assert (draft.version, draft.items.count()) == (2, 7)


def test_unchanged_questions_keep_their_answers_and_old_ones_stay(
    draft, seven_ones, center, county_officer, at
):
    give(center, seven_ones, 6, at)
    stage = draft.items.get(code="stage")
    about = item_about(stage, name="能唱大戏的戏台")
    actions.put_item(standard=draft, item=stage, about=about, by=county_officer, at=at)
    assert actions.put_in_force(standard=draft, by=county_officer, at=at) == 6
    now = Standard.objects.in_force("qi_ge_yi", at.date())
    assert now.version == 2
    assert center.assessments.current().filter(item__standard=now).count() == 6
    assert center.assessments.current().filter(item__standard=seven_ones).count() == 7


def test_a_changed_least_judges_the_same_answer_anew(center, county_officer, cadre, at):
    rooms = load("yi_chang_wu_shi_yi_zhan")
    area = rooms.items.get(code="indoor_area")
    actions.assess(center=center, item=area, presence="have", amount=Decimal(220), by=cadre, at=at)
    draft = actions.draft_version(standard=rooms, by=county_officer, at=at)
    line = draft.items.get(code="indoor_area")
    about = item_about(line, least=Decimal(250))
    actions.put_item(standard=draft, item=line, about=about, by=county_officer, at=at)
    actions.put_in_force(standard=draft, by=county_officer, at=at)
    assert center.assessments.get(item=area).is_met
    assert not center.assessments.get(item=line).is_met


def test_a_standard_without_items_is_refused_by_action_and_database(draft, county_officer, at):
    for line in list(draft.items.all()):
        actions.remove_item(item=line, by=county_officer, at=at)
    with pytest.raises(Refusal, match="一条也没有，不能启用"):
        actions.put_in_force(standard=draft, by=county_officer, at=at)
    Standard.objects.filter(pk=draft.pk).update(draft=False)
    with pytest.raises(IntegrityError, match="has no items"), transaction.atomic():
        connection.check_constraints()
    Standard.objects.filter(pk=draft.pk).update(draft=True)


def test_what_is_in_force_is_not_edited(seven_ones, county_officer, at):
    line = seven_ones.items.first()
    with pytest.raises(Conflict, match="这一版已经启用"):
        actions.put_item(
            standard=seven_ones, item=line, about=item_about(line), by=county_officer, at=at
        )


def test_only_the_county_desk_drafts(seven_ones, clerk, at):
    with pytest.raises(PermissionDenied):
        actions.draft_version(standard=seven_ones, by=clerk, at=at)


@pytest.mark.parametrize(
    ("amount", "met"), [(1, False), (2, True), (4, True), (5, False)], ids="C9-{}".format
)
def test_plaques_have_a_minimum_and_a_maximum(center, cadre, at, amount, met):
    line = load("plaques").items.get(code="plaques_outside")
    said = actions.assess(
        center=center, item=line, presence="have", amount=Decimal(amount), by=cadre, at=at
    )
    assert said.is_met is met
    assert center.assessments.current().meeting().exists() is met


def test_the_flag_names_the_day_on_which_it_was_looked_at(center, cadre, at):
    line = load("flag").items.get(code="flag_whole")
    said = {"center": center, "item": line, "presence": "have", "by": cadre, "at": at}
    with pytest.raises(Refusal, match="请写国旗完好、没有褪色是哪天检查的"):
        actions.assess(**said)
    assert actions.assess(**said, checked_on=at.date()).checked_on == at.date()


def test_the_county_drafts_edits_and_puts_in_force_by_pages(
    client, county_officer, seven_ones, clock
):
    log_in(client, county_officer)
    page = client.post(f"/desk/standards/{seven_ones.pk}/draft/").url
    line = StandardItem.objects.get(standard__draft=True, code="stage")
    said = {"order": 3, "name": "戏台", "measure": "at_least", "least": "2", "most": "1"}
    wrong = client.post(f"/desk/standards/items/{line.pk}/", said)
    assert (wrong.status_code, "最多不能比最少还小" in wrong.content.decode()) == (400, True)
    client.post(f"/desk/standards/items/{line.pk}/", said | {"most": "3"})
    assert "最多3" in client.get(page).content.decode()
    client.post(f"{page}in-force/")
    assert "第2版" in client.get("/desk/standards/").content.decode()
    assert not Standard.objects.filter(draft=True).exists()
