"""Makes the cases room known to Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room."""

    name = "maarif.engine.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
