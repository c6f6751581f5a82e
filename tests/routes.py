"""Who may open which route. A route of the portal without a row here fails tests/accounts/test_routes.py.

A row: "pattern of the URLconf": GET(who) | POST(who). `who` are names of the cast below; each of
them must get in, all others must be sent to log in, refused (403) or told there is nothing (404).
POST goes out with an empty form: getting in means 2xx, 3xx, 400, 409, 429 or 503.

What fills the placeholders stands in tests/route_values.py.
"""

from __future__ import annotations

from tests.route_values import PROJECT_ACTS

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

CENTER_KEEPERS = frozenset({"cadre", "township", "county"})


def GET(who: frozenset[str] | set[str]) -> Row:  # noqa: N802 - reads like the request it is
    return {"GET": frozenset(who)}


def POST(who: frozenset[str] | set[str]) -> Row:  # noqa: N802
    return {"POST": frozenset(who)}


# Of a matter that has just come to the village: who sees it, who works on it, who stands above.
IN_SCOPE = frozenset({"cadre", "duty", "township", "county"})
WORKERS = frozenset({"cadre", "duty"})
ABOVE = frozenset({"township", "county"})
LEADERS = ABOVE | {"cadre"}
RECORDERS = IN_SCOPE | {"neighbor", "confidential"}
SUPERVISORS = ABOVE | {"inspector"}
PERSON_KEEPERS = frozenset({"county", "confidential", "security"})
OUTBOX_KEEPERS = frozenset({"county", "admin"})


def GET_and_POST(who: frozenset[str]) -> Row:  # noqa: N802
    return GET(who) | POST(who)


def acts(prefix: str, row: Row, names: str) -> dict[str, Row]:
    """The same row for several acts on a matter."""
    return {f"{prefix}{name}/": row for name in names.split()}


DESK = "desk/tickets/<number>/"
API = "api/v1/tickets/<str:number>/"
PUBLIC_API = "api/v1/public/tickets/<str:number>/"

ROUTES: dict[str, Row] = {
    # config
    "favicon.ico": GET(EVERYBODY),
    "healthz": GET(EVERYBODY),
    "healthz/sweep": GET(EVERYBODY),
    "readyz": GET(EVERYBODY),
    "api/v1/schema/": GET(EVERYBODY),
    "api/v1/docs/": GET(EVERYBODY),
    # portal
    "": GET(EVERYBODY),
    "accessibility/": GET(EVERYBODY),
    "privacy/": GET(EVERYBODY),
    "desk/person/": GET(PERSON_KEEPERS) | POST(PERSON_KEEPERS),
    "desk/person/paper/": POST(PERSON_KEEPERS),
    "desk/person/erase/": POST(PERSON_KEEPERS),
    "suggest/": GET(EVERYBODY),
    "people/posts/<int:pk>/leave/": GET_and_POST(frozenset({"security"})),
    "elder/": POST(EVERYBODY),
    "styles/": GET(STAFF),
    "c/<code>/": GET(EVERYBODY),
    "c/<code>/ask/": GET(EVERYBODY) | POST(EVERYBODY),
    "c/<code>/call-me/": GET(EVERYBODY) | POST(EVERYBODY),
    "c/<code>/report/": GET(EVERYBODY) | POST(EVERYBODY),
    "c/<code>/asked/<token>/": GET(EVERYBODY),  # the token is signed and opens one answer
    "t/": GET(EVERYBODY) | POST(EVERYBODY),
    "t/<number>/": GET(EVERYBODY),  # asks for the code
    "t/<number>/urge/": POST(NOBODY),  # without the code
    "t/<number>/add/": POST(NOBODY),
    "t/<number>/photos/<int:pk>/": GET(EVERYBODY),  # asks for the code
    "t/<number>/rate/": POST(NOBODY),
    "t/<number>/dispute/": POST(NOBODY),
    "t/<number>/withdraw/": POST(NOBODY),
    # regions
    "api/v1/regions/": GET(EVERYBODY),
    # notify: a message belongs to one person, a call to make to the unit's people
    "desk/messages/": GET(STAFF),
    "desk/messages/<int:pk>/open/": POST({"cadre"}),
    "desk/messages/all-read/": POST(STAFF),
    "desk/jobs/": GET(STAFF),
    "desk/jobs/<int:pk>/": GET({"cadre"}),  # its owner alone
    "desk/jobs/<int:pk>/file/": GET(NOBODY),  # the work left no file
    "desk/outbox/": GET(OUTBOX_KEEPERS),
    "desk/outbox/<int:pk>/resend/": GET(OUTBOX_KEEPERS) | POST(OUTBOX_KEEPERS),
    "desk/phone-tasks/": GET(STAFF),
    "desk/phone-tasks/<int:pk>/finish/": POST({"cadre", "duty"}),
    # accounts
    "login/": GET(EVERYBODY) | POST(EVERYBODY),
    "logout/": POST(EVERYBODY),
    "password/": GET(STAFF) | POST(STAFF),
    "confirm/": GET(STAFF) | POST(STAFF),
    "kept-form/": GET(STAFF) | POST(STAFF),
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
    "desk/duty/<region:code>/": GET(DUTY_PEOPLE - {"neighbor"}),
    "c/<str:code>/door/": GET(EVERYBODY),
    "feeds/duty/<str:token>.ics": GET(EVERYBODY),  # the address is the secret
    "desk/duty/map/": GET(DUTY_PEOPLE),
    "desk/duty/mine/": GET(DUTY_PEOPLE),
    "desk/duty/feeds/": POST(DUTY_PEOPLE),
    "desk/duty/wishes/": POST(DUTY_PEOPLE),
    "desk/duty/wishes/<int:pk>/drop/": POST({"cadre"}),  # whose it is
    "desk/duty/feeds/<int:pk>/close/": POST({"cadre"}),  # its owner
    "desk/duty/<region:code>/sheet/": GET(IN_SCOPE),
    "desk/duty/<region:code>/workbook/": GET(IN_SCOPE),
    "desk/duty/<region:code>/requests/": GET(IN_SCOPE),
    "desk/duty/<region:code>/record/": GET(IN_SCOPE) | POST(ABOVE),
    "desk/duty/<region:code>/leave/": GET(LEADERS) | POST(LEADERS),  # and its people on duty
    **{
        f"desk/duty/<region:code>/{name}/": GET(LEADERS) | POST(LEADERS)
        for name in ("publish", "import", "generate")
    },
    "desk/duty/generate/": GET(LEADERS)
    | POST(LEADERS),  # whoever leads a centre; neighbor has none
    "desk/duty/places/<int:pk>/lock/": POST(LEADERS),
    "desk/duty/places/<int:pk>/keep/": POST(LEADERS),
    "desk/duty/<region:code>/rules/": GET(LEADERS),
    "desk/duty/<region:code>/rules/<int:pk>/": GET(LEADERS) | POST(LEADERS),
    "desk/duty/<region:code>/rules/above/": POST(LEADERS),
    "desk/duty/looser/": GET(LEADERS),
    "desk/duty/township/<region:code>/rules/": GET(ABOVE),
    "desk/duty/township/<region:code>/publish/": GET(ABOVE) | POST(ABOVE),
    "desk/duty/township/<region:code>/rules/<int:pk>/": GET(ABOVE) | POST(ABOVE),
    "desk/duty/<region:code>/people/": GET(LEADERS),
    "desk/duty/<region:code>/people/add/": GET(LEADERS) | POST(LEADERS),
    "desk/duty/<region:code>/people/<int:pk>/": GET(LEADERS) | POST(LEADERS),
    "desk/duty/<region:code>/people/<int:pk>/end/": POST(LEADERS),
    "desk/duty/<region:code>/credits/": GET(IN_SCOPE) | POST(LEADERS),
    "desk/duty/<region:code>/touring/": GET(LEADERS),
    "desk/duty/<region:code>/touring/stops/": POST(LEADERS),
    "desk/duty/<region:code>/touring/days/": POST(LEADERS),
    "desk/duty/stops/<int:pk>/cancel/": POST(LEADERS),
    "desk/duty/counter-days/<int:pk>/end/": POST(LEADERS),
    "desk/duty/<region:code>/drop/": POST(LEADERS),
    "desk/duty/places/<int:pk>/away/": GET(LEADERS) | POST(LEADERS),
    "desk/duty/places/<int:pk>/swap/": GET(LEADERS) | POST(LEADERS),
    "desk/duty/places/<int:pk>/step-in/": POST(IN_SCOPE),
    **acts("desk/duty/swaps/<int:pk>/", POST(IN_SCOPE), "accept approve refuse withdraw"),
    **acts("desk/duty/leaves/<int:pk>/", POST(IN_SCOPE), "approve refuse withdraw"),
    "desk/duty/log/<int:pk>/matter/": POST(IN_SCOPE),
    "desk/duty/log/<int:pk>/hand-on/": POST(IN_SCOPE),
    "desk/duty/matters/<int:pk>/close/": POST(IN_SCOPE),
    "desk/duty/shifts/<int:pk>/take-over/": GET(IN_SCOPE) | POST(IN_SCOPE),
    "api/v1/centers/<str:code>/on-duty/": GET(EVERYBODY),
    # centers
    "c/<str:code>/notices/": GET(EVERYBODY),
    "desk/center/": GET(DUTY_PEOPLE),
    "desk/center/<str:code>/": GET(DUTY_PEOPLE - {"neighbor"}),
    "desk/center/<str:code>/assess/<int:item>/": POST(CENTER_KEEPERS),
    "desk/center/<str:code>/details/": GET(CENTER_KEEPERS) | POST(CENTER_KEEPERS),
    "desk/center/<str:code>/hours/": GET(CENTER_KEEPERS) | POST(CENTER_KEEPERS),
    "desk/center/<str:code>/closure/": GET(CENTER_KEEPERS) | POST(CENTER_KEEPERS),
    "desk/center/<str:code>/closure/<int:pk>/open/": POST(CENTER_KEEPERS),
    "desk/center/<str:code>/wall/": GET(CENTER_KEEPERS) | POST(CENTER_KEEPERS),
    "desk/gaps/": GET(DUTY_PEOPLE),
    "desk/gaps/xlsx/": GET(DUTY_PEOPLE),
    "desk/walls/": GET(DUTY_PEOPLE - {"duty"}),
    "desk/walls/xlsx/": GET(DUTY_PEOPLE - {"duty"}),
    "desk/renovation/": GET(DUTY_PEOPLE),
    "desk/renovation/programmes/new/": GET({"county"}) | POST({"county"}),
    "desk/renovation/programmes/<int:pk>/": GET({"county"}) | POST({"county"}),
    "desk/renovation/programmes/<int:pk>/batches/new/": GET({"county"}) | POST({"county"}),
    "desk/renovation/batches/<int:pk>/": GET(DUTY_PEOPLE),
    "desk/renovation/batches/<int:pk>/edit/": GET({"county"}) | POST({"county"}),
    "desk/renovation/batches/<int:pk>/enter/": GET(ABOVE) | POST(ABOVE),
    "desk/renovation/projects/": GET(DUTY_PEOPLE),
    "desk/renovation/projects/xlsx/": GET(DUTY_PEOPLE),
    "desk/renovation/projects/<int:pk>/": GET(IN_SCOPE),
    "desk/renovation/projects/<int:pk>/opinions/": GET(IN_SCOPE),
    **{
        f"desk/renovation/projects/<int:pk>/{name}/": GET(ABOVE) | POST(ABOVE)
        for name in PROJECT_ACTS
    },
    "desk/renovation/projects/<int:pk>/steps/<int:step>/": GET(ABOVE) | POST(ABOVE),
    "desk/renovation/projects/<int:pk>/money/<int:money>/remove/": POST(ABOVE),
    # the centre's file
    "desk/survey/": GET_and_POST(ABOVE),
    "desk/survey/template/": GET(ABOVE),
    "desk/standards/": GET({"county"}),
    "desk/standards/<int:pk>/": GET({"county"}),
    **{
        f"desk/standards/<int:pk>/{name}/": GET({"county"}) | POST({"county"})
        for name in ("change", "items/new")
    },
    "desk/standards/items/<int:pk>/": GET({"county"}) | POST({"county"}),
    **acts("desk/standards/<int:pk>/", POST({"county"}), "draft drop in-force"),
    "desk/standards/items/<int:pk>/remove/": POST({"county"}),
    "c/<str:code>/inside/": GET(EVERYBODY),
    "c/<str:code>/inside/heritage/": GET(EVERYBODY),
    "c/<str:code>/inside/photos/<int:pk>/": GET(EVERYBODY),
    "compare/": GET(EVERYBODY),
    "showcases/": GET(EVERYBODY),
    "map/": GET(EVERYBODY),
    "desk/center/<str:code>/rooms/": GET(DUTY_PEOPLE - {"neighbor"}),
    "desk/center/<str:code>/photos/": GET(DUTY_PEOPLE - {"neighbor"}),
    "desk/center/<str:code>/photos/<int:pk>/file/": GET(DUTY_PEOPLE - {"neighbor"}),
    "desk/center/<str:code>/history/": GET(CENTER_KEEPERS),
    "desk/center/<str:code>/showcase/": GET({"county"}) | POST({"county"}),
    "desk/center/<str:code>/showcase/end/": POST({"county"}),
    **{
        f"desk/center/<str:code>/{name}/": GET(CENTER_KEEPERS) | POST(CENTER_KEEPERS)
        for name in (
            "buildings/new",
            "buildings/<int:pk>",
            "buildings/<int:pk>/rooms/new",
            "rooms/<int:pk>",
            "nearby/new",
            "nearby/<int:pk>",
            "equipment/new",
            "equipment/<int:pk>",
            "size",
            "point",
            "photos/new",
            "wall/photos/new",
            "photos/<int:pk>",
            "heritage/new",
            "heritage/<int:pk>",
        )
    },
    **{
        f"desk/center/<str:code>/{name}/<int:pk>/remove/": POST(CENTER_KEEPERS)
        for name in ("buildings", "rooms", "nearby", "equipment", "photos", "heritage")
    },
    "desk/notices/": GET(DUTY_PEOPLE),
    "desk/notices/new/": GET(DUTY_PEOPLE) | POST(DUTY_PEOPLE),
    "desk/notices/<int:pk>/": GET(DUTY_PEOPLE - {"neighbor"}),
    "desk/notices/<int:pk>/approve/": POST(CENTER_KEEPERS),
    "desk/notices/<int:pk>/withdraw/": POST(CENTER_KEEPERS),
    "desk/notices/<int:pk>/print/": GET(DUTY_PEOPLE - {"neighbor"}),
    "api/v1/centers/<str:code>/": GET(EVERYBODY),
    # activities
    "c/<str:code>/activities/": GET(EVERYBODY),
    "c/<str:code>/activities.ics": GET(EVERYBODY),
    "desk/activities/": GET(DUTY_PEOPLE),
    "desk/activities/new/": GET(DUTY_PEOPLE) | POST(DUTY_PEOPLE),
    "desk/activities/theme/": GET(DUTY_PEOPLE) | POST(DUTY_PEOPLE),
    "desk/activities/<int:pk>/": GET(DUTY_PEOPLE - {"neighbor"}),
    "desk/activities/<int:pk>/approve/": POST(CENTER_KEEPERS),
    "desk/activities/<int:pk>/cancel/": POST(CENTER_KEEPERS),
    "desk/activities/<int:pk>/sessions/": POST(CENTER_KEEPERS),
    "desk/sessions/<int:pk>/move/": GET(CENTER_KEEPERS) | POST(CENTER_KEEPERS),
    "desk/sessions/<int:pk>/cancel/": POST(CENTER_KEEPERS),
    # services: the list, one matter, its acts (an act that the matter is not ready for is 409)
    "desk/": GET(STAFF),
    "desk/all/": GET(NOBODY),  # without naming a group
    "desk/replies/": GET_and_POST({"township", "county"}),
    "desk/list/": GET(STAFF),
    "desk/list/save/": POST(STAFF),
    "desk/list/<int:pk>/remove/": POST({"cadre"}),  # its owner alone
    "desk/list/<int:pk>/start/": POST({"cadre"}),
    "desk/list/export/": POST(STAFF - ADMINS - {"inspector"} | {"county"}),
    "desk/list/transfer/": POST(STAFF),  # ticks of matters outside the scope are answered as gone
    "desk/new/": GET_and_POST(RECORDERS),
    "desk/new/seen/": POST(RECORDERS),
    DESK: GET(IN_SCOPE),
    **acts(
        DESK, GET_and_POST(IN_SCOPE), "accept ask-for-materials contact decline feed-back finish"
    ),
    **acts(
        DESK,
        GET_and_POST(IN_SCOPE),
        "make-confidential merge note reissue-code reopen resume reveal",
    ),
    **acts(DESK, GET_and_POST(IN_SCOPE), "call-in release set-urgency supply transfer withdraw"),
    **acts(DESK, GET_and_POST(LEADERS), "assign change-first-contact urge"),
    **acts(DESK, GET_and_POST(WORKERS), "escalate extend pause resolve set-id-number"),
    **acts(DESK, GET_and_POST(ABOVE), "call-back decide-extension uphold"),
    **acts(DESK, GET_and_POST(NOBODY), "answer rectify return take"),  # nothing was handed over
    **acts(DESK, GET_and_POST(IN_SCOPE), "change-mode record-consent receive-papers return-papers"),
    **acts(DESK, GET_and_POST(WORKERS), "hand-on-papers"),
    **acts(DESK, GET_and_POST(NOBODY), "take-papers"),  # none is on its way
    # nothing is agreed on yet: appointments are 409 for who may, not for everybody
    **acts(DESK, GET_and_POST(IN_SCOPE), "appoint change-appointment cancel-appointment"),
    **acts(DESK, GET_and_POST(IN_SCOPE), "keep-appointment add-photos"),
    "desk/tickets/<number>/papers/receipt/": GET(IN_SCOPE),
    "desk/tickets/<number>/supplements/<int:seq>/": GET(IN_SCOPE),
    "desk/tickets/<number>/photos/<int:pk>/": GET(IN_SCOPE),
    **acts(DESK, POST(WORKERS), "call"),  # who sees the number
    **acts(DESK, GET(NOBODY), "receipt slip"),  # for papers, and for who recorded it
    "api/v1/tickets/": GET(STAFF) | POST(EVERYBODY),
    API: GET(IN_SCOPE),
    **acts(API, GET(IN_SCOPE), "events"),
    **acts(API, POST(IN_SCOPE), "accept ask_for_materials call_back"),
    **acts(API, POST(IN_SCOPE), "contact decide_extension decline extend feed_back merge"),
    **acts(
        API,
        POST(IN_SCOPE),
        "make_confidential note pause rectify reissue_code reopen resolve resume",
    ),
    **acts(
        API, POST(IN_SCOPE), "answer call_in release set_urgency supply transfer uphold withdraw"
    ),
    **acts(API, POST(LEADERS), "assign change_first_contact urge"),
    **acts(API, POST(WORKERS), "escalate"),
    **acts(API, POST(NOBODY), "return take"),  # nothing was handed over
    **acts(API, POST(IN_SCOPE), "photos"),
    f"{API}photos/<int:pk>/": GET(IN_SCOPE),
    f"{PUBLIC_API}photos/<int:pk>/": GET(NOBODY),  # without the code
    PUBLIC_API: GET(NOBODY),  # without the code
    **acts(PUBLIC_API, POST(EVERYBODY), "add dispute photos rate urge withdraw"),
    # supervision
    "api/v1/figures/": GET(SUPERVISORS),
    "supervision/": GET(SUPERVISORS),
    **acts("supervision/", GET(SUPERVISORS), "csv print rows rows/csv rows/xlsx xlsx"),
    # the items of services
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

# Staff pages with samples that are written into them: not searched for what leaks.
SAMPLES = frozenset({"styles/"})

# Who opens the list of a model in the admin; adding, changing and deleting are never wider.
ADMIN: dict[str, frozenset[str]] = {
    "regions.region": frozenset({"admin", "security", "county"}),
    "regions.calendarday": frozenset({"admin", "county"}),
    "services.ticket": frozenset({"county"}),
    "notify.message": frozenset({"county"}),
    "notify.messagetemplate": frozenset({"admin", "county"}),
    "notify.webhook": frozenset({"admin"}),
    "accounts.user": frozenset({"security", "auditor"}),
    "accounts.unit": frozenset({"security", "admin", "county"}),
    "accounts.post": frozenset({"security"}),
    "accounts.auditentry": frozenset({"auditor"}),
    "accounts.siteidentity": frozenset({"admin"}),
    "services.ledgeranchor": frozenset({"auditor"}),
    "accounts.retentionterm": frozenset({"admin"}),
    "accounts.privacynotice": frozenset({"admin"}),
    "axes.accessattempt": frozenset({"auditor"}),
    "centers.center": frozenset({"admin", "county"}),
    "centers.standard": frozenset({"admin", "county"}),
    "centers.assessment": frozenset({"county"}),
    "centers.villagenotice": frozenset({"county"}),
    "centers.room": frozenset({"county"}),
    "centers.wall": frozenset({"county"}),
    "centers.batch": frozenset({"county"}),
    "centers.project": frozenset({"county"}),
    "centers.function": frozenset({"admin", "county"}),
    "centers.quantitykind": frozenset({"admin", "county"}),
    "duty.shifttemplate": frozenset({"admin"}),
    "duty.roster": frozenset({"county"}),
    "duty.dutymember": frozenset({"county"}),
    "duty.shift": frozenset({"county"}),
    "duty.assignment": frozenset({"county"}),
    "services.category": frozenset({"admin", "county"}),
    "services.clockrule": frozenset({"admin"}),
    "services.callbackshare": frozenset({"admin"}),
    "services.serviceitem": frozenset({"admin", "county"}),
    "auth.group": NOBODY,
    "authtoken.tokenproxy": NOBODY,
}
