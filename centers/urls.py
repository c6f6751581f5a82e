from django.urls import path

from centers import urls_file
from centers.views import checklist, notices, place

urlpatterns = [
    *urls_file.urlpatterns,
    path("c/<str:code>/notices/", notices.center_notices, name="center-notices"),
    path("desk/center/", checklist.center_list, name="centers"),
    path("desk/center/<str:code>/", checklist.center_edit, name="center-edit"),
    path(
        "desk/center/<str:code>/assess/<int:item>/", checklist.center_assess, name="center-assess"
    ),
    path("desk/center/<str:code>/details/", place.center_details, name="center-details"),
    path("desk/center/<str:code>/hours/", place.center_hours, name="center-hours"),
    path("desk/center/<str:code>/closure/", place.center_closure, name="center-closure"),
    path(
        "desk/center/<str:code>/closure/<int:pk>/open/",
        place.center_open_again,
        name="center-open-again",
    ),
    path("desk/notices/", notices.notices, name="notices"),
    path("desk/notices/new/", notices.notice_new, name="notice-new"),
    path("desk/notices/<int:pk>/", notices.notice, name="notice"),
    path("desk/notices/<int:pk>/approve/", notices.notice_approve, name="notice-approve"),
    path("desk/notices/<int:pk>/withdraw/", notices.notice_withdraw, name="notice-withdraw"),
    path("desk/notices/<int:pk>/print/", notices.notice_sheet, name="notice-sheet"),
]
