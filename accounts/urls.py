from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import path

from accounts import views

urlpatterns = [
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", login_not_required(LogoutView.as_view()), name="logout"),
    path("password/", views.password, name="password"),
    path("confirm/", views.confirm, name="confirm"),
    path("kept-form/", views.kept_form_page, name="kept-form"),
    path("people/", views.people, name="people"),
    path("people/<int:pk>/password/", views.reset_password, name="reset-password"),
    path("people/<int:pk>/unlock/", views.unlock, name="unlock"),
]
