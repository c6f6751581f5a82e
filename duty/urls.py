from django.urls import path

from duty import views

urlpatterns = [
    path("c/<str:code>/board/", views.board, name="duty-board"),
    path("desk/duty/", views.duty, name="duty"),
    path("desk/duty/log/", views.log, name="duty-log"),
    path("desk/duty/log/nothing/", views.nothing_to_report, name="duty-log-nothing"),
    path("desk/duty/places/<int:pk>/", views.place, name="duty-place"),
    path("desk/duty/<str:code>/", views.month, name="duty-month"),
]
