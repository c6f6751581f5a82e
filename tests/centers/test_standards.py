"""What an item needs, what a centre lacks, how many have what (B3, B4)."""

from datetime import date
from decimal import Decimal

import pytest

from centers.models import Assessment, Center, StandardItem
from centers.standards import coverage, coverage_by_township, gaps, public_sentence
from tests.centers.conftest import give, load

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("item", "presence", "amount", "met"),
    [
        (StandardItem(measure="yes_no"), "have", None, True),
        (StandardItem(measure="yes_no"), "lack", None, False),
        (StandardItem(measure="yes_no"), "nearby", None, False),
        (StandardItem(measure="yes_no", nearby_counts=True), "nearby", None, True),
        (StandardItem(measure="area", least=Decimal(200)), "have", Decimal(199), False),
        (StandardItem(measure="area", least=Decimal(200)), "have", Decimal("199.9"), False),
        (StandardItem(measure="area", least=Decimal(200)), "have", Decimal(200), True),
        (StandardItem(measure="area", least=Decimal(200)), "have", None, False),
        (StandardItem(measure="area", least=Decimal(200)), "lack", Decimal(300), False),
        (StandardItem(measure="at_least", least=Decimal(2)), "have", Decimal(1), False),
        (StandardItem(measure="at_least", least=Decimal(2)), "have", Decimal(2), True),
        (StandardItem(measure="one_of", options=["橘黄色"]), "have", None, True),
    ],
)
def test_item_is_met(item, presence, amount, met):
    assert item.is_met_by(presence, amount) is met


@pytest.mark.parametrize("amount", [None, Decimal(199), Decimal(200)])
@pytest.mark.parametrize("presence", ["have", "nearby", "lack"])
def test_the_query_agrees_with_the_predicate(center, at, presence, amount):
    items = [*load("yi_chang_wu_shi_yi_zhan").items.all(), *load("qi_ge_yi").items.all()]
    rows = [
        Assessment.objects.create(center=center, item=item, presence=presence, amount=amount, at=at)
        for item in items
    ]
    assert {row.pk for row in rows if row.is_met} == set(
        Assessment.objects.meeting().values_list("pk", flat=True)
    )


@pytest.mark.parametrize(
    ("kind", "standard", "item", "amount", "missing"),
    [
        pytest.param(
            "village", "yi_chang_wu_shi_yi_zhan", "indoor_area", 199, True, id="F4-199-of-200"
        ),
        ("village", "yi_chang_wu_shi_yi_zhan", "indoor_area", 200, False),
        pytest.param("community", "yi_zhan_liu_shi", "office_area", 399, True, id="F4-399-of-400"),
        ("community", "yi_zhan_liu_shi", "office_area", 400, False),
    ],
)
def test_floor_areas(units, at, kind, standard, item, amount, missing):
    center = Center.objects.create(unit=units.village, kind=kind, name="中心")
    standard = load(standard)
    for row in standard.items.all():
        Assessment.objects.create(
            center=center,
            item=row,
            presence="have",
            amount=amount if row.code == item else 5000,
            at=at,
        )
    assert [line.item.code for line in gaps(center, standard)] == ([item] if missing else [])


def test_the_colour_of_the_wall_only_warns(center, at):
    standard = load("yi_chang_wu_shi_yi_zhan")
    for row in standard.items.all():
        Assessment.objects.create(
            center=center, item=row, presence="lack" if row.soft else "have", amount=5000, at=at
        )
    assert gaps(center, standard) == []
    assert Center.objects.complete(standard).get() == center


def test_a_community_is_not_asked_for_the_rooms_of_a_village(units):
    center = Center.objects.create(unit=units.village, kind="community", name="中心")
    assert gaps(center, load("yi_chang_wu_shi_yi_zhan")) == []


def test_what_nobody_has_looked_at_is_a_gap_but_no_sentence(center, seven_ones):
    assert len(gaps(center, seven_ones)) == 7
    assert public_sentence(center, TODAY) == ""


@pytest.mark.parametrize(
    ("met", "promised", "sentence"),
    [
        (7, None, "七个一：7样都有"),
        (6, date(2027, 6, 30), "七个一：有6样，还缺体育设施，明年6月底前补上"),
        (6, date(2026, 12, 15), "七个一：有6样，还缺体育设施，今年12月15日前补上"),
        (6, date(2028, 2, 29), "七个一：有6样，还缺体育设施，2028年2月底前补上"),
        (5, None, "七个一：有5样，还缺广播器材、体育设施"),
    ],
)
def test_the_sentence_for_the_public(center, seven_ones, at, met, promised, sentence):
    give(center, seven_ones, met, at)
    Assessment.objects.filter(presence="lack").update(promised_on=promised)
    assert public_sentence(center, TODAY) == sentence


@pytest.mark.usefixtures("township_center")
def test_coverage_counts_items_gaps_and_complete_centres(
    center,
    neighbour_center,
    other_center,
    seven_ones,
    county,
    township,
    other_township,
    at,
    django_assert_num_queries,
):
    give(center, seven_ones, 7, at)
    give(neighbour_center, seven_ones, 5, at)
    with django_assert_num_queries(1):
        whole = coverage(seven_ones, county)
    assert (whole.centers, whole.complete, whole.gaps) == (3, 1, 9)
    assert [whole.met[item.code] for item in seven_ones.items.all()] == [2, 2, 2, 2, 2, 1, 1]
    with django_assert_num_queries(1):
        towns = coverage_by_township(seven_ones, county)
    assert {key: (town.centers, town.complete, town.gaps) for key, town in towns.items()} == {
        township.pk: (2, 1, 2),
        other_township.pk: (1, 0, 7),
    }
    assert Center.objects.complete(seven_ones).count() == whole.complete


def test_only_rows_in_force_count(center, seven_ones, at, county):
    give(center, seven_ones, 7, at)
    Assessment.objects.update(current=False)
    assert coverage(seven_ones, county).complete == 0
