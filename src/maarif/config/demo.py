"""The demonstration: sets everything up, loads a believable country the real way, and serves the portal until Ctrl-C."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

import click

from maarif.config import databases, environment, processes
from maarif.config.postgres import Cluster

SEED: Final = 1
DEFAULT_SCALE: Final = 0.003
PROVIDER_OFFSET: Final = 10
MAIL_OFFSET: Final = 25
CATCHER_OFFSET: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to serve: the country, its size, and where."""

    country: str
    port: int
    scale: float

    @property
    def base_url(self) -> str:
        """Address of the portal: by name, since browsers make no passkeys for a bare address."""
        return f"http://localhost:{self.port}"

    @property
    def provider_url(self) -> str:
        """Address of the simulated national identity provider."""
        return f"http://127.0.0.1:{self.port + PROVIDER_OFFSET}"

    @property
    def catcher_url(self) -> str:
        """Address of the page that shows the mails and text messages sent."""
        return f"http://127.0.0.1:{self.port + CATCHER_OFFSET}"

    @property
    def settings(self) -> dict[str, str]:
        """The environment of every process of this demonstration."""
        return {
            "MAARIF_COUNTRY": self.country,
            "MAARIF_DEMO": "1",
            "MAARIF_BASE_URL": self.base_url,
            "MAARIF_NATIONAL_PROVIDER": self.provider_url,
            "MAARIF_SMTP_PORT": str(self.port + MAIL_OFFSET),
            "MAARIF_SMS_URL": f"{self.catcher_url}/sms",
            "PYTHONUNBUFFERED": "1",
        }

    @property
    def ports(self) -> tuple[int, ...]:
        """Every port that must be free."""
        return (self.port, *(self.port + offset for offset in (PROVIDER_OFFSET, MAIL_OFFSET, CATCHER_OFFSET)))


class Stopped(Exception):
    """Somebody asked the demonstration to end."""


def _stop_on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped(signal.Signals(number).name)


def run(plan: Plan, *, once: bool = False) -> None:
    """Serves until a signal; `once` only sets up, shows that everything answers, and ends."""
    busy = [port for port in plan.ports if not processes.port_is_free(port)]
    if busy:
        raise click.ClickException(f"Port {busy[0]} is taken. Choose another: make demo PORT={plan.port + 100}")
    os.environ.update(plan.settings)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop_on_signal)
    family = processes.Family(plan.settings, environment.var() / "log")
    cluster = databases.embedded() if databases.is_embedded() else None
    began = time.monotonic()
    try:
        _set_up(plan, cluster)
        _serve(plan, family)
        click.echo(f"\nReady in {time.monotonic() - began:.1f} s.\n")
        show_sign_ins(plan)
        while not once:
            time.sleep(0.5)
            if (name := family.ended()) is not None:
                raise click.ClickException(f"{name} has ended; see {family.logs / name}.log")
    except Stopped:
        click.echo("\nStopping ...")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        family.stop()
        if cluster is not None:
            cluster.stop()


def _set_up(plan: Plan, cluster: Cluster | None) -> None:
    """Database, tables, keys, texts and static files; then the country, once."""
    if cluster is not None:
        with step("Starting PostgreSQL"):
            cluster.start()
            cluster.ensure_database(databases.embedded_name())
    if not _up_to_date():
        with step("Preparing the database, the signing keys and the pages"):
            parallel((("migrate",), ("keys", "demo"), ("messages", "compile"), ("static",)))
            _stamp().parent.mkdir(parents=True, exist_ok=True)
            _stamp().write_text(_fingerprint())
    load(plan)


def load(plan: Plan) -> None:
    """Writes the country as a OneRoster bundle and loads it, unless this database has one already."""
    marker = environment.var() / f"loaded-{databases.parse(databases.url_of('app'))['NAME']}.txt"
    if marker.exists():
        loaded = marker.read_text().split()
        if float(loaded[1]) != plan.scale:
            click.echo(f"  (loaded earlier at scale {loaded[1]}; `make reset` forgets it)")
        return
    bundle = environment.var() / "bundles" / f"{plan.country}-{plan.scale}"
    click.echo(f"Loading a believable {plan.country.upper()} at scale {plan.scale} ...")
    maarif("synth", "--country", plan.country, "--scale", str(plan.scale), "--seed", str(SEED), "-o", str(bundle))
    maarif("load", "oneroster", str(bundle))
    maarif("personas", "grant", "--country", plan.country)
    maarif("personas", "cases", "--country", plan.country)
    marker.write_text(f"{plan.country} {plan.scale} {SEED}\n")


def _serve(plan: Plan, family: processes.Family) -> None:
    with step("Starting the portal, the worker, the identity provider and the mail catcher"):
        family.start(
            "provider",
            (
                "-m",
                "simulators.national_provider",
                "--port",
                str(plan.port + PROVIDER_OFFSET),
                "--country",
                plan.country,
            ),
        )
        family.start(
            "catcher",
            (
                "-m",
                "simulators.catcher",
                "--smtp-port",
                str(plan.port + MAIL_OFFSET),
                "--port",
                str(plan.port + CATCHER_OFFSET),
            ),
        )
        family.start("worker", ("-m", "maarif.config.cli", "worker"))
        family.start("web", ("-m", "maarif.config.cli", "serve", "--port", str(plan.port)))
        family.wait_for("provider", f"{plan.provider_url}/.well-known/openid-configuration")
        family.wait_for("catcher", f"{plan.catcher_url}/")
        family.wait_for("web", f"{plan.base_url}/healthz")


def show_sign_ins(plan: Plan) -> None:
    """Prints the address and one sign-in per persona."""
    from simulators.personas import personas

    click.secho(f"  Portal         {plan.base_url}/", bold=True)
    click.echo(f"  Mails and SMS  {plan.catcher_url}/")
    click.echo("\nSign in with the national identity and choose a person (or type the personal number):\n")
    for persona in personas(plan.country):
        code = f"   one-time code: {plan.base_url}/en/demo/codes/" if persona.roles else ""
        click.echo(f"  {persona.personal_number:<15} {persona.full_name:<34} {persona.label.in_('en')}{code}")
    click.echo("\nCtrl-C stops everything; the data stay. `make reset` forgets them.")


def maarif(*arguments: str, quiet: bool = False) -> None:
    """Runs one command of `maarif` as its own process; a failure ends the demonstration with its message."""
    done = subprocess.run(
        [sys.executable, "-m", "maarif.config.cli", *arguments],
        stdout=subprocess.DEVNULL if quiet else None,
        check=False,
        start_new_session=True,
    )
    if done.returncode != 0:
        raise click.ClickException(f"`maarif {' '.join(arguments)}` failed (exit code {done.returncode}).")


def parallel(commands: Iterable[Sequence[str]]) -> None:
    """Runs several commands side by side and waits for all."""
    failures: list[Exception] = []

    def one(arguments: Sequence[str]) -> None:
        try:
            maarif(*arguments, quiet=True)
        except click.ClickException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=one, args=(arguments,)) for arguments in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class step:  # noqa: N801 - reads as a word in `with step("...")`
    """Says what is being done and how long it took."""

    def __init__(self, what: str) -> None:
        self.what = what

    def __enter__(self) -> None:
        self.began = time.monotonic()
        click.echo(f"{self.what} ... ", nl=False)

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        click.echo(f"{time.monotonic() - self.began:.1f} s" if error is None else "failed")


def _stamp() -> Path:
    return environment.var() / f"prepared-{databases.parse(databases.url_of('app'))['NAME']}.txt"


def _fingerprint() -> str:
    """Changes whenever a file of the product changes: newest time and number of files."""
    files = [
        path
        for path in (environment.PROJECT / "src").rglob("*")
        if path.suffix not in {".pyc", ".mo"} and path.is_file()
    ]
    return f"{len(files)} {max(path.stat().st_mtime_ns for path in files)}"


def _up_to_date() -> bool:
    try:
        return _stamp().read_text() == _fingerprint()
    except FileNotFoundError:
        return False
