from django.urls import path

from portal import elder, styles

urlpatterns = [
    path("elder/", elder.elder, name="elder"),
    path("styles/", styles.styles, name="styles"),
]
