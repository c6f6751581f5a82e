"""What stands in a letter: who wrote, what they say, which pictures came with it. Reads only; writes nothing."""

from __future__ import annotations

import hashlib
import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from html.parser import HTMLParser
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from config.errors import Refusal

# What mailers in China call GB2312 is mostly its bigger sister.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}
PDF = "application/pdf"
QUOTED = re.compile(r"^\s*(>|-{3,}\s*(原始邮件|Original Message))")


@dataclass(frozen=True)
class Letter:
    message_id: str  # hashed
    name: str
    address: str
    text: str
    pictures: list[bytes] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def letters_in(path: Path) -> Iterator[bytes]:
    """Every letter of an mbox file, or of a folder of .eml files in the order of their names."""
    if path.is_dir():
        for file in sorted(path.glob("*.eml")):
            yield file.read_bytes()
        return
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def read_letter(raw: bytes) -> Letter:
    """Raises Refusal in words when it cannot become a matter."""
    try:
        return _read(message_from_bytes(raw, policy=policy.default), raw)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as broken:
        raise Refusal(_("这封信坏了，看不懂")) from broken


def _read(message: EmailMessage, raw: bytes) -> Letter:
    if str(message.get("Auto-Submitted", "no")).lower() != "no":
        raise Refusal(_("是自动回复，没有收"))
    name, address = parseaddr(str(message.get("From", "")))
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise Refusal(_("看不出是谁写的")) from wrong
    subject = str(message.get("Subject", "")).strip()
    body = _words_of(message)
    if not (subject or body):
        raise Refusal(_("信里没有字"))
    pictures, left_out = _attached(message)
    text = body if subject in body else f"{subject}\n{body}".strip()
    known = str(message.get("Message-ID", "")).strip().encode() or raw
    message_id = hashlib.sha256(known).hexdigest()
    return Letter(message_id, name[:40], address, text.replace("\0", ""), pictures, left_out)


def _words_of(message: EmailMessage) -> str:
    """The plain part, else the HTML without its tags; what is quoted from an earlier letter is left out."""
    part = message.get_body(("plain",)) or message.get_body(("html",))
    if part is None:
        return ""
    text = _decoded(part)
    if part.get_content_type() == "text/html":
        text = _without_tags(text)
    lines: list[str] = []
    for line in text.splitlines():
        if QUOTED.match(line):
            break
        lines.append(line.strip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _decoded(part: MIMEPart) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = str(part.get_content_charset() or "utf-8").lower()
    for name in (WIDER.get(charset, charset), "gb18030"):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


class _Words(HTMLParser):
    """Keeps what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"style", "script", "title"}
        if tag in {"br", "p", "div", "tr", "li"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"style", "script", "title"} and self.hidden > 0

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.words.append(data)


def _without_tags(html: str) -> str:
    reader = _Words()
    reader.feed(html)
    return "".join(reader.words)


def _attached(message: EmailMessage) -> tuple[list[bytes], list[str]]:
    """Pictures and PDFs, and the names of everything else, which stays in the mailbox."""
    pictures, left_out = [], []
    for part in message.iter_attachments():
        data = part.get_payload(decode=True)
        kept = part.get_content_maintype() == "image" or part.get_content_type() == PDF
        if kept and isinstance(data, bytes):
            pictures.append(data)
        else:
            left_out.append(part.get_filename() or part.get_content_type())
    return pictures, left_out
