"""Makes the institutions room known to Django."""

from django.apps import AppConfig


class InstitutionsConfig(AppConfig):
    """The institutions room."""

    name = "maarif.registries.institutions"
    label = "institutions"
    default_auto_field = "django.db.models.BigAutoField"
