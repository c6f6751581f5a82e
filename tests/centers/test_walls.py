"""Wall and gate are separate facts, a kept one has its reason, a removal its day (B5)."""

from datetime import date

import pytest
from django.db import IntegrityError

from centers.actions import survey_wall
from centers.models import Wall
from config.errors import Refusal

TODAY, TOMORROW = date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture
def survey(center, cadre, at):
    return lambda **facts: survey_wall(
        center=center, by=cadre, at=at, **({"state": "standing", "gate": "standing"} | facts)
    )


def test_the_wall_may_be_gone_while_the_gate_stands(survey):
    wall = survey(state="removed", removed_on=TODAY)
    assert (wall.state, wall.gate, wall.removed_on, wall.gate_removed_on) == (
        "removed",
        "standing",
        TODAY,
        None,
    )


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": "removed"}, "请写哪天拆的"),
        ({"state": "removed", "removed_on": TOMORROW}, "拆的日子还没到，拆了再填"),
        ({"gate": "removed", "gate_removed_on": TOMORROW}, "拆的日子还没到，拆了再填"),
        ({"state": "kept"}, "请写为啥不拆，几个字就行"),
        ({"state": "culture", "reason": " "}, "请写为啥不拆，几个字就行"),
    ],
)
def test_what_cannot_be_is_refused_in_words(survey, facts, sentence):
    with pytest.raises(Refusal, match=sentence):
        survey(**facts)
    assert not Wall.objects.exists()


def test_a_later_survey_replaces_the_first_and_drops_its_day(survey):
    survey(state="removed", removed_on=TODAY)
    wall = survey(state="kept", reason="临崖")
    assert (Wall.objects.count(), wall.removed_on) == (1, None)


def test_the_database_keeps_no_removal_without_its_day(survey):
    survey()
    with pytest.raises(IntegrityError):
        Wall.objects.update(state="removed")
