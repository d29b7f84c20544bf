"""The reduced form of T-STEP for every verb: scenes in which people decide, and two planted faults."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any
from unittest import mock

import pytest
from django.db import transaction

from maarif.engine.cases import operations
from maarif.engine.cases.models import Note
from maarif.kernel import clock
from maarif.support.parties.types import Actor
from tests.engine import campus, desks
from tests.engine.cases import test_people_decide as deciding
from tests.engine.cases import test_what_becomes as becoming
from tests.engine.conftest import demo_ring, keys_folder, noon  # noqa: F401 - fixtures
from tests.proofs.stepping import stepping

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SCENES: tuple[Callable[..., None], ...] = (
    deciding.test_two_offices_and_two_persons_bring_it_to_its_effect,
    deciding.test_what_a_colleague_has_claimed_is_left_to_them,
    deciding.test_a_correction_changes_only_what_was_named,
    deciding.test_an_extension_moves_both_ends_and_tells_why,
    becoming.test_a_case_taken_back_ends_every_turn_and_releases_what_it_held,
    becoming.test_a_joining_can_be_taken_back,
    becoming.test_both_sides_write_and_notes_stay_inside,
)
REOPENING = (becoming.test_a_joining_can_be_taken_back,)
STEPPED = {
    *("start_draft", "save_answer", "submit", "claim", "unclaim", "assign", "decide", "confirm", "ask", "answer"),
    *("extend", "take_back", "join", "part", "write_message", "write_note"),
}


@pytest.fixture(autouse=True)
def running() -> Iterator[None]:
    with desks.trial():
        yield


@pytest.fixture
def where() -> desks.Offices:
    return desks.offices()


@pytest.fixture
def by() -> Actor:
    return campus.actor(campus.person())


def test_a_crash_between_any_two_statements_of_a_verb_leaves_the_state_of_before(where: desks.Offices) -> None:
    stepped: set[str] = set()
    for scene in SCENES:
        with transaction.atomic():
            with desks.reopening() if scene in REOPENING else nullcontext(), stepping(but=stepped) as counts:
                scene(campus.actor(campus.person()), where)
            stepped |= {name for name, points in counts.items() if points}
            transaction.set_rollback(True)
    assert stepped >= {f"engine.cases.{verb}" for verb in STEPPED}


def test_a_verb_without_its_transaction_is_caught(by: Actor, where: desks.Offices, noon: clock.FrozenClock) -> None:  # noqa: F811
    number = desks.sent(by, where)

    @contextmanager
    def nothing(*_: Any, **__: Any) -> Iterator[None]:
        yield

    with (
        mock.patch("maarif.engine.cases.desking.acting", nothing),
        mock.patch("django.db.transaction.Atomic.__enter__", return_value=None),
        mock.patch("django.db.transaction.Atomic.__exit__", return_value=None),
        stepping(),
        pytest.raises(AssertionError, match=r"engine\.cases\.decide: a crash before statement \d+ left something in"),
    ):
        operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",))


def test_a_verb_that_goes_on_after_a_crash_is_caught(by: Actor, where: desks.Offices, noon: clock.FrozenClock) -> None:  # noqa: F811
    """A verb that catches everything and writes a note of it has not been a process that was gone."""
    number = desks.sent(by, where)
    true = operations.write_note

    def stubborn(*, by: Actor, number: str, text: str) -> None:
        try:
            true(by=by, number=number, text=text)
        except BaseException:
            Note.objects.count()

    with (
        mock.patch.object(operations, "write_note", stubborn),
        stepping(),
        pytest.raises(AssertionError, match="after the crash still"),
    ):
        operations.write_note(by=where.registrar, number=number, text="x")
