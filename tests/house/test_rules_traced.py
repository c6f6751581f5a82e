"""Which test holds which norm: rules C1-C4 and C6 and the article's numbers F4 of the domain reference.

A test that is renamed or taken away fails here, so that no rule loses its proof unseen.
`WITHOUT_APP` names numbers of apps that do not exist yet: they are asked for once the app is there.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps

TESTS = Path(__file__).parents[1]

RULES = {
    "C1 the person asked stays first contact": ["services/test_first_contact.py::test_it_survives_two_transfers"],
    "C1 the person asked, not the typist": ["services/test_desk_register.py::test_the_person_asked_is_first_contact_not_the_typist"],
    "C1 a change needs a reason and a head": ["services/test_first_contact.py::test_only_the_station_head_or_above_changes_it_and_says_why"],
    "C1 other authority: say why and where to": ["services/test_acceptance.py::test_a_decline_needs_a_listed_reason_and_a_place_to_go"],
    "C1 a complaint is written down, and not by whom it is about": ["services/test_first_contact.py::test_a_complaint_about_the_village_house_goes_one_level_up_and_out_of_its_sight"],
    "C1 ask the first contact or the handler": ["services/test_journey.py::test_an_ordinary_matter_goes_from_asking_to_closed"],
    "C2 the clock starts at acceptance, the promise at submission": ["services/test_acceptance.py::test_the_promise_is_frozen_at_submission_and_runs_from_acceptance"],
    "C2 nothing said counts as accepted": ["services/test_journey.py::test_nobody_accepts_and_the_sweep_deems_it_accepted"],
    "C2 missing papers: before acceptance anew, after it paused": [
        "services/test_acceptance.py::test_missing_papers_stop_the_accept_clock_and_the_last_one_starts_a_new_one",
        "services/test_acceptance.py::test_after_acceptance_missing_papers_pause_the_clock",
    ],
    "C2 what is not counted": ["services/test_deadlines.py::test_a_pause_adds_whole_days_rounded_half_up"],
    "C2 an extension is asked before expiry": [
        "services/test_handling.py::test_an_extension_asked_in_time_counts_even_when_granted_later",
        "services/test_handling.py::test_an_extension_asked_too_late_is_refused",
    ],
    "C2 approved by the level above": ["services/test_handling.py::test_nobody_decides_their_own_extension"],
    "C2 past due no pause": ["services/test_handling.py::test_a_pause_past_due_is_refused"],
    "C2 yellow before due, red after": [
        "services/test_deadlines.py::test_yellow_comes_one_working_day_before_due",
        "services/test_ladder.py::test_each_rung_reaches_its_own_people_in_working_time",
    ],
    "C2 a step over its own time counts": ["services/test_joint_handling.py::test_a_late_part_is_red_for_its_own_unit_and_never_for_the_one_that_leads"],
    "C2 urgent: at once, watched": ["services/test_ladder.py::test_an_urgent_claim_wakes_duty_at_once_then_the_township_then_the_county"],
    "C2 no vague words": ["services/items/test_vague_words.py::test_a_vague_word_is_found_and_a_definite_one_is_left_alone"],
    "C2 not signed, not done for somebody": ["services/test_acceptance.py::test_what_must_be_done_in_person_is_never_done_for_somebody"],
    "C3 everything at once, a second time with a reason": ["services/test_acceptance.py::test_a_second_notice_needs_a_reason_and_is_counted"],
    "C3 the same on screen and on paper": ["services/items/test_item_pages.py::test_the_notice_says_everything_at_once"],
    "C4 accept, dispatch, sign, handle, feed back, call back": ["services/test_journey.py::test_an_ordinary_matter_goes_from_asking_to_closed"],
    "C4 out of scope: courts, petitions, discipline, secrets": ["services/test_acceptance.py::test_a_decline_needs_a_listed_reason_and_a_place_to_go"],
    "C4 misdirected work comes back with reasons": ["services/test_handling.py::test_a_return_needs_a_reason"],
    "C4 not for ever": ["services/test_handling.py::test_the_third_return_goes_to_the_lowest_unit_above_both"],
    "C4 the three rates": ["supervision/test_periods.py::test_rates_round_half_up_and_need_twenty_cases", "supervision/test_figures.py"],
    "C4 the calendar is data, a year without it answers": ["services/test_deadlines.py::test_a_year_without_an_official_calendar_answers_and_is_marked"],
    "C6 five grades, by another than the handler": ["services/test_closing.py::test_neither_handler_nor_first_contact_calls_back"],
    "C6 the lowest two are rectified, the matter stays done": ["services/test_closing.py::test_solved_closes_and_a_bad_grade_opens_a_rectification_of_the_unit"],
    "C6 not solved is done again": ["services/test_closing.py::test_not_solved_is_done_again_in_half_the_time_and_the_third_time_above"],
    "C6 voluntary and true: silence is no praise": ["services/test_closing.py::test_silence_closes_what_was_not_drawn_and_is_no_praise"],
    "C6 own ratings apart": ["services/test_closing.py::test_the_villagers_own_word_closes_only_what_was_not_drawn"],
    "F4-2312-of-2421": ["supervision/test_periods.py::test_rates_round_half_up_and_need_twenty_cases"],
    "F4-february-2028": ["supervision/test_periods.py::test_a_half_month_ends_on_the_15th_or_with_the_month"],
    "F4-2026-09-24-plus-3": ["services/test_deadlines.py::test_working_days_go_round_holidays_and_count_makeup_days"],
    "F4-2026-09-29-plus-3": ["services/test_deadlines.py::test_working_days_go_round_holidays_and_count_makeup_days"],
    "F4-2026-09-30-plus-5": ["services/test_deadlines.py::test_working_days_go_round_holidays_and_count_makeup_days"],
    "F4-2026-02-13-plus-3": ["services/test_deadlines.py::test_working_days_go_round_holidays_and_count_makeup_days"],
    "F4-makeup-days": ["services/test_deadlines.py::test_makeup_days_are_worked"],
    "F4-2026-12-25-plus-5": ["services/test_deadlines.py::test_a_year_without_an_official_calendar_answers_and_is_marked"],
    "F4-199-of-200": ["centers/test_standards.py::test_floor_areas"],
    "F4-399-of-400": ["centers/test_standards.py::test_floor_areas"],
    "F4-999-of-1000": ["centers/test_rooms.py::test_areas_of_rooms_add_up_to_the_least"],
    "F4-roster-1-1-1": ["duty/test_one_of_each.py::test_one_of_the_township_one_of_the_village_and_one_other"],
    "F4-353-centres": ["centers/test_county.py::test_the_figures_of_the_county"],
    "F4-28-150-175": ["centers/test_county.py::test_the_three_batches_add_up_to_the_county"],
    "F4-178-132-of-308": [
        "centers/test_wall_pages.py::test_parts_are_held_against_the_total",
        "centers/test_wall_pages.py::test_two_centres_too_many_are_shown_as_a_difference",
    ],
}  # fmt: skip

# The article's numbers that belong to an app of a later issue.
WITHOUT_APP = {
    "F4-50000-by-2-2-1": "affairs",
    "F4-50001-to-the-fen": "affairs",
    "F4-287-villages": "affairs",
    "F4-104-less-14-members": "circles",
}


@cache
def functions_of(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_has_the_tests_that_are_named_for_it(rule):
    for place in RULES[rule]:
        file, _, name = place.partition("::")
        path = TESTS / file
        assert path.exists(), place
        assert not name or name in functions_of(path), place
        if rule.startswith("F4-") and name:
            assert rule in path.read_text(), f"{rule} is no id in {file}"


@pytest.mark.parametrize(("rule", "app"), WITHOUT_APP.items())
def test_a_number_of_the_articles_is_asked_for_once_its_app_is_there(rule, app):
    assert not apps.is_installed(app), f"{rule} needs a test now that {app} exists"


def test_every_norm_that_is_a_rule_here_is_named():
    assert {rule.split()[0].split("-")[0] for rule in RULES} == {"C1", "C2", "C3", "C4", "C6", "F4"}
