"""One villager as every app is asked about them: a phone, and the matters they brought."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.fields import blind_index
from accounts.models import LimitCounter


@dataclass(frozen=True)
class Person:
    """`matters` are numbers; each app knows by them and by the phone what is this person's."""

    phone: str
    matters: tuple[str, ...]

    @property
    def mark(self) -> str:
        """How the audit names them: the same each time, and no way back to the phone."""
        return f"person:{blind_index(self.phone or min(self.matters), 'person')[:12]}"


def forget(*, person: Person) -> int:
    """The counters of what this phone posted in this hour."""
    return LimitCounter.objects.filter(bucket=f"phone:{person.phone}").delete()[0]
