"""A served portal for tests: real granian, worker, identity provider and mail catcher over a loaded country.

The country is loaded once per test database from a bundle that `maarif synth` writes; the processes run as the roles they
run as in production (`app` for web and worker).
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from maarif.config import processes
from maarif.config.postgres import Cluster
from tests.template import restore

SCALE = "0.001"
COUNTRY = "az"


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """Addresses of the served portal and what belongs to it."""

    url: str
    provider: str
    catcher: str
    cluster: Cluster
    database: str
    var: Path
    environment: dict[str, str]
    family: processes.Family

    def sql(self, statement: str) -> str:
        """Looks into the database behind the application's back."""
        return self.cluster.sql(statement, database=self.database)

    def maarif(self, *arguments: str) -> str:
        """Runs a command of `maarif` against this portal and returns what it prints."""
        return run_maarif(self.environment, *arguments)


EACH = """
import json, sys
from maarif.config.cli import root
for words in json.loads(sys.argv[1]):
    root(words, standalone_mode=False)
print("all done")
"""


def run_maarif(environment: dict[str, str], *arguments: str) -> str:
    """Runs a command of `maarif` in its own process; its output, or an AssertionError with its error output."""
    return _run(environment, "-m", "maarif.config.cli", *arguments)


def run_each(environment: dict[str, str], *commands: tuple[str, ...]) -> None:
    """Runs commands of `maarif` that need the same role of the database one after another, in one process that starts Django once."""
    assert _run(environment, "-c", EACH, json.dumps(commands)).endswith("all done\n"), commands


def _run(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(words)} -> {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@contextmanager
def served(home: Path, *, country: str = COUNTRY, scale: str = SCALE) -> Iterator[Live]:
    """Makes a cluster of its own below `home`, loads the country and serves it until the block ends."""
    var = home / f"live-{country}-{os.getpid()}"
    cluster = Cluster(var / "postgres", settings={"fsync": "off", "full_page_writes": "off"})
    ports = {name: processes.free_port() for name in ("web", "provider", "smtp", "catcher")}
    address = {name: f"http://127.0.0.1:{port}" for name, port in ports.items()}
    address["web"] = f"http://localhost:{ports['web']}"  # browsers make no passkeys for a bare address
    environment = {
        "MAARIF_VAR": str(var),
        "MAARIF_COUNTRY": country,
        "MAARIF_DEMO": "1",
        "MAARIF_BASE_URL": address["web"],
        "MAARIF_NATIONAL_PROVIDER": address["provider"],
        "MAARIF_SMTP_PORT": str(ports["smtp"]),
        "MAARIF_SMS_URL": f"{address['catcher']}/sms",
        "MAARIF_WEB_WORKERS": "1",
        "DATABASE_URL": "",
        "DATABASE_OWNER_URL": "",
        "PYTHONUNBUFFERED": "1",
    }
    family = processes.Family(environment, var / "log")
    database = f"maarif_{country}"
    try:
        _prepare(cluster, environment, var, country, scale, database)
        family.start(
            "provider", ("-m", "simulators.national_provider", "--port", str(ports["provider"]), "--country", country)
        )
        family.start(
            "catcher", ("-m", "simulators.catcher", "--smtp-port", str(ports["smtp"]), "--port", str(ports["catcher"]))
        )
        family.start("worker", ("-m", "maarif.config.cli", "worker"))
        family.start("web", ("-m", "maarif.config.cli", "serve", "--port", str(ports["web"])))
        family.wait_for("provider", f"{address['provider']}/.well-known/openid-configuration")
        family.wait_for("catcher", f"{address['catcher']}/")
        family.wait_for("web", f"{address['web']}/healthz")
        yield Live(
            url=address["web"], provider=address["provider"], catcher=address["catcher"], cluster=cluster,
            database=database, var=var, environment=environment, family=family,
        )  # fmt: skip
    finally:
        family.stop()
        cluster.stop("immediate")
        shutil.rmtree(var, ignore_errors=True)


def _prepare(cluster: Cluster, environment: dict[str, str], var: Path, country: str, scale: str, database: str) -> None:
    cluster.start()
    cluster.sql(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
    cluster.ensure_database(database)
    restore(cluster, database)
    bundle = var / "bundle"
    run_maarif(environment, "migrate")
    run_each(
        environment,
        ("keys", "demo"),
        ("messages", "compile"),
        ("static",),
        ("synth", "--country", country, "--scale", scale, "--seed", "1", "-o", str(bundle)),
        ("load", "oneroster", str(bundle)),
        ("personas", "grant", "--country", country),
    )
