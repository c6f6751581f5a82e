from datetime import datetime
from regions.models import Region


def play(county: Region, at: datetime) -> None:
    pass
