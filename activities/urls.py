from django.urls import path

from activities import views

urlpatterns = [
    path("c/<str:code>/activities/", views.center_activities, name="center-activities"),
    path("c/<str:code>/activities.ics", views.center_feed, name="center-feed"),
    path("desk/activities/", views.activities, name="activities"),
    path("desk/activities/new/", views.activity_new, name="activity-new"),
    path("desk/activities/theme/", views.month_theme, name="month-theme"),
    path("desk/activities/<int:pk>/", views.activity, name="activity"),
    path("desk/activities/<int:pk>/approve/", views.activity_approve, name="activity-approve"),
    path("desk/activities/<int:pk>/cancel/", views.activity_cancel, name="activity-cancel"),
    path("desk/activities/<int:pk>/sessions/", views.session_add, name="session-add"),
    path("desk/sessions/<int:pk>/move/", views.session_move, name="session-move"),
    path("desk/sessions/<int:pk>/cancel/", views.session_cancel, name="session-cancel"),
]
