from django.urls import path

from services import views

urlpatterns = [
    path("desk/", views.desk, name="desk"),
    path("desk/tickets/<number>/", views.ticket, name="ticket"),
]
