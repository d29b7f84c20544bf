"""Addresses of accounts, under `account/` and a language: those of allauth's that we serve, and identity's own."""

from allauth.socialaccount.views import login_cancelled, login_error
from django.urls import include, path

from maarif.support.identity import provider, views

urlpatterns = [
    path("national/login/", provider.login, name="national_login"),
    path("national/cancelled/", login_cancelled, name="socialaccount_login_cancelled"),
    path("national/error/", login_error, name="socialaccount_login_error"),
    path("step-up/", views.step_up, name="identity_step_up"),
    path("second-factor/", views.second_factor, name="identity_second_factor"),
    path("session/", views.session, name="identity_session"),
    path("sessions/", include("allauth.usersessions.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
