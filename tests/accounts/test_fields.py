import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.exceptions import FieldError, ValidationError
from django.db import models
from django.test.utils import isolate_apps

from accounts import fields


@pytest.mark.parametrize("text", ["16000000001", "没有电话，找村东头老李", ""])
def test_a_sealed_text_can_be_read_again(text):
    assert fields.decrypt(fields.encrypt(text)) == text


def test_the_same_text_is_sealed_differently_each_time():
    assert fields.encrypt("16000000001") != fields.encrypt("16000000001")
    assert "16000000001" not in fields.encrypt("16000000001")


def test_a_new_key_in_front_reads_old_texts_and_keeps_the_index(settings):
    old = settings.FIELD_KEYS
    sealed, index = fields.encrypt("16000000001"), fields.blind_index("16000000001", "phone")
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *old]
    assert fields.decrypt(sealed) == "16000000001"
    assert fields.blind_index("16000000001", "phone") == index
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    with pytest.raises(InvalidToken):
        fields.decrypt(sealed)


def test_resealing_moves_a_text_under_the_first_key(settings):
    sealed = fields.encrypt("16000000001")
    settings.FIELD_KEYS = [Fernet.generate_key().decode(), *settings.FIELD_KEYS]
    resealed = fields.reseal(sealed)
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert fields.decrypt(resealed) == "16000000001"


def test_the_index_of_a_purpose_tells_nothing_about_another():
    assert fields.blind_index("0001", "phone") != fields.blind_index("0001", "last_four")


@pytest.mark.parametrize(
    ("mask", "plain", "shown"),
    [
        (fields.mask_phone, "13812341234", "138****1234"),
        (fields.mask_phone, "0379-00000011", "037****0011"),
        (fields.mask_phone, "12345", "***45"),
        (fields.mask_phone, "", ""),
        (fields.mask_name, "王小明", "王*明"),
        (fields.mask_name, "王明", "王*"),
        (fields.mask_name, "欧阳小明", "欧**明"),
        (fields.mask_name, "王", "*"),
        (fields.mask_name, "", ""),
        (fields.mask_id, "410327199001011234", "410***********1234"),
        (fields.mask_id, "4103", "****"),
    ],
)
def test_masks(mask, plain, shown):
    assert mask(plain) == shown


@isolate_apps("accounts")
def test_an_encrypted_field_is_plain_in_python_and_searched_by_nobody():
    class Card(models.Model):
        phone = fields.EncryptedCharField(max_length=13)

        class Meta:
            app_label = "accounts"

        def __str__(self) -> str:
            return "card"

    field = Card._meta.get_field("phone")
    stored = field.get_prep_value("16000000001")
    assert stored != "16000000001"
    assert field.from_db_value(stored, None, None) == "16000000001"
    with pytest.raises(FieldError):
        Card.objects.filter(phone="16000000001")
    with pytest.raises(ValidationError):
        field.clean("1" * 14, None)
