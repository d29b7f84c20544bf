"""Makes the public room known to Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public room."""

    name = "maarif.surfaces.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
