"""The one verb of the room: load a bundle."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import connection, transaction
from django.db.models.functions import Now

from maarif.kernel import countries
from maarif.registries.institutions.operations import establish_regions
from maarif.registries.roster import bundle as bundles
from maarif.registries.roster import digests
from maarif.registries.roster.belonging import ROLE_KIND
from maarif.registries.roster.bundle import Bundle
from maarif.registries.roster.errors import LoadRunning, WouldEnd
from maarif.registries.roster.lanes import beside
from maarif.registries.roster.loading import load_kind
from maarif.registries.roster.loading_studies import derive_studies, load_enrollments
from maarif.registries.roster.loading_users import AFFILIATIONS, Users
from maarif.registries.roster.models import Load
from maarif.registries.roster.offer import OFFER, Context
from maarif.registries.roster.session import Session
from maarif.registries.roster.types import Counts, Mode, Progress, Reject, Report
from maarif.registries.roster.working import WORK
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

_LOCK: Final = 0x4D41_4152_4946  # "MAARIF": one load at a time
_FEW: Final = 20
_CLEARED: Final = ("users", "roles", "enrollments", "maarif_employments")
"""Files whose emptiness would end much, or means that an export went wrong."""
_KINDS: Final = {**OFFER, "roles": ROLE_KIND, **WORK}


def _silent(_: object) -> None:
    """Hears nothing."""


def load_oneroster(
    *,
    by: Actor,
    path: Path,
    country: str,
    allow_empty: bool = False,
    dry_run: bool = False,
    on_progress: Callable[[Progress], None] = _silent,
    on_rejects: Callable[[Sequence[Reject]], None] = _silent,
) -> Report:
    """Takes a bundle in: good rows are written page by page, bad ones told; BundleRefused when nothing can be done.

    A load that is stopped keeps the pages that it wrote; the next one goes on from there. `dry_run` does everything and
    then takes it back.
    """
    with bundles.opened(path) as bundle, _only_one():
        if dry_run:
            with transaction.atomic():
                report = _load(by, bundle, country, allow_empty, on_progress, on_rejects, dry_run=True)
                transaction.set_rollback(True)
                return report
        return _load(by, bundle, country, allow_empty, on_progress, on_rejects, dry_run=False)


@contextmanager
def _only_one() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        row = cursor.fetchone()
    if row is None or not row[0]:
        raise LoadRunning("another load is running on this database")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _load(
    by: Actor,
    bundle: Bundle,
    country: str,
    allow_empty: bool,
    on_progress: Callable[[Progress], None],
    on_rejects: Callable[[Sequence[Reject]], None],
    *,
    dry_run: bool,
) -> Report:
    started = time.monotonic()
    with acting(by):
        source = digests.source_number(bundle.source)
        if not allow_empty:
            _refuse_to_end_most(bundle, source)
        establish_regions(by=by, country=country)
        run = Load.objects.create(source_id=source, country=country)
    context = Context(country=country, regions=frozenset(region.code for region in countries.regions(country)))
    session = Session(
        bundle=bundle, source=source, by=by, context=context, on_progress=on_progress, on_rejects=on_rejects
    )
    state = "failed"
    try:
        derived = _files(session)
        state = "done"
    except KeyboardInterrupt:
        state = "stopped"
        raise
    finally:
        _finish(session, run.pk, state)
    return Report(
        counts=dict(session.counts),
        ended=dict(session.ended),
        derived=derived,
        rejects=session.rejected,
        seconds=time.monotonic() - started,
        dry_run=dry_run,
    )


def _files(session: Session) -> int:
    """Every file in its order; returns how many studies were derived."""
    files = session.bundle.files
    for name in files:
        session.counts.setdefault(name, Counts())  # a file without rows is reported too
    names = list(bundles.REQUIRED)
    before, after = names[: names.index("users")], names[names.index("users") + 1 :]
    _plain(session, before)
    users = Users(session, files.get("users"), files.get("demographics"), files.get("roles"))
    users.load_people()
    if "roles" in files:
        with beside(session, users.load_bonds):
            _plain(session, after)
    else:  # the roles may stand in users.csv, and enrollments.csv looks for them
        users.load_bonds()
        _plain(session, after)
    written = [session.counts[name] for name in ("roles", AFFILIATIONS, "enrollments") if name in session.counts]
    derived = 0
    if any(counts.added + counts.changed for counts in written):
        derived = derive_studies(session)
    digests.tidy(session.source)
    return derived


def _plain(session: Session, names: Sequence[str]) -> None:
    """Takes in those files of the bundle that have a shape each, in their order."""
    files = session.bundle.files
    for name in names:
        if name not in files:
            continue
        if name == "enrollments":
            load_enrollments(session, files[name])
        elif (kind := _KINDS.get(name)) is not None:
            load_kind(session, files[name], kind)


def _refuse_to_end_most(bundle: Bundle, source: int) -> None:
    """WouldEnd when a bulk file is empty where its source had given rows, or gives less than half of what it had."""
    for name in _CLEARED:
        file = bundle.files.get(name)
        if file is None or file.mode is not Mode.BULK:
            continue
        known = digests.known(source, name).height
        rows = _lines(file.path)
        if known and (rows == 0 or (known >= _FEW and rows * 2 < known)):
            raise WouldEnd(
                f"{name}.csv has {rows} rows, where this source had given {known}: "
                "nothing was changed; --allow-empty takes it in nevertheless",
                file=name,
                rows=rows,
                known=known,
            )


def _lines(path: Path) -> int:
    """How many lines a file has below its header, at most."""
    with path.open("rb") as file:
        file.readline()
        return sum(bool(line.strip()) for line in file)


def _finish(session: Session, run: int, state: str) -> None:
    """Writes how the load ended, and that it was."""
    if connection.connection is None or connection.connection.closed or connection.needs_rollback:
        return
    counts = {name: counts.as_dict() for name, counts in session.counts.items()}
    with acting(session.by):
        Load.objects.filter(pk=run).update(state=state, finished_at=Now(), counts=counts)
        detail = {"source": session.bundle.source, "state": state, "counts": counts}
        audit.record_write(by=session.by, verb="roster.load", subjects=[], detail=detail)
