"""照片（可以不传）: villagers' pictures, and what becomes of those that cannot be taken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Upload
from accounts.uploads.pictures import redrawn
from services import actions
from services.models import Ticket
from services.numbers import code_for
from tests.accounts.test_uploads import photo
from tests.conftest import log_in

ASK = "/c/410327102200/ask/"
SAID = {
    "text": "村东头小桥那儿的路灯坏有半个月了",
    "place": "2组",
    "requester_phone": "16000000101",
}


def picture(name: str = "a.jpg", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if data is None else data, "image/jpeg")


@pytest.fixture
def opened(client, ask):
    """The villager's browser with the matter open."""
    ticket = ask()
    code = code_for(ticket.number, ticket.generation)
    client.post("/t/", {"number": ticket.number, "code": code})
    return ticket


def test_an_ask_takes_its_pictures_along_once(client, cadre, village, county_officer, clock):
    form = {**SAID, "key": "once"}
    for _again in range(2):
        answer = client.post(ASK, form | {"photos": [picture(), picture("b.jpg")]}, follow=True)
        assert "交上了" in answer.text
    ticket = Ticket.objects.get()
    assert (ticket.photos.count(), Upload.objects.count()) == (2, 2)
    assert list(ticket.events.values_list("verb", flat=True)) == ["submit", "add_photos"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([b"<html></html>"], "不是照片"),
        ([b"PK\x03\x04" + b"\0" * 99], "不是照片"),
        ([photo(600, 400)[:900]], "没传全"),
        ([None, None, None, None], "最多传3张"),
    ],
)
def test_the_words_go_through_and_the_picture_is_named(
    client, cadre, village, county_officer, clock, files, said
):
    sent = [picture(f"{number}.jpg", data) for number, data in enumerate(files)]
    answer = client.post(ASK, {**SAID, "photos": sent}, follow=True)
    assert "交上了" in answer.text
    assert said in answer.text
    assert Ticket.objects.get().text == SAID["text"]


def test_a_wrong_phone_comes_back_with_every_word_and_asks_for_the_picture_again(
    client, cadre, village, county_officer, clock
):
    answer = client.post(ASK, {**SAID, "requester_phone": "1600000010", "photos": [picture()]})
    assert answer.status_code == 400
    assert SAID["text"] in answer.text
    assert "照片要再选一次" in answer.text
    assert not Upload.objects.exists()


def test_later_words_may_bring_pictures_and_pictures_may_come_alone(client, opened, cadre):
    add = reverse("track-add", args=[opened.number])
    client.post(add, {"text": "又坏了一盏", "photos": [picture()]})
    client.post(add, {"photos": [picture()]})
    assert opened.photos.count() == 2
    assert cadre.messages.filter(text__contains="群众又传了照片").exists()
    refused = client.post(add, {"photos": [picture("x.png", b"<svg/>")]})
    assert (refused.status_code, "不是照片" in refused.text) == (400, True)
    kept = client.post(
        add, {"text": "看看这个", "photos": [picture("x.png", b"<svg/>")]}, follow=True
    )
    assert "不是照片" in kept.text
    assert opened.events.filter(verb="add").count() == 2


def test_a_picture_opens_with_the_code_and_inside_the_scope_only(
    client, opened, cadre, neighbour, at
):
    actions.add_photos(ticket=opened, pictures=[redrawn(photo())], at=at)
    one = opened.photos.get()
    own = reverse("track-photo", args=[opened.number, one.pk])
    assert client.get(own)["Content-Type"] == "image/jpeg"
    client.cookies.clear()
    assert "查询码" in client.get(own).text
    staff = reverse("ticket-photo", args=[opened.number, one.pk])
    assert log_in(client, cadre).get(staff)["X-Content-Type-Options"] == "nosniff"
    small = log_in(client, cadre).get(staff, {"small": 1})
    assert len(b"".join(small.streaming_content)) < 2_000
    assert log_in(client, neighbour).get(staff).status_code == 404


def test_what_staff_keep_to_themselves_the_villager_does_not_see(client, opened, cadre, at):
    given = {"pictures": [redrawn(photo())], "by": cadre, "at": at}
    actions.add_photos(ticket=opened, public=False, **given)
    actions.add_photos(ticket=opened, public=True, **given)
    hidden, shown = opened.photos.all()
    page = client.get(reverse("track", args=[opened.number])).text
    assert reverse("track-photo", args=[opened.number, shown.pk]) in page
    address = reverse("track-photo", args=[opened.number, hidden.pk])
    assert address not in page
    assert client.get(address).status_code == 404


def test_staff_add_pictures_and_read_which_were_not_taken(client, opened, cadre):
    add = reverse("ticket-add-photos", args=[opened.number])
    log_in(client, cadre)
    assert "multipart" in client.get(add).text
    form = {"seq": opened.last_seq, "public": "on"}
    mixed = {"photos": [picture(), picture("b.jpg", b"no")]}
    assert "不是照片" in client.post(add, form | mixed, follow=True).text
    assert opened.photos.count() == 1
    assert client.post(add, form | {"photos": [picture("b.jpg", b"no")]}).status_code == 400
    assert client.post(add, form).status_code == 400


def test_a_matter_holds_thirty_pictures(opened, at):
    many = [redrawn(photo())] * 30
    actions.add_photos(ticket=opened, pictures=many, at=at)
    with pytest.raises(actions.photos.Refusal, match="够多了"):
        actions.add_photos(ticket=opened, pictures=many[:1], at=at + timedelta(minutes=1))


def test_erasing_deletes_the_files_and_keeps_the_chain(
    opened, at, django_capture_on_commit_callbacks, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    actions.add_photos(ticket=opened, pictures=[redrawn(photo())], at=at)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget_photos(tickets=[opened]) == 1
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert opened.events.get(verb="add_photos").data["count"] == 1
