"""To whom a matter goes: one's own superior and township stand first, in groups, from one question."""

import pytest

from accounts.models import Unit
from services.forms.units import grouped_units
from tests.conftest import log_in
from tests.services.states import accepted

TOWNSHIP = ["柳泉镇党群服务中心", "柳泉镇服务部", "柳泉镇督察部"]
DEPARTMENTS = ["县住建局", "县督查局"]
OF_WHOM = {
    "cadre": {
        "上一级和本镇": TOWNSHIP,
        "村（社区）": ["柳泉村党群服务中心"],
        "县直单位": ["宜阳县综合协调办公室", *DEPARTMENTS],
    },
    "clerk": {
        "上一级和本镇": ["宜阳县综合协调办公室", *TOWNSHIP],
        "村（社区）": ["柳泉村党群服务中心", "鱼泉村党群服务中心"],
        "县直单位": DEPARTMENTS,
    },
    "liaison": {"上一级": ["宜阳县综合协调办公室"], "县直单位": DEPARTMENTS},
    "county": {
        "乡镇": [*TOWNSHIP, "韩城镇党群服务中心"],
        "县直单位": ["宜阳县综合协调办公室", *DEPARTMENTS],
        "柳泉镇的村": ["柳泉村党群服务中心", "鱼泉村党群服务中心"],
        "韩城镇的村": ["阁北村党群服务中心"],
    },
}


@pytest.mark.parametrize("who", OF_WHOM)
def test_those_nearby_come_first(cast, who, django_assert_num_queries):
    person = getattr(cast, who)
    units = Unit.objects.visible_to(person).exclude(kind="confidential_desk")
    with django_assert_num_queries(1):
        found = grouped_units(units, person)
    said = {label: sorted(name for _pk, name in rows) for label, rows in found.items()}
    assert list(said) == list(OF_WHOM[who])
    assert said == {label: sorted(names) for label, names in OF_WHOM[who].items()}
    first = next(iter(found.values()))[0]
    assert who == "county" or first[0] == person.posts.first().unit.superior_id


def test_the_form_shows_the_groups_and_takes_only_what_it_shows(cast, client):
    ticket = accepted(cast)
    where = f"/desk/tickets/{ticket.number}/transfer/"
    page = log_in(client, cast.cadre).get(where).text
    assert page.index('optgroup label="上一级和本镇"') < page.index('optgroup label="县直单位"')
    said = {"seq": ticket.last_seq, "unit": cast.units.neighbour.pk, "reason": "看看"}
    assert client.post(where, said).status_code == 400
