"""The county words messages its own way; a bad wording is refused, and never breaks a message."""

import pytest
from django.core.exceptions import ValidationError

from notify import wording
from notify.models import MessageTemplate

pytestmark = pytest.mark.django_db

CODE = "rehearsal_due"


@pytest.fixture(autouse=True)
def defined(monkeypatch):
    monkeypatch.setattr(wording, "_texts", {CODE: "{number}最晚{due}办好"})


def test_the_default_holds_without_a_row():
    assert wording.write(CODE, number="0426 1837", due="今天") == "0426 1837最晚今天办好"


@pytest.mark.parametrize(
    ("worded", "written"),
    [
        ("{due}前：{number}", "今天前：1"),
        ("没有字段", "没有字段"),
        ("{name}不认识", "1最晚今天办好"),
        ("{number.__class__}", "1最晚今天办好"),
        ("{number", "1最晚今天办好"),
        ("{}", "1最晚今天办好"),
    ],
)
def test_the_countys_row_holds_when_it_can_be_filled_in(worded, written):
    MessageTemplate.objects.create(code=CODE, text=worded)
    assert wording.write(CODE, number="1", due="今天") == written


@pytest.mark.parametrize(
    ("code", "text", "field"),
    [
        (CODE, "{name}", "text"),
        (CODE, "{number", "text"),
        (CODE, "{number.__class__}", "text"),
        ("unheard_of", "x", "code"),
    ],
)
def test_a_wording_that_cannot_be_filled_in_is_refused(code, text, field):
    with pytest.raises(ValidationError) as refused:
        wording.check(code, text)
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize(("length", "too_long"), [(70, False), (71, True)])
def test_more_than_seventy_characters_are_flagged(length, too_long):
    assert wording.is_too_long("字" * length) is too_long
