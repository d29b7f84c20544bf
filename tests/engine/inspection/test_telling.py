"""Stories of cases that people decide: told right they pass, told wrong the inspection says what cannot have happened."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.engine import desks
from tests.engine.trial.school.trial.stories import STORIES

from maarif.engine import registry
from maarif.engine.declare import Step
from maarif.engine.inspection import inspect
from maarif.engine.inspection.telling import tell

MOVED = STORIES[0]


@pytest.fixture(autouse=True)
def running() -> Iterator[None]:
    with desks.trial():
        yield


def test_the_trial_has_no_fault() -> None:
    assert inspect(whole=True, only=(desks.SERVICE,)) == ()


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ((), "nobody does anything in the stage 'receiving'"),
        ((Step(to="moved"),), "does not lead to 'moved'"),
        ((Step(to="approving"),), "what the officer notes for 'class_name' is refused"),
        ((Step(to="refused"),), "gives the grounds ()"),
        ((Step(to="refused", grounds=("alive",)),), "gives the grounds ('alive',)"),
        ((Step(to="refused", grounds=("no_place",)), Step(to="moved")), "before the step to 'moved'"),
        ((Step(to="approving", late=True),), "by itself"),
        ((Step(to="refused", grounds=("no_place",)),), "the outcome is 'refused'"),
    ],
)
def test_a_story_that_cannot_have_happened_is_found(steps: tuple[Step, ...], said: str) -> None:
    fault = tell(registry.service(desks.SERVICE), replace(MOVED, steps=steps), "az")
    assert fault is not None
    assert said in fault
