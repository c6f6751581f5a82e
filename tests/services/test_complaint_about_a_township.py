"""A complaint about a township's own house goes one level up; over the county's nobody stands (回避)."""

import pytest

from services.models import Category, Ticket


@pytest.fixture
def complaint(db) -> Category:
    return Category.objects.create(name="对服务的意见", about_service=True)


def test_the_county_has_it_and_the_township_does_not_see_it(
    ask, units, township, clerk, county_officer, complaint
):
    ticket = ask(region=township, category=complaint)
    assert ticket.unit == units.county_desk
    assert Ticket.objects.visible_to(county_officer).filter(pk=ticket.pk).exists()
    assert not Ticket.objects.visible_to(clerk).filter(pk=ticket.pk).exists()


def test_the_countys_own_stays_where_somebody_sees_it(ask, county, county_officer, complaint):
    ticket = ask(region=county, category=complaint)
    assert Ticket.objects.visible_to(county_officer).filter(pk=ticket.pk).exists()
