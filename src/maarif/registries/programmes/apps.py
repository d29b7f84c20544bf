"""Makes the programmes room known to Django."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """The programmes room."""

    name = "maarif.registries.programmes"
    label = "programmes"
    default_auto_field = "django.db.models.BigAutoField"
