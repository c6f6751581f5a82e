"""The shared pieces of the pages. Each declares its arguments; an unknown or missing one is an error.

`/styles/` shows every one with its states. Lower apps use them by `{% load components %}`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from inspect import getdoc, signature
from typing import Any, NamedTuple

import segno
from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context, TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from portal.icons import drawings, favicon
from regions.wording import phone_number

register = template.Library()

KINDS = ("main", "plain", "quiet")
LIGHTS = ("urgent", "overdue", "soon", "ok", "paused")
NOTES = ("info", "good", "warn", "bad")
# Numbers, rates, spans of days and what stands in their place line up at the right.
NUMBER = r"(件少|—|[\d.,%/ -]+天?)(（\d+）)?"
CHOICES = ("radioselect", "checkboxselectmultiple", "radio")


class Component(NamedTuple):
    name: str
    arguments: str
    about: str


COMPONENTS: dict[str, Component] = {}


def component(
    *, takes_context: bool = False, drawn_here: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a piece: drawn by templates/components/<name>.html, or by the function itself."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        name = function.__name__
        arguments = [
            str(one).split(":")[0] + _default(one.default)
            for one in signature(function).parameters.values()
            if one.name != "context"
        ]
        COMPONENTS[name] = Component(name, " ".join(arguments), getdoc(function) or "")
        if drawn_here:
            return register.simple_tag(function, takes_context=takes_context)
        return register.inclusion_tag(f"components/{name}.html", takes_context=takes_context)(
            function
        )

    return declare


def _default(value: object) -> str:
    return "" if not isinstance(value, (str, bool, int)) else f"={value!r}"


def one_of(value: str, allowed: Iterable[str], what: str) -> str:
    if value not in allowed:
        raise TemplateSyntaxError(f"{what} is {value!r}, not one of {', '.join(allowed)}")
    return value


@component(drawn_here=True)
def icon(name: str, words: str = "") -> SafeString:
    """A drawing of the sprite, put into the page. Beside a word it is silent; alone it needs `words`."""
    one_of(name, drawings(), "icon")
    drawn = mark_safe(drawings()[name])  # noqa: S308 - our own file
    if words:
        return format_html(
            '<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            words,
            drawn,
        )
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', drawn)


@component()
def button(
    label: str,
    href: str = "",
    kind: str = "main",
    icon: str = "",
    name: str = "",
    value: str = "",
    note: str = "",
) -> dict[str, Any]:
    """A link that looks like a button with `href`, else the submit button of the form around it.

    kind: main (one per screen or row), plain, quiet. `note` is said to a screen reader only ("2组 刘小满").
    """
    one_of(kind, KINDS, "kind")
    return {
        "label": label,
        "href": href,
        "kind": kind,
        "icon": icon,
        "name": name,
        "value": value,
        "note": note,
    }


@component(takes_context=True)
def post_button(
    context: Context,
    label: str,
    action: str,
    kind: str = "plain",
    icon: str = "",
    hidden: Mapping[str, Any] | None = None,
    note: str = "",
) -> dict[str, Any]:
    """A form of one button that posts to `action`; `hidden` is a mapping of fields such as seq."""
    one_of(kind, KINDS, "kind")
    fields = list((hidden or {}).items())
    return {
        "label": label,
        "action": action,
        "kind": kind,
        "icon": icon,
        "fields": fields,
        "note": note,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def spaced(number: str) -> str:
    """A phone number in groups that can be read out: 0379-0000 0011, 160 0000 0001."""
    return phone_number(number)


@component()
def phone(
    number: str, label: str = "", who: str = "", kind: str = "main", full: bool = False
) -> dict[str, Any]:
    """A 打电话 button with the digits beside it. `full`: full width, 60 px. A masked number is printed only."""
    one_of(kind, KINDS, "kind")
    number = str(number or "")
    dial = "" if "*" in number else re.sub(r"[^\d+]", "", number)
    return {
        "digits": spaced(number),
        "dial": dial,
        "label": label or _("打电话"),
        "who": who,
        "kind": kind,
        "full": full,
    }


@component()
def light(state: str, words: str) -> dict[str, Any]:
    """A light: shape and word, never the colour alone. state: urgent overdue soon ok paused."""
    one_of(state, LIGHTS, "state")
    if not words:
        raise TemplateSyntaxError("a light needs its word")
    return {"state": state, "words": words, "shape": f"light-{state}"}


@component()
def field(bound: BoundField) -> dict[str, Any]:
    """One form field: big label, hint, the field, its error beside it. Crispy forms draw the same."""
    if not isinstance(bound, BoundField):
        raise TemplateSyntaxError(f"field needs a field of a form, not {bound!r}")
    kind = bound.widget_type
    style = {"checkbox": "form-check-input", "select": "form-select"}.get(kind, "form-control")
    if kind in CHOICES or bound.is_hidden:
        return {"field": bound, "kind": "hidden" if bound.is_hidden else "choices"}
    given = bound.field.widget.attrs.get("class", "")
    classes = " ".join(filter(None, [style, given, "is-invalid" if bound.errors else ""]))
    # without it a phone shows the top of the page, where nothing is wrong
    here = bound.errors and bound.name == next(f.name for f in bound.form if f.errors)
    attrs: dict[str, str | bool] = {"class": classes, "autofocus": bool(here)}
    return {"field": bound, "kind": kind, "drawn": bound.as_widget(attrs=attrs)}


@component()
def form_fields(form: BaseForm) -> dict[str, Any]:
    """What is wrong with the form as a whole, then every field of it."""
    if not isinstance(form, BaseForm):
        raise TemplateSyntaxError(f"form_fields needs a form, not {form!r}")
    return {"form": form}


@component()
def steps(items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A time line. Items: {when, words, next}; an item with `next` has not happened yet. `when` is words."""
    return {"items": items}


@component()
def empty(text: str, label: str = "", href: str = "") -> dict[str, Any]:
    """Nothing to show: says so, and what to do."""
    return {"text": text, "label": label, "href": href}


@component(takes_context=True)
def pager(context: Context, page: Page[Any], parameter: str = "page") -> dict[str, Any]:
    """Earlier and later pages; keeps the rest of the query. One page only: nothing."""
    query = context["request"].GET.copy()

    def link(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    earlier = link(page.previous_page_number()) if page.has_previous() else ""
    later = link(page.next_page_number()) if page.has_next() else ""
    return {"page": page, "earlier": earlier, "later": later}


@component()
def progress(done: int, total: int, words: str) -> dict[str, Any]:
    """How far long work has come. total 0: not known yet."""
    return {"done": done, "total": total, "words": words}


@component(drawn_here=True)
def qr(url: str, label: str) -> SafeString:
    """A QR code as inline SVG, black on white in every mode; `label` says where it leads."""
    drawn = segno.make(url, error="m", micro=False).svg_inline(
        scale=4, border=2, light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    safe = mark_safe(drawn)  # noqa: S308 - segno escapes
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, safe)


@component()
def big_sentence(words: str, icon: str = "", note: str = "") -> dict[str, Any]:
    """The one sentence that a page is opened for, at least 24 px."""
    return {"words": words, "icon": icon, "note": note}


@component()
def note(words: str, kind: str = "info") -> dict[str, Any]:
    """A sentence set apart. kind: info good warn bad; warn and bad carry a shape."""
    one_of(kind, NOTES, "kind")
    return {"words": words, "kind": kind}


@component()
def table_card(
    caption: str, headers: Sequence[Any], rows: Iterable[Sequence[Any]], total: bool = False
) -> dict[str, Any]:
    """A table that becomes cards on a phone, each value below its header.

    A cell is a word or number, or (text, href), or (text, href, light). The first cell heads its row.
    A header may be (text, href, order) to sort by it; order: descending, ascending or empty.
    `total`: the last row is a sum.
    """
    heads = [_head(head) for head in headers]
    lines = [
        [_cell(cell, head["text"]) for head, cell in zip(heads, row, strict=True)] for row in rows
    ]
    for line in lines:
        line[0]["number"] = False
    for place, head in enumerate(heads):
        head["number"] = bool(lines) and all(line[place]["number"] for line in lines)
    return {"caption": caption, "headers": heads, "rows": lines, "total": total}


def _head(head: Any) -> dict[str, Any]:
    text, href, order = head if isinstance(head, tuple) else (head, "", "")
    return {"text": text, "href": href, "order": order}


def _cell(cell: Any, head: str) -> dict[str, Any]:
    text, href, state = (*cell, "", "")[:3] if isinstance(cell, tuple) else (cell, "", "")
    return {
        "text": text,
        "href": href,
        "light": one_of(state, LIGHTS, "state") if state else "",
        "head": head,
        "number": bool(re.fullmatch(NUMBER, str(text))),
    }


@component()
def figure(
    label: str, value: str | int, href: str = "", note: str = "", state: str = "ok"
) -> dict[str, Any]:
    """A number that opens exactly its rows. state urgent or overdue adds the light's shape when it is not 0."""
    one_of(state, LIGHTS, "state")
    shown = f"light-{state}" if state != "ok" and str(value) != "0" else ""
    return {
        "label": label,
        "value": value,
        "href": href,
        "note": note,
        "shape": shown,
        "state": state,
    }


@component(takes_context=True)
def download(context: Context, label: str, href: str) -> dict[str, Any]:
    """A link to a file; inside WeChat, where files do not open, the hint to use the browser (B56)."""
    return {"label": label, "href": href, "in_wechat": context.get("in_wechat", False)}


@component(takes_context=True)
def print_button(context: Context, label: str = "") -> dict[str, Any]:
    """Prints this page where a script can; inside WeChat the hint to use the browser (B56)."""
    return {"label": label or _("打印"), "in_wechat": context.get("in_wechat", False)}


@component()
def back(label: str, href: str) -> dict[str, Any]:
    """The way to the page above."""
    return {"label": label, "href": href}


@register.simple_tag
def stylesheet(path: str) -> SafeString:
    """A link to a style sheet, or nothing when it was not collected: the error pages stand without it."""
    try:
        return format_html('<link rel="stylesheet" href="{}">', static(path))
    except ValueError:
        return SafeString("")


@register.simple_tag
def favicon_data() -> SafeString:
    return mark_safe(favicon())  # noqa: S308 - our own file


@register.filter
def note_kind(level: str) -> str:
    """The kind of note for a message of Django's: success is good, warning warn, error bad."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "info")
