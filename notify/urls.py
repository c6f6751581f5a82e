from django.urls import path

from notify import views, views_jobs

urlpatterns = [
    path("desk/messages/", views.messages, name="messages"),
    path("desk/messages/all-read/", views.read_all_messages, name="read-all-messages"),
    path("desk/messages/<int:pk>/open/", views.open_message, name="open-message"),
    path("desk/outbox/", views.outbox, name="outbox"),
    path("desk/outbox/<int:pk>/resend/", views.resend_message, name="resend-message"),
    path("desk/phone-tasks/", views.phone_tasks, name="phone-tasks"),
    path("desk/phone-tasks/<int:pk>/finish/", views.finish_phone_task, name="finish-phone-task"),
    path("desk/jobs/", views_jobs.jobs, name="jobs"),
    path("desk/jobs/<int:pk>/", views_jobs.job, name="job"),
    path("desk/jobs/<int:pk>/file/", views_jobs.job_file, name="job-file"),
]
