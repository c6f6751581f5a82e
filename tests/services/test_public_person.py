"""Whom a villager reads: the name, in their words, and the number of that person's own unit (screens.md 1.3)."""

import pytest

from services import actions
from services.public import public_matter, villagers_word
from tests.services.states import accepted, taken_by_the_department


def test_the_first_contact_keeps_the_villages_number_when_the_matter_moves_on(cast):
    ticket = taken_by_the_department(cast)
    matter = public_matter(ticket, cast.at)
    assert matter.holder.phone == cast.units.department.phone
    assert (matter.first_contact.post, matter.first_contact.phone) == (
        "村干部",
        cast.units.village.phone,
    )


def test_after_a_transfer_the_village_is_phoned_at_the_village(cast):
    ticket = cast.ask(by=cast.cadre, channel="hotline")
    actions.transfer(
        ticket=ticket, unit=cast.units.township, reason="归镇里", by=cast.cadre, at=cast.at
    )
    actions.take(ticket=ticket, by=cast.clerk, at=cast.at)
    first = public_matter(ticket, cast.at).first_contact
    assert (first.name, first.post, first.phone) == ("王来顺", "村干部", cast.units.village.phone)


def test_who_is_at_it_is_named_as_villagers_know_them(cast):
    matter = public_matter(accepted(cast), cast.at)
    assert (matter.holder.name, matter.holder.post) == ("王来顺", "村干部")


@pytest.mark.parametrize(
    ("kind", "role", "word"),
    [
        ("village", "station_head", "村干部"),
        ("village", "agent", "村代办员"),
        ("community", "agent", "社区代办员"),
        ("community", "member", "社区干部"),
        ("village", "township_clerk", "柳泉村党群服务中心"),
    ],
)
def test_words_for_posts(cast, kind, role, word):
    post = cast.cadre.posts.first()
    post.role, post.unit.region.kind = role, kind
    assert villagers_word(post) == word
