"""Addresses of the identity room that carry the language; allauth includes them with its own, under `account/`."""

from django.urls import path

from maarif.support.identity import provider, views

urlpatterns = [
    path("national/login/", provider.login, name="national_login"),
    path("step-up/", views.step_up, name="identity_step_up"),
    path("second-factor/", views.second_factor, name="identity_second_factor"),
    path("session/", views.session, name="identity_session"),
]
