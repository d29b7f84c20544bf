"""Makes the notices room known to Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The notices room."""

    name = "maarif.support.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
