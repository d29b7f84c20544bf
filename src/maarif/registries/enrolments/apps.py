"""Makes the enrolments room known to Django."""

from django.apps import AppConfig


class EnrolmentsConfig(AppConfig):
    """The enrolments room."""

    name = "maarif.registries.enrolments"
    label = "enrolments"
    default_auto_field = "django.db.models.BigAutoField"
