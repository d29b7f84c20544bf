"""Addresses of the public pages, all below the prefix of the language."""

from django.urls import path

from maarif.surfaces.public.views import appearance, catalogue, check, feedback, reading

app_name = "public"

urlpatterns = [
    path("", catalogue.home, name="home"),
    path("services/", catalogue.services, name="services"),
    path("services/<slug:group>/<slug:service>/", catalogue.service, name="service"),
    path("check/", check.by_number, name="check"),
    path("check/t/<str:token>", check.by_token, name="check_token"),
    path("check/paper/", check.paper, name="check_paper"),
    path("check/offline/", reading.page, {"name": "offline"}, name="offline"),
    path("help/", reading.page, {"name": "help"}, name="help"),
    path("accessibility/", reading.page, {"name": "accessibility"}, name="accessibility"),
    path("privacy/", reading.page, {"name": "privacy"}, name="privacy"),
    path("promises/", reading.promises, name="promises"),
    path("status/", reading.status, name="status"),
    path("feedback/", feedback.write, name="feedback"),
    path("appearance/", appearance.edit, name="appearance"),
]
