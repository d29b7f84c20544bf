"""Makes the cabinet room known to Django."""

from django.apps import AppConfig


class CabinetConfig(AppConfig):
    """The cabinet room."""

    name = "maarif.surfaces.cabinet"
    label = "cabinet"
    default_auto_field = "django.db.models.BigAutoField"
