"""A new key in front, everything sealed anew, the old key thrown away (B54)."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from accounts.privacy.resealing import is_under_first_key, reseal_column, sealed_columns
from services.models import Requester

pytestmark = pytest.mark.django_db
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture
def two_people(settings):
    settings.FIELD_KEYS = [OLD]
    for number in (1, 2):
        Requester.objects.create(name="甲", phone=f"1600000010{number}")
    settings.FIELD_KEYS = [NEW, OLD]


def lying() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM services_requester ORDER BY id")
        return [phone for (phone,) in cursor.fetchall()]


def test_afterwards_the_old_key_is_not_needed(two_people, settings, capsys):
    call_command("reseal")
    settings.FIELD_KEYS = [NEW]
    assert [one.phone for one in Requester.objects.order_by("pk")] == ["16000000101", "16000000102"]
    assert all(map(is_under_first_key, lying()))


def test_it_goes_on_where_it_was_broken_off(two_people, monkeypatch):
    monkeypatch.setattr("accounts.privacy.resealing.BATCH", 1)
    column = next(one for one in sealed_columns() if one[0] is Requester and one[1].name == "phone")
    first_run = reseal_column(column)
    assert next(first_run) == (1, 1)
    assert [is_under_first_key(sealed) for sealed in lying()] == [True, False]
    assert list(reseal_column(column)) == [(1, 0), (1, 1)]


def test_a_text_that_no_key_opens_is_named(two_people, settings):
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="services_requester"):
        call_command("reseal")


def test_every_sealed_column_of_the_portal_is_known():
    assert {f"{model._meta.label_lower}.{field.name}" for model, field in sealed_columns()} >= {
        "services.requester.phone",
        "services.requester.id_number",
        "notify.message.address",
    }
