import pytest
from django.db import IntegrityError, transaction

from config.errors import Conflict, Refusal
from duty import actions
from duty.models import DutyLogEntry, DutyMatter, Handover, Shift, SpotCheck
from services import actions as services
from services.actions import Intake
from services.models import LoggedMatter, Ticket
from tests.conftest import log_in
from tests.duty.conftest import local, stand

NIGHT = ("2026-11-25T17:30", "2026-11-26T08:00")
DAY = ("2026-11-26T08:00", "2026-11-26T17:30")
EVENING = local("2026-11-25T20:00")
MORNING = local("2026-11-26T08:05")


@pytest.fixture
def night(center, cadre):
    return stand(center, cadre, *NIGHT).shift


@pytest.fixture
def day(center, duty_person):
    return stand(center, duty_person, *DAY).shift


def write(center, by, kind="incident", at=EVENING, text="村西电线掉地上冒火"):
    return actions.write_log(center=center, kind=kind, text=text, by=by, at=at)


def test_the_list_has_to_be_read_before_the_shift_is_taken_over(
    night, day, center, cadre, duty_person
):
    matter = actions.open_matter(center=center, text="水管没修好", by=cadre, at=EVENING)
    with pytest.raises(Conflict, match="再看一遍"):
        actions.take_over(shift=day, by=duty_person, at=MORNING, seen=[])
    handover = actions.take_over(shift=day, by=duty_person, at=MORNING, seen=[matter.pk])
    assert list(handover.matters.all()) == [matter]


def test_a_matter_is_carried_over_until_somebody_closes_it(night, day, center, cadre, duty_person):
    entry = write(center, cadre)
    matter = actions.open_matter(center=center, text=entry.text, entry=entry, by=cadre, at=EVENING)
    assert actions.open_matter(center=center, text="x", entry=entry, by=cadre, at=EVENING) == matter
    actions.take_over(shift=day, by=duty_person, at=MORNING, seen=[matter.pk])
    later = stand(center, cadre, "2026-11-26T17:30", "2026-11-27T08:00").shift
    actions.take_over(shift=later, by=cadre, at=later.start, seen=[matter.pk])
    actions.close_matter(matter=matter, result="电工接好了", by=cadre, at=later.start)
    third = stand(center, duty_person, "2026-11-27T08:00", "2026-11-27T17:30").shift
    assert not actions.take_over(
        shift=third, by=duty_person, at=third.start, seen=[]
    ).matters.exists()
    with pytest.raises(Conflict, match="已经有人了结"):
        actions.close_matter(matter=matter, result="", by=cadre, at=third.start)


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("twice", "已经有人接过了"),
        ("other", "您不在这一班"),
        ("early", "还早"),
        ("late", "不在这一班|已经过了"),
    ],
)
def test_who_may_not_take_over_is_told_why(night, day, cadre, duty_person, case, sentence):
    by, at = duty_person, MORNING
    if case == "twice":
        actions.take_over(shift=day, by=by, at=at, seen=[])
    elif case == "other":
        by = cadre
    elif case == "early":
        at = local("2026-11-26T06:00")
    elif case == "late":
        at = day.end
    with pytest.raises(Refusal, match=sentence):
        actions.take_over(shift=day, by=by, at=at, seen=[])


def test_log_and_handover_are_never_changed(night, day, center, cadre, duty_person):
    write(center, cadre)
    actions.take_over(shift=day, by=duty_person, at=MORNING, seen=[])
    for rows, change in (
        (DutyLogEntry.objects.all(), {"text": "没有的事"}),
        (Handover.objects.all(), {"taken_by": cadre}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.delete()
    assert actions.write_log(
        center=center, kind="incident", text="更正：是村东", by=cadre, at=EVENING,
        corrects=DutyLogEntry.objects.get(),
    ).corrects_id  # fmt: skip


def test_a_shift_that_nobody_took_over_is_shown_to_the_leader(
    client, clock, night, day, center, cadre, clerk, duty_person, township_center
):
    clock.set(local("2026-11-26T08:29"))
    assert not Shift.objects.not_taken_over(day.start, clock.now()).exists()
    clock.set(local("2026-11-26T09:00"))
    page = log_in(client, cadre).get("/desk/duty/410327102200/").text
    assert "这一天有2个班没人点接班" in page
    assert "没人接班" in client.get("/desk/duty/410327102200/record/").text
    assert "这一天有2个班没人点接班" in log_in(client, clerk).get("/desk/duty/").text


def test_an_incident_becomes_an_urgent_matter_in_one_tap_and_only_once(
    client, clock, night, center, cadre
):
    clock.set(EVENING)
    entry = write(center, cadre)
    log_in(client, cadre)
    assert "转成急事" in client.get("/desk/duty/log/").text
    for _tap in range(2):
        client.post(f"/desk/duty/log/{entry.pk}/matter/")
    ticket = Ticket.objects.get()
    assert (ticket.is_urgent, ticket.channel, ticket.first_contact) == (True, "duty_log", cadre)
    assert LoggedMatter.objects.get().ticket == ticket
    assert f"已转成 {ticket.number}" in client.get("/desk/duty/log/").text


def test_an_opinion_becomes_an_ordinary_matter_and_a_visit_none(night, center, cadre):
    ticket = services.matter_from_log(
        entry=write(center, cadre, "opinion", text="路灯想开晚点"), by=cadre, at=EVENING
    )
    assert (ticket.is_urgent, ticket.kind) == (False, "opinion")
    with pytest.raises(Refusal, match="只有突发和意见建议"):
        services.matter_from_log(entry=write(center, cadre, "visit"), by=cadre, at=EVENING)


def ask(village, at, phone="16000000101"):
    said = Intake(region=village, text="路灯坏了", requester_phone=phone, place="2组")
    return services.submit(intake=said, at=at)


def test_a_web_ask_that_nobody_touched_passes_with_the_shift(
    night, day, village, cadre, duty_person
):
    untouched = ask(village, EVENING)
    phoned = ask(village, EVENING, "16000000102")
    services.contact(ticket=phoned, reached=False, by=cadre, at=EVENING)
    accepted = ask(village, EVENING, "16000000103")
    services.accept(ticket=accepted, by=cadre, at=EVENING)
    assert untouched.first_contact == cadre
    services.take_over(shift=day, by=duty_person, at=MORNING, seen=[])
    contacts = [
        Ticket.objects.get(pk=one.pk).first_contact for one in (untouched, phoned, accepted)
    ]
    assert contacts == [duty_person, cadre, cadre]


def test_who_still_stands_keeps_the_asks(night, day, center, village, cadre, duty_person):
    stand(center, cadre, *DAY)
    ticket = ask(village, EVENING)
    services.take_over(shift=day, by=duty_person, at=MORNING, seen=[])
    ticket.refresh_from_db()
    assert ticket.first_contact == cadre


def test_from_the_desk_in_two_taps(client, clock, night, day, center, village, duty_person, cadre):
    clock.set(EVENING)
    matter = actions.open_matter(center=center, text="水管没修好", by=cadre, at=EVENING)
    ask(village, EVENING)
    clock.set(MORNING)
    log_in(client, duty_person)
    assert f"/desk/duty/shifts/{day.pk}/take-over/" in client.get("/desk/").text
    page = client.get(f"/desk/duty/shifts/{day.pk}/take-over/").text
    assert "水管没修好" in page
    assert "接了班，这些就由您先接" in page
    stale = client.post(f"/desk/duty/shifts/{day.pk}/take-over/")
    assert (stale.status_code, "再看一遍" in stale.text) == (409, True)
    client.post(f"/desk/duty/shifts/{day.pk}/take-over/", {"seen": [matter.pk]})
    assert Handover.objects.get().taken_by == duty_person
    assert "take-over" not in client.get("/desk/").text


def test_a_spot_check_stands_on_the_centres_record(client, clock, night, center, cadre, clerk):
    clock.set(EVENING)
    record = "/desk/duty/410327102200/record/"
    log_in(client, clerk).post(
        record, {"means": "phone", "result": "on_duty", "note": "响三声就接"}
    )
    check = SpotCheck.objects.get()
    assert (check.shift, check.by) == (night, clerk)
    page = log_in(client, cadre).get(record).text
    assert "响三声就接" in page
    assert client.post(record, {"means": "phone", "result": "on_duty"}).status_code == 403
    assert {field.name for field in SpotCheck._meta.fields}.isdisjoint({"latitude", "longitude"})


def test_a_closed_matter_knows_who_closed_it(night, center, cadre):
    matter = actions.open_matter(center=center, text="水管没修好", by=cadre, at=EVENING)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyMatter.objects.filter(pk=matter.pk).update(closed_at=EVENING)
    assert matter.is_open == DutyMatter.objects.open().filter(pk=matter.pk).exists()
