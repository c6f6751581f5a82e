from django.urls import path

from portal import elder, intake, shift, styles, track, views, views_personal

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
    path("t/<number>/photos/<int:pk>/", track.photo, name="track-photo"),
    path("t/<number>/rate/", track.rate, name="track-rate"),
    path("t/<number>/dispute/", track.dispute, name="track-dispute"),
    path("t/<number>/withdraw/", track.withdraw, name="track-withdraw"),
    path("desk/duty/log/", shift.log, name="duty-log"),
    path("desk/duty/log/nothing/", shift.nothing_to_report, name="duty-log-nothing"),
    path("desk/duty/log/<int:pk>/matter/", shift.matter_from_log, name="duty-log-matter"),
    path("desk/duty/log/<int:pk>/hand-on/", shift.hand_on, name="duty-log-hand-on"),
    path("desk/duty/matters/<int:pk>/close/", shift.close_matter, name="duty-matter-close"),
    path("desk/duty/shifts/<int:pk>/take-over/", shift.take_over, name="duty-take-over"),
    path("suggest/", views.suggest, name="suggest"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views_personal.privacy, name="privacy"),
    path("desk/person/", views_personal.person, name="person"),
    path("desk/person/paper/", views_personal.person_paper, name="person-paper"),
    path("desk/person/erase/", views_personal.person_erase, name="person-erase"),
    path("elder/", elder.elder, name="elder"),
    path("styles/", styles.styles, name="styles"),
]
