"""Pictures by API: the same limits and words as on the pages, read by who may read the matter."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from services import actions
from services.numbers import code_for
from tests.accounts.test_uploads import photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path, clock):
    settings.MEDIA_ROOT = tmp_path


def file(data=None):
    return SimpleUploadedFile("a.jpg", photo() if data is None else data, "image/jpeg")


def api(person=None):
    client = APIClient()
    client.force_authenticate(person)
    return client


def send(client, address, *files, **said):
    return client.post(address, {"photos": files, **said}, format="multipart")


def test_staff_add_pictures_and_read_them_in_the_detail(cast):
    ticket = cast.ask()
    address = f"/api/v1/tickets/{ticket.number}/"
    answer = send(api(cast.cadre), f"{address}photos/", file(), file(b"<html>"), public=False)
    assert answer.status_code == 201
    assert answer.json()["refused"] == ["这个文件不是照片，也不是PDF（只收JPG、PNG的照片和PDF）"]
    [shown] = api(cast.clerk).get(address).json()["photos"]
    assert (shown["public"], shown["url"]) == (False, f"{address}photos/{shown['id']}/")
    read = api(cast.cadre).get(shown["url"], HTTP_ACCEPT="image/jpeg")
    assert read.headers["Content-Type"] == "image/jpeg"
    assert read.getvalue().startswith(b"\xff\xd8")
    assert api(cast.neighbour).get(shown["url"]).status_code == 404
    assert api().get(shown["url"]).status_code == 401


def test_the_villager_adds_with_the_code_and_sees_what_is_shown(cast):
    ticket = cast.ask()
    code = code_for(ticket.number, ticket.generation)
    address = f"/api/v1/public/tickets/{ticket.number}/"
    assert send(api(), f"{address}photos/", file(), code=code).status_code == 201
    inside = f"/api/v1/tickets/{ticket.number}/photos/"
    kept = send(api(cast.cadre), inside, file(), public=False).json()["photos"]
    own, hidden = (f"{address}photos/{one['id']}/" for one in kept)
    shown = api().get(address, {"code": code}).json()["photos"]
    assert [one["url"] for one in shown] == [own]
    wanted = [(own, code, 200), (hidden, code, 404), (own, "000000", 404), (own, "", 404)]
    assert [api().get(url, {"code": given}).status_code for url, given, _ in wanted] == [
        status for *_, status in wanted
    ]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "photos"),
        ([b""], "空的"),
        ([photo(600, 400)[:900]], "没传全"),
        ([b"\0" * (10 * 2**20 + 1)], "最多10兆"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(cast, files, words):
    ticket = cast.ask()
    answer = send(
        api(cast.cadre), f"/api/v1/tickets/{ticket.number}/photos/", *[file(one) for one in files]
    )
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not ticket.photos.exists()


def test_who_may_not_work_on_it_adds_nothing(cast):
    ticket = actions.withdraw(ticket=cast.ask(), at=cast.at)
    address = f"/api/v1/tickets/{ticket.number}/photos/"
    assert send(api(cast.neighbour), address, file()).status_code == 404
    assert send(api(cast.cadre), address, file()).status_code == 409
