"""The living page of the components: each with its arguments and its states (staff only)."""

from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import RequestContext, Template
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.icons import drawings
from portal.templatetags.components import COMPONENTS, Component

EXAMPLES: dict[str, list[str]] = {
    "big_sentence": [
        '{% big_sentence "现在开着门，到下午5:30" icon="door" %}',
        '{% big_sentence "门关了，有人值班，打电话就接" icon="clock" note="夜里值班：王来顺，到明早8:00" %}',
    ],
    "phone": [
        '{% phone "0379-00000011" full=True %}',
        '{% phone "16000000001" who="王来顺" kind="plain" %}',
        '{% phone "16000000002" label="让村里打给我" %}',
        '{% phone "160****0003" %}',
    ],
    "button": [
        '{% button "交给村里" %}',
        '{% button "查我的事" href="#button" kind="plain" icon="search" %}',
        '{% button "不用办了" kind="quiet" name="act" value="withdraw" note="编号 0426 1837" %}',
    ],
    "post_button": [
        '{% post_button "接收" "#post_button" kind="main" hidden=hidden note="2组 刘小满" %}'
    ],
    "light": [
        '{% light "urgent" "急" %}',
        '{% light "overdue" "超时1天" %}',
        '{% light "soon" "今天下午5:30" %}',
        '{% light "ok" "还剩3天" %}',
        '{% light "paused" "暂停，到12月1日" %}',
    ],
    "note": [
        '{% note "已经替您催了，李秀英和柳泉镇都会看到。" %}',
        '{% note "记下了。" kind="good" %}',
        '{% note "这份没有核实过，请先打电话问。" kind="warn" %}',
        '{% note "刚才有人先动了这件事。" kind="bad" %}',
    ],
    "field": [
        "{% field form.text %}",
        "{% field form.phone %}",
        "{% field form.urgent %}",
        "{% field form.solved %}",
        "{% field form.group %}",
    ],
    "form_fields": ["{% form_fields short_form %}"],
    "steps": ["{% steps steps %}"],
    "table_card": ['{% table_card "各乡镇" headers rows %}'],
    "figure": [
        '{% figure "超时没办" 17 href="#figure" note="5天以上 3" state="overdue" %}',
        '{% figure "急事没人接" 0 href="#figure" state="urgent" %}',
        '{% figure "办结率" "96.60%" note="398/412" %}',
    ],
    "progress": ['{% progress 120 353 "正在导入区划" %}', '{% progress 0 0 "正在排班" %}'],
    "pager": ["{% pager page %}"],
    "empty": [
        '{% empty "眼下没有要办的事" %}',
        '{% empty "还没有通知。" label="发一条" href="#empty" %}',
    ],
    "back": ['{% back "回村里首页" "#back" %}'],
    "download": ['{% download "导出表格" "#download" %}'],
    "print_button": ["{% print_button %}"],
    "qr": ['{% qr "https://example.invalid/c/410327102200/" "扫码打开柳泉村的页面" %}'],
    "icon": [f'{{% icon "{name}" words="{name}" %}}' for name in drawings()],
}


class SampleForm(forms.Form):
    """What forms ask for, in each kind of field, filled in wrongly."""

    text = forms.CharField(
        label=_("什么事？"),
        help_text=_("像说话一样写。不会打字，点键盘上的话筒说"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.RegexField(
        r"^1\d{10}$",
        label=_("您的电话"),
        error_messages={"invalid": _("电话少了一位。手机是11位数字")},
    )
    urgent = forms.BooleanField(label=_("很急，今天就得有人来"), required=False)
    solved = forms.ChoiceField(
        label=_("解决了吗？"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        widget=forms.RadioSelect,
        required=False,
    )
    group = forms.ChoiceField(
        label=_("几组"), choices=[("1", _("1组")), ("2", _("2组"))], required=False
    )


class ShortForm(forms.Form):
    name = forms.CharField(label=_("您叫什么（可以不写）"), required=False)

    def clean(self) -> None:
        raise forms.ValidationError(_("这件事刚才已经交过了，编号是 0426 1837"))


class Example(NamedTuple):
    source: str
    drawn: SafeString


class Shown(NamedTuple):
    component: Component
    examples: list[Example]


def styles(request: HttpRequest) -> HttpResponse:
    """Every component as it is, drawn by the same tags as the pages."""
    context = RequestContext(request, sample())
    shown = [
        Shown(
            component, [Example(source, draw(source, context)) for source in EXAMPLES.get(name, [])]
        )
        for name, component in COMPONENTS.items()
    ]
    return render(
        request,
        "portal/styles.html",
        {"shown": sorted(shown, key=lambda one: list(EXAMPLES).index(one.component.name))},
    )


def draw(source: str, context: RequestContext) -> SafeString:
    return Template("{% load components %}" + source).render(context)


def sample() -> dict[str, Any]:
    return {
        "form": SampleForm({"text": "村东头小桥那儿的路灯坏有半个月了", "phone": "1600000000"}),
        "short_form": ShortForm({}),
        "hidden": {"seq": 3},
        "page": middle_page(),
        "steps": [
            {"when": "11月23日上午9:12", "words": "您交上了，王来顺接的"},
            {"when": "11月23日上午9:40", "words": "王来顺给您打了电话"},
            {"when": "", "words": "电工今天下午去看", "next": True},
        ],
        "headers": ["乡镇", "收到", "超时没办", "按时率"],
        "rows": [
            [("柳泉镇", "#table_card"), 61, (3, "#table_card"), "96.48%"],
            [("韩城镇", "#table_card"), 12, 0, "件少"],
        ],
    }


def middle_page() -> Page[int]:
    return Paginator(range(30), 10).page(2)
