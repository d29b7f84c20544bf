"""Makes the filling room known to Django."""

from django.apps import AppConfig


class FillingConfig(AppConfig):
    """The filling room."""

    name = "maarif.surfaces.filling"
    label = "filling"
    default_auto_field = "django.db.models.BigAutoField"
