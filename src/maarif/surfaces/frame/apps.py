"""Makes the frame room known to Django."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """The frame room."""

    name = "maarif.surfaces.frame"
    label = "frame"
    default_auto_field = "django.db.models.BigAutoField"
