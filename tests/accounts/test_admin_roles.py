"""Three administrators kept apart: set-up, people and posts, reading logs (B53)."""

import pytest

from accounts.actions import record_audit
from accounts.models import AuditEntry, Post, SiteIdentity, Unit, User
from accounts.roles import Role
from tests.conftest import hire, log_in, make_region

pytestmark = pytest.mark.django_db

PAGES = {
    "people": "/admin/accounts/user/",
    "posts": "/admin/accounts/post/",
    "units": "/admin/accounts/unit/",
    "site": "/admin/accounts/siteidentity/",
    "audit": "/admin/accounts/auditentry/",
    "attempts": "/admin/axes/accessattempt/",
}


@pytest.mark.parametrize(
    ("person", "may"),
    [
        ("security", {"people", "posts", "units"}),
        ("admin_person", {"site", "units"}),
        ("auditor", {"audit", "attempts", "people"}),
        ("county_officer", {"units"}),
        ("clerk", set()),
        ("cadre", set()),
        ("inspector", set()),
    ],
)
def test_each_administrator_opens_own_pages_only(client, at, request, person, may):
    log_in(client, request.getfixturevalue(person))
    assert {name for name, url in PAGES.items() if client.get(url).status_code == 200} == may
    assert client.get("/admin/").status_code == (200 if may else 403)


def test_the_admin_asks_to_log_in_on_our_page(client, at, db):
    assert (
        client.get("/admin/accounts/user/").headers["Location"]
        == "/login/?next=/admin/accounts/user/"
    )
    assert client.get("/admin/login/").headers["Location"] == "/login/?next=/admin/"


def test_the_auditor_reads_people_and_changes_nothing(client, at, auditor, cadre):
    log_in(client, auditor)
    page = f"/admin/accounts/user/{cadre.pk}/change/"
    assert client.get(page).status_code == 200
    assert client.post(page, {"name": "别人", "username": "cadre"}).status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code == 403


@pytest.mark.parametrize("act", ["change", "delete"])
def test_nobody_changes_the_audit(client, at, auditor, act):
    entry = record_audit(verb="read", at=at, actor=auditor)
    log_in(client, auditor)
    answer = client.post(
        f"/admin/accounts/auditentry/{entry.pk}/{act}/", {"verb": "x", "post": "yes"}
    )
    assert answer.status_code == 403
    assert AuditEntry.objects.get().verb == "read"


def test_the_security_administrator_gives_a_post_and_it_is_audited(
    client, at, security, duty_person, units
):
    log_in(client, security)
    post = {
        "user": duty_person.pk,
        "unit": units.village.pk,
        "role": Role.AGENT,
        "engagement": "full_time",
        "starts": "2026-11-23",
    }
    assert client.post("/admin/accounts/post/add/", post).status_code == 302
    assert Post.objects.filter(user=duty_person, role=Role.AGENT).exists()
    assert AuditEntry.objects.get().verb == "admin_add"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": Role.COUNTY_DESK}, "里没有“县综合协调办”这个岗位"),
        ({"role": Role.VILLAGE_LINK}, "包村干部要写明包的是哪个村"),
        ({"ends": "2026-11-01"}, "结束日期要晚于开始日期"),
    ],
)
def test_a_post_against_the_rules_is_refused_beside_its_field(
    client, at, security, duty_person, units, change, sentence
):
    log_in(client, security)
    post = {
        "user": duty_person.pk,
        "unit": units.village.pk,
        "role": Role.AGENT,
        "engagement": "full_time",
        "starts": "2026-11-23",
    }
    answer = client.post("/admin/accounts/post/add/", post | change)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert duty_person.posts.count() == 1


def test_the_security_administrator_gives_no_post_to_herself(client, at, security, units):
    log_in(client, security)
    post = {
        "user": security.pk,
        "unit": units.county_desk.pk,
        "role": Role.COUNTY_DESK,
        "engagement": "full_time",
        "starts": "2026-11-23",
    }
    assert "不能给自己加岗位" in client.post("/admin/accounts/post/add/", post).content.decode()


def test_another_county_does_not_exist_in_the_admin(client, at, security, county):
    elsewhere = make_region("410323000000", "新安县", "county", county.parent, pinyin="xin an xian")
    desk = Unit.objects.create(region=elsewhere, kind="county_desk", name="新安县综合协调办公室")
    stranger = hire("stranger", "秦外", 33, desk, Role.COUNTY_DESK)
    log_in(client, security)
    assert "秦外" not in client.get("/admin/accounts/user/").content.decode()
    assert client.get(f"/admin/accounts/user/{stranger.pk}/change/").status_code == 302
    assert client.get(f"/admin/accounts/unit/{desk.pk}/change/").status_code == 302


def test_a_new_person_without_posts_is_seen_by_who_gives_them(client, at, security):
    log_in(client, security)
    assert (
        client.post(
            "/admin/accounts/user/add/", {"name": "李四", "username": "lisi", "is_active": "on"}
        ).status_code
        == 302
    )
    assert not User.objects.get(username="lisi").has_usable_password()
    assert "李四" in client.get("/admin/accounts/user/").content.decode()


def test_there_is_one_site_identity_and_the_footer_shows_it(client, at, admin_person):
    log_in(client, admin_person)
    row = {"site_name": "首问", "sponsor": "中共宜阳县委组织部", "icp_number": "豫ICP备00000000号"}
    assert client.post("/admin/accounts/siteidentity/add/", row).status_code == 302
    assert SiteIdentity.objects.get().pk == 1
    assert client.get("/admin/accounts/siteidentity/add/").status_code == 403
    client.logout()
    page = client.get("/login/").content.decode()
    assert "主办单位：中共宜阳县委组织部" in page
    assert "豫ICP备00000000号" in page
    assert "公安" not in page


def test_the_front_page_says_what_the_calendar_lacks(client, at, admin_person):
    log_in(client, admin_person)
    assert "放假安排还没有导入" in client.get("/admin/").content.decode()
