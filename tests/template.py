"""One migrated database per state of the migrations, from which every worker, proof and served portal takes its copy.

Migrating an empty database costs some ten seconds of a core, copying a migrated one less than one. The template's name carries a digest of all
that migrations are made of; each copy is still migrated, which finds nothing left to do. `tests/config/test_demo.py` migrates from nothing.
"""

import hashlib
import os
import re
import subprocess
import sys
from typing import Final

import psycopg
from psycopg.conninfo import make_conninfo

from maarif.config.environment import PROJECT
from maarif.config.postgres import Cluster

SOURCE: Final = PROJECT / "src"
UNFINISHED: Final = "template_unfinished"
LOCK: Final = 7_305_812_214
"""The advisory lock under which a template is made: whoever comes meanwhile waits for it."""


def template() -> str:
    """The name of the template on the server that DATABASE_URL names; makes it when there is none of this state."""
    name = f"template_{digest()}"
    with psycopg.connect(_conninfo("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        names = server.execute("SELECT datname FROM pg_database WHERE datname ~ '^template_'").fetchall()
        if (name,) not in names:
            for (old,) in names:
                server.execute(f'DROP DATABASE "{old}" WITH (FORCE)')
            subprocess.run([sys.executable, "-m", "tests.template"], cwd=PROJECT, check=True)
            server.execute(f'ALTER DATABASE "{UNFINISHED}" RENAME TO "{name}"')
    return name  # the lock went with the connection


def digest() -> str:
    """Sixteen letters for our migrations, what they import of ours, our schema editor and way of migrating, and the versions of all packages."""
    migrations = sorted(SOURCE.glob("maarif/**/migrations/*.py"))
    imported = {
        SOURCE / f"{module.replace('.', '/')}.py"
        for file in migrations
        for module in re.findall(r"^(?:import|from) (maarif[\w.]+)", file.read_text(), re.MULTILINE)
    }
    ours = [SOURCE / f"maarif/config/{name}.py" for name in ("postgresql/base", "migrating", "triggers")]
    made_of = hashlib.sha256()
    for path in (*migrations, *sorted(imported), *ours, PROJECT / "uv.lock"):
        made_of.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    return made_of.hexdigest()[:16]


def restore(cluster: Cluster, database: str) -> None:
    """Fills an empty database of another cluster with the migrated tables."""
    dump = [cluster.binaries / "pg_dump", "--no-owner", "--no-privileges", "-d", _conninfo(template())]
    fill = [cluster.binaries / "psql", "-qX1", "-v", "ON_ERROR_STOP=1", "-d", cluster.url("maarif_owner", database)]
    dumped = subprocess.run(dump, check=True, stdout=subprocess.PIPE).stdout
    subprocess.run(fill, check=True, input=dumped, stdout=subprocess.DEVNULL)


def _conninfo(database: str) -> str:
    import tests.conftest  # noqa: F401 - starts the test cluster, where none is named

    return make_conninfo(os.environ["DATABASE_URL"], dbname=database)


def _make() -> None:
    """Migrates an empty database; runs in a process of its own, so that nobody's settings change."""
    from django.conf import settings
    from django.db import connection

    import tests.conftest  # noqa: F401 - names folder, database and settings, and starts Django

    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = UNFINISHED
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


if __name__ == "__main__":
    _make()
