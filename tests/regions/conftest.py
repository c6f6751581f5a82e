from pathlib import Path

import pytest
from django.core.management import call_command

from regions.holidays import read_holidays
from regions.models import CalendarDay
from regions.workdays import Workdays

REPOSITORY = Path(__file__).parents[2]
YIYANG = REPOSITORY / "data/regions/410327.csv"
HOLIDAYS = REPOSITORY / "data/calendar/cn.csv"
FROM_HENAN = Path(__file__).parent / "data/from_henan.csv"


@pytest.fixture
def run(capsys):
    """A command's output, line by line."""

    def call(*args, **options) -> list[str]:
        call_command(*map(str, args), **options)
        return capsys.readouterr().out.splitlines()

    return call


@pytest.fixture
def write_csv(tmp_path):
    def write(text: str | bytes) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


@pytest.fixture(scope="session")
def workdays() -> Workdays:
    """The national calendar 2024-2027 as the project carries it, without a database."""
    return Workdays.from_rows(
        CalendarDay(date=day.date, kind=day.kind, name=day.name, confirmed=day.announced)
        for day in read_holidays(HOLIDAYS)
        if day.counts
    )
