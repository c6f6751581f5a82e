"""The thirty written requests of data/demo/requests.csv, each on its own path (screens.md annex D).

A story yields the next instant and acts when the stage has come there. Together they leave
something on every list of every log-in.
"""

from __future__ import annotations

from datetime import datetime

from portal.demonstration import stories_handed_on as handed_on
from portal.demonstration import stories_village as village
from portal.demonstration.stage import Stage, Story
from regions.models import Region


def play(county: Region, at: datetime) -> None:
    Stage(county, at).play(STORIES)


# By number of the request; the last two are beside them.
STORIES: list[Story] = [
    handed_on.allowance,
    village.street_lamp,
    village.water_pipe,
    village.no_water,
    village.residence_proof,
    village.same_person_proof,
    village.health_insurance,
    village.chronic_illness,
    village.pension_check,
    village.neighbours_quarrel,
    village.fallen_wire,
    village.closed_door,
    village.old_mother,
    handed_on.report,
    handed_on.locked_door,
    handed_on.cracked_wall,
    handed_on.washed_out_road,
    village.insurance_question,
    handed_on.new_house,
    handed_on.identity_card,
    village.power_bill,
    village.disability_card,
    handed_on.unpaid_wages,
    village.hail,
    village.dance_team,
    village.stone_tables,
    handed_on.pig_farm,
    village.party_membership,
    village.medicine,
    village.court_case,
    handed_on.second_report,
    handed_on.lamps_of_the_bureau,
]
