"""Django's `migrate`, which draws a model anew only when its fields change, and lets no trigger ask by an error."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from maarif.config.migrating import drawing_what_changed
from maarif.config.triggers import ask_without_an_error


class Command(migrate.Command):
    """Brings the database to this version."""

    def handle(self, *args: Any, **options: Any) -> Any:
        """Migrates as Django does; where it is only asked what would be done, nothing is."""
        with drawing_what_changed():
            done = super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            ask_without_an_error(connections[options["database"]])
        return done
