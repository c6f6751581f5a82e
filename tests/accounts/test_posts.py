from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.actions import create_person, end_post, give_post, record_audit, set_password_slip
from accounts.models import AuditEntry, Post, Unit, User
from accounts.permissions import may_reset_password
from accounts.privacy.keeping import drop_old_audit
from accounts.roles import Engagement, Role
from config.clock import system_now
from config.errors import Conflict, Refusal

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("starts", "ends", "active"), [(0, None, True), (1, None, False), (-9, 0, False), (-9, 1, True)]
)
def test_a_post_is_held_from_its_first_day_until_before_its_last(
    units, duty_person, starts, ends, active
):
    post = duty_person.posts.get()
    post.starts = TODAY + timedelta(days=starts)
    post.ends = ends if ends is None else TODAY + timedelta(days=ends)
    post.save()
    assert post.is_active_on(TODAY) is active
    assert Post.objects.active_on(TODAY).filter(pk=post.pk).exists() is active


def test_giving_and_ending_a_post_is_audited(at, units, security, duty_person):
    post = give_post(
        user=duty_person, unit=units.village, role=Role.AGENT, starts=TODAY, at=at, actor=security
    )
    end_post(post=post, on=TODAY + timedelta(days=1), at=at, actor=security)
    assert list(AuditEntry.objects.order_by("id").values_list("verb", "subject")) == [
        ("give_post", f"post:{post.pk}"),
        ("end_post", f"post:{post.pk}"),
    ]


def test_a_post_ends_once(at, duty_person):
    post = end_post(post=duty_person.posts.get(), on=TODAY, at=at)
    with pytest.raises(Conflict):
        end_post(post=post, on=TODAY + timedelta(days=1), at=at)


def test_nobody_gives_a_post_to_themselves(at, units, security):
    with pytest.raises(Refusal, match="自己"):
        give_post(
            user=security,
            unit=units.county_desk,
            role=Role.COUNTY_DESK,
            starts=TODAY,
            at=at,
            actor=security,
        )


def test_one_person_holds_one_admin_role(at, units, security, auditor):
    with pytest.raises(Refusal, match="三个人"):
        give_post(
            user=auditor,
            unit=units.county_desk,
            role=Role.SYSTEM_ADMIN,
            starts=TODAY,
            at=at,
            actor=security,
        )


def test_an_admin_role_may_follow_another(at, units, auditor):
    end_post(post=auditor.posts.get(), on=TODAY, at=at)
    assert give_post(
        user=auditor, unit=units.county_desk, role=Role.SYSTEM_ADMIN, starts=TODAY, at=at
    ).pk


def test_a_role_stands_only_in_its_kind_of_unit(at, units, duty_person):
    with pytest.raises(Refusal, match="没有“站长”这个岗位"):
        give_post(
            user=duty_person, unit=units.township, role=Role.STATION_HEAD, starts=TODAY, at=at
        )


def test_a_department_has_one_liaison_and_one_stand_in(at, units, liaison, duty_person):
    with pytest.raises(Refusal, match="已经有联络员"):
        give_post(user=duty_person, unit=units.department, role=Role.LIAISON, starts=TODAY, at=at)
    assert give_post(
        user=duty_person,
        unit=units.department,
        role=Role.LIAISON,
        starts=TODAY,
        at=at,
        engagement=Engagement.STAND_IN,
    ).pk


@pytest.mark.parametrize(
    ("phone", "sentence"), [("1600000001", "手机是11位数字"), ("16000000001", "已经有人登记")]
)
def test_a_person_needs_a_whole_phone_of_their_own(at, cadre, phone, sentence):
    with pytest.raises(Refusal, match=sentence) as refusal:
        create_person(name="李四", phone=phone, username="lisi", at=at)
    assert refusal.value.field == "phone"


WHO_MAY_RESET = [
    ("security", "cadre", True),
    ("security", "clerk", True),
    ("security", "auditor", True),
    ("security", "security", False),
    ("clerk", "cadre", True),
    ("clerk", "neighbour", True),
    ("clerk", "far", False),
    ("clerk", "clerk", False),
    ("clerk", "county_officer", False),
    ("clerk", "promoted", False),
    ("clerk", "postless", False),
    ("security", "postless", True),
    ("cadre", "duty_person", False),
    ("county_officer", "cadre", False),
    ("admin_person", "cadre", False),
    ("auditor", "cadre", False),
]


@pytest.fixture
def far(units):
    """Of a village in another township."""
    from tests.conftest import hire

    return hire("far", "钱远", 31, units.other, Role.AGENT)


@pytest.fixture
def promoted(units):
    """Of the village, and at the county's desk besides."""
    from tests.conftest import hire

    person = hire("promoted", "吴升", 32, units.village, Role.AGENT)
    Post.objects.create(
        user=person, unit=units.county_desk, role=Role.COUNTY_DESK, starts=date(2025, 1, 1)
    )
    return person


@pytest.fixture
def postless(db):
    return User.objects.create_user("postless", "何闲")


@pytest.mark.parametrize(("actor", "person", "may"), WHO_MAY_RESET)
def test_who_may_hand_whom_a_password_slip(at, request, actor, person, may):
    actor, person = request.getfixturevalue(actor), request.getfixturevalue(person)
    assert may_reset_password(actor, person) is may
    assert User.objects.managed_by(actor, TODAY).filter(pk=person.pk).exists() is may


def test_a_slip_is_refused_to_whom_one_does_not_look_after(at, clerk, far):
    with pytest.raises(Refusal):
        set_password_slip(user=far, actor=clerk, at=at)


def test_a_slip_leaves_no_password_in_the_audit(at, security, cadre):
    slip = set_password_slip(user=cadre, actor=security, at=at, address="10.0.0.1")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.actor, entry.subject, entry.address) == (
        "reset_password",
        security,
        f"user:{cadre.pk}",
        "10.0.0.1",
    )
    assert slip not in str(entry.data)
    cadre.refresh_from_db()
    assert cadre.check_password(slip)
    assert cadre.must_change_password


@pytest.mark.parametrize(
    "statement", ["UPDATE accounts_auditentry SET verb = 'x'", "DELETE FROM accounts_auditentry"]
)
def test_an_audit_entry_cannot_be_changed_or_removed(at, statement):
    record_audit(verb="read", at=system_now())
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_an_audit_entry_goes_after_twelve_months_by_the_retention_run_alone():
    for days in (368, 360):
        record_audit(verb="read", at=system_now() - timedelta(days=days))
    old = AuditEntry.objects.filter(at__lt=system_now() - timedelta(days=366))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        old.delete()
    assert drop_old_audit(at=system_now(), dry_run=True) == 1
    assert drop_old_audit(at=system_now()) == 1
    assert AuditEntry.objects.count() == 1


def test_the_year_holds_even_for_the_retention_run():
    record_audit(verb="read", at=system_now() - timedelta(days=360))
    assert drop_old_audit(at=system_now() + timedelta(days=400)) == 0


def test_the_audit_cannot_be_emptied(db):
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE accounts_auditentry")


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        (
            "cadre",
            {
                "village",
                "township",
                "township_desk",
                "township_oversight",
                "department",
                "inspectorate",
                "county_desk",
            },
        ),
        ("liaison", {"department", "inspectorate", "county_desk"}),
        (
            "clerk",
            {
                "village",
                "neighbour",
                "township",
                "township_desk",
                "township_oversight",
                "department",
                "inspectorate",
                "county_desk",
            },
        ),
        (
            "county_officer",
            {
                "village",
                "neighbour",
                "other",
                "township",
                "township_desk",
                "township_oversight",
                "other_township",
            }
            | {"department", "inspectorate", "county_desk"},
        ),
        (
            "confidential_officer",
            {"department", "inspectorate", "county_desk", "confidential_desk"},
        ),
    ],
)
def test_which_units_a_person_works_with(at, units, request, person, seen):
    user = request.getfixturevalue(person)
    assert set(Unit.objects.visible_to(user)) == {getattr(units, name) for name in seen}
