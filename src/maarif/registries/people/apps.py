"""Makes the people room known to Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The people room."""

    name = "maarif.registries.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
