"""您的信息怎么用: what a villager is told, by version; the version is written down with the matter."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.models import PrivacyNotice

FIRST = 1


class Notice(NamedTuple):
    version: int
    paragraphs: list[str]


def current_version() -> int:
    """What somebody who asks now is told; the county's newest, else the portal's own words."""
    newest = PrivacyNotice.objects.order_by("-version").values_list("version", flat=True).first()
    return newest or FIRST


def notice_of(version: int | None = None) -> Notice | None:
    """A version, or the one of today; None where there was no such version."""
    if version == FIRST:
        return Notice(FIRST, first_words())
    found = PrivacyNotice.objects.all()
    row = (found.filter(version=version) if version else found).order_by("-version").first()
    if row is None:
        return None if version else Notice(FIRST, first_words())
    return Notice(row.version, [line for line in row.text.splitlines() if line.strip()])


def first_words() -> list[str]:
    return [
        _("您写的名字、电话，只用来办您说的这件事：找到您、给您回话、问您满不满意。"),
        _(
            "看得到的人：先接您这件事的人、正在办的人、当天值班的人、给您打回访电话的人。别人看到的是遮住的，谁要看全的都得写明为什么，系统记下来。"
        ),
        _("反映干部的事，村里、镇里都看不到，可以不写名字和电话。"),
        _("电话和身份证号在系统里是加了密的。不卖、不给别人做广告，不公开。"),
        _(
            "事情办完两年，名字和电话就删掉；查询码办完一年就打不开了。办了多少件、多快办完这些数会留着，里头没有您是谁。"
        ),
        _(
            "您可以要一份系统里记着您的内容，也可以要求改正或者删掉：打村里、镇里电话说一声，或者到村室说。"
        ),
    ]
