import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from services.catalogue.modes import suggest_mode, who_goes
from services.choices import Level, Mode, PresenceNeeded
from services.models import ServiceItem


@pytest.mark.parametrize(
    ("level", "presence", "mode"),
    [
        (Level.VILLAGE, PresenceNeeded.NONE, Mode.DIRECT),
        (Level.VILLAGE, PresenceNeeded.IN_PERSON, Mode.DIRECT),
        (Level.TOWNSHIP, PresenceNeeded.NONE, Mode.AGENT),
        (Level.COUNTY, PresenceNeeded.NONE, Mode.AGENT),
        (Level.COUNTY, PresenceNeeded.SIGN_AT_HOME, Mode.AGENT),
        (Level.TOWNSHIP, PresenceNeeded.IN_PERSON, Mode.ACCOMPANY),
        (Level.COUNTY, PresenceNeeded.IN_PERSON, Mode.ACCOMPANY),
    ],
)
def test_two_questions_suggest_the_mode(level, presence, mode):
    assert suggest_mode(ServiceItem(level=level, presence=presence)) == mode


@pytest.mark.parametrize("level", Level.values)
@pytest.mark.parametrize("mode", Mode.values)
@pytest.mark.parametrize("presence", PresenceNeeded.values)
def test_who_goes_is_said_without_staff_words(level, mode, presence):
    said = who_goes(ServiceItem(level=level, mode=mode, presence=presence), "村里")
    assert "村里" in said[0] or mode == Mode.DIRECT
    assert len(said) == (1 if presence == PresenceNeeded.NONE else 2)
    for word in ("承办", "受理", "领办", "直办", "%("):
        assert word not in "".join(said)


def test_nobody_acts_as_agent_where_the_person_must_be_present(wedding):
    wedding.mode = Mode.AGENT
    with (
        pytest.raises(IntegrityError, match="nobody_acts_for_who_must_be_present"),
        transaction.atomic(),
    ):
        wedding.save()


def test_the_form_says_why_an_agent_is_refused(wedding):
    wedding.mode = Mode.AGENT
    with pytest.raises(ValidationError, match="不能代办，只能领着去"):
        wedding.full_clean()


def test_a_signature_at_home_leaves_the_agent_his_way(relief):
    relief.full_clean()
    assert relief.mode == Mode.AGENT
