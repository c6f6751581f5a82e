"""Three items of one category, written by hand."""

from __future__ import annotations

import pytest

from services.choices import Level, Mode, PresenceNeeded
from services.models import Category, Material, ServiceItem


@pytest.fixture
def category(db) -> Category:
    return Category.objects.create(name="社会救助与民政", plain_name="低保救助", order=1)


def make_item(category: Category, code: str, name: str, **fields) -> ServiceItem:
    told = {"level": Level.COUNTY, "mode": Mode.AGENT, "presence": PresenceNeeded.NONE}
    return ServiceItem.objects.create(code=code, category=category, name=name, **(told | fields))


@pytest.fixture
def relief(category) -> ServiceItem:
    """Everything said, confirmed by the county."""
    item = make_item(
        category,
        "001",
        "最低生活保障审核确认",
        also_called="低保 吃低保",
        presence=PresenceNeeded.SIGN_AT_HOME,
        conditions="家里收入低于低保线的",
        steps="村里收材料\n镇里入户看\n县里定",
        fee="不收钱",
        place="县政务服务中心",
        phone="0379-00000002",
        promised_amount=30,
        legal_amount=45,
        confirmed=True,
    )
    Material.objects.create(item=item, order=1, text="户口簿", form="both", copies=1)
    Material.objects.create(
        item=item, order=2, text="收入证明", form="original", where_to_get="单位"
    )
    return item


@pytest.fixture
def bare(category) -> ServiceItem:
    """Nothing said, not confirmed."""
    return make_item(category, "012", "留守老人关爱探访登记", level=Level.VILLAGE, mode=Mode.DIRECT)


@pytest.fixture
def wedding(category) -> ServiceItem:
    return make_item(
        category,
        "015",
        "结婚登记",
        mode=Mode.ACCOMPANY,
        presence=PresenceNeeded.IN_PERSON,
        place="县政务服务中心",
        promised_amount=0,
    )
