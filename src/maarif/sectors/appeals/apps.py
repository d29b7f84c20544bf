"""Makes the appeals room known to Django."""

from django.apps import AppConfig


class AppealsConfig(AppConfig):
    """The appeals room."""

    name = "maarif.sectors.appeals"
    label = "appeals"
    default_auto_field = "django.db.models.BigAutoField"
