"""Makes the roster room known to Django."""

from django.apps import AppConfig


class RosterConfig(AppConfig):
    """The roster room."""

    name = "maarif.registries.roster"
    label = "roster"
    default_auto_field = "django.db.models.BigAutoField"
