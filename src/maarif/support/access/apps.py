"""Makes the access room known to Django."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The access room."""

    name = "maarif.support.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"
