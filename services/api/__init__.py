"""Tickets and items below /api/v1/ (DESIGN 5)."""

from django.urls import path

from services import api_items
from services.api.acts import ACTS, act_view
from services.api.matters import PUBLIC_ACTS, PublicTicket, public_act_view
from services.api.photos import OneTicketPhoto, OneVillagerPhoto, TicketPhotos, VillagerPhotos
from services.api.tickets import TicketDetail, TicketEvents, Tickets

urlpatterns = [
    *api_items.urlpatterns,
    path("tickets/", Tickets.as_view(), name="tickets"),
    path("tickets/<str:number>/", TicketDetail.as_view(), name="ticket"),
    path("tickets/<str:number>/events/", TicketEvents.as_view(), name="ticket-events"),
    path("tickets/<str:number>/photos/", TicketPhotos.as_view(), name="ticket-photos"),
    path("tickets/<str:number>/photos/<int:pk>/", OneTicketPhoto.as_view(), name="ticket-photo"),
    *[
        path(f"tickets/<str:number>/{act}/", act_view(act).as_view(), name=f"ticket-{act}")
        for act in ACTS
    ],
    path("public/tickets/<str:number>/", PublicTicket.as_view(), name="public-ticket"),
    path(
        "public/tickets/<str:number>/photos/",
        VillagerPhotos.as_view(),
        name="public-ticket-photos",
    ),
    path(
        "public/tickets/<str:number>/photos/<int:pk>/",
        OneVillagerPhoto.as_view(),
        name="public-ticket-photo",
    ),
    *[
        path(
            f"public/tickets/<str:number>/{act}/",
            public_act_view(act).as_view(),
            name=f"public-ticket-{act}",
        )
        for act in PUBLIC_ACTS
    ],
]
