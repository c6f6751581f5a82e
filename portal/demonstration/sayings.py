"""What villagers of the bulk say: mild texts, with the words for places varied and never a name."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PLACES = (
    *(f"{number}组" for number in range(1, 9)), "村东头", "村西头", "桥头", "老槐树", "小学门口", "戏台边", "卫生室旁",
    "大队部后头", "北坡", "南洼", "河沿", "井台", "磨坊跟前", "供销社门口", "岔路口", "场边",
)  # fmt: skip


@dataclass(frozen=True)
class Saying:
    """One kind of matter: the item, how often it comes, what is said of it and how it ends."""

    item: str
    weight: int
    texts: tuple[str, ...]
    results: tuple[str, ...]
    instant: float = 0.0
    department: str = ""
    kind: str = "help"


SAYINGS = (
    Saying("路灯报修", 12, ("{place}的路灯不亮了", "{place}路灯一闪一闪的，晚上看不清", "{place}灯杆歪了"), ("灯泡换了", "线接好了，亮了", "灯杆扶正了"), department="县住建局"),
    Saying("自来水报修", 10, ("{place}水管漏水", "{place}这两天水小得很", "{place}水龙头坏了一直流"), ("接头换了，不漏了", "水厂来人修好了"), department="县水利局"),
    Saying("用电故障", 7, ("{place}跳闸，一用电就断", "{place}电压低，灯发红", "{place}线耷拉着"), ("供电所换了闸", "线收紧了"), department="县供电公司"),
    Saying("道路坑洼塌陷上报", 6, ("{place}那段路坑多，车不好走", "{place}路边塌了一块"), ("坑填平了", "垫了石子，能走了"), department="县交通运输局"),
    Saying("垃圾清运/垃圾桶更换", 6, ("{place}垃圾桶满了没人拉", "{place}垃圾桶破了"), ("拉走了，改成两天一拉", "换了新桶"), department="县住建局"),
    Saying("养殖污染反映", 2, ("{place}养鸡场味大", "{place}养猪的粪水流到路上"), ("清了，垫了土", "说好一天一清"), department="县生态环境局", kind="complaint"),
    Saying("邻里纠纷人民调解", 4, ("{place}两家为地边子吵", "{place}邻居的树枝伸过来了"), ("调解好了，签了字", "两家说开了"), department=""),
    Saying("城乡居民医保参保登记", 9, ("问问医保咋交", "娃的医保咋登记", "医保交了没到账"), ("登记上了", "查了，到账了", "告诉他咋交了"), 0.7, "县医保局", "question"),
    Saying("养老保险待遇领取资格认证", 9, ("老人不会刷脸，养老金认证咋弄", "{place}老人腿脚不好，上门认证行不行"), ("上门刷过脸了", "在村室认证好了"), 0.6, "县人社局", "errand"),
    Saying("电费代缴", 8, ("不会在手机上交电费", "电费替我交一下"), ("交了，票给了", "交了，电来了"), 0.95, "", "errand"),
    Saying("免费送药上门", 5, ("{place}老人降压药吃完了", "{place}下雨路滑，药能不能送一下"), ("送到家了",), 0.2, "", "help"),
    Saying("村民实际居住情况说明", 8, ("娃上学要个居住说明", "开个居住说明"), ("开好盖了章",), 0.95, "", "errand"),
    Saying("高龄津贴", 4, ("老人满八十了，高龄津贴咋办", "高龄津贴这个月没到"), ("报上去了，下个月发", "查了，补发了"), 0.1, "县民政局", "errand"),
    Saying("最低生活保障审核确认", 2, ("家里困难，想申请低保", "低保要啥材料"), ("审核过了，下月发", "评过了，够条件"), 0.0, "县民政局", "errand"),
    Saying("残疾人证新办", 2, ("残疾证咋办", "去哪儿评残"), ("领着去评过了，证下来了",), 0.1, "县残联", "errand"),
    Saying("农业保险投保与报损", 3, ("{place}庄稼倒了一片，保险咋报", "{place}冰雹打了烟叶"), ("看过地了，报上了",), 0.0, "县农业农村局", "help"),
)  # fmt: skip
REPORTS = (
    "去{place}办事，接待的人态度不好",
    "{place}那个干部说话难听",
    "问事嫌人烦，话没说完就走了",
)
ABOUT_SERVICE = ("去村室没有人，等了半天", "打值班电话没人接", "门开着，找不着人盖章")


def said(texts: tuple[str, ...], rng: Random) -> tuple[str, str]:
    """A text and the place in it."""
    place = rng.choice(PLACES)
    return rng.choice(texts).format(place=place), place
