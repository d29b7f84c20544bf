"""Makes the audit room known to Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit room."""

    name = "maarif.support.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"
