"""Makes the answers room known to Django."""

from django.apps import AppConfig


class AnswersConfig(AppConfig):
    """The answers room."""

    name = "maarif.surfaces.answers"
    label = "answers"
    default_auto_field = "django.db.models.BigAutoField"
