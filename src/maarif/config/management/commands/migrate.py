"""Django's `migrate`, which draws a model anew only when its fields change."""

from typing import Any

from django.core.management.commands import migrate

from maarif.config.migrating import drawing_what_changed


class Command(migrate.Command):
    """Brings the database to this version."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Migrates as Django does."""
        with drawing_what_changed():
            return super().handle(*args, **options)
