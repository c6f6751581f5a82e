"""Questions about regions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

if TYPE_CHECKING:
    from regions.models import Region


class RegionQuerySet(QuerySet["Region"]):
    def below(self, region: Region) -> RegionQuerySet:
        """The region itself and everything under it."""
        return self.filter(path__startswith=region.path)

    def current(self) -> RegionQuerySet:
        return self.filter(retired_on=None)

    def villages(self) -> RegionQuerySet:
        """Villages and communities that people live in: no enclaves, nothing retired."""
        return self.current().filter(level="village").exclude(kind="enclave")

    def townships(self) -> RegionQuerySet:
        return self.current().filter(level="township")

    def matching(self, words: str) -> RegionQuerySet:
        """By name, pinyin or initials, each word in any of them; several words narrow down."""
        found = self
        for word in words.split():
            key = word.lower()
            found = found.filter(
                Q(name__contains=word)
                | Q(short_name__contains=word)
                | Q(sort_key__startswith=key)
                | Q(initials__startswith=key)
                | Q(code__startswith=word)
                | Q(parent__short_name__contains=word)
            )
        return found
