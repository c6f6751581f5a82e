from django.urls import path

from portal import elder, intake, styles, track, views

urlpatterns = [
    path("", views.home, name="home"),
    path("c/<code>/", views.village, name="village"),
    path("c/<code>/ask/", intake.ask, name="ask"),
    path("c/<code>/call-me/", intake.call_me, name="call-me"),
    path("c/<code>/report/", intake.report, name="report"),
    path("c/<code>/asked/<token>/", intake.asked, name="asked"),
    path("t/", track.entrance, name="track-entrance"),
    path("t/<number>/", track.track, name="track"),
    path("t/<number>/urge/", track.urge, name="track-urge"),
    path("t/<number>/add/", track.add, name="track-add"),
    path("t/<number>/rate/", track.rate, name="track-rate"),
    path("t/<number>/dispute/", track.dispute, name="track-dispute"),
    path("t/<number>/withdraw/", track.withdraw, name="track-withdraw"),
    path("suggest/", views.suggest, name="suggest"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("elder/", elder.elder, name="elder"),
    path("styles/", styles.styles, name="styles"),
]
