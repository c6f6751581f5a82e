from django.urls import path

from services import urls_items, views, views_register, views_ticket

ACTS = {
    "accept": views_ticket.accept,
    "finish": views_ticket.finish,
    "decline": views_ticket.decline,
    "ask-for-materials": views_ticket.ask_for_materials,
    "supply": views_ticket.supply,
    "assign": views_ticket.assign,
    "transfer": views_ticket.transfer,
    "take": views_ticket.take,
    "return": views_ticket.give_back,
    "escalate": views_ticket.escalate,
    "pause": views_ticket.pause,
    "resume": views_ticket.resume,
    "extend": views_ticket.extend,
    "decide-extension": views_ticket.decide_extension,
    "contact": views_ticket.contact,
    "note": views_ticket.note,
    "set-urgency": views_ticket.set_urgency,
    "resolve": views_ticket.resolve,
    "feed-back": views_ticket.feed_back,
    "call-back": views_ticket.call_back,
    "urge": views_ticket.urge,
    "withdraw": views_ticket.withdraw,
    "merge": views_ticket.merge,
    "reopen": views_ticket.reopen,
    "change-first-contact": views_ticket.change_first_contact,
    "reissue-code": views_ticket.reissue_code,
    "rectify": views_ticket.rectify,
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
