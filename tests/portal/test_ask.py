"""A villager asks in the browser (screens.md 1.2)."""

import re

from services.models import Ticket
from services.numbers import code_for, spoken

ASK = "/c/410327102200/ask/"
SAID = {
    "text": "村东头路灯坏了",
    "place": "2组",
    "requester_name": "周铁牛",
    "requester_phone": "160 0000 0101",
    "key": "k1",
}


def test_what_is_asked_becomes_a_matter_with_number_code_and_who_has_it(
    client, center, cadre, clock
):
    response = client.post(ASK, SAID, follow=True)
    ticket = Ticket.objects.get()
    page = response.content.decode()
    assert spoken(ticket.number) in page
    assert spoken(code_for(ticket.number, 1)) in page
    assert "先接您这件事的人：" in page
    assert "王来顺" in page
    assert "明天下午5:30前给您回话" in page


def test_sending_twice_takes_it_in_once(client, center, cadre, clock):
    client.post(ASK, SAID)
    client.post(ASK, SAID)
    assert Ticket.objects.count() == 1


def test_the_same_form_with_other_words_names_the_number_it_already_has(
    client, center, cadre, clock
):
    client.post(ASK, SAID)
    response = client.post(ASK, SAID | {"text": "还有水管"})
    assert response.status_code == 409
    assert f"编号是{Ticket.objects.get().number}" in response.content.decode()


def test_the_same_words_after_going_back_name_the_number_they_already_have(
    client, center, cadre, clock
):
    client.post(ASK, SAID)
    response = client.post(ASK, SAID | {"key": "k2"})
    assert response.status_code == 409
    assert f"编号是{Ticket.objects.get().number}" in response.content.decode()
    client.post(ASK, SAID | {"key": "k3", "urgent": "on"})
    client.post(ASK, SAID | {"key": "k4", "requester_phone": "16000000102"})
    assert Ticket.objects.count() == 3


def test_the_page_opens_at_the_field_that_is_wrong(client, center, cadre, clock):
    page = client.post(ASK, SAID | {"text": " ", "requester_phone": "1"}).content.decode()
    assert next(tag for tag in re.findall("<[^>]*>", page) if "autofocus" in tag).startswith(
        "<textarea"
    )
    assert page.count("autofocus") == 1
    assert "autofocus" not in client.get(ASK).content.decode()


def test_what_was_typed_stays_when_the_phone_is_a_digit_short(client, center, cadre, clock):
    response = client.post(ASK, SAID | {"requester_phone": "1600000010"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "电话少了一位。手机是11位数字" in page
    assert "村东头路灯坏了" in page
    assert not Ticket.objects.exists()


def test_nothing_written_gets_the_sentence_of_the_screens(client, center, cadre, clock):
    response = client.post(ASK, SAID | {"text": " "})
    assert "还没写什么事。写几个字就行，或者让村里打给您" in response.content.decode()


def test_an_over_long_text_is_kept_and_the_limit_said(client, center, cadre, clock):
    response = client.post(ASK, SAID | {"text": "灯" * 2001})
    page = response.content.decode()
    assert "最多2000个字" in page
    assert "灯" * 2001 in page


def test_the_sixth_ask_of_a_phone_in_an_hour_is_refused_with_words_kept(
    client, center, cadre, clock
):
    for number in range(5):
        client.post(ASK, SAID | {"key": f"k{number}", "text": f"第{number}盏路灯坏了"})
    response = client.post(ASK, SAID | {"key": "k6"})
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 0
    assert "村东头路灯坏了" in response.content.decode()
    assert Ticket.objects.count() == 5


def test_an_urgent_tick_shows_the_phone_before_everything(client, center, cadre, clock):
    page = client.post(ASK, SAID | {"urgent": "on"}, follow=True).content.decode()
    assert page.index("请马上打这个电话，网上夜里可能没人看见") < page.index("交上了</h1>")


def test_a_number_alone_is_enough_to_be_called(client, center, cadre, clock):
    page = client.post(
        "/c/410327102200/call-me/", {"requester_phone": "16000000102", "key": "c"}, follow=True
    ).content.decode()
    assert re.search(r"最晚今天下午5:30前，村里用 0379-0000 001\d 打给您，别当骗子电话挂了", page)


def test_a_report_on_cadres_reaches_only_the_confidential_desk(
    client, center, cadre, confidential_officer, clock
):
    page = client.post(
        "/c/410327102200/report/", {"text": "开会没通知", "key": "r"}, follow=True
    ).content.decode()
    ticket = Ticket.objects.get()
    assert ticket.first_contact == confidential_officer
    assert "王来顺" not in page
    assert not Ticket.objects.visible_to(cadre).exists()
    assert Ticket.objects.visible_to(confidential_officer).exists()


def test_an_empty_report_on_cadres_is_not_told_to_let_the_village_call(client, center, clock):
    page = client.post("/c/410327102200/report/", {"text": " ", "key": "r"}).content.decode()
    assert "还没写什么事。写几个字就行" in page
    assert "让村里打给您" not in page


def test_a_retired_village_leads_on_and_takes_nothing_in(
    client, center, cadre, village, neighbour_village, clock
):
    village.successor, village.retired_on = neighbour_village, clock.now().date()
    village.save()
    assert client.get(ASK).headers["Location"] == "/c/410327102201/ask/"
