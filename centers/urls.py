from django.urls import path

from centers import views

urlpatterns = [
    path("c/<str:code>/notices/", views.center_notices, name="center-notices"),
    path("desk/center/", views.center_list, name="centers"),
    path("desk/center/<str:code>/", views.center_edit, name="center-edit"),
    path("desk/center/<str:code>/assess/<int:item>/", views.center_assess, name="center-assess"),
    path("desk/center/<str:code>/details/", views.center_details, name="center-details"),
    path("desk/center/<str:code>/hours/", views.center_hours, name="center-hours"),
    path("desk/center/<str:code>/closure/", views.center_closure, name="center-closure"),
    path(
        "desk/center/<str:code>/closure/<int:pk>/open/",
        views.center_open_again,
        name="center-open-again",
    ),
    path("desk/notices/", views.notices, name="notices"),
    path("desk/notices/new/", views.notice_new, name="notice-new"),
    path("desk/notices/<int:pk>/", views.notice, name="notice"),
    path("desk/notices/<int:pk>/approve/", views.notice_approve, name="notice-approve"),
    path("desk/notices/<int:pk>/withdraw/", views.notice_withdraw, name="notice-withdraw"),
    path("desk/notices/<int:pk>/print/", views.notice_sheet, name="notice-sheet"),
]
