import pytest

from regions.names import kind_of, names_of, short_name


@pytest.mark.parametrize(
    ("name", "kind", "short"),
    [
        ("沙漠村村民委员会", "village", "沙漠村"),
        ("元村民委员会", "village", "元村"),
        ("元村村民委员会", "village", "元村"),
        ("毛庄村民委员会", "village", "毛庄村"),
        ("毛庄村委会", "village", "毛庄村"),
        ("毛庄村", "village", "毛庄村"),
        ("解放路社区", "community", "解放路社区"),
        ("解放路社区居委会", "community", "解放路社区"),
        ("福华南街社区委员会", "community", "福华南街社区"),
        ("嵩溪园居委会", "community", "嵩溪园"),
        ("金源社区村民委员会", "village", "金源社区"),
        ("银河居民管理委员会", "community", "银河"),
        ("开发区管理委员会", "enclave", "开发区"),
        ("虚拟生活区", "enclave", "虚拟生活区"),
        ("委员会", "community", "委员会"),
    ],
)
def test_short_name_drops_one_committee_and_gives_a_village_its_word_back(name, kind, short):
    assert short_name(name, kind) == short


def test_pinyin_and_initials_follow_the_short_name():
    names = names_of("柳泉村村民委员会", "village", "village")
    assert names == ("柳泉村", "liuquancun", "lqc")


def test_a_township_keeps_its_name_even_if_it_is_called_a_committee():
    assert names_of("高新区管理委员会", "township", "").short_name == "高新区管理委员会"


def test_signs_without_a_reading_are_left_out_of_the_pinyin():
    assert names_of("杨岗（甲）3", "county", "").sort_key == "yanggangjia3"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("000", None),
        ("001", "community"),
        ("199", "community"),
        ("200", "village"),
        ("399", "village"),
        ("400", "enclave"),
        ("599", "enclave"),
        ("600", None),
    ],
)
def test_the_last_three_digits_tell_the_kind(number, kind):
    assert kind_of(f"410327102{number}") == kind
