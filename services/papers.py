"""Papers in hand, consent and appointments of a matter: what is owed and what a page says of it (B15)."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from config.errors import Refusal
from services.models import Paper, Ticket


def listed(papers: Iterable[Paper]) -> str:
    return _("、").join(paper.words for paper in papers)


def require_originals_back(ticket: Ticket, *, unit_id: int | None = None) -> None:
    """Raises Refusal naming the originals that are still in hand; with `unit_id` those of that unit only."""
    owed = Paper.objects.owed().filter(ticket=ticket).select_related("received_by", "unit")
    if unit_id is not None:
        owed = owed.filter(unit=unit_id)
    papers = list(owed)
    if papers:
        raise Refusal(
            _("收的%(papers)s还没还（在%(unit)s%(name)s手上）。先还了，点“还了”，再来点这个")
            % {
                "papers": listed(papers),
                "unit": papers[0].unit.name,
                "name": papers[0].received_by.name,
            }
        )
