"""Everybody tries every door with every method and everybody's things: the status is the table's, nothing leaks, nothing changes."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.engine import desks
from tests.support.access.world import CANARIES, NOTHING, Persona, Things, build_things, personas
from tests.surfaces.town import Town, build

from maarif.engine.cases.models import Case
from maarif.support.access import middleware
from maarif.support.access.gates import Gate, account, acting, own, public
from maarif.support.access.policy import POLICY
from maarif.support.documents.models import Document
from maarif.support.keys.operations import ensure_demo
from maarif.support.notices import queries as notices
from maarif.support.notices.models import Message
from maarif.support.notices.types import MessageCard
from maarif.support.parties.types import Actor

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

OBJECTS = frozenset(NOTHING)
"""Parameters that name somebody's thing; all others are words that anybody may say."""

WORDS: Mapping[str, Any] = {
    "service": "higher.study_certificate",
    "group": "higher",
    "field": "presented_to",
    "topic": "enrolments",
    "code": "higher.study_certificate",
    "problem": "not_found",
    "slug": "not_found",
    "pk": 1,
    "answer": 1,
    "sheet": 1,
    "name": "help",
}
WRITTEN_BY_ANYBODY = ("django_session", "identity_cache", 'UPDATE "access_apitoken" SET "revoked_at"')
"""What a refused visitor may still touch: the session's own time, the count of attempts; and one conditional UPDATE, which
finds no row of another's (`test_tokens.py`)."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
OWN_REFUSALS = ("account_", "mfa_", "national_", "socialaccount_", "identity_", "sms_reports")
"""Pages of sign-in answer 401 and 403 by themselves: a wrong answer of the provider, nothing to reauthenticate with. So does the door
of the gateways, to whoever did not sign."""

NEVER_SENT = frozenset({"account_logout", "usersessions_list"})  # would sign the persona out for the rest of the walk


@dataclass(frozen=True, slots=True)
class Deviation:
    """What went otherwise than the table says."""

    persona: str
    method: str
    name: str
    relation: str
    what: str


@pytest.fixture(scope="module")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    ensure_demo(folder)
    return folder


@pytest.fixture
def town(db: None, keys_folder: Path, settings: Any) -> Iterator[Town]:
    settings.KEYS_FOLDER = keys_folder
    settings.FILES_FOLDER = keys_folder.parent / "files"
    settings.CLAMD = ""
    settings.DEMO = False
    with desks.trial():
        yield build()


@cache
def parameters() -> dict[str, tuple[str, ...]]:
    """The parameters of every named address."""
    found: dict[str, tuple[str, ...]] = {}

    def walk(patterns: list[URLPattern | URLResolver], namespace: str, above: tuple[str, ...]) -> None:
        for pattern in patterns:
            names = (*above, *pattern.pattern.regex.groupindex)
            if isinstance(pattern, URLResolver):
                inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                walk(pattern.url_patterns, inner, names)
            elif pattern.name:
                found[f"{namespace}{pattern.name}"] = names

    walk(get_resolver().url_patterns, "", ())
    return found


def addresses(
    things: Mapping[str, Things], persona: Persona, only: frozenset[str] = frozenset()
) -> Iterator[tuple[str, dict[str, str]]]:
    """Every address of the table (or `only` some) by its name, with the persona's own things, a stranger's, and nobody's."""
    for name, names in parameters().items():
        if name in POLICY and (not only or name in only):
            relations = {"own": things[persona.owns], "other": things["stranger"], "none": NOTHING}
            shown = relations if OBJECTS & set(names) else {"own": relations["own"]}
            yield name, {relation: address(name, names, values) for relation, values in shown.items()}


def address(name: str, names: Iterable[str], values: Things) -> str:
    """One address with somebody's things and anybody's words in it."""
    known = {**WORDS, **values}
    if name == "public:service":  # here group and name are two words
        known["service"] = "study_certificate"
    return str(reverse(name, kwargs={one: known.get(one, "x") for one in names}))


def roles_text(gate: Gate) -> set[str]:
    """The names by which a persona says that it is admitted."""
    if gate.name == "official":
        return {f"official:{role.value}" for role in gate.roles}
    return {f"token:{gate.token.value}"} if gate.token else {gate.name}


def expected(persona: Persona, gate: Gate | None) -> tuple[bool, set[int], str]:
    """Whether the visitor gets in, else the status, and where a redirect leads."""
    if gate is None:
        return False, {405, 404}, ""
    names = roles_text(gate)
    if names & persona.admitted:
        return True, set(), ""
    if gate.token is not None:
        return False, {403 if persona.headers else 401}, ""
    leads = next((persona.sent_to[name] for name in (*names, gate.name) if name in persona.sent_to), "")
    return False, {302} if leads else {404}, leads


def visit(persona: Persona, method: str, path: str) -> tuple[Any, list[str]]:
    """One request whose effects are undone; the answer and the statements that would have written."""
    point = transaction.savepoint()
    try:
        with CaptureQueriesContext(connection) as seen:
            answer = persona.client.generic(method, path, headers=dict(persona.headers))
    finally:
        transaction.savepoint_rollback(point)
    written = [
        str(query["sql"])
        for query in seen.captured_queries
        if re.match(r"\s*(INSERT|UPDATE|DELETE)", str(query["sql"]))
    ]
    return answer, [sql for sql in written if not any(word in sql for word in WRITTEN_BY_ANYBODY)]


def judge_one(
    persona: Persona, method: str, name: str, paths: Mapping[str, str], table: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """What is wrong with one persona's visits to one address by one method: (relation, fault)."""
    inside, statuses, leads = expected(persona, table[name].get(method))
    answered: dict[str, int] = {}
    for relation, path in paths.items():
        answer, written = visit(persona, method, path)
        answered[relation] = answer.status_code
        body = answer.content.decode("utf-8", "replace") if not answer.streaming else ""
        for owner, words in CANARIES.items():
            if owner not in persona.may_read and any(word in body for word in words):
                yield relation, f"shows what belongs to {owner}"
        if answer.status_code >= 500:
            yield relation, f"answers {answer.status_code}"
        if not inside:
            if answer.status_code not in statuses:
                yield relation, f"answers {answer.status_code} instead of {sorted(statuses)}"
            if leads and leads not in answer.get("Location", ""):
                yield relation, f"leads to {answer.get('Location', '')} instead of {leads}"
        elif answer.status_code in {401, 403} and not name.startswith(OWN_REFUSALS):
            yield relation, f"answers {answer.status_code} though admitted"
        if written and (not inside or (relation != "own" and not persona.sees_all)):
            yield relation, f"writes {written[0][:80]}"
    if inside and not persona.sees_all and answered.get("other") != answered.get("none"):
        yield "other", f"answers {answered['other']}, but {answered['none']} for what does not exist"


def sweep(town: Town, things: Mapping[str, Things], *, names: Iterable[str] = ()) -> list[Deviation]:
    """The whole walk, or to some addresses only."""
    only, found = frozenset(names), []
    for place, persona in enumerate(personas(town)):
        for name, paths in addresses(things, persona, only):
            if name in NEVER_SENT:
                continue
            others = [method for method in METHODS if method not in POLICY[name]] if place in {0, 3} else []
            for method in (*POLICY[name], *others):
                asked = paths if method in POLICY[name] else {"own": paths["own"]}
                found += [
                    Deviation(persona.name, method, name, relation, what)
                    for relation, what in judge_one(persona, method, name, asked, POLICY)
                ]
    return found


def digest() -> dict[str, tuple[int, int]]:
    """Rows and their sum, table by table."""
    with connection.cursor() as cursor:
        tables = [table for table in connection.introspection.table_names(cursor) if table != "identity_cache"]
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM "{table}" t')
            found[table] = tuple(map(int, cursor.fetchone()))
    return found


def test_nobody_gets_what_the_table_does_not_give(town: Town) -> None:
    things = build_things(town)
    cast = len(personas(town))
    deviations = sweep(town, things)
    assert deviations == [], "\n".join(map(str, deviations[:80]))
    assert cast >= 12


def test_a_whole_walk_of_refused_visitors_leaves_every_table_as_it_was(town: Town) -> None:
    things = build_things(town)
    stranger, own_account = personas(town)[:2]
    before = digest()
    for persona in (stranger, own_account):
        for name, paths in addresses(things, persona):
            for method, gate in POLICY[name].items():
                if not expected(persona, gate)[0]:
                    for path in paths.values():
                        persona.client.generic(method, path)
    after = digest()
    assert {table for table in before if before[table] != after[table]} <= {"django_session"}


def test_others_things_and_nothing_look_alike(town: Town) -> None:
    things = build_things(town)
    student = personas(town)[3]
    compared = 0
    for name, names in parameters().items():
        objects = OBJECTS & set(names)
        gate = POLICY.get(name, {}).get("GET")
        if not objects or gate is None or not expected(student, gate)[0]:
            continue
        bodies = []
        for values in (things["stranger"], NOTHING):
            answer, _ = visit(student, "GET", address(name, names, values))
            body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
            for one in objects:
                body = re.sub(rf"(?<=/|F){re.escape(str(values[one]))}(?=[/%\"?&#])", "", body)
            bodies.append((answer.status_code, body))
        assert bodies[0][0] == bodies[1][0], name
        assert bodies[0][1].splitlines() == bodies[1][1].splitlines(), name
        compared += 1
    assert compared >= 10


@contextmanager
def changed(name: str, **gates: Gate) -> Iterator[None]:
    """The door goes by a table in which one line is wrong."""
    original = middleware.POLICY
    middleware.POLICY = {**original, name: {**original[name], **gates}}  # type: ignore[misc]
    try:
        yield
    finally:
        middleware.POLICY = original  # type: ignore[misc]


def wrong_lines() -> list[tuple[str, str, Gate]]:
    """Every line that guards something of a person, opened in the ways in which such lines are got wrong.

    allauth's own pages refuse strangers by themselves, so that there the table is a second wall and nobody would see it fall.
    """
    faults = []
    for name, gates in sorted(POLICY.items()):
        for method, gate in gates.items():
            if name in NEVER_SENT or name.startswith(OWN_REFUSALS) or not gate.personal:
                continue
            faults.append((name, method, public()))
            if gate.name in {"national", "acting"}:
                faults.append((name, method, account()))
            if gate.name == "official":
                faults.append((name, method, acting()))
            if gate.name == "token":
                faults.append((name, method, own()))
    return faults


def test_every_wrong_line_of_the_table_is_found(town: Town) -> None:
    """The planted faults: a page opened to everybody, to unproven accounts, to citizens, to browsers."""
    things = build_things(town)
    cast = personas(town)[:4]
    paths = {persona.name: dict(addresses(things, persona)) for persona in cast}
    faults = wrong_lines()
    missed = []
    for name, method, gate in faults:
        with changed(name, **{method: gate}):
            own_only = ((persona, {"own": paths[persona.name][name]["own"]}) for persona in cast)
            if not any(next(judge_one(persona, method, name, asked, POLICY), None) for persona, asked in own_only):
                missed.append((name, method, gate.name))
    assert missed == [], missed
    assert len(faults) >= 30


def _any_message(viewer: Actor, message: int) -> MessageCard | None:
    row = Message.objects.filter(pk=message).first()
    return notices._card(row) if row is not None else None


LEAKS: Mapping[str, tuple[Any, tuple[str, ...]]] = {
    "maarif.support.documents.queries._visible": (
        lambda viewer, holder: Document.objects.all(),
        ("cabinet:document", "cabinet:document_pdf", "cabinet:document_json", "api:document", "api:document_pdf"),
    ),
    "maarif.engine.cases.queries._may_see_case": (lambda viewer, case: True, ("cabinet:application", "api:case")),
    "maarif.engine.cases.drafts.find": (
        lambda by, key, lock: Case.objects.get(key=key),
        ("cabinet:draft", "cabinet:question", "cabinet:autosave", "cabinet:discard", "api:draft", "api:answer"),
    ),
    "maarif.support.files.queries._may_open": (lambda viewer, row: True, ("cabinet:file", "cabinet:file_page")),
    "maarif.engine.cases.opening._may_open": (
        lambda viewer, case, kept: True,
        ("desk:case", "desk:case_looks", "desk:case_hand_over"),
    ),
    "maarif.support.notices.queries.message_for": (_any_message, ("cabinet:message",)),
}


@pytest.mark.parametrize("gate", LEAKS)
def test_a_room_that_forgets_to_ask_whose_it_is_is_found(
    town: Town, gate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted faults: the question behind the `..._for(viewer)` doors of a room is not asked."""
    things = build_things(town)
    fault, names = LEAKS[gate]
    monkeypatch.setattr(gate, fault)
    assert {one.name for one in sweep(town, things, names=names)} == set(names)
