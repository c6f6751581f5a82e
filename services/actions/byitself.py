"""What the portal does by itself when an instant has come; services.alerts calls these under the sweep."""

from __future__ import annotations

from services.actions.acceptance import begin_work, run_on
from services.actions.closing import close
from services.actions.judging import redo
from services.actions.turn import Turn
from services.choices import ClockKind, EndReason


def deem_accepted(step: Turn) -> None:
    """The accept clock ended without an answer: accepted all the same, the promise counted from submission (视同受理).

    Holder is the unit without a person, so an urgent ladder goes on until somebody has taken it.
    """
    step.ticket.deemed_accepted = True
    step.record("deem_accepted")
    step.stop(ClockKind.ACCEPT, missed=True)
    begin_work(step, None, since=step.ticket.submitted_at, act="deem_accepted")


def lapse(step: Turn) -> None:
    """Papers never came: ends as withdrawn (逾期未补); reopening starts it again."""
    step.ticket.end_reason = EndReason.LAPSED
    step.record("lapse")
    step.move("lapse")


def come_back(step: Turn) -> None:
    """A planned matter is worked on again on its day."""
    step.record("come_back")
    redo(step, "come_back")


def resume(step: Turn) -> None:
    """The day has come until which it was to wait: the clocks run on."""
    step.record("resume")
    run_on(step)
    step.move("resume")


def leave_unsampled(step: Turn) -> None:
    """Told, not drawn, and silent for five working days: closed, and never counted as praise."""
    step.ticket.end_reason = EndReason.NOT_SAMPLED
    step.record("leave_unsampled")
    close(step, "leave_unsampled")
