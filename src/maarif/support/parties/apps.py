"""Makes the parties room known to Django."""

from django.apps import AppConfig


class PartiesConfig(AppConfig):
    """The parties room."""

    name = "maarif.support.parties"
    label = "parties"
    default_auto_field = "django.db.models.BigAutoField"
