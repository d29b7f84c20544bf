"""A world in which everybody has something of everything, and what a person may not see carries a canary."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.engine import desks
from tests.engine.filing import arrival
from tests.signing_in import sign_in
from tests.support.files import samples
from tests.surfaces.town import CANARY, Town, build

from maarif.engine.cases import operations as cases
from maarif.engine.cases import submitting
from maarif.engine.cases.models import Turn
from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.people.models import DuplicateCandidate
from maarif.support.access.operations import appoint_stand_in, give_consent, issue_token
from maarif.support.access.types import RecordPart, Role, ScopeKind, TokenScope
from maarif.support.files import operations as files
from maarif.support.identity.models import Account
from maarif.support.keys.operations import ensure_demo
from maarif.support.notices.operations import send
from maarif.support.parties.types import SYSTEM, Actor, Assurance

SERVICE = "higher.study_certificate"
SECRET = {
    "student": "Kanareyka-tələbə",
    "stranger": "Kanareyka-yad",
    "mother": "Kanareyka-ana",
    "son": "Kanareyka-oğul",
}
"""What only the person concerned may read, in messages and answers."""

Things = Mapping[str, Any]
"""Values of the address's parameters: what one person has."""

NOTHING: Things = {
    "number": "AZ-2026-0000000",
    "case": "AZ-2026-0000000",
    "draft": "00000000-0000-4000-8000-000000000000",
    "key": "00000000-0000-4000-8000-000000000000",
    "public_id": "0000-0000-0000-0000-0000-0000-000",
    "document": "0000-0000-0000-0000-0000-0000-000",
    "message": 2_000_000_000,
    "token": 2_000_000_000,
    "person": 2_000_000_000,
    "file": "0" * 32,
    "candidate": 2_000_000_000,
    "merge": 2_000_000_000,
    "stand_in": 2_000_000_000,
    "consent": 2_000_000_000,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """Somebody who comes to every door: how, whose things are theirs, and whose secrets they may read."""

    name: str
    client: Client
    owns: str
    may_read: frozenset[str] = frozenset()
    admitted: frozenset[str] = frozenset({"public"})
    sent_to: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    sees_all: bool = False


def things_of(party: int, secret: str, *, school: int = 0, office: int | None = None) -> Things:
    """Makes one of everything for a person: a message, a token and, for a student, a draft, an application and a document.

    The application lies on the desk of an institution, `office`; without one the person has no affairs.
    """
    text = Text.same(secret)
    by = Actor(party=party, account=_account(party), assurance=Assurance.NATIONAL)
    things: dict[str, Any] = {**NOTHING, "person": party}
    things["message"] = send(by=SYSTEM, to=party, topic="test", subject=text, body=text)
    things["token"] = issue_token(by=by, name=secret, scopes=frozenset(TokenScope)).card.id
    if office is not None:
        sent = _answered(by, secret)
        receipt = submitting.submit(by=by, draft=sent, idempotency_key=f"key-of-{party:08}")
        things["number"] = things["case"] = _on_a_desk(by, secret, school, office)
        things["public_id"] = things["document"] = receipt.documents[0].public_id
        things["file"] = _file(by, secret)
        things["consent"] = give_consent(
            by=by,
            subject=party,
            body=office,
            purpose=secret,
            parts=frozenset(RecordPart),
            until=clock.today("Asia/Baku"),
        )
        things["draft"] = things["key"] = _answered(by, secret)
    return things


def _on_a_desk(by: Actor, secret: str, school: int, office: int) -> str:
    """An application that waits at an institution: sent to a school, whose turn is then the institution's."""
    draft = cases.start_draft(by=by, service=desks.SERVICE)
    for code, value in (("school", str(school)), ("why", secret)):
        assert cases.save_answer(by=by, draft=draft, field=code, raw=value) is None
    number = submitting.submit(by=by, draft=draft, idempotency_key=f"desk-of-{by.party:08}").number
    assert Turn.objects.filter(number=number, closed_at=None).update(scope=str(office)) == 1
    return number


def _answered(by: Actor, secret: str) -> str:
    draft = cases.start_draft(by=by, service=SERVICE)
    for code, value in (("presented_to", secret), ("paper_language", "az")):
        assert cases.save_answer(by=by, draft=draft, field=code, raw=value) is None
    return draft


def _file(by: Actor, secret: str) -> str:
    """A file that was sent with an affair of this person."""
    came = arrival(samples.pdf(), f"{secret}.pdf")
    card = files.receive(
        by=by,
        arrival=came,
        folder=secret,
        question="papers",
        subject=by.party or 0,
        limits=samples.EVERYTHING,
        expires_at=clock.now() + timedelta(days=1),
    )
    files.keep(by=by, folder=secret, public_ids=[card.public_id])
    return card.public_id


def _account(party: int) -> int:
    account, _ = Account.objects.get_or_create(party_id=party)
    return account.pk


SIGN_IN, STEP_UP, FACTOR = "/account/login/", "/account/step-up/", "/account/second-factor/"
_PERSON = frozenset({"public", "account", "own", "national", "acting"})
_NOT_SIGNED_IN = dict.fromkeys(("account", "own", "national", "acting", "official"), SIGN_IN)
_NOT_PROVEN = {"national": STEP_UP, "acting": STEP_UP}


def personas(town: Town) -> tuple[Persona, ...]:
    """Twelve who try every door."""
    return (
        Persona(name="stranger to the portal", client=Client(raise_request_exception=False), owns="student", sent_to=_NOT_SIGNED_IN),
        _own_account(),
        _person("password alone", town.student, owns="student", assurance=Assurance.ACCOUNT,
                admitted=frozenset({"public", "account", "own"}), sent_to=_NOT_PROVEN),
        _person("student", town.student, owns="student", may_read={"student"}),
        _person("mother", town.mother, owns="mother", may_read={"mother", "son"}),
        _person("mother for her son", town.mother, owns="son", may_read={"mother", "son"}, acting_for=town.son),
        _person("guardian no more", town.mother, owns="student", may_read={"mother", "son"}, acting_for=town.stranger),
        _person("teacher", town.teacher, owns="student"),
        _person("registrar", town.registrar, owns="student", may_read={"student"}, assurance=Assurance.OFFICIAL,
                admitted=_PERSON | {"official:registrar"}),
        _person("registrar without a second factor", town.registrar, owns="student",
                sent_to={"official:registrar": FACTOR}),
        _person("ministry officer", town.officer, owns="student", may_read=set(SECRET), assurance=Assurance.OFFICIAL,
                admitted=_PERSON | {"official:ministry_officer"}, sees_all=True),
        _program("program of the student", town.student, frozenset(TokenScope)),
        _program("narrow program of the student", town.student, frozenset({TokenScope.PROFILE_READ})),
    )  # fmt: skip


def _own_account() -> Persona:
    client = Client(raise_request_exception=False)
    sign_in(client, None, assurance=Assurance.ACCOUNT)
    admitted = frozenset({"public", "account", "own"})
    return Persona(name="own account", client=client, owns="student", admitted=admitted, sent_to=_NOT_PROVEN)


def _person(
    name: str,
    party: int,
    *,
    owns: str,
    may_read: set[str] | None = None,
    assurance: Assurance = Assurance.NATIONAL,
    admitted: frozenset[str] = _PERSON,
    sent_to: Mapping[str, str] | None = None,
    acting_for: int | None = None,
    sees_all: bool = False,
) -> Persona:
    client = Client(raise_request_exception=False)
    sign_in(client, party, assurance=assurance, acting_for=acting_for)
    return Persona(
        name=name,
        client=client,
        owns=owns,
        may_read=frozenset(may_read or ()),
        admitted=admitted,
        sent_to=sent_to or {},
        sees_all=sees_all,
    )


def _program(name: str, party: int, scopes: frozenset[TokenScope]) -> Persona:
    by = Actor(party=party, account=_account(party), assurance=Assurance.NATIONAL)
    secret = issue_token(by=by, name=name, scopes=scopes).secret
    admitted = {"public"} | {f"token:{scope.value}" for scope in scopes}
    return Persona(
        name=name,
        client=Client(raise_request_exception=False),
        owns="student",
        may_read=frozenset({"student"}),
        admitted=frozenset(admitted),
        headers={"Authorization": f"Bearer {secret}"},
    )


@pytest.fixture
def peopled(db: None, tmp_path: Path, settings: Any) -> Iterator[Town]:
    """The town while the trial service runs in it, with keys and files of its own."""
    settings.KEYS_FOLDER, settings.FILES_FOLDER, settings.CLAMD = tmp_path / "keys", tmp_path / "files", ""
    settings.DEMO = False
    ensure_demo(settings.KEYS_FOLDER)
    with desks.trial():
        yield build()


def build_things(town: Town) -> dict[str, Things]:
    """What each of the town has; the trial service runs meanwhile (`desks.trial`)."""
    offices = {"student": town.university, "stranger": town.other_university}
    people = {"student": town.student, "stranger": town.stranger, "mother": town.mother, "son": town.son}
    things = {
        name: things_of(party, SECRET[name], school=town.school, office=offices.get(name))
        for name, party in people.items()
    }
    for name, other, office in (("student", "mother", town.university), ("stranger", "son", town.other_university)):
        pair = _pair(people[name], people[other])
        things[name] = {**things[name], "candidate": pair, "merge": pair, "stand_in": _stand_in(office)}
    return things


def _pair(one: int, other: int) -> int:
    """Two records of which somebody has to say whether they are one person's."""
    first, second = sorted((one, other))
    return DuplicateCandidate.objects.create(first_id=first, second_id=second, score=80, reasons=["birth_date_same"]).pk


def _stand_in(office: int) -> int:
    """Somebody stands in for a colleague of this institution."""
    leads, absent = (desks.officer(role, ScopeKind.INSTITUTION, str(office)) for role in (Role.HEAD, Role.REGISTRAR))
    today = clock.today("Asia/Baku")
    days = {"since": today, "until": today + timedelta(days=7)}
    return appoint_stand_in(by=leads, absent=absent.party or 0, stand_in=leads.party or 0, **days)


CANARIES: Mapping[str, tuple[str, ...]] = {
    "student": (SECRET["student"],),
    "stranger": (SECRET["stranger"], CANARY),
    "mother": (SECRET["mother"],),
    "son": (SECRET["son"],),
}
