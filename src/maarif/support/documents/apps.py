"""Makes the documents room known to Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The documents room."""

    name = "maarif.support.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
