"""Who may open which route. A route of the portal without a row here fails tests/accounts/test_routes.py.

A row: "pattern of the URLconf": GET(who) | POST(who). `who` are names of the cast below; each of
them must get in, all others must be sent to log in, refused (403) or told there is nothing (404).
POST goes out with an empty form: getting in means 2xx, 3xx, 400, 409, 429 or 503.

Placeholders are filled from DEFAULTS by their name, or from VALUES for one pattern. Values are
paths into the world of tests/world.py, such as "village.code" or "cadre.pk"; what a test needs
beyond people, regions and units is added there as a maker.
"""

from __future__ import annotations

Row = dict[str, frozenset[str]]

CAST = (
    "villager",
    "neighbor",
    "cadre",
    "duty",
    "township",
    "liaison",
    "county",
    "confidential",
    "inspector",
    "auditor",
    "security",
    "admin",
)
EVERYBODY = frozenset(CAST)
NOBODY: frozenset[str] = frozenset()
STAFF = EVERYBODY - {"villager"}
ADMINS = frozenset({"county", "auditor", "security", "admin"})
PEOPLE_KEEPERS = frozenset({"township", "security"})
DUTY_PEOPLE = frozenset({"neighbor", "cadre", "duty", "township", "county"})


def GET(who: frozenset[str] | set[str]) -> Row:  # noqa: N802 - reads like the request it is
    return {"GET": frozenset(who)}


def POST(who: frozenset[str] | set[str]) -> Row:  # noqa: N802
    return {"POST": frozenset(who)}


DEFAULTS = {"code": "village.code", "item_code": "item.code"}

VALUES: dict[str, dict[str, str]] = {
    "people/<int:pk>/password/": {"pk": "cadre.pk"},
    "people/<int:pk>/unlock/": {"pk": "cadre.pk"},
    "desk/duty/<str:code>/": {"code": "duty_place.shift.center.region.code"},
    "desk/duty/places/<int:pk>/": {"pk": "duty_place.pk"},
}

ROUTES: dict[str, Row] = {
    # config
    "healthz": GET(EVERYBODY),
    "healthz/sweep": GET(EVERYBODY),
    "readyz": GET(EVERYBODY),
    "api/v1/schema/": GET(EVERYBODY),
    "api/v1/docs/": GET(EVERYBODY),
    # accounts
    "login/": GET(EVERYBODY) | POST(EVERYBODY),
    "logout/": POST(EVERYBODY),
    "password/": GET(STAFF) | POST(STAFF),
    "confirm/": GET(STAFF) | POST(STAFF),
    "people/": GET(PEOPLE_KEEPERS),
    "people/<int:pk>/password/": POST(PEOPLE_KEEPERS),
    "people/<int:pk>/unlock/": POST(PEOPLE_KEEPERS),
    "api/v1/token/": POST(EVERYBODY),
    "api/v1/units/": GET(STAFF),
    "api/v1/people/": GET(STAFF),
    # duty
    "c/<str:code>/board/": GET(EVERYBODY),
    "desk/duty/": GET(DUTY_PEOPLE),
    "desk/duty/log/": GET(DUTY_PEOPLE) | POST(DUTY_PEOPLE),
    "desk/duty/log/nothing/": POST(DUTY_PEOPLE),
    "desk/duty/places/<int:pk>/": GET({"cadre", "township", "county"})
    | POST({"cadre", "township", "county"}),
    "desk/duty/<str:code>/": GET(DUTY_PEOPLE - {"neighbor"}),
    "api/v1/centers/<str:code>/on-duty/": GET(EVERYBODY),
    # services: items
    "c/<str:code>/items/": GET(EVERYBODY),
    "c/<str:code>/items/<str:item_code>/": GET(EVERYBODY),
    "c/<str:code>/items/<str:item_code>/print/": GET(EVERYBODY),
    "desk/items/": GET(STAFF),
    "api/v1/items/": GET(STAFF),
    # admin: its lists of rows stand in ADMIN
    "admin/": GET(ADMINS),
    "admin/login/": GET(STAFF),  # sends on to the front page, which refuses
    "admin/logout/": POST(ADMINS),
    "admin/password_change/": GET(ADMINS),
    "admin/password_change/done/": GET(ADMINS),
    "admin/jsi18n/": GET(ADMINS),
    "admin/autocomplete/": {},  # needs a field of a form; Django asks the related model's own permission
    "admin/r/<path:content_type_id>/<path:object_id>/": {},  # no model says where it is seen on the site
    "admin/<app_label>/": {},  # a part of the front page
    "admin/<url>": {},  # adds a missing slash
}

# Who opens the list of a model in the admin; adding, changing and deleting are never wider.
ADMIN: dict[str, frozenset[str]] = {
    "accounts.user": frozenset({"security", "auditor"}),
    "accounts.unit": frozenset({"security", "admin", "county"}),
    "accounts.post": frozenset({"security"}),
    "accounts.auditentry": frozenset({"auditor"}),
    "accounts.siteidentity": frozenset({"admin"}),
    "axes.accessattempt": frozenset({"auditor"}),
    "duty.shifttemplate": frozenset({"admin"}),
    "duty.roster": frozenset({"county"}),
    "duty.shift": frozenset({"county"}),
    "duty.assignment": frozenset({"county"}),
    "services.category": frozenset({"admin", "county"}),
    "services.serviceitem": frozenset({"admin", "county"}),
    "auth.group": NOBODY,
    "authtoken.tokenproxy": NOBODY,
}
