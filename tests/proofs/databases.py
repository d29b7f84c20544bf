"""A database of its own for a proof or a benchmark that runs outside pytest."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def own_database(name: str) -> Iterator[None]:
    """Starts the test cluster and Django, copies the migrated template, and removes it afterwards."""
    from django.conf import settings
    from django.db import connections
    from django.test.utils import setup_databases, teardown_databases

    import tests.conftest  # noqa: F401 - names folder, database and settings, and starts Django
    from tests.template import template

    settings.DATABASES["default"].setdefault("TEST", {}).update(
        NAME=os.environ.get("MAARIF_PROOF_DB", name), TEMPLATE=template()
    )
    before = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        connections.close_all()
        teardown_databases(before, verbosity=0)
