from datetime import timedelta

import pytest
from icalendar import Calendar

from duty import actions
from duty.models import Assignment
from tests.conftest import log_in
from tests.duty.conftest import enrol, local, stand

DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
BEFORE = local("2026-11-25T09:00")


@pytest.fixture
def now(clock):
    return clock.set(BEFORE)


@pytest.fixture
def place(center, duty_person, cadre):
    enrol(center, cadre, "village")
    return stand(center, duty_person, *DAY, presence="onsite")


def address_of(owner, center=None):
    return f"/feeds/duty/{actions.open_feed(owner=owner, center=center, at=BEFORE)}.ics"


def events(answer):
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def read(event):
    return (
        str(event["uid"]).split("@")[0],
        event.decoded("dtstart"),
        event.decoded("dtend"),
        str(event["status"]),
    )


def test_read_back_by_a_library_the_calendar_is_what_the_database_says(
    client, now, place, center, cadre, duty_person
):
    stand(center, cadre, *DAY)
    stand(center, None, "2026-11-27T08:00", "2026-11-27T17:30")
    stand(center, cadre, "2026-11-27T17:30", "2026-11-28T08:00")
    rows = Assignment.objects.filter(user__isnull=False)
    expected = {(f"duty-{row.pk}", row.start, row.end, "CONFIRMED") for row in rows}
    whole = client.get(address_of(duty_person, center))
    assert {read(event) for event in events(whole)} == expected
    own = client.get(address_of(duty_person))
    assert [read(event)[0] for event in events(own)] == [f"duty-{place.pk}"]


def test_names_and_no_phone_number(client, now, place, center, cadre):
    text = client.get(address_of(cadre, center)).content.decode()
    assert "李秀英" in text.replace("\r\n ", "")
    assert "1600000" not in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_place_given_away_stays_as_cancelled_with_the_same_uid(
    client, now, place, duty_person, cadre
):
    address = address_of(duty_person)
    before = read(events(client.get(address))[0])
    actions.replace_assignment(
        assignment=place, user=cadre, source="swap", by=cadre, at=BEFORE, reason="换班"
    )
    gone = events(client.get(address))[0]
    assert read(gone) == (*before[:3], "CANCELLED")
    assert gone["sequence"] == 1
    assert read(events(client.get(address_of(cadre)))[0])[3] == "CONFIRMED"


def test_two_pieces_of_one_shift_have_their_own_uids(client, clock, place, center, cadre):
    at = clock.set(local("2026-11-26T08:20"))
    actions.take_shift_now(assignment=place, by=cadre, at=at, reason="老李去医院了")
    found = events(client.get(address_of(cadre, center)))
    assert len({str(event["uid"]) for event in found}) == 2
    assert sorted(read(event)[1] for event in found) == [place.start, at]


def test_a_calendar_that_did_not_change_answers_304(client, now, clock, place, cadre, center):
    address = address_of(cadre, center)
    tag = client.get(address).headers["ETag"]
    clock.forward(hours=1)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    stand(center, cadre, "2026-11-27T08:00", "2026-11-27T17:30")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_it_shows_a_month_back_and_half_a_year_ahead(client, clock, place, duty_person):
    address = address_of(duty_person)
    clock.set(place.end + timedelta(days=29))
    assert len(events(client.get(address))) == 1
    clock.set(place.end + timedelta(days=31))
    assert events(client.get(address)) == []


def test_a_revoked_address_and_one_of_somebody_who_left_are_nothing(
    client, now, place, center, cadre, duty_person
):
    first = address_of(cadre, center)
    second = address_of(cadre, center)
    own = address_of(duty_person)
    duty_person.is_active = False
    duty_person.save()
    assert [client.get(one).status_code for one in (first, second, own)] == [404, 200, 404]
    cadre.posts.update(ends=local("2026-11-24T00:00").date())
    assert client.get(second).status_code == 404
    assert client.get("/feeds/duty/nonsense.ics").status_code == 404


def test_the_address_is_shown_once_and_can_be_revoked(client, now, place, center, duty_person):
    log_in(client, duty_person)
    page = client.post("/desk/duty/feeds/", {"center": "410327102200"}, follow=True).text
    assert "/feeds/duty/" in page
    assert "/feeds/duty/" not in client.get("/desk/duty/mine/").text
    feed = duty_person.duty_feeds.get()
    client.post(f"/desk/duty/feeds/{feed.pk}/close/")
    assert not duty_person.duty_feeds.live().exists()


def test_nobody_subscribes_to_another_villages_calendar(client, now, center, neighbour):
    answer = log_in(client, neighbour).post("/desk/duty/feeds/", {"center": "410327102200"})
    assert answer.status_code == 404
