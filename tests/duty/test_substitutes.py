"""Who is offered first for a place: of those who may, whoever has stood least; and it says so."""

from decimal import Decimal

from duty import actions
from duty.models import DutyMember
from duty.substitutes import candidates
from tests.duty.conftest import enrol, stand


def test_the_least_loaded_comes_first_and_the_page_says_why(
    center, cadre, duty_person, agent, client, at
):
    row = stand(center, cadre, "2026-12-05T08:00", "2026-12-05T18:00")
    for user, points in ((duty_person, 8), (agent, 2)):
        member = enrol(center, user, "village")
        actions.adjust_credit(member=member, points=Decimal(points), note="补", by=cadre, at=at)
    DutyMember.objects.filter(user=cadre).update(weight=0)
    first, second = candidates(row, at)
    assert (first.member.user, second.member.user) == (agent, duty_person)
    client.force_login(cadre)
    page = client.get(f"/desk/duty/places/{row.pk}/").content.decode()
    assert "这个月0班，累计比应分的少3" in page
    assert page.index("少3") < page.index("多3")
