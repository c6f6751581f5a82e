"""`import_mail` makes matters of letters: once each, whole or not at all, the broken ones by number (B11)."""

from email.message import EmailMessage
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from services.models import ImportedMail, Ticket

LAMP = "村东头小桥那儿的路灯坏有半个月了"


def letter(
    text=LAMP, sender="周铁牛 <niu@example.org>", number=1, subject="修路灯"
) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"] = sender, subject
    message["Message-ID"] = f"<{number}@example.org>"
    message.set_content(text)
    return message


def lay(path, *letters) -> str:
    raws = [one if isinstance(one, bytes) else one.as_bytes() for one in letters]
    path.write_bytes(
        b"".join(b"From somebody Mon Nov 23 09:00:00 2026\n" + raw + b"\n\n" for raw in raws)
    )
    return str(path)


@pytest.fixture
def run(cast, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "uploads"

    def run(*letters, unit=None):
        out, err = StringIO(), StringIO()
        box = lay(tmp_path / "box", *letters)
        unit = unit or cast.units.township
        call_command("import_mail", box, unit=unit.pk, stdout=out, stderr=err)
        return out.getvalue(), err.getvalue()

    return run


def test_a_letter_becomes_a_matter_of_the_desk_and_its_sender_can_be_reached(run, cast):
    out, _err = run(letter())
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.unit, ticket.text) == (
        "email",
        cast.units.township,
        f"修路灯\n{LAMP}",
    )
    assert (ticket.requester.name, ticket.requester.email) == ("周铁牛", "niu@example.org")
    assert f"第1封：{ticket.number}" in out
    assert "收了1封" in out


def test_a_letter_that_names_one_village_goes_to_its_station(run, cast):
    run(letter("鱼泉村的路灯坏了", number=1), letter("鱼泉村和柳泉村的路灯坏了", number=2))
    assert [ticket.unit for ticket in Ticket.objects.order_by("pk")] == [
        cast.units.neighbour,
        cast.units.township,
    ]


def test_importing_twice_changes_nothing(run):
    run(letter())
    out, _err = run(letter(), letter("水管破了", number=2))
    assert "收了1封，以前收过1封，没收0封" in out
    assert Ticket.objects.count() == ImportedMail.objects.count() == 2


BROKEN = [
    (letter(sender="nobody"), "看不出是谁写的"),
    (letter(" ", subject=""), "信里没有字"),
    (letter("灯" * 2001), "最多2000个字"),
    (b"From: a@example.org\nContent-Type: multipart/mixed\n\n\xff\xfe", "信里没有字"),
    (b"From: a@example.org\nAuto-Submitted: auto-replied\nSubject: x\n\nx", "自动回复"),
]


@pytest.mark.parametrize(("broken", "why"), BROKEN)
def test_a_broken_letter_is_named_by_its_number_and_the_rest_goes_on(run, broken, why):
    out, err = run(letter(number=7), broken, letter("水管破了", number=9))
    assert err.startswith("第2封没有收：")
    assert why in err
    assert "收了2封" in out
    assert Ticket.objects.count() == 2


def test_html_is_read_without_its_tags_and_the_earlier_letter_left_out(run):
    html = letter()
    html.replace_header("Subject", "路灯坏了")
    html.set_content(
        "<style>p{}</style><p>路灯坏了</p><div>快来修</div><p>-----原始邮件-----</p><p>旧的</p>",
        subtype="html",
    )
    run(html)
    lines = Ticket.objects.get().text.splitlines()
    assert [line for line in lines if line] == ["路灯坏了", "快来修"]


def test_gb2312_with_a_rare_character_is_read(run):
    raw = b"From: a@example.org\nContent-Type: text/plain; charset=gb2312\n\n"
    run(raw + "喆家村路灯坏了".encode("gb18030"))
    assert Ticket.objects.get().text == "喆家村路灯坏了"


def test_a_picture_is_kept_and_other_papers_are_named(run):
    picture = BytesIO()
    Image.new("RGB", (20, 20)).save(picture, "PNG")
    with_papers = letter()
    with_papers.add_attachment(picture.getvalue(), maintype="image", subtype="png")
    with_papers.add_attachment(b"x", maintype="image", subtype="png")
    with_papers.add_attachment(b"%PDF-1.7 %%EOF", maintype="application", subtype="pdf")
    with_papers.add_attachment(b"x", maintype="application", subtype="zip", filename="表.zip")
    out, _err = run(with_papers)
    kinds = Ticket.objects.get().photos.values_list("upload__kind", flat=True)
    assert list(kinds) == ["picture", "pdf"]
    assert "第1封的附件没有收：表.zip、第2个附件" in out


def test_a_folder_of_letters_works_too(cast, tmp_path):
    (tmp_path / "1.eml").write_bytes(letter().as_bytes())
    call_command("import_mail", str(tmp_path), unit=cast.units.village.pk, stdout=StringIO())
    assert Ticket.objects.get().unit == cast.units.village


def test_a_department_has_no_such_mailbox(cast, tmp_path):
    box = lay(tmp_path / "box", letter())
    with pytest.raises(CommandError, match="不收群众的事"):
        call_command("import_mail", box, unit=cast.units.department.pk)
