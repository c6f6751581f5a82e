from django.urls import path

from services import views_papers

ACTS = {
    "change-mode": views_papers.change_mode,
    "record-consent": views_papers.record_consent,
    "receive-papers": views_papers.receive_papers,
    "return-papers": views_papers.return_papers,
    "hand-on-papers": views_papers.hand_on_papers,
    "take-papers": views_papers.take_papers,
    "appoint": views_papers.appoint,
    "change-appointment": views_papers.change_appointment,
    "cancel-appointment": views_papers.cancel_appointment,
    "keep-appointment": views_papers.keep_appointment,
    "add-photos": views_papers.add_photos,
}

SHEETS = [
    path(
        "desk/tickets/<number>/papers/receipt/",
        views_papers.paper_receipt,
        name="paper-receipt",
    ),
    path(
        "desk/tickets/<number>/supplements/<int:seq>/",
        views_papers.supplement_sheet,
        name="supplement-sheet",
    ),
    path("desk/tickets/<number>/photos/<int:pk>/", views_papers.photo, name="ticket-photo"),
]
