"""Addresses of consents: given and shown in the cabinet, shown at the desk."""

from django.urls import path

from maarif.surfaces.consents import views

app_name = "consents"

urlpatterns = [
    path("cabinet/consents/", views.given, name="given"),
    path("cabinet/consents/<int:consent>/revoke/", views.revoke, name="revoke"),
    path("cabinet/shown/", views.shown, {"record": "consents:shown_record", "back": "cabinet:data"}, name="shown"),
    path("cabinet/shown/<int:consent>/", views.record, {"back": "consents:shown"}, name="shown_record"),
    path("desk/shown/", views.shown, {"record": "consents:office_record", "back": "desk:home"}, name="office"),
    path("desk/shown/<int:consent>/", views.record, {"back": "consents:office"}, name="office_record"),
]
