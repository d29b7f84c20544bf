"""Makes the record room known to Django."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The record room."""

    name = "maarif.surfaces.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
