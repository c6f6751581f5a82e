"""A phone number as people type it: taken when it can be dialled, else a sentence that says what to write."""

import pytest

from config.errors import Refusal
from services.phones import require_phone, tidy_phone

TAKEN = [
    ("160 0000 0101", "16000000101"),
    ("１６００００００１０１", "16000000101"),
    ("＋86 160-0000-0101", "16000000101"),
    ("0086 16000000101", "16000000101"),
    ("（0379）0000－0011", "037900000011"),
    ("0379—00000011", "037900000011"),
    ("00000011", "00000011"),
]

REFUSED = [
    ("1600000010", "电话少了一位。手机是11位数字"),
    ("160000001011", "电话位数不对。手机是11位数字"),
    ("+1 415 555 0100", "外国的号打不过去。请写国内能找到您的电话，外国的号写在事里"),
    ("001 415 555 0100", "外国的号打不过去。请写国内能找到您的电话，外国的号写在事里"),
    ("0379-00000011转801", "电话只写总机，手机是11位数字。分机号写在事里"),
    ("0379-00000011-801", "电话只写总机，手机是11位数字。分机号写在事里"),
    ("22220011#2", "电话只写总机，手机是11位数字。分机号写在事里"),
    ("问俺儿要", "这个电话打不了。手机是11位数字，座机要带区号"),
    ("😀" * 10_000, "这个电话打不了。手机是11位数字，座机要带区号"),
]


@pytest.mark.parametrize(("typed", "kept"), TAKEN)
def test_what_can_be_dialled_is_taken_as_digits(typed, kept):
    assert tidy_phone(typed) == kept
    require_phone(kept)


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_what_cannot_be_dialled_is_answered_with_what_to_write(typed, sentence):
    with pytest.raises(Refusal) as refused:
        require_phone(tidy_phone(typed))
    assert (refused.value.message, refused.value.field) == (sentence, "requester_phone")
