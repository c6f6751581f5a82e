"""From what somebody types at 办啥事项 to an item."""

from __future__ import annotations

from collections import Counter

from services.models import ServiceItem


def item_options(words: str = "") -> list[str]:
    """What a plain <datalist> offers: names, with the category where a name is there twice."""
    in_use = ServiceItem.objects.in_use()
    named = list(in_use.values_list("name", "category__name"))
    times = Counter(name for name, _category in named)
    found = list(in_use.found_by(words).values_list("name", "category__name")) if words else named
    return [name if times[name] == 1 else f"{name}（{category}）" for name, category in found]


def item_named(typed: str) -> ServiceItem | None:
    """The one item that an option, a name or a code stands for; None when it is none or several."""
    typed = typed.replace("\0", "").strip()
    name, _bracket, category = typed.removesuffix("）").rpartition("（")
    for wanted in ({"code": typed}, {"name": typed}, {"name": name, "category__name": category}):
        found = list(ServiceItem.objects.in_use().filter(**wanted)[:2])
        if len(found) == 1:
            return found[0]
    return None
