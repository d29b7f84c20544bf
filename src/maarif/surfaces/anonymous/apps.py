"""Makes the anonymous room known to Django."""

from django.apps import AppConfig


class AnonymousConfig(AppConfig):
    """The anonymous room."""

    name = "maarif.surfaces.anonymous"
    label = "anonymous"
    default_auto_field = "django.db.models.BigAutoField"
