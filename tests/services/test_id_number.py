"""An identity number only where the item cannot do without, sealed, masked, revealed with a reason (B54)."""

import pytest

from config.errors import Refusal
from services import actions
from services.models import Ticket
from services.privacy import is_id_number
from tests.conftest import log_in

# Invented: the district 000000 does not exist.
NUMBER = "000000196001011236"


@pytest.fixture
def ticket(ask, allowance):
    allowance.needs_id_number = True
    allowance.save()
    return ask(item=allowance)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        (NUMBER, True),
        (NUMBER[:-1] + "0", False),
        ("00000019601301123X", False),
        ("123", False),
        ("一" * 18, False),
    ],
)
def test_a_number_is_checked(text, right):
    assert is_id_number(text) == right


def test_it_is_sealed_and_the_step_does_not_say_it(ticket, cadre, at):
    actions.set_id_number(ticket=ticket, id_number=NUMBER, by=cadre, at=at)
    row = Ticket.objects.get(pk=ticket.pk)
    assert row.requester.id_number == NUMBER
    assert row.requester.masked_id_number == "000***********1236"
    assert NUMBER not in str(list(row.events.values_list("data", flat=True)))


def test_an_item_that_does_not_need_it_gets_none(ask, lamp, cadre, at):
    with pytest.raises(Refusal, match="用不着"):
        actions.set_id_number(ticket=ask(item=lamp), id_number=NUMBER, by=cadre, at=at)


def test_the_page_masks_it_and_reveals_it_with_a_reason(client, clock, ticket, cadre):
    log_in(client, cadre)
    page = f"/desk/tickets/{ticket.number}/"
    assert "记身份证号" in client.get(page).content.decode()
    said = {"id_number": NUMBER, "seq": ticket.last_seq}
    assert client.post(f"{page}set-id-number/", said).status_code == 302
    shown = client.get(page).content.decode()
    assert "000***********1236" in shown
    assert NUMBER not in shown
    session = client.session
    session["confirmed_at"] = clock.now().isoformat()
    session.save()
    assert NUMBER in client.post(f"{page}reveal/", {"reason": "填申请表"}).content.decode()
