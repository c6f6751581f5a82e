"""The API below /api/v1/: put together from each app's `api.urlpatterns`."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.routes import patterns_of

# The page of the interface is a third party's and styles itself.
docs = csp_update({"style-src": [SELF, UNSAFE_INLINE]})(
    login_not_required(SpectacularSwaggerSplitView.as_view(url_name="api:schema"))
)

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("schema/", login_not_required(SpectacularAPIView.as_view()), name="schema"),
    path("docs/", docs, name="docs"),
    *patterns_of("api"),
]
