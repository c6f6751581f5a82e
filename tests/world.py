"""The small county with its whole cast, and what further rows a walk over all routes needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import reduce
from typing import Any


class World:
    """People, regions and units by name; other rows are made by MAKERS when a path asks for them."""

    def __init__(self, **rows: Any) -> None:
        self._rows = rows

    def __getattr__(self, name: str) -> Any:
        rows = self.__dict__["_rows"]
        if name not in rows:
            if name not in MAKERS:
                raise AttributeError(f"the world has no {name}: add a maker to tests/world.py")
            rows[name] = MAKERS[name](self)
        return rows[name]

    def value(self, path: str) -> Any:
        """What stands at the end of a path such as "village.code"."""
        return reduce(getattr, path.split("."), self)


# name -> function of the world; an app adds what its routes speak of: MAKERS["ticket"] = ...
MAKERS: dict[str, Callable[[World], Any]] = {}


def duty_place(world: World) -> Any:
    """A place in a shift of the village's centre, tomorrow."""
    from tests.duty.conftest import make_center, stand

    day = (world.at + timedelta(days=1)).date().isoformat()
    return stand(make_center(world.units.village), world.cadre, f"{day}T08:00", f"{day}T17:30")


MAKERS["duty_place"] = duty_place


def item(world: World) -> Any:
    """A service item of its own category."""
    from services.models import Category
    from tests.services.items.conftest import make_item

    return make_item(Category.objects.create(name="社会救助与民政"), "001", "高龄津贴")


MAKERS["item"] = item
