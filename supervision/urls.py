from django.urls import path

from supervision import views

urlpatterns = [
    path("supervision/", views.supervision, name="supervision"),
    path("supervision/print/", views.supervision_print, name="supervision-print"),
    path("supervision/rows/", views.supervision_rows, name="supervision-rows"),
    *(
        path(
            f"supervision/{kind}/", views.supervision_export, {"kind": kind}, f"supervision-{kind}"
        )
        for kind in views.KINDS
    ),
    *(
        path(
            f"supervision/rows/{kind}/",
            views.supervision_rows_export,
            {"kind": kind},
            f"supervision-rows-{kind}",
        )
        for kind in views.KINDS
    ),
]
