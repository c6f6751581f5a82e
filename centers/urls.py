from django.urls import path

from centers import urls_file
from centers.views import checklist, gaps, notices, place, projects, renovation, walls

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
    path("desk/center/<str:code>/wall/", walls.center_wall, name="center-wall"),
    path("desk/gaps/", gaps.center_gaps, name="center-gaps"),
    path("desk/gaps/xlsx/", gaps.center_gaps_xlsx, name="center-gaps-xlsx"),
    path("desk/walls/", walls.walls, name="walls"),
    path("desk/walls/xlsx/", walls.walls_xlsx, name="walls-xlsx"),
    path("desk/renovation/", renovation.renovation, name="renovation"),
    path("desk/renovation/programmes/new/", renovation.programme_new, name="programme-new"),
    path("desk/renovation/programmes/<int:pk>/", renovation.programme_edit, name="programme-edit"),
    path(
        "desk/renovation/programmes/<int:pk>/batches/new/", renovation.batch_new, name="batch-new"
    ),
    path("desk/renovation/batches/<int:pk>/", renovation.batch, name="batch"),
    path("desk/renovation/batches/<int:pk>/edit/", renovation.batch_edit, name="batch-edit"),
    path("desk/renovation/batches/<int:pk>/enter/", renovation.batch_enter, name="batch-enter"),
    path("desk/renovation/projects/", projects.projects, name="projects"),
    path("desk/renovation/projects/xlsx/", projects.projects_xlsx, name="projects-xlsx"),
    *(
        path(f"desk/renovation/projects/<int:pk>/{name}/", view, name=f"project-{name}")
        for name, view in (
            ("change", projects.project_change),
            ("steps", projects.step_new),
            ("quantities", projects.quantities),
            ("money", projects.money_new),
            ("ask", projects.opinions_ask),
            ("answer", projects.opinions_answer),
            ("finish", projects.project_finish),
            ("leave", projects.project_leave),
        )
    ),
    path(
        "desk/renovation/projects/<int:pk>/steps/<int:step>/",
        projects.step_edit,
        name="project-step",
    ),
    path(
        "desk/renovation/projects/<int:pk>/money/<int:money>/remove/",
        projects.money_remove,
        name="project-money-remove",
    ),
    path("desk/notices/", notices.notices, name="notices"),
    path("desk/notices/new/", notices.notice_new, name="notice-new"),
    path("desk/notices/<int:pk>/", notices.notice, name="notice"),
    path("desk/notices/<int:pk>/approve/", notices.notice_approve, name="notice-approve"),
    path("desk/notices/<int:pk>/withdraw/", notices.notice_withdraw, name="notice-withdraw"),
    path("desk/notices/<int:pk>/print/", notices.notice_sheet, name="notice-sheet"),
]
