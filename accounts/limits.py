"""How much the public may post in an hour: per phone and village first, per address only against floods.

Counters stand in PostgreSQL, so they hold with Redis down and over every web process. A post
is counted in the transaction that takes it in: what is faulty, refused or repeated is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import LimitCounter

PER_PHONE = 5
PER_VILLAGE = 60
PER_ADDRESS = 600
WRONG_CODES = 5

HOUR = timedelta(hours=1)

COUNT_ONE = """
    INSERT INTO accounts_limitcounter (bucket, hour, count) VALUES (%s, %s, 1)
    ON CONFLICT ON CONSTRAINT limit_counted_once_an_hour
    DO UPDATE SET count = accounts_limitcounter.count + 1
    RETURNING count
"""


@dataclass(frozen=True)
class Allowance:
    """What is left of a bucket in this hour; a refused one says in how many seconds to come back."""

    count: int
    limit: int
    retry_after: int

    @property
    def allowed(self) -> bool:
        return self.count <= self.limit

    @property
    def remaining(self) -> int:
        return max(self.limit - self.count, 0)


def hit(bucket: str, limit: int, at: datetime) -> Allowance:
    """Count one use of the bucket; one statement, so exact however many arrive together."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_ONE, [bucket, start_of_hour(at)])
        (count,) = cursor.fetchone()
    return Allowance(count, limit, seconds_left(at))


def used(bucket: str, limit: int, at: datetime) -> Allowance:
    """The bucket as it stands, without counting; `allowed` answers for one more use."""
    count = (
        LimitCounter.objects.filter(bucket=bucket, hour=start_of_hour(at))
        .values_list("count", flat=True)
        .first()
        or 0
    )
    return Allowance(count + 1, limit, seconds_left(at))


def public_post(*, phone: str, village: str, address: str, at: datetime) -> Allowance:
    """Count one post of a villager; the first full bucket refuses and those behind it are spared."""
    buckets = [(f"phone:{phone}", PER_PHONE)] if phone else []
    buckets += [(f"village:{village}", PER_VILLAGE), (f"address:{address}", PER_ADDRESS)]
    answer = Allowance(0, 0, 0)
    for bucket, limit in buckets:
        answer = hit(bucket, limit, at)
        if not answer.allowed:
            break
    return answer


def code_guessing(number: str, address: str, at: datetime) -> Allowance:
    """Whether this address may still try codes for this number: ask before looking at the code."""
    return used(_code_bucket(number, address), WRONG_CODES + 1, at)


def wrong_code(number: str, address: str, at: datetime) -> Allowance:
    """Count a wrong code; not allowed from the sixth, which answers 429 with Retry-After."""
    return hit(_code_bucket(number, address), WRONG_CODES, at)


def thin(at: datetime) -> int:
    """Forget the counters of hours that are over; for the sweep."""
    return LimitCounter.objects.filter(hour__lt=start_of_hour(at)).delete()[0]


def start_of_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


def seconds_left(at: datetime) -> int:
    return int((start_of_hour(at) + HOUR - at).total_seconds()) + 1


def _code_bucket(number: str, address: str) -> str:
    return f"code:{number[:20]}:{address}"
