"""What changes regions and the calendar: nothing else writes them.

Who did it is recorded by the caller: audit entries belong to a higher app.
"""

from regions.actions.imports import (
    Counts,
    DivisionsImport,
    calendar_changed,
    import_calendar,
    import_divisions,
)
from regions.actions.regions import (
    create_region,
    merge_regions,
    move_region,
    recode_region,
    rename_region,
)

__all__ = [
    "Counts",
    "DivisionsImport",
    "calendar_changed",
    "create_region",
    "import_calendar",
    "import_divisions",
    "merge_regions",
    "move_region",
    "recode_region",
    "rename_region",
]
