"""Examines a deployment part by part, and says for each finding what to do about it."""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from maarif.config import environment, ledgers

LEAST_POSTGRESQL: Final = 150_000
LARGEST_CLOCK_GAP: Final = 2.0
LEAST_FREE_SHARE: Final = 0.10
LONGEST_JOB_WAIT_SECONDS: Final = 300
LONGEST_SEAL_WAIT_SECONDS: Final = 120


class Health(StrEnum):
    """How a part is: good; worth a look; or broken."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One examined part: what was found and, unless it is good, what to do."""

    part: str
    health: Health
    found: str
    remedy: str = ""


def examine() -> tuple[Finding, ...]:
    """Every finding; an examination that itself fails is a bad finding, and the others go on."""
    findings: list[Finding] = []
    for part, examination in EXAMINATIONS:
        try:
            findings.extend(examination())
        except Exception as error:  # the doctor reports every failure, whatever it is
            findings.append(
                Finding(
                    part=part,
                    health=Health.BAD,
                    found=f"{type(error).__name__}: {error}".strip(),
                    remedy=REMEDIES[part],
                )
            )
    return tuple(findings)


def _good(part: str, good: bool, found: str, remedy: str, otherwise: Health = Health.BAD) -> Finding:
    return Finding(part=part, health=Health.GOOD if good else otherwise, found=found, remedy="" if good else remedy)


def _one(statement: str) -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _database() -> Iterator[Finding]:
    version = int(_one("SHOW server_version_num"))
    yield _good(
        "database",
        version >= LEAST_POSTGRESQL,
        f"PostgreSQL {_one('SHOW server_version')}",
        "Use PostgreSQL 15 or newer.",
    )
    for name, wanted, why in (
        (
            "synchronous_commit",
            {"on", "remote_apply", "remote_write"},
            "an acknowledged application must survive a crash",
        ),
        ("fsync", {"on"}, "a crash of the machine would lose the database"),
        ("full_page_writes", {"on"}, "a torn page would lose the database"),
        ("data_checksums", {"on"}, "a rotten disk would go unseen"),
    ):
        found = _one(f"SHOW {name}")
        yield _good("database", found in wanted, f"{name} = {found}", f"Set {name} = on: {why}.")
    role = _one("SELECT current_user")
    able = _one("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    yield _good("database", able == "False", f"role {role}", "Serve as the role maarif_app, which is no administrator.")


def _archive() -> Iterator[Finding]:
    """Whether WAL reaches the archive, where one is kept: a failure later than the last success is one that lasts."""
    if _one("SHOW archive_mode") == "off":
        return
    failed = _one("SELECT failed_count FROM pg_stat_archiver")
    lasting = _one(
        "SELECT coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false) FROM pg_stat_archiver"
    )
    yield _good(
        "archive",
        lasting == "False",
        f"{failed} failed attempts to archive WAL",
        "See docs/howto/backup.md; nothing is backed up meanwhile.",
    )


def _tables() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield _good("tables", not waiting, f"{len(waiting)} migrations wait", "Run `maarif migrate`.")


def _queue() -> Iterator[Finding]:
    alive = int(_one("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '60 seconds'"))
    yield _good("queue", alive > 0, f"{alive} workers alive", "Start one: `maarif worker`.")
    waiting = float(
        _one(
            "SELECT coalesce(extract(epoch FROM max(now() - greatest(e.at, coalesce(j.scheduled_at, e.at)))), 0) "
            "FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred' WHERE j.status = 'todo'"
        )
    )
    yield _good(
        "queue",
        waiting < LONGEST_JOB_WAIT_SECONDS,
        f"oldest waiting job: {waiting:.0f} s",
        "Start more workers, or look into the worker's log.",
        Health.WARNING,
    )
    failed = int(_one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"))
    yield _good(
        "queue",
        failed == 0,
        f"{failed} failed jobs",
        "Look into the worker's log, mend the cause and retry them.",
        Health.WARNING,
    )


def _ways_out() -> Iterator[Finding]:
    """Greets every mail server and gateway as a delivery would, and looks at what could not be delivered."""
    from maarif.support.notices import queries as notices
    from maarif.support.notices.types import DeliveryChannel

    for name, channel, trouble in notices.examine_carriers():
        part = "mail" if channel is DeliveryChannel.EMAIL else "sms"
        found = f"{name} answers and knows us" if not trouble else f"{name}: {trouble}"
        yield _good(part, not trouble, found, REMEDIES["mail" if part == "mail" else "sms"])
    for carrier in notices.carriers():
        if carrier.open_until is not None:
            found = f"{carrier.name} failed {carrier.failures} times in a row and rests until {carrier.open_until:%H:%M:%S} UTC"
            yield _good("mail", False, found, "It is tried again by itself; see above what it answers.", Health.WARNING)
    traffic = notices.traffic()
    yield _good(
        "mail",
        traffic.given_up == 0,
        f"{traffic.waiting} deliveries wait, {traffic.given_up} were given up and {traffic.bounced} refused within a day",
        "See the reasons at the desk beside the person's record, mend the server or gateway, and tell people by other means.",
        Health.WARNING,
    )


def _keys() -> Iterator[Finding]:
    from maarif.support.keys.queries import house_ring
    from maarif.support.keys.types import Purpose

    now = datetime.now(UTC)
    ring = house_ring()
    for purpose in Purpose:
        key = ring.active(purpose, now)
        left = (key.not_after - now).days
        soon = Health.WARNING if left > 0 else Health.BAD
        yield _good(
            "keys", left > 30, f"{purpose} key {key.id}: {left} days left", "Rotate it: `maarif keys rotate`.", soon
        )
    demo = environment.flag("MAARIF_DEMO")
    yield _good(
        "keys",
        demo or not ring.demo,
        f"{'demo' if ring.demo else 'ceremony'} keys",
        "Hold a key ceremony: docs/howto/key-ceremony.md.",
    )
    for name in ("MAARIF_SECRET_KEY", "MAARIF_DATA_KEY", "MAARIF_INDEX_KEY"):
        path = environment.var() / "secrets" / name.lower()
        loose = path.exists() and path.stat().st_mode & 0o077
        yield _good(
            "keys",
            not loose,
            f"{name} {'from a file' if path.exists() else 'from the environment'}",
            f"chmod 600 {path}",
        )


def _ledger() -> Iterator[Finding]:
    from maarif.support.audit import queries as audit

    waiting = audit.waiting()
    yield _good(
        "ledger",
        waiting.seconds < LONGEST_SEAL_WAIT_SECONDS,
        f"{waiting.entries} entries wait for their seal, the oldest for {waiting.seconds:.0f} s",
        "Start a worker (`maarif worker`), and look for a transaction that was left open.",
    )
    open_to_change = ledgers.unguarded()
    yield _good(
        "ledger",
        not open_to_change,
        f"{len(open_to_change)} tables are not guarded against their owner: {', '.join(open_to_change[:5]) or 'none'}",
        "Run `maarif migrate`, which lays the guards down, and ask who took them away.",
    )


def _clock() -> Iterator[Finding]:
    theirs = float(_one("SELECT extract(epoch FROM clock_timestamp())"))
    gap = abs(time.time() - theirs)
    yield _good(
        "clock",
        gap < LARGEST_CLOCK_GAP,
        f"{gap:.2f} s between this machine and the database",
        "Run NTP on both machines.",
    )


def _disk() -> Iterator[Finding]:
    usage = shutil.disk_usage(environment.var())
    share = usage.free / usage.total
    yield _good(
        "disk",
        share > LEAST_FREE_SHARE,
        f"{share:.0%} free at {environment.var()}",
        "Free some space: at 0 % nothing can be written.",
    )


def _files() -> Iterator[Finding]:
    from django.conf import settings

    from maarif.support.files import queries as files

    folder = settings.FILES_FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    open_to_others = folder.stat().st_mode & 0o077
    yield _good("files", not open_to_others, f"uploads lie in {folder}", f"chmod 700 {folder}")
    scanner = files.scanner()
    yield _good(
        "files",
        scanner is not None,
        scanner or f"no virus scanner: {files.unscanned()} files are not scanned",
        "Run clamd and name it: MAARIF_CLAMD.",
        Health.WARNING,
    )


def _settings() -> Iterator[Finding]:
    from django.conf import settings

    yield _good(
        "settings",
        not settings.DEBUG,
        f"MAARIF_DEBUG = {int(settings.DEBUG)}",
        "Unset MAARIF_DEBUG: it shows code to strangers.",
    )
    yield _good(
        "settings",
        settings.HTTPS or settings.DEMO,
        f"MAARIF_HTTPS = {int(settings.HTTPS)}",
        "Serve by HTTPS and set MAARIF_HTTPS=1.",
    )
    yield _good(
        "settings",
        not settings.DEMO,
        f"MAARIF_DEMO = {int(settings.DEMO)}",
        "A demonstration shows one-time codes; never with real people.",
        Health.WARNING,
    )


EXAMINATIONS: Final[tuple[tuple[str, Callable[[], Iterator[Finding]]], ...]] = (
    ("settings", _settings),
    ("database", _database),
    ("archive", _archive),
    ("tables", _tables),
    ("queue", _queue),
    ("mail", _ways_out),
    ("keys", _keys),
    ("ledger", _ledger),
    ("files", _files),
    ("clock", _clock),
    ("disk", _disk),
)
REMEDIES: Final = {
    "settings": "See docs/reference/settings.md.",
    "database": "Check DATABASE_URL, or start the embedded one: `maarif db start`.",
    "archive": "The database did not answer; see there.",
    "tables": "Run `maarif migrate`.",
    "queue": "Run `maarif migrate`, then `maarif worker`.",
    "mail": "Check MAARIF_SMTP_HOST, _PORT, _USER, _PASSWORD, _TLS, _AUTHORITY and MAARIF_SMTP_NEXT; in the demo the catcher must run.",
    "sms": "Check MAARIF_SMS_URL, MAARIF_SMS_TOKEN and MAARIF_SMS_NEXT (docs/howto/connect-mail-and-sms.md); in the demo the catcher must run.",
    "keys": "Check MAARIF_KEYS; make demo keys with `maarif keys demo`.",
    "ledger": "Run `maarif migrate`, then `maarif audit verify`.",
    "files": "Check MAARIF_FILES, and MAARIF_CLAMD: while the scanner is silent, new files wait and cannot be sent.",
    "clock": "The database did not answer; see there.",
    "disk": "Check MAARIF_VAR.",
}
