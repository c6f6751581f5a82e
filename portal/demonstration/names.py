"""Invented names and phone numbers: surnames and given names put together by chance."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
GIVEN = [
    "春生",
    "秋菊",
    "冬梅",
    "夏至",
    "麦香",
    "谷丰",
    "稻花",
    "柳青",
    "松年",
    "柏林",
    "桂芝",
    "兰英",
    "梅芳",
    "竹青",
    "荷香",
    "菊萍",
    "玉芬",
    "银环",
    "金锁",
    "铁锤",
    "石柱",
    "土根",
    "水生",
    "火旺",
    "木林",
    "山娃",
    "河清",
    "海亮",
    "江涛",
    "雨露",
    "雪莲",
    "霜降",
    "云霞",
    "风顺",
    "天佑",
    "地宝",
    "大有",
    "二妮",
    "三强",
    "四海",
    "五星",
    "六顺",
    "七巧",
    "八斤",
    "九成",
    "十全",
    "喜全",
    "乐善",
    "平安",
    "康健",
    "福顺",
    "禄厚",
    "寿山",
    "禧年",
    "新民",
    "爱国",
    "建军",
    "卫星",
    "跃进",
    "红旗",
    "向阳",
    "东升",
    "西平",
    "南山",
    "北辰",
    "中原",
    "正义",
    "守信",
    "存礼",
    "怀仁",
    "明智",
    "永勤",
]
# Phones of people with a post stand below, those of villagers above.
STAFF_PHONES = 16_000_001_001
VILLAGER_PHONES = 16_000_900_001


def names(rng: Random, taken: set[str] | None = None) -> Iterator[str]:
    """Names without end; none twice until they run out, and none of those taken."""
    everything = [surname + given for surname in SURNAMES for given in GIVEN]
    while True:
        rng.shuffle(everything)
        yield from (name for name in everything if not taken or name not in taken)
