"""The rows behind a number, as lists: numbers, items, units and dates, never a name, a phone or the words of a matter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Prefetch
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from centers.models import Batch, StandardItem
from services.models import Category, Holding, ServiceItem, Ticket
from supervision.bases import BASES, Rows, Slice
from supervision.figures import FIGURES, counts, due_soon, rows
from supervision.rows_building import (
    center_cells,
    function_cells,
    project_cells,
    station_cells,
    themeless_cells,
    wall_cells,
)
from supervision.rows_matters import (
    call_back_cells,
    clock_cells,
    holding_cells,
    own_rating_cells,
    part_cells,
    rectification_cells,
    ticket_cells,
)

PLACE = ("region__parent", "unit", "item", "category")


@dataclass(frozen=True)
class Listing:
    """How the rows of one base are read and shown."""

    order: tuple[Any, ...]
    related: tuple[str, ...]
    headers: Callable[[], list[str]]
    cells: Callable[[Any, datetime, bool], list[Any]]


def title_of(key: str, cut: Slice) -> str:
    """The figure's name with its narrowing: 县住建局 转来, 路灯报修 收到."""
    words = [str(FIGURES[key].label)]
    if cut.unit is not None:
        words.insert(0, _named(Unit, cut.unit))
    if cut.category is not None:
        words.insert(0, _named(Category, cut.category) if cut.category else _("没分类"))
    if cut.item:
        words.insert(0, _named(ServiceItem, cut.item))
    if cut.part is not None:
        model = Batch if FIGURES[key].base == "projects" else StandardItem
        words.insert(0, _named(model, cut.part))
    return " ".join(words)


def _named(model: Any, pk: int) -> str:
    return str(model.objects.filter(pk=pk).values_list("name", flat=True).first() or "")


def counted_words(key: str, cut: Slice) -> str:
    """The number that the cell printed, with its measure word."""
    number = counts(cut, [key])[key]
    base = FIGURES[key].base
    word = {
        "stations": _("%(count)d个村"),
        "centers": _("%(count)d个"),
        "themeless": _("%(count)d个"),
        "functions": _("%(count)d个"),
        "walls": _("%(count)d个"),
        "projects": _("%(count)d个"),
        "call_backs": _("%(count)d次"),
        "own_ratings": _("%(count)d次"),
    }.get(base, _("%(count)d件"))
    return (_("%(count)d项") if FIGURES[key].measure is not None else word) % {"count": number}


def listed(key: str, cut: Slice) -> Rows:
    """The figure's rows with everything that their lines print, in one query."""
    listing = LISTINGS[FIGURES[key].base]
    found = rows(key, cut).select_related(*listing.related)
    if found.model is Ticket:
        found = found.annotate(
            is_due_soon=ExpressionWrapper(due_soon(cut.at), BooleanField())
        ).prefetch_related(Prefetch("holdings", Holding.objects.select_related("unit")))
    if FIGURES[key].base == "handed":
        found = found.annotate(stood=Coalesce("ended_at", cut.at) - F("offered_at"))
    return found.order_by(*listing.order)


def is_of_tickets(key: str) -> bool:
    """Whether the figure's rows are matters themselves."""
    return LISTINGS[FIGURES[key].base].cells is ticket_cells


def searched(found: Rows, words: str, user: User) -> Rows:
    """Of these matters, those that the person may read and whose words, person or item are named."""
    readable = Ticket.objects.visible_to(user).found_by(words, user)
    return found.filter(pk__in=readable.order_by().values("pk"))


def headers_of(key: str) -> list[str]:
    return LISTINGS[FIGURES[key].base].headers()


def cells_of(key: str, found: Iterable[Any], user: User, at: datetime) -> list[list[Any]]:
    """The lines of a page; a number opens the matter for those who may read it."""
    found = list(found)
    cells = LISTINGS[FIGURES[key].base].cells
    if BASES[FIGURES[key].base].ticket is None:
        return [cells(row, at, False) for row in found]
    keys = [_ticket(row).pk for row in found]
    readable = set(Ticket.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return [cells(row, at, _ticket(row).pk in readable) for row in found]


def _ticket(row: Any) -> Ticket:
    return row if isinstance(row, Ticket) else row.ticket


def _matter_headers(*more: str) -> list[str]:
    return [_("编号"), _("什么事"), _("哪个村"), _("在哪个单位"), *more]


_TICKETS = Listing(
    ("-submitted_at", "-pk"),
    PLACE,
    lambda: _matter_headers(_("收到"), _("最近的时限"), _("眼下")),
    ticket_cells,
)
_LATE_FIRST = Listing(
    (F("overdue_at").asc(nulls_last=True), "submitted_at", "pk"),
    PLACE,
    _TICKETS.headers,
    ticket_cells,
)
OF_TICKET = tuple(f"ticket__{name}" for name in PLACE)

LISTINGS = {
    "tickets": _TICKETS,
    "lately": _TICKETS,
    "open": _LATE_FIRST,
    "own": _LATE_FIRST,
    "clocks": Listing(
        ("-due_at", "-pk"),
        ("unit", *OF_TICKET),
        lambda: _matter_headers(_("哪个时限"), _("到期"), _("结果")),
        clock_cells,
    ),
    "parts": Listing(
        ("due_at", "pk"),
        ("unit", *OF_TICKET),
        lambda: _matter_headers(_("请来"), _("最晚"), _("眼下")),
        part_cells,
    ),
    "call_backs": Listing(
        ("-at", "-pk"),
        OF_TICKET,
        lambda: _matter_headers(_("回访"), _("通没通"), _("解决没有"), _("满意不满意")),
        call_back_cells,
    ),
    "own_ratings": Listing(
        ("-at", "-pk"),
        OF_TICKET,
        lambda: _matter_headers(_("什么时候评的"), _("解决没有"), _("满意不满意")),
        own_rating_cells,
    ),
    "rectifications": Listing(
        ("opened_at", "pk"),
        ("unit", "clock", *OF_TICKET),
        lambda: _matter_headers(_("评的"), _("从"), _("最晚")),
        rectification_cells,
    ),
    "handed": Listing(
        ("-stood", "pk"),
        ("unit", *OF_TICKET),
        lambda: _matter_headers(_("转来"), _("签收"), _("结束"), _("多久"), _("退没退")),
        holding_cells,
    ),
    "stations": Listing(
        ("region__code",),
        ("region__parent",),
        lambda: [_("村（社区）"), _("乡镇"), _("电话")],
        station_cells,
    ),
    "centers": Listing(
        (F("met_items") - F("needed_items"), "unit__region__code"),
        ("unit__region__parent",),
        lambda: [_("村（社区）"), _("乡镇"), _("有几样"), _("缺几样")],
        center_cells,
    ),
    "functions": Listing(
        ("center__unit__region__code", "item__order"),
        ("center__unit__region__parent", "item"),
        lambda: [_("村（社区）"), _("乡镇"), _("哪一样"), _("有没有")],
        function_cells,
    ),
    "walls": Listing(
        ("unit__region__code",),
        ("unit__region__parent", "wall"),
        lambda: [_("村（社区）"), _("乡镇"), _("围墙"), _("大门"), _("为啥不拆"), _("哪天看的")],
        wall_cells,
    ),
    "projects": Listing(
        ("batch__deadline", "center__unit__region__code"),
        ("batch", "center__unit__region__parent"),
        lambda: [_("村（社区）"), _("乡镇"), _("批次"), _("期限"), _("情况"), _("哪天完成")],
        project_cells,
    ),
    "themeless": Listing(
        ("unit__region__code",),
        ("unit__region__parent",),
        lambda: [_("村（社区）"), _("乡镇"), _("中心")],
        themeless_cells,
    ),
}
