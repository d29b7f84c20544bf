"""Makes the identity room known to Django."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """The identity room."""

    name = "maarif.support.identity"
    label = "identity"
    default_auto_field = "django.db.models.BigAutoField"
