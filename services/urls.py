from django.urls import path

from services import urls_items, views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/tickets/<number>/", views.ticket, name="ticket"),
    *urls_items.urlpatterns,
]
