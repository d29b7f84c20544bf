"""Makes the api room known to Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The api room."""

    name = "maarif.surfaces.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
