"""Makes the assessments room known to Django."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """The assessments room."""

    name = "maarif.registries.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"
