"""A declaration changed while cases run: which open cases go on under the older one, and what differs."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from tests.engine import campus, desks

from maarif.config.cli import inspect
from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import FrozenDeclaration
from maarif.engine.declare import Service, WorkingDays
from maarif.engine.registry import Difference
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def running() -> Iterator[None]:
    with desks.trial():
        yield


@pytest.fixture
def by() -> Actor:
    return campus.actor(campus.person())


@pytest.fixture
def number(by: Actor) -> str:
    """An application under way."""
    return desks.sent(by, desks.offices())


def changed(monkeypatch: pytest.MonkeyPatch, **parts: object) -> Service[object]:
    """The trial service as declared from now on."""
    new = replace(registry.service(desks.SERVICE), **parts)
    others = tuple(each for each in registry.all_services() if each.code != desks.SERVICE)
    monkeypatch.setattr(registry, "all_services", lambda: (*others, new))
    return new


def longer(days: int) -> tuple[object, ...]:
    first, *others = registry.service(desks.SERVICE).stages
    return (replace(first, within=WorkingDays(days)), *others)


def test_while_nothing_changes_nothing_is_told(number: str) -> None:
    assert queries.revisions() == ()


def test_open_cases_that_go_on_under_the_older_declaration_are_named_with_what_differs(
    number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = registry.service(desks.SERVICE).stages[0]
    changed(monkeypatch, stages=longer(17))
    (told,) = queries.revisions()
    assert (told.service, told.cases, told.gone, told.withdrawn) == (desks.SERVICE, (number,), None, False)
    path = f"declaration.stages[{stage.code}].within.days"
    assert told.differs == (Difference(path=path, before=stage.within.days, after=17),)
    assert queries.revisions(("school.transfer",)) == ()


def test_a_case_that_ended_is_no_longer_told(by: Actor, number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    operations.take_back(by=by, number=number)
    changed(monkeypatch, stages=longer(17))
    assert queries.revisions() == ()


def test_a_service_withdrawn_and_a_function_gone_are_told(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    others = tuple(each for each in registry.all_services() if each.code != desks.SERVICE)
    monkeypatch.setattr(registry, "all_services", lambda: others)
    body = json.loads(
        json.dumps(FrozenDeclaration.objects.get(service=desks.SERVICE).body).replace("facts:", "facts:no_")
    )
    monkeypatch.setattr(registry, "gone", lambda kept: registry.comparing.gone(body))
    (told,) = queries.revisions()
    assert told.withdrawn
    assert told.gone is not None
    assert told.gone.startswith("tests.engine.trial.school.trial.facts:no_")


def test_parts_are_compared_by_their_codes_and_others_by_their_place() -> None:
    before = {"stages": [{"code": "a", "then": ["x"]}, {"code": "b", "then": []}], "days": 3}
    after = {"stages": [{"code": "new", "then": []}, {"code": "a", "then": ["x", "y"]}], "days": 3}
    assert [(each.path, each.before, each.after) for each in registry.differences(before, after)] == [
        ("stages[a].then[1]", None, "y"),
        ("stages[b]", {"code": "b", "then": []}, None),
        ("stages[new]", None, {"code": "new", "then": []}),
    ]


def test_the_command_tells_people_and_programs(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = registry.service(desks.SERVICE).stages[0]
    changed(monkeypatch, stages=longer(17))
    said = CliRunner().invoke(inspect.command, ["--diff"])
    digest = FrozenDeclaration.objects.get(service=desks.SERVICE).digest
    assert (said.exit_code, said.output.splitlines()) == (
        0,
        [
            f"{desks.SERVICE} {digest[:12]}: 1 open ({number})",
            f"  declaration.stages[{stage.code}].within.days: {stage.within.days} -> 17",
            "1 open cases go on under an older declaration",
        ],
    )
    answer = json.loads(CliRunner().invoke(inspect.command, ["--diff", "--json"]).output)
    assert answer["revisions"][0]["cases"] == [number]


def test_the_command_ends_with_1_when_cases_cannot_go_on(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, stages=longer(17))
    monkeypatch.setattr(registry, "gone", lambda body: "some.module:rule")
    said = CliRunner().invoke(inspect.command, ["--diff"])
    assert said.exit_code == 1
    assert "  cannot go on: the code has no some.module:rule" in said.output.splitlines()
    assert CliRunner().invoke(inspect.command, ["--diff", "--static"]).exit_code == 2
