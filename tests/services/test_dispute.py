"""不同意: the level above looks, takes it up again or upholds it with a reason the villager reads (B62)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from config.errors import Conflict, Refusal
from notify.models import PhoneTask
from services import actions
from services.models import Ticket
from services.public import public_matter
from services.rows import work_list
from tests.services.states import declined, disputed

REASON = "法院正在审，等判了再说"


def upheld(cast):
    return actions.uphold(ticket=disputed(cast), reason=REASON, by=cast.clerk, at=cast.at)


def test_before_it_the_villager_is_told_whom_to_ask(cast):
    sentence = public_matter(declined(cast), cast.at).sentence
    assert sentence == "这里办不了，请找法院12368。不同意，让镇里看看"


def test_after_it_the_villager_reads_who_is_looking(cast):
    matter = public_matter(disputed(cast), cast.at)
    assert matter.sentence == "您说不同意，柳泉镇党群服务中心正在看，看完给您回话"
    assert "dispute" not in matter.may


def test_upheld_it_leaves_the_list_and_says_why(cast):
    ticket = disputed(cast)
    (group,) = work_list(cast.clerk, cast.at)
    (row,) = group.rows
    assert (group.key, row.first.act) == ("disputes", "reopen")
    assert [label for label, _href in row.beside] == ["维持原来的答复"]
    actions.uphold(ticket=ticket, reason=REASON, by=cast.clerk, at=cast.at)
    assert not work_list(cast.clerk, cast.at)
    assert not Ticket.objects.disputed_since(cast.at - timedelta(days=1)).exists()
    matter = public_matter(ticket, cast.at)
    assert matter.sentence == f"柳泉镇党群服务中心看过了，维持：{REASON}"
    assert matter.steps[-1].words == f"柳泉镇党群服务中心看过了，维持：{REASON}"


def test_somebody_phones_the_villager(cast):
    ticket = upheld(cast)
    task = PhoneTask.objects.open().get(about=f"ticket:{ticket.number}")
    assert (task.unit, task.callee) == (cast.units.township, None)


def test_only_the_level_above_upholds_once_and_with_a_reason(cast):
    ticket = disputed(cast)
    with pytest.raises(PermissionDenied):
        actions.uphold(ticket=ticket, reason=REASON, by=cast.cadre, at=cast.at)
    with pytest.raises(Refusal):
        actions.uphold(ticket=ticket, reason=" ", by=cast.clerk, at=cast.at)
    actions.uphold(ticket=ticket, reason=REASON, by=cast.clerk, at=cast.at)
    with pytest.raises(Conflict):
        actions.uphold(ticket=ticket, reason=REASON, by=cast.clerk, at=cast.at)


def test_taken_up_again_it_is_disputed_no_more(cast):
    ticket = disputed(cast)
    actions.reopen(ticket=ticket, reason="应当受理", by=cast.clerk, at=cast.at)
    assert (ticket.disputed_at, ticket.dispute_settled_at, ticket.status) == (
        None,
        None,
        "submitted",
    )
