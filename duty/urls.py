from django.urls import path, register_converter

from duty import (
    views,
    views_credits,
    views_generation,
    views_members,
    views_month,
    views_record,
    views_requests,
    views_rules,
    views_touring,
    views_township,
)


class RegionCode:
    """Twelve digits: what else stands there, such as `log`, is another page."""

    regex = "[0-9]{12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(RegionCode, "region")

urlpatterns = [
    path("c/<str:code>/board/", views.board, name="duty-board"),
    path("c/<str:code>/door/", views.door_sheet, name="duty-door"),
    path("feeds/duty/<str:token>.ics", views.feed, name="duty-feed"),
    path("desk/duty/", views.duty, name="duty"),
    path("desk/duty/map/", views.duty_map, name="duty-map"),
    path("desk/duty/mine/", views_requests.mine, name="duty-mine"),
    path("desk/duty/wishes/", views_requests.wish_off, name="duty-wish"),
    path("desk/duty/wishes/<int:pk>/drop/", views_requests.drop_wish, name="duty-wish-drop"),
    path("desk/duty/feeds/", views_requests.open_feed, name="duty-feed-open"),
    path("desk/duty/feeds/<int:pk>/close/", views_requests.close_feed, name="duty-feed-close"),
    path("desk/duty/places/<int:pk>/", views_month.place, name="duty-place"),
    path("desk/duty/places/<int:pk>/swap/", views_requests.offer_swap, name="duty-swap"),
    path("desk/duty/places/<int:pk>/step-in/", views_requests.step_in, name="duty-step-in"),
    *(
        path(
            f"desk/duty/swaps/<int:pk>/{verdict}/",
            views_requests.decide_swap,
            {"verdict": verdict},
            name=f"duty-swap-{verdict}",
        )
        for verdict in ("accept", "approve", "refuse", "withdraw")
    ),
    *(
        path(
            f"desk/duty/leaves/<int:pk>/{verdict}/",
            views_requests.decide_leave,
            {"verdict": verdict},
            name=f"duty-leave-{verdict}",
        )
        for verdict in ("approve", "refuse", "withdraw")
    ),
    path("desk/duty/looser/", views_township.looser, name="duty-looser"),
    path(
        "desk/duty/township/<region:code>/rules/",
        views_township.township_rules,
        name="duty-township-rules",
    ),
    path(
        "desk/duty/township/<region:code>/rules/<int:pk>/",
        views_township.change_township_shift,
        name="duty-township-shift",
    ),
    path(
        "desk/duty/township/<region:code>/publish/",
        views_township.publish_township,
        name="duty-township-publish",
    ),
    path("desk/duty/generate/", views_generation.generate_all, name="duty-generate-all"),
    path("desk/duty/places/<int:pk>/keep/", views_generation.keep, name="duty-keep"),
    path("desk/duty/places/<int:pk>/lock/", views_generation.lock, name="duty-lock"),
    path("desk/duty/<region:code>/rules/", views_rules.rules, name="duty-rules"),
    path(
        "desk/duty/<region:code>/rules/<int:pk>/",
        views_rules.change_shift,
        name="duty-change-shift",
    ),
    path(
        "desk/duty/<region:code>/rules/above/",
        views_rules.take_from_above,
        name="duty-from-above",
    ),
    path("desk/duty/<region:code>/people/", views_members.members, name="duty-members"),
    path("desk/duty/<region:code>/people/add/", views_members.add_member, name="duty-member-add"),
    path(
        "desk/duty/<region:code>/people/<int:pk>/",
        views_members.change_member,
        name="duty-member",
    ),
    path(
        "desk/duty/<region:code>/people/<int:pk>/end/",
        views_members.end_member,
        name="duty-member-end",
    ),
    path("desk/duty/<region:code>/credits/", views_credits.account, name="duty-credits"),
    path("desk/duty/<region:code>/touring/", views_touring.touring, name="duty-touring"),
    path("desk/duty/<region:code>/touring/stops/", views_touring.plan_stop, name="duty-tour-plan"),
    path(
        "desk/duty/<region:code>/touring/days/",
        views_touring.set_counter_day,
        name="duty-counter-set",
    ),
    path("desk/duty/stops/<int:pk>/cancel/", views_touring.cancel_stop, name="duty-tour-cancel"),
    path(
        "desk/duty/counter-days/<int:pk>/end/",
        views_touring.end_counter_day,
        name="duty-counter-end",
    ),
    path("desk/duty/<region:code>/generate/", views_generation.generate, name="duty-generate"),
    path("desk/duty/<region:code>/", views_month.month, name="duty-month"),
    path("desk/duty/<region:code>/sheet/", views_month.month_sheet, name="duty-month-sheet"),
    path("desk/duty/<region:code>/publish/", views_month.publish, name="duty-publish"),
    path("desk/duty/<region:code>/drop/", views_month.drop_plan, name="duty-drop-plan"),
    path("desk/duty/<region:code>/workbook/", views_month.workbook, name="duty-workbook"),
    path("desk/duty/<region:code>/import/", views_month.bring_workbook, name="duty-import"),
    path("desk/duty/<region:code>/requests/", views_requests.requests, name="duty-requests"),
    path("desk/duty/<region:code>/leave/", views_requests.ask_leave, name="duty-leave"),
    path("desk/duty/<region:code>/record/", views_record.record, name="duty-record"),
]
