"""Makes the desk room known to Django."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk room."""

    name = "maarif.surfaces.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
