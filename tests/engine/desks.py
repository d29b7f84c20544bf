"""The trial service, its offices and officers, for the tests of what people decide."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from unittest.mock import patch

from maarif.engine import registry
from maarif.engine.cases import operations
from maarif.engine.declare import Service, WorkingDays
from maarif.engine.registry import discovery
from maarif.kernel.countries import country
from maarif.registries.institutions.types import InstitutionKind
from maarif.support.access import operations as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor, Assurance, Channel
from tests.engine import campus
from tests.engine.trial.school.trial import facts

SERVICE = "school.trial"


@contextmanager
def planting(**planted: object) -> Iterator[None]:
    """What the facts of the trial say for the length of a `with` block."""
    facts.PLANTED.update(planted)
    try:
        yield
    finally:
        facts.PLANTED.clear()


@contextmanager
def trial() -> Iterator[None]:
    """The trial service is declared and run by Azerbaijan."""
    served = country("az")
    before = served.services
    registry.plug("tests.engine.trial")
    object.__setattr__(served, "services", before | {SERVICE})
    try:
        yield
    finally:
        object.__setattr__(served, "services", before)
        discovery._packages.remove("tests.engine.trial")
        discovery.forget()


@contextmanager
def reopening() -> Iterator[None]:
    """The trial lets cases be reopened for five working days, has no effect, and lets several be open."""
    declared = registry.service(SERVICE)
    moved, refused = declared.outcomes
    changed = {"reopened_within": WorkingDays(5), "outcomes": (replace(moved, effect=None), refused)}
    with _declaring(replace(declared, one_open=False, **changed)):
        yield


@contextmanager
def singly() -> Iterator[None]:
    """Every stage of the trial is decided by one person."""
    declared = registry.service(SERVICE)
    with _declaring(replace(declared, stages=tuple(replace(each, two_persons=False) for each in declared.stages))):
        yield


@contextmanager
def _declaring(new: Service[facts.Facts]) -> Iterator[None]:
    """The trial says something else."""
    found = discovery._found()
    with patch.object(discovery, "_found", lambda: {**found, SERVICE: new}):
        yield


@dataclass(frozen=True, slots=True, kw_only=True)
class Offices:
    """A school with a registrar and a head, and two officers of its region."""

    school: int
    registrar: Actor
    head: Actor
    district: Actor
    other_district: Actor
    stranger: Actor


def officer(role: Role, kind: ScopeKind, scope: str) -> Actor:
    """Somebody who holds the role, signed in with a second factor."""
    party = campus.person(given="Rəna", family="Həsənova")
    access.grant_role(by=campus.CLERK, party=party, role=role, scope_kind=kind, scope=scope, since=date(2026, 1, 1))
    return Actor(
        party=party,
        role=role.value,
        scope_kind=kind.value,
        scope=scope,
        assurance=Assurance.OFFICIAL,
        channel=Channel.DESK,
    )


def offices() -> Offices:
    """The offices of the trial."""
    school = campus.place(InstitutionKind.SCHOOL, name="20 nömrəli tam orta məktəb")
    other = campus.place(InstitutionKind.SCHOOL, name="21 nömrəli tam orta məktəb")
    return Offices(
        school=school,
        registrar=officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(school)),
        head=officer(Role.HEAD, ScopeKind.INSTITUTION, str(school)),
        district=officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA"),
        other_district=officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA"),
        stranger=officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(other)),
    )


def sent(by: Actor, where: Offices, *, key: str = "0123456789abcdef", why: str = "", subject: int | None = None) -> str:
    """An application for the school; its number."""
    draft = drafted(by, where, why=why, subject=subject)
    return operations.submit(by=by, draft=draft, idempotency_key=key).number


def drafted(by: Actor, where: Offices, *, why: str = "", subject: int | None = None) -> str:
    """A draft for the school that is ready to be sent; its key."""
    draft = operations.start_draft(by=by, service=SERVICE, subject=subject)
    operations.save_answer(by=by, draft=draft, field="school", raw=str(where.school))
    if why:
        operations.save_answer(by=by, draft=draft, field="why", raw=why)
    return draft
