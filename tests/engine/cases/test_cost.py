"""How many statements an act on a case costs; a number may go down, and goes up only with a reason that this file then tells."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.engine import campus, desks

from maarif.engine.cases import operations
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef"
CONTEXT_TAKEN_BACK = "set_config('pghistory.context_id', '', true)"


@pytest.fixture(autouse=True)
def trial() -> Iterator[None]:
    with desks.trial():
        yield


@pytest.fixture
def by() -> Actor:
    return campus.actor(campus.person())


def cost(act: Callable[[], object]) -> int:
    """The statements of an act, without what it costs to be inside of a test's transaction: a savepoint, and the context taken back."""
    with CaptureQueriesContext(connection) as seen:
        act()
    told = [query["sql"] for query in seen]
    return sum(not sql.startswith(("SAVEPOINT", "RELEASE SAVEPOINT")) and CONTEXT_TAKEN_BACK not in sql for sql in told)


def test_what_an_applicant_does(where: desks.Offices, by: Actor) -> None:
    desks.sent(campus.actor(campus.person()), where)
    draft: list[str] = []
    assert cost(lambda: draft.append(operations.start_draft(by=by, service=desks.SERVICE))) == 8
    assert cost(lambda: operations.save_answer(by=by, draft=draft[0], field="school", raw=str(where.school))) == 5
    assert cost(lambda: operations.submit(by=by, draft=draft[0], idempotency_key=KEY)) == 17
    assert cost(lambda: operations.submit(by=by, draft=draft[0], idempotency_key=KEY)) == 4


def test_what_two_officers_decide_one_after_the_other(where: desks.Offices, by: Actor) -> None:
    """One statement more than before: nobody decides about a child of theirs, so its guardians are asked for."""
    with desks.singly():
        number = desks.sent(by, where)
        assert cost(lambda: operations.decide(by=where.registrar, number=number, to="approving", noted=NOTED)) == 12
        assert cost(lambda: operations.decide(by=where.district, number=number, to="moved")) == 16


def test_what_two_persons_decide_together(where: desks.Offices, by: Actor) -> None:
    number = desks.sent(by, where)
    operations.decide(by=where.registrar, number=number, to="approving", noted=NOTED)
    assert cost(lambda: operations.decide(by=where.district, number=number, to="moved")) == 9
    assert cost(lambda: operations.confirm(by=where.other_district, number=number)) == 16


def test_an_office_of_many_is_told_by_as_many_statements(where: desks.Offices) -> None:
    """Whoever decides there gets the notice by the statement that tells the first of them."""
    sent = [cost(lambda: desks.sent(campus.actor(campus.person()), where)) for _ in range(2)]
    for _ in range(5):
        desks.officer(desks.Role.REGISTRAR, desks.ScopeKind.INSTITUTION, str(where.school))
    assert cost(lambda: desks.sent(campus.actor(campus.person()), where)) == sent[1]


NOTED = {"class_name": "7b"}
