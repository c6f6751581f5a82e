import pytest

from services.catalogue.notice import amount_words, details_of, time_of
from services.choices import Basis
from services.models import Material, ServiceItem


@pytest.mark.parametrize(
    ("amount", "basis", "words"),
    [
        (3, Basis.WORKING_DAY, "3个工作日"),
        (5, Basis.CALENDAR_DAY, "5天"),
        (2, Basis.HOUR, "2小时"),
        (0, Basis.WORKING_DAY, "当场"),
        (None, Basis.WORKING_DAY, ""),
    ],
)
def test_a_promise_in_words(amount, basis, words):
    assert amount_words(amount, basis) == words


@pytest.mark.parametrize(
    ("promised", "legal", "lines"),
    [
        (30, 45, ["30个工作日内办好，从材料交齐算起", "国家规定最长45个工作日"]),
        (0, 0, ["当场就办"]),
        (None, 45, []),
    ],
)
def test_the_time_names_the_promise_and_then_the_law(promised, legal, lines):
    item = ServiceItem(promised_amount=promised, legal_amount=legal)
    assert time_of(item) == lines


@pytest.mark.parametrize(
    ("material", "details"),
    [
        (Material(form="both", copies=2, where_to_get="派出所"), "原件和复印件，2份，派出所开"),
        (Material(form="copy"), "复印件"),
        (Material(copies=1), "1份"),
        (Material(), ""),
    ],
)
def test_only_what_is_stated_of_a_material_is_printed(material, details):
    assert details_of(material) == details
