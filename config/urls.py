from django.contrib import admin
from django.urls import include, path

from config import health, pages
from config.routes import patterns_of

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("healthz/sweep", health.healthz_sweep, name="healthz-sweep"),
    path("favicon.ico", pages.no_icon, name="no-icon"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("config.api")),
    *patterns_of("urls"),
]

handler400 = "config.pages.bad_request"
handler403 = "config.pages.forbidden"
handler404 = "config.pages.not_found"
handler500 = "config.pages.server_error"
