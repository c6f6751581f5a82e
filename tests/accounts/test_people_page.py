import pytest

from accounts.actions import record_audit
from accounts.models import AuditEntry
from accounts.roles import Role
from tests.conftest import hire, log_in

pytestmark = pytest.mark.django_db


def test_the_township_sees_the_people_of_its_own_villages(
    client, at, clerk, cadre, neighbour, units
):
    hire("far", "钱远", 31, units.other, Role.AGENT)
    page = log_in(client, clerk).get("/people/").content.decode()
    assert "王来顺" in page
    assert "赵春生" in page
    assert "钱远" not in page


def test_people_are_found_by_name_phone_and_village(client, at, clerk, cadre, neighbour):
    log_in(client, clerk)
    for words in ("赵", "16000000003", "鱼泉村", "鱼泉村 赵春生"):
        page = client.get("/people/", {"q": words}).content.decode()
        assert ("赵春生" in page, "王来顺" in page) == (True, False)


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_with_more_people(
    client, at, clerk, units, people, django_assert_num_queries
):
    for number in range(people):
        hire(f"agent{number}", f"代办{number}", 40 + number, units.village, Role.AGENT, Role.MEMBER)
    log_in(client, clerk)
    client.get("/people/")
    with django_assert_num_queries(QUERIES):
        client.get("/people/")


QUERIES = 9


def test_a_leak_of_another_township_fails_a_watched_client(at, clerk, cadre, units, watched):
    client = watched(clerk)
    client.get("/people/")
    units.village.name = "410327103201"
    units.village.save()
    with pytest.raises(AssertionError, match="/people/"):
        client.get("/people/")


def test_a_slip_is_shown_once_and_never_cached(client, at, clerk, cadre):
    log_in(client, clerk)
    response = client.post(f"/people/{cadre.pk}/password/")
    page = response.content.decode()
    password = page.split("<code>")[1].split("</code>")[0]
    cadre.refresh_from_db()
    assert cadre.check_password(password)
    assert "no-store" in response.headers["Cache-Control"]
    assert password not in client.get("/people/").content.decode()


def test_somebody_elses_people_do_not_exist(client, at, clerk, units, county_officer):
    far = hire("far", "钱远", 31, units.other, Role.AGENT)
    log_in(client, clerk)
    assert client.post(f"/people/{far.pk}/password/").status_code == 404
    assert client.post(f"/people/{county_officer.pk}/password/").status_code == 404
    assert client.post(f"/people/{far.pk}/unlock/").status_code == 404


def test_the_township_opens_the_lock_of_a_cadre(client, at, clerk, cadre):
    for _ in range(5):
        client.post("/login/", {"username": "cadre", "password": "wrong"})
    assert client.post("/login/", {"username": "cadre", "password": "wrong"}).status_code == 429
    log_in(client, clerk).post(f"/people/{cadre.pk}/unlock/")
    client.logout()
    assert client.post("/login/", {"username": "cadre", "password": "wrong"}).status_code == 200
    assert AuditEntry.objects.get(verb="open_lock").actor == clerk


def test_an_audit_entry_without_an_address_is_kept_all_the_same(at):
    assert record_audit(verb="read", at=at, address="").address is None
