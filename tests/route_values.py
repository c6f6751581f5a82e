"""What fills the placeholders of a route: DEFAULTS by their name, VALUES for one pattern.

Values are paths into the world of tests/world.py, such as "village.code" or "cadre.pk"; what a
test needs beyond people, regions and units is added there as a maker.
"""

from __future__ import annotations

DEFAULTS = {"code": "village.code", "number": "ticket.number", "item_code": "item.code"}

PROJECT_ACTS = ("change", "steps", "quantities", "money", "ask", "answer", "finish", "leave")

VALUES: dict[str, dict[str, str]] = {
    "c/<code>/asked/<token>/": {"token": "asked_token"},
    "t/<number>/photos/<int:pk>/": {"number": "photo.ticket.number", "pk": "photo.pk"},
    **{
        f"api/v1/{where}tickets/<str:number>/photos/<int:pk>/": {
            "number": "photo.ticket.number",
            "pk": "photo.pk",
        }
        for where in ("", "public/")
    },
    "desk/tickets/<number>/photos/<int:pk>/": {"number": "photo.ticket.number", "pk": "photo.pk"},
    "desk/tickets/<number>/papers/receipt/": {"number": "paper.ticket.number"},
    "desk/tickets/<number>/hand-on-papers/": {"number": "paper.ticket.number"},
    "desk/tickets/<number>/supplements/<int:seq>/": {
        "number": "supplement.ticket.number",
        "seq": "supplement.seq",
    },
    "desk/messages/<int:pk>/open/": {"pk": "message.pk"},
    "desk/outbox/<int:pk>/resend/": {"pk": "stuck_message.pk"},
    "desk/phone-tasks/<int:pk>/finish/": {"pk": "phone_task.pk"},
    "desk/jobs/<int:pk>/": {"pk": "job.pk"},
    "desk/list/<int:pk>/remove/": {"pk": "saved_filter.pk"},
    "desk/list/<int:pk>/start/": {"pk": "saved_filter.pk"},
    "desk/jobs/<int:pk>/file/": {"pk": "job.pk"},
    "people/<int:pk>/password/": {"pk": "cadre.pk"},
    "people/posts/<int:pk>/leave/": {"pk": "cadre_post.pk"},
    "people/<int:pk>/unlock/": {"pk": "cadre.pk"},
    "desk/duty/<region:code>/": {"code": "duty_place.shift.center.region.code"},
    **{
        f"desk/duty/<region:code>/{name}/": {"code": "duty_place.shift.center.region.code"}
        for name in [
            "sheet",
            "publish",
            "drop",
            "workbook",
            "import",
            "requests",
            "leave",
            "record",
            "generate",
        ]
    },
    "desk/duty/places/<int:pk>/lock/": {"pk": "duty_place.pk"},
    "desk/duty/places/<int:pk>/keep/": {"pk": "duty_place.pk"},
    "desk/duty/<region:code>/rules/<int:pk>/": {
        "code": "duty_place.shift.center.region.code",
        "pk": "duty_place.shift.template.pk",
    },
    **{
        f"desk/duty/township/<region:code>/{name}/": {"code": "township_shift.township.code"}
        for name in ("rules", "publish")
    },
    "desk/duty/township/<region:code>/rules/<int:pk>/": {
        "code": "township_shift.township.code",
        "pk": "township_shift.pk",
    },
    "desk/duty/<region:code>/people/": {"code": "duty_place.shift.center.region.code"},
    "desk/duty/<region:code>/people/add/": {"code": "duty_place.shift.center.region.code"},
    "desk/duty/<region:code>/credits/": {"code": "duty_place.shift.center.region.code"},
    **{
        f"desk/duty/<region:code>/people/<int:pk>/{end}": {
            "code": "duty_place.shift.center.region.code",
            "pk": "duty_place.member.pk",
        }
        for end in ("", "end/")
    },
    "desk/duty/stops/<int:pk>/cancel/": {"pk": "tour_stop.pk"},
    "desk/duty/counter-days/<int:pk>/end/": {"pk": "counter_day.pk"},
    "desk/duty/places/<int:pk>/": {"pk": "duty_place.pk"},
    "desk/duty/places/<int:pk>/away/": {"pk": "duty_place.pk"},
    "desk/duty/places/<int:pk>/swap/": {"pk": "duty_place.pk"},
    "desk/duty/places/<int:pk>/step-in/": {"pk": "duty_place.pk"},
    **{
        f"desk/duty/swaps/<int:pk>/{name}/": {"pk": "duty_swap.pk"}
        for name in ["accept", "approve", "refuse", "withdraw"]
    },
    **{
        f"desk/duty/leaves/<int:pk>/{name}/": {"pk": "duty_leave.pk"}
        for name in ["approve", "refuse", "withdraw"]
    },
    "desk/duty/feeds/<int:pk>/close/": {"pk": "duty_feed.pk"},
    "desk/duty/wishes/<int:pk>/drop/": {"pk": "duty_wish.pk"},
    "feeds/duty/<str:token>.ics": {"token": "duty_feed_token"},
    "desk/duty/log/<int:pk>/matter/": {"pk": "duty_entry.pk"},
    "desk/duty/log/<int:pk>/hand-on/": {"pk": "duty_entry.pk"},
    "desk/duty/matters/<int:pk>/close/": {"pk": "duty_matter.pk"},
    "desk/duty/shifts/<int:pk>/take-over/": {"pk": "duty_place.shift.pk"},
    "desk/center/<str:code>/": {"code": "center.region.code"},
    "desk/center/<str:code>/assess/<int:item>/": {
        "code": "center.region.code",
        "item": "standard_item.pk",
    },
    "desk/center/<str:code>/details/": {"code": "center.region.code"},
    "desk/center/<str:code>/hours/": {"code": "center.region.code"},
    "desk/center/<str:code>/closure/": {"code": "center.region.code"},
    "desk/center/<str:code>/closure/<int:pk>/open/": {
        "code": "center.region.code",
        "pk": "closure.pk",
    },
    **{
        f"desk/standards/<int:pk>/{name}": {"pk": "standard_draft_item.standard_id"}
        for name in ("", "draft/", "change/", "drop/", "in-force/", "items/new/")
    },
    "desk/standards/items/<int:pk>/": {"pk": "standard_draft_item.pk"},
    "desk/standards/items/<int:pk>/remove/": {"pk": "standard_draft_item.pk"},
    **{
        f"desk/center/<str:code>/{name}/": {"code": "center.region.code"}
        for name in (
            "rooms",
            "buildings/new",
            "nearby/new",
            "equipment/new",
            "size",
            "point",
            "photos",
            "photos/new",
            "wall/photos/new",
            "heritage/new",
            "showcase",
            "showcase/end",
            "history",
        )
    },
    **{
        f"desk/center/<str:code>/{name}/": {"code": "center.region.code", "pk": f"{row}.pk"}
        for name, row in (
            ("buildings/<int:pk>", "center_room.building"),
            ("buildings/<int:pk>/remove", "center_room.building"),
            ("buildings/<int:pk>/rooms/new", "center_room.building"),
            ("rooms/<int:pk>", "center_room"),
            ("rooms/<int:pk>/remove", "center_room"),
            ("nearby/<int:pk>", "center_nearby"),
            ("nearby/<int:pk>/remove", "center_nearby"),
            ("equipment/<int:pk>", "center_equipment"),
            ("equipment/<int:pk>/remove", "center_equipment"),
            ("photos/<int:pk>", "center_photo"),
            ("photos/<int:pk>/file", "center_photo"),
            ("photos/<int:pk>/remove", "center_photo"),
            ("heritage/<int:pk>", "center_heritage"),
            ("heritage/<int:pk>/remove", "center_heritage"),
        )
    },
    "c/<str:code>/inside/photos/<int:pk>/": {
        "code": "center.region.code",
        "pk": "center_photo.pk",
    },
    "desk/center/<str:code>/wall/": {"code": "center.region.code"},
    "desk/renovation/programmes/<int:pk>/": {"pk": "project.batch.programme_id"},
    "desk/renovation/programmes/<int:pk>/batches/new/": {"pk": "project.batch.programme_id"},
    **{
        f"desk/renovation/batches/<int:pk>/{name}": {"pk": "project.batch_id"}
        for name in ["", "edit/", "enter/"]
    },
    **{
        f"desk/renovation/projects/<int:pk>/{name}": {"pk": "project.pk"}
        for name in ["", "opinions/", *(f"{act}/" for act in PROJECT_ACTS)]
    },
    "desk/renovation/projects/<int:pk>/steps/<int:step>/": {
        "pk": "project.pk",
        "step": "project_step.pk",
    },
    "desk/renovation/projects/<int:pk>/money/<int:money>/remove/": {
        "pk": "project.pk",
        "money": "project_money.pk",
    },
    "desk/notices/<int:pk>/": {"pk": "notice.pk"},
    "desk/notices/<int:pk>/approve/": {"pk": "notice.pk"},
    "desk/notices/<int:pk>/withdraw/": {"pk": "notice.pk"},
    "desk/notices/<int:pk>/print/": {"pk": "notice.pk"},
    "api/v1/centers/<str:code>/": {"code": "center.region.code"},
    "c/<str:code>/activities.ics": {"code": "center.region.code"},
    "desk/activities/<int:pk>/": {"pk": "activity_session.activity_id"},
    "desk/activities/<int:pk>/approve/": {"pk": "activity_session.activity_id"},
    "desk/activities/<int:pk>/cancel/": {"pk": "activity_session.activity_id"},
    "desk/activities/<int:pk>/sessions/": {"pk": "activity_session.activity_id"},
    "desk/sessions/<int:pk>/move/": {"pk": "activity_session.pk"},
    "desk/sessions/<int:pk>/cancel/": {"pk": "activity_session.pk"},
}
