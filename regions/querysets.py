"""Questions about regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Concat

if TYPE_CHECKING:
    from regions.models import Region


class Resolved(NamedTuple):
    """What a code leads to; a page redirects when the code is not the region's canonical one."""

    region: Region
    canonical: bool


# 宜阳县柳泉镇柳泉村, as people write where they live.
TOGETHER = Concat("parent__parent__short_name", "parent__short_name", "short_name")


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

    def by_code(self, code: str) -> Resolved:
        """The region behind a code of today or of before; a merged one leads to its successor.

        Raises Region.DoesNotExist for a code that no region ever had.
        """
        if not code.isalnum():
            raise self.model.DoesNotExist(code)
        known = self.filter(Q(code=code) | Q(codes__code=code)).distinct()
        found: Region = known.select_related("parent", "successor").get()
        region = found
        while region.successor is not None:
            region = region.successor
        return Resolved(region, canonical=region == found and region.code == code)

    def matching(self, words: str) -> RegionQuerySet:
        """By name, former name, pinyin or initials, alone or after its township; several words narrow down."""
        from regions.models import FormerName

        found = self.alias(written_together=TOGETHER)
        for word in words.split():
            key = word.lower()
            found = found.filter(
                Q(name__contains=word)
                | Q(written_together__contains=word)
                | Q(short_name__contains=word)
                | Q(sort_key__startswith=key)
                | Q(initials__startswith=key)
                | Q(code__startswith=word)
                | Q(parent__short_name__contains=word)
                | Q(pk__in=FormerName.objects.filter(name__contains=word).values("region"))
            )
        return found

    def best_first(self, words: str) -> RegionQuerySet:
        """What begins with the words before what merely lies in a township of that name."""
        key = words.lower().replace(" ", "")
        begins = (
            Q(short_name__startswith=words)
            | Q(sort_key__startswith=key)
            | Q(initials__startswith=key)
        )
        return self.order_by(Case(When(begins, then=0), default=1), "-level", "sort_key", "code")
