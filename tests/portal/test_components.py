"""Shared pieces: they say what they take, and refuse the rest."""

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import RequestContext, Template, TemplateSyntaxError
from django.test import RequestFactory
from pytest_django.asserts import assertInHTML

from portal.styles import EXAMPLES, SampleForm
from portal.templatetags.components import COMPONENTS


def draw(source: str, request: HttpRequest | None = None, **names: object) -> str:
    context = RequestContext(request or RequestFactory().get("/"), names)
    return Template("{% load components %}" + source).render(context)


def test_every_component_is_shown_on_the_living_page() -> None:
    assert set(EXAMPLES) == set(COMPONENTS)


@pytest.mark.parametrize(
    "source",
    [
        '{% button "交" colour="red" %}',
        "{% button %}",
        '{% button "交" kind="huge" %}',
        '{% phone "0379-00000011" size="big" %}',
        '{% light "late" "超时" %}',
        '{% light "overdue" "" %}',
        '{% icon "dragon" %}',
        '{% note "好" kind="green" %}',
        "{% field form.nothing %}",
        "{% form_fields nothing %}",
        '{% figure "收到" 1 state="blue" %}',
    ],
)
def test_an_unknown_or_missing_argument_is_an_error(source) -> None:
    with pytest.raises(TemplateSyntaxError):
        draw(source, form=SampleForm())


@pytest.mark.parametrize(
    ("number", "digits", "dial"),
    [
        ("0379-00000011", "0379-0000 0011", "tel:037900000011"),
        ("16000000001", "160 0000 0001", "tel:16000000001"),
        ("119", "119", "tel:119"),
    ],
)
def test_a_phone_button_stands_beside_its_digits(number, digits, dial) -> None:
    drawn = draw("{% phone number %}", number=number)
    assert digits in drawn
    assert f'href="{dial}"' in drawn


def test_a_masked_number_cannot_be_dialled() -> None:
    drawn = draw('{% phone "160****0003" %}')
    assert "160 **** 0003" in drawn
    assert "tel:" not in drawn


def test_without_a_number_there_is_no_phone_button() -> None:
    assert draw('{% phone "" %}').strip() == ""


def test_a_light_has_a_shape_and_a_word() -> None:
    drawn = draw('{% light "overdue" "超时1天" %}')
    assert "<svg" in drawn
    assert "超时1天" in drawn


def test_an_error_stands_beside_its_field_and_what_was_typed_stays() -> None:
    drawn = draw("{% field form.phone %}", form=SampleForm({"phone": "1600000000"}))
    assert 'value="1600000000"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_phone_error"' in drawn
    assert drawn.index('id="id_phone"') < drawn.index("电话少了一位")


def test_crispy_forms_draw_the_same_field() -> None:
    form = SampleForm({"phone": "1600000000"})
    drawn = draw("{% load crispy_forms_tags %}{{ form|crispy }}", form=form)
    assertInHTML(draw("{% field form.phone %}", form=form), drawn)


def test_what_people_typed_is_escaped() -> None:
    assert "<b>" not in draw(
        "{% note words %}{% big_sentence words %}{% button words %}", words="<b>"
    )


def test_pages_keep_the_rest_of_the_query() -> None:
    page = Paginator(range(30), 10).page(2)
    drawn = draw("{% pager page %}", RequestFactory().get("/?q=路灯&page=2"), page=page)
    assert "q=%E8%B7%AF%E7%81%AF&amp;page=1" in drawn
    assert "第2页，共3页" in drawn


def test_one_page_needs_no_pager() -> None:
    assert draw("{% pager page %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_a_table_carries_each_header_to_its_values() -> None:
    drawn = draw(
        '{% table_card "各乡镇" headers rows %}',
        headers=["乡镇", "收到"],
        rows=[[("柳泉镇", "/x/"), 61]],
    )
    assert '<td data-label="收到" class="number">61</td>' in drawn
    assert '<a href="/x/">柳泉镇</a>' in drawn


@pytest.mark.parametrize("piece", ['{% download "导出表格" "/x.xlsx" %}', "{% print_button %}"])
def test_wechat_shows_how_to_open_the_browser(piece) -> None:
    drawn = draw(
        piece, RequestFactory().get("/", headers={"User-Agent": "Mozilla/5.0 MicroMessenger/8.0"})
    )
    assert "在浏览器打开" in drawn
    assert "href" not in drawn
    assert "<button" not in drawn


def test_a_qr_code_is_drawn_into_the_page() -> None:
    drawn = draw('{% qr "https://example.invalid/c/410327102200/" "扫码打开" %}')
    assert "<svg" in drawn
    assert "style=" not in drawn
