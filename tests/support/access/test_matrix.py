"""Everybody tries every door with every method and everybody's things: the status is the table's, nothing leaks, nothing changes."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection, reset_queries, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.engine import desks
from tests.support.access.world import CANARIES, NOTHING, Persona, Things, build_things, personas
from tests.surfaces.town import Town, build

from maarif.engine.cases.errors import DraftNotFound
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
from maarif.surfaces.frame import errors

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

SENT: Mapping[str, Mapping[str, Any]] = {
    "api:drafts": {"service": "higher.study_certificate", "subject": "{person}"},
    "api:answer": {"value": "Bakı Şəhər Məhkəməsi"},
    "api:submission": {"declared": True, "digest": "0" * 64},
    "api:request_answer": {"text": "Budur"},
    "api:messages": {"text": "Budur"},
    "api:reopening": {"why": "Sənəd tapıldı"},
    "api:signature": {"agrees": True},
    "api:checks": {"id": "0000-0000-0000-0000-0000-0000-000", "birth_date": "2005-11-08"},
    "cabinet:act_for": {"party": "{person}"},
    "cabinet:answer": {"text": "Budur"},
    "cabinet:apply": {"for": "{person}"},
    "cabinet:autosave": {"presented_to": "Bakı Şəhər Məhkəməsi"},
    "cabinet:case_message": {"text": "Budur"},
    "cabinet:check": {"declaration": "yes", "key": "0123456789abcdef", "seen": "0" * 64},
    "cabinet:question": {"presented_to": "Bakı Şəhər Məhkəməsi"},
    "cabinet:rate": {"mark": "5"},
    "cabinet:reopen": {"text": "Sənəd tapıldı"},
    "cabinet:signature": {"agrees": "yes"},
    "cabinet:signature_of_office": {"agrees": "yes"},
    "desk:case_act": {"verb": "claim"},
    "desk:case_decide": {"to": "refused", "refused-grounds": "no_place", "confirmed": "yes"},
    "desk:case_message": {"message": "Budur"},
    "desk:cases_bulk": {"act": "claim", "number": "{number}", "confirmed": "yes"},
    "answers:desk": {"number": "{number}", "language": "az", "question": "Nə vaxt?", "answer": "Sentyabrda."},
}
"""What is sent, with somebody's things in it: an empty form is refused before anybody asks whose it is."""

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CLOSED: Mapping[str, str] = {
    "a list or a page that is there for everybody, whomever one names": "GET answers:desk, POST answers:desk, GET api:drafts, GET cabinet:apply, "
    "POST cabinet:token_revoke, GET public:check_token, POST desk:person",
    "nothing is asked of the applicant": "GET api:request, POST api:request_answer, POST api:request_files, DELETE api:request_file, "
    "POST api:correction_files, DELETE api:message_file",
    "no signature is asked, no consent given to an office, nothing decided by people": "GET api:signature, PUT api:signature, "
    "POST cabinet:signature, GET cabinet:signature_of_office, POST cabinet:signature_of_office, GET consents:shown_record, GET cabinet:reopen",
    "the question takes no files and is not searched": "GET cabinet:papers, POST cabinet:papers, POST cabinet:paper_remove, GET api:options",
    "no case at a desk has files, and none is without a name": "GET desk:file, GET desk:file_content, GET desk:file_page, "
    "GET anonymous:appeal, POST anonymous:appeal",
    "the officer has written nothing down and leads no office": "GET desk:intake_draft, GET desk:intake_question, POST desk:intake_question, "
    "POST desk:intake_autosave, GET desk:intake_papers, POST desk:intake_papers, POST desk:intake_paper_remove, GET desk:intake_file, "
    "GET desk:intake_check, POST desk:intake_check, GET desk:intake_discard, POST desk:intake_discard, GET desk:intake_receipt, POST desk:stand_in_end",
}
"""Behind these doors the walk's world has nothing of anybody's, by the reason: that another's is not shown is asked where there is one, in
the tests of the rooms. Whoever adds a door opens it in this world, or writes it down here."""
OWN_REFUSALS = ("account_", "mfa_", "national_", "socialaccount_", "identity_", "sms_reports")
"""Pages of sign-in answer 401 and 403 by themselves: a wrong answer of the provider, nothing to reauthenticate with. So does the door
of the gateways, to whoever did not sign."""

NEVER_SENT = frozenset({"account_logout", "usersessions_list"})  # would sign the persona out for the rest of the walk


@dataclass(frozen=True, slots=True)
class Door:
    """An address, and what is sent to it by any method but GET: JSON to the API, a form to a page."""

    path: str
    sends: str
    kind: str

    def knock(self, persona: Persona, method: str) -> Any:
        """One request."""
        headers = {**persona.headers, "Idempotency-Key": "0123456789abcdef"}
        sent = {} if method == "GET" or not self.sends else {"data": self.sends, "content_type": self.kind}
        return persona.client.generic(method, self.path, headers=headers, **sent)


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
) -> Iterator[tuple[str, dict[str, Door]]]:
    """Every address of the table (or `only` some) by its name, with the persona's own things, a stranger's, and nobody's."""
    for name, names in parameters().items():
        if name in POLICY and (not only or name in only):
            relations = {"own": things[persona.owns], "other": things["stranger"], "none": NOTHING}
            named = {*names, *(str(value).strip("{}") for value in SENT.get(name, {}).values())}
            shown = relations if OBJECTS & named else {"own": relations["own"]}
            yield name, {relation: door(name, names, values) for relation, values in shown.items()}


def door(name: str, names: Iterable[str], values: Things) -> Door:
    """One address, and what is sent there, with somebody's things."""
    named = {f"{{{one}}}": value for one, value in values.items()}
    sent = {field: named.get(str(value), value) for field, value in SENT.get(name, {}).items()}
    if name.startswith("api:"):
        return Door(address(name, names, values), json.dumps(sent) if sent else "", "application/json")
    return Door(address(name, names, values), urlencode(sent), "application/x-www-form-urlencoded")


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


def arrives(persona: Persona, things: Mapping[str, Things]) -> None:
    """Is seen here, once for the next minute: what notes it would be undone with each visit, and noted again by the next.

    Whoever is in office says why the person is looked at whose things are the persona's own.
    """
    assert persona.client.get(reverse("public:home"), headers=dict(persona.headers)).status_code == 200
    if any(name.startswith("official:") for name in persona.admitted):
        page = reverse("desk:person", args=[things[persona.owns]["person"]])
        assert persona.client.post(page, {"purpose": "document", "basis": "Letter 7"}).status_code == 302


def visit(persona: Persona, method: str, at: Door) -> tuple[Any, list[str]]:
    """One request whose effects are undone; the answer and the statements that would have written."""
    reset_queries()  # a full log would show nothing any more
    point = transaction.savepoint()
    try:
        with CaptureQueriesContext(connection) as seen:
            answer = at.knock(persona, method)
    finally:
        transaction.savepoint_rollback(point)
    written = [
        str(query["sql"])
        for query in seen.captured_queries
        if re.match(r"\s*(INSERT|UPDATE|DELETE)", str(query["sql"]))
    ]
    return answer, [sql for sql in written if not any(word in sql for word in WRITTEN_BY_ANYBODY)]


def judge_one(
    persona: Persona, method: str, name: str, doors: Mapping[str, Door], table: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """What is wrong with one persona's visits to one address by one method: (relation, fault)."""
    inside, statuses, leads = expected(persona, table[name].get(method))
    answered: dict[str, int] = {}
    for relation, at in doors.items():
        answer, written = visit(persona, method, at)
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
        arrives(persona, things)
        for name, doors in addresses(things, persona, only):
            if name in NEVER_SENT:
                continue
            others = [method for method in METHODS if method not in POLICY[name]] if place in {0, 3} else []
            for method in (*POLICY[name], *others):
                asked = doors if method in POLICY[name] else {"own": doors["own"]}
                found += [
                    Deviation(persona.name, method, name, relation, what)
                    for relation, what in judge_one(persona, method, name, asked, POLICY)
                ]
    return found


def _looks(answer: Any) -> tuple[str, int]:
    """Where an answer leads, or how many words it has: what stands on a page differs from what stands on one about nothing."""
    return answer.get("Location", ""), 0 if answer.streaming else len(answer.content.split())


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


def test_everybody_finds_their_own_things_behind_the_doors(town: Town) -> None:
    """The control of the walk: a door that answers its rightful visitor as it answers for nothing compares nothing with nothing."""
    things, opened, tried = build_things(town), set(), set()
    for persona in personas(town):
        arrives(persona, things)
        for name, doors in addresses(things, persona):
            if name in NEVER_SENT or len(doors) == 1:
                continue
            for method in (each for each in POLICY[name] if expected(persona, POLICY[name][each])[0]):
                own, none = (visit(persona, method, doors[whose])[0] for whose in ("own", "none"))
                tried.add((name, method))
                if own.status_code != none.status_code or _looks(own) != _looks(none):
                    opened.add((name, method))
    closed = {f"{method} {name}" for name, method in tried - opened}
    assert closed == {each for doors in CLOSED.values() for each in doors.split(", ")}
    assert len(opened) > len(closed)


def test_a_whole_walk_of_refused_visitors_leaves_every_table_as_it_was(town: Town) -> None:
    things = build_things(town)
    stranger, own_account = personas(town)[:2]
    before = digest()
    for persona in (stranger, own_account):
        for name, doors in addresses(things, persona):
            for method, gate in POLICY[name].items():
                if not expected(persona, gate)[0]:
                    for at in doors.values():
                        at.knock(persona, method)
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
            answer, _ = visit(student, "GET", door(name, names, values))
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
    for persona in cast:
        arrives(persona, things)
    doors = {persona.name: dict(addresses(things, persona)) for persona in cast}
    faults = wrong_lines()
    missed = []
    for name, method, gate in faults:
        with changed(name, **{method: gate}):
            own_only = ((persona, {"own": doors[persona.name][name]["own"]}) for persona in cast)
            if not any(next(judge_one(persona, method, name, asked, POLICY), None) for persona, asked in own_only):
                missed.append((name, method, gate.name))
    assert missed == [], missed
    assert len(faults) >= 30


def _any_message(viewer: Actor, message: int) -> MessageCard | None:
    row = Message.objects.filter(pk=message).first()
    return notices._card(row) if row is not None else None


def _any_draft(by: Actor, key: str, *, lock: bool) -> Case:
    row = Case.objects.filter(key=key).first()
    if row is None:
        raise DraftNotFound(draft=key)
    return row


DRAFTS = {"maarif.engine.cases.drafts.find": _any_draft}
LEAKS: Mapping[str, tuple[Mapping[str, Any], tuple[str, ...]]] = {
    "documents": (
        {"maarif.support.documents.queries._visible": lambda viewer, holder: Document.objects.all()},
        (
            *("cabinet:document", "cabinet:document_pdf", "cabinet:document_json", "cabinet:document_credential"),
            *("api:document", "api:document_pdf", "api:document_json", "api:document_credential"),
        ),
    ),
    "cases": (
        {"maarif.engine.cases.queries._may_see_case": lambda viewer, case: True},
        ("cabinet:application", "cabinet:answer", "cabinet:sent", "api:case", "api:messages"),
    ),
    "drafts": (DRAFTS, ("cabinet:discard", "api:draft", "api:answer_files")),
    "drafts, and the bond with whom they are about": (
        {**DRAFTS, "maarif.engine.cases.subjects.still_possible": lambda by, service, subject: None},
        (
            *(
                "cabinet:draft",
                "cabinet:question",
                "cabinet:autosave",
                "cabinet:check",
                "cabinet:discard",
                "cabinet:remind",
            ),
            *("api:draft", "api:answer", "api:answer_file", "api:answer_files", "api:submission"),
        ),
    ),
    "files": (
        {"maarif.support.files.queries._may_open": lambda viewer, row: True},
        ("cabinet:file", "cabinet:file_page", "desk:file", "desk:file_content", "desk:file_page"),
    ),
    "desks": (
        {"maarif.engine.cases.opening._may_open": lambda viewer, case, kept: True},
        ("desk:case", "desk:case_act", "desk:case_decide", "desk:case_hand_over", "desk:case_looks"),
    ),
    "messages": ({"maarif.support.notices.queries.message_for": _any_message}, ("cabinet:message",)),
}


@pytest.mark.parametrize("room", LEAKS)
def test_a_room_that_forgets_to_ask_whose_it_is_is_found(
    town: Town, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted faults: the question behind the `..._for(viewer)` doors of a room is not asked, so that another's things are shown
    or changed; that something breaks on the way is no leak."""
    things = build_things(town)
    faults, names = LEAKS[room]
    for gate, fault in faults.items():
        monkeypatch.setattr(gate, fault)
    found = sweep(town, things, names=names)
    leaking = {one.name for one in found if one.relation == "other" and not one.what.startswith("answers 5")}
    assert leaking == set(names)


def test_what_writes_through_the_api_is_sent_something() -> None:
    """Files are a body of their own, and what is taken back has none."""
    writing = {name for name, gates in POLICY.items() if name.startswith("api:") and gates.keys() & {"POST", "PUT"}}
    assert {name for name in writing - SENT.keys() if "file" not in name} == {"api:withdrawal"}
    assert SENT.keys() <= POLICY.keys()


def test_a_door_that_writes_while_it_refuses_is_found(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: whoever is refused is written down; also when thousands of statements have been seen before."""
    things = build_things(town)
    drawn = errors.page

    def noting(*args: Any, **kwargs: Any) -> Any:
        Message.objects.filter(pk=things["stranger"]["message"]).update(read_at=None)
        return drawn(*args, **kwargs)

    def long_here(persona: Persona, _things: Mapping[str, Things]) -> None:
        connection.queries_log.extend([{"sql": "SELECT 1", "time": "0"}] * (connection.queries_log.maxlen or 0))

    monkeypatch.setattr(errors, "page", noting)
    monkeypatch.setitem(globals(), "arrives", long_here)
    found = sweep(town, things, names=["cabinet:message"])
    told = {one.relation for one in found if one.persona == "student" and one.what.startswith("writes UPDATE")}
    assert {"other", "none"} <= told
