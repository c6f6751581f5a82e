from django.urls import path

from services import urls_items, views, views_acts, views_register, views_ticket

ACTS = {
    "accept": views_acts.accept,
    "finish": views_acts.finish,
    "decline": views_acts.decline,
    "ask-for-materials": views_acts.ask_for_materials,
    "supply": views_acts.supply,
    "assign": views_acts.assign,
    "transfer": views_acts.transfer,
    "take": views_acts.take,
    "return": views_acts.give_back,
    "escalate": views_acts.escalate,
    "pause": views_acts.pause,
    "resume": views_acts.resume,
    "extend": views_acts.extend,
    "decide-extension": views_acts.decide_extension,
    "contact": views_acts.contact,
    "note": views_acts.note,
    "set-urgency": views_acts.set_urgency,
    "resolve": views_acts.resolve,
    "feed-back": views_acts.feed_back,
    "call-back": views_acts.call_back,
    "urge": views_acts.urge,
    "withdraw": views_acts.withdraw,
    "merge": views_acts.merge,
    "reopen": views_acts.reopen,
    "change-first-contact": views_acts.change_first_contact,
    "reissue-code": views_acts.reissue_code,
    "make-confidential": views_acts.make_confidential,
    "rectify": views_acts.rectify,
    "reveal": views_ticket.reveal,
}

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/all/", views.desk_group, name="desk-group"),
    path("desk/new/", views_register.register, name="register"),
    path("desk/new/seen/", views_register.register_seen, name="register-seen"),
    path("desk/tickets/<number>/", views_ticket.ticket, name="ticket"),
    path("desk/tickets/<number>/receipt/", views_register.receipt, name="ticket-receipt"),
    path("desk/tickets/<number>/slip/", views_register.slip, name="ticket-slip"),
    path("desk/tickets/<number>/call/", views_ticket.call, name="ticket-call"),
    *(
        path(f"desk/tickets/<number>/{act}/", view, name=f"ticket-{act}")
        for act, view in ACTS.items()
    ),
    *urls_items.urlpatterns,
]
