"""Makes the transfers room known to Django."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """The transfers room."""

    name = "maarif.sectors.transfers"
    label = "transfers"
    default_auto_field = "django.db.models.BigAutoField"
