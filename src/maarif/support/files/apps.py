"""Makes the files room known to Django."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The files room."""

    name = "maarif.support.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"
