"""The only writers of centres. Each is one transaction: guard, change, record."""

from centers.actions.assessing import assess
from centers.actions.batches import put_batch, put_programme
from centers.actions.brought import (
    add_contribution,
    answer_opinions,
    ask_opinions,
    remove_contribution,
    set_quantities,
    set_quantity,
)
from centers.actions.notices import approve_notice, follow, publish_notice, withdraw_notice
from centers.actions.place import (
    CHANGEABLE,
    Hours,
    change_center,
    close_for_a_day,
    match_kind,
    open_again,
    open_center,
    set_hours,
)
from centers.actions.projects import (
    change_project,
    enter_batch,
    finish_project,
    follow_projects,
    leave_batch,
    put_milestone,
)
from centers.actions.rooms import (
    put_building,
    put_equipment,
    put_nearby_place,
    put_room,
    remove_part,
)
from centers.actions.showing import (
    add_photo,
    change_photo,
    end_showcase,
    name_showcase,
    put_heritage,
    remove_heritage,
    remove_photo,
)
from centers.actions.survey import bring_survey
from centers.actions.versions import (
    change_draft,
    draft_version,
    drop_draft,
    put_in_force,
    put_item,
    remove_item,
)
from centers.actions.walls import survey_wall

__all__ = [
    "CHANGEABLE",
    "Hours",
    "add_contribution",
    "add_photo",
    "answer_opinions",
    "approve_notice",
    "ask_opinions",
    "assess",
    "bring_survey",
    "change_center",
    "change_draft",
    "change_photo",
    "change_project",
    "close_for_a_day",
    "draft_version",
    "drop_draft",
    "end_showcase",
    "enter_batch",
    "finish_project",
    "follow",
    "follow_projects",
    "leave_batch",
    "match_kind",
    "name_showcase",
    "open_again",
    "open_center",
    "publish_notice",
    "put_batch",
    "put_building",
    "put_equipment",
    "put_heritage",
    "put_in_force",
    "put_item",
    "put_milestone",
    "put_nearby_place",
    "put_programme",
    "put_room",
    "remove_contribution",
    "remove_heritage",
    "remove_item",
    "remove_part",
    "remove_photo",
    "set_hours",
    "set_quantities",
    "set_quantity",
    "survey_wall",
    "withdraw_notice",
]
