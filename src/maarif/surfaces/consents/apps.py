"""Makes the consents room known to Django."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """The consents room."""

    name = "maarif.surfaces.consents"
    label = "consents"
    default_auto_field = "django.db.models.BigAutoField"
