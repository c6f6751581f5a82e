"""Which test holds which edge case of duty; a test that is renamed or taken away fails here.

The numbers are those of the list of cases that the roster was built against. 33 is about checking
in on the spot, which the portal does not do.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import localdate

from duty.models import ShiftTemplate
from duty.rotation import plan_shift
from regions.models import DayKind
from tests.house.test_rules_traced import TESTS, functions_of

CASES = {
    1: ["test_duty_log::test_an_entry_at_two_in_the_night_lands_in_the_evenings_shift",
        "test_credits::test_a_shift_counts_by_the_day_on_which_it_begins"],
    2: ["test_on_duty::test_the_page_says_one_of_five_sentences_and_who_it_is",
        "test_every_minute::test_at_any_minute_exactly_the_people_of_the_roster_answer"],
    3: ["test_on_duty::test_the_same_instant_in_utc_is_the_same_answer"],
    4: ["test_rosters::test_a_month_has_every_shift_of_its_day_kinds",
        "test_on_duty::test_on_a_makeup_saturday_the_door_is_open"],
    5: ["test_on_duty::test_the_last_night_of_the_year_goes_on_into_the_new_one",
        "test_cases_traced::test_every_night_of_february_and_of_a_month_with_five_weekends_ends_the_next_morning"],
    6: ["test_generate_month::test_a_month_whose_calendar_is_not_announced_is_made_and_says_so",
        "test_calendar_changes::test_shifts_follow_the_announced_day_and_the_leader_reads_which"],
    7: ["test_rosters::test_the_summer_hours_meet_the_others_without_a_gap",
        "test_own_shifts::test_longer_hours_from_the_sixteenth_move_shifts_with_their_people"],
    8: ["test_rotation::test_a_shift_that_ends_when_it_begins_lasts_a_day"],
    9: ["test_rotation::test_a_shift_keeps_its_local_hours_where_clocks_change"],
    10: ["test_generate_month::test_the_week_before_the_month_counts"],
    11: ["test_generate_month::test_a_place_that_nobody_can_take_is_named_with_the_reasons",
         "test_rosters::test_a_place_that_nobody_can_take_is_an_open_row"],
    12: ["test_generation_rules::test_three_of_each_shift_with_ten_people_is_answered_at_once"],
    13: ["test_generation_rules::test_the_only_two_of_the_township_in_a_week_of_six_days"],
    14: ["test_generate_month::test_who_joins_on_the_tenth_gets_a_share_and_not_everything",
         "test_credits::test_a_newcomer_starts_at_the_average_for_the_share"],
    15: ["test_generate_month::test_who_leaves_on_the_twentieth_stands_nothing_after",
         "test_members::test_who_leaves_keeps_the_shifts_before_and_opens_those_after",
         "test_members::test_who_was_deactivated_stays_on_the_roster_and_can_be_taken_off"],
    16: ["test_generate_month::test_half_a_share_is_half_and_none_is_nothing",
         "test_members::test_less_or_no_duty_says_why_and_binds_the_next_draft"],
    17: ["test_generation_rules::test_nobody_of_a_category_is_said_as_such",
         "test_generation_rules::test_one_person_alone_and_the_reasons_for_every_hole"],
    18: ["test_generation_rules::test_the_same_seed_gives_the_same_plan",
         "test_generation_rules::test_any_plan_passes_the_checker_or_names_its_holes"],
    19: ["test_generation_rules::test_turns_reach_each_of_fourteen_people_though_weekends_are_left_out"],
    20: ["test_generate_month::test_what_a_person_chose_survives_every_draft",
         "test_generate_month::test_a_month_that_somebody_published_is_not_rolled_again"],
    21: ["test_credits::test_a_place_given_to_somebody_else_afterwards_moves_its_credit",
         "test_credits::test_who_takes_over_in_the_middle_gets_what_is_left"],
    22: ["test_credits::test_counting_anew_gives_the_same_numbers"],
    23: ["test_leave::test_without_a_replacement_the_hole_is_named_and_has_to_be_accepted",
         "test_leave::test_half_a_shift_is_split_where_the_leave_begins_and_ends"],
    24: ["test_generation_quality::test_months_come_near_their_optimum"],
    25: ["test_swap_race::test_of_four_who_take_one_offer_at_once_one_gets_it"],
    26: ["test_swap::test_the_rules_are_asked_again_when_it_is_approved",
         "test_swap::test_two_places_of_the_same_hours_change_hands_at_once"],
    27: ["test_swap::test_after_the_shift_has_begun_nothing_can_be_swapped",
         "test_swap::test_it_may_be_withdrawn_until_it_is_approved",
         "test_swap::test_the_leader_files_and_decides_for_the_absent"],
    28: ["test_evening_before::test_hours_changed_after_a_swap_move_with_the_swap_and_the_reminder"],
    29: ["test_swap::test_a_running_shift_is_split_where_somebody_takes_over"],
    30: ["test_evening_before::test_after_a_swap_the_new_person_is_reminded_and_not_the_old"],
    31: ["test_warnings::test_after_two_hours_of_standstill_it_is_told_once_and_late",
         "test_warnings::test_two_sweeps_at_once_tell_once"],
    32: ["../notify/test_sweep::test_a_broken_handler_does_not_stop_the_others"],
    34: ["test_handover::test_who_may_not_take_over_is_told_why",
         "test_handover::test_a_matter_is_carried_over_until_somebody_closes_it",
         "test_handover::test_log_and_handover_are_never_changed"],
    35: ["test_uncovered_spans::test_every_minute_is_covered_or_in_a_gap",
         "test_uncovered_spans::test_shifts_that_overlap_cover_together_and_half_an_hour_stays_open"],
    36: ["test_feeds::test_a_revoked_address_and_one_of_somebody_who_left_are_nothing",
         "test_feeds::test_two_pieces_of_one_shift_have_their_own_uids",
         "test_feeds::test_read_back_by_a_library_the_calendar_is_what_the_database_says"],
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_case_has_the_tests_that_are_named_for_it(case):
    for place in CASES[case]:
        file, _, name = place.partition("::")
        path = (TESTS / "duty" / f"{file}.py").resolve()
        assert name in functions_of(path), place


def test_no_case_is_forgotten():
    assert set(CASES) == set(range(1, 37)) - {33}


@pytest.mark.parametrize(
    ("first", "days"),
    [(date(2027, 2, 1), 28), (date(2028, 2, 1), 29), (date(2026, 8, 1), 31)],
)
def test_every_night_of_february_and_of_a_month_with_five_weekends_ends_the_next_morning(
    first, days
):
    night = ShiftTemplate(name="夜班", starts_at=time(22), ends_at=time(8))
    planned = [
        plan_shift(1, night, first + timedelta(days=number), DayKind.WORK) for number in range(days)
    ]
    for one, following in pairwise(planned):
        assert one.end - one.start == timedelta(hours=10)
        assert following.start - one.start == timedelta(days=1)
    assert localdate(planned[-1].end).day == 1
