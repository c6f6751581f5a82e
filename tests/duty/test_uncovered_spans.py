"""Coverage as intervals, against a walk over every minute."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from duty.plan import uncovered_spans
from tests.duty.conftest import local

BEGIN = local("2026-11-26T00:00")
MINUTES = 120
END = BEGIN + timedelta(minutes=MINUTES)

spans = st.lists(
    st.tuples(st.integers(-30, MINUTES + 30), st.integers(1, 90)).map(
        lambda pair: (
            BEGIN + timedelta(minutes=pair[0]),
            BEGIN + timedelta(minutes=pair[0] + pair[1]),
        )
    ),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(spans)
def test_every_minute_is_covered_or_in_a_gap(covered):
    gaps = uncovered_spans(covered, BEGIN, END)
    for minute in range(MINUTES):
        at = BEGIN + timedelta(minutes=minute)
        stands = any(start <= at < end for start, end in covered)
        open_ = any(start <= at < end for start, end in gaps)
        assert stands != open_


@settings(max_examples=80, deadline=None)
@given(spans)
def test_gaps_are_in_order_and_do_not_touch(covered):
    gaps = uncovered_spans(covered, BEGIN, END)
    assert all(start < end for start, end in gaps)
    assert all(left[1] < right[0] for left, right in pairwise(gaps))


def test_shifts_that_overlap_cover_together_and_half_an_hour_stays_open():
    covered = [
        (BEGIN, BEGIN + timedelta(minutes=60)),
        (BEGIN + timedelta(minutes=40), BEGIN + timedelta(minutes=90)),
    ]
    assert uncovered_spans(covered, BEGIN, END) == [(BEGIN + timedelta(minutes=90), END)]
