"""What people do in the scenes of the tests, done by other hands than the scene's own: with forms, or through the API.

A scene applies, answers, signs and decides by calling operations. While `done_by` lasts each such call is done by the given `Hands` instead, as a
person or a program does it. What they cannot do (NotDone) the operation itself must refuse or leave without effect: hands that are kept from
what the platform takes fail the scene.

Loaded as a plugin (`-p tests.surfaces.hands`) it is on for every test; MAARIF_HANDS says by which hands (`forms`, `api`), and counts go into the
folder that MAARIF_HANDS_COUNTS names.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final
from unittest import mock

import pytest

HANDS: Final = "MAARIF_HANDS"
COUNTS: Final = "MAARIF_HANDS_COUNTS"


class NotDone(Exception):
    """It is not offered, or not taken; says which and why."""


class Unknown(Exception):
    """This act is not done by these hands."""


class Hands:
    """Whoever does the acts of a scene: has a method for each act that is known, and counts."""

    def __init__(self) -> None:
        self.sent: dict[tuple[int | None, str], str] = {}
        self.done: Counter[str] = Counter()

    def forget(self) -> None:
        """What was made within an act that was undone is not there any more."""

    @classmethod
    def acts(cls) -> tuple[str, ...]:
        """The operations that these hands know."""
        from maarif.engine.cases import operations

        return tuple(name for name in operations.__all__ if callable(getattr(cls, name, None)))


def _state() -> tuple[int, list[object]]:
    """What acts change: the history of all cases, and the answers of drafts."""
    from maarif.engine.cases.models import Case, CaseEvent

    return CaseEvent.objects.count(), list(Case.objects.order_by("pk").values_list("pk", "answers", "status"))


def _instead(hands: Hands, name: str, original: Callable[..., Any], inside: list[str]) -> Callable[..., Any]:
    """The operation, done by other hands where somebody of a scene does it."""
    from django.db import transaction

    from maarif.support.parties.types import Assurance

    known = {
        "start_draft": {"by", "service", "subject"},
        "attach": {"by", "draft", "field", "arrived"},
        "ask": {"by", "number", "kind", "text", "fields"},
    }

    def act(**given: Any) -> Any:
        by = given.get("by")
        people = by is not None and by.party is not None and by.entered_by is None and by.assurance > Assurance.ACCOUNT
        if inside or not people or not given.keys() <= known.get(name, given.keys()):
            return original(**given)
        if name == "submit" and (by.party, given["idempotency_key"]) in hands.sent:
            return original(**{**given, "seen": hands.sent[by.party, given["idempotency_key"]]})
        inside.append(name)
        try:
            with transaction.atomic():
                done = getattr(hands, name)(original, **given)
            hands.done[name] += 1
            return done
        except Unknown:
            hands.forget()
            return original(**given)
        except NotDone as why:
            hands.forget()
            before = _state()
            with transaction.atomic():
                result = original(**given)
            if before == _state() or (isinstance(result, tuple) and result):  # it says what is wrong
                hands.done[f"{name} refused"] += 1
                return result
            raise AssertionError(f"{name}: {why}; yet the platform takes it: {given}") from why
        finally:
            inside.pop()

    return act


@contextmanager
def done_by(hands: Hands) -> Iterator[Hands]:
    """The acts of scenes are done by these hands while this lasts."""
    from maarif.engine.cases import operations

    inside: list[str] = []
    with ExitStack() as stack:
        for name in hands.acts():
            instead = _instead(hands, name, getattr(operations, name), inside)
            stack.enter_context(mock.patch.object(operations, name, instead))
        yield hands


def _wanted() -> Hands:
    from tests.surfaces.by_api import Programs
    from tests.surfaces.by_forms import Portal

    return {"forms": Portal, "api": Programs}[os.environ[HANDS]]()


@pytest.fixture(autouse=HANDS in os.environ)
def _by_other_hands(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test that uses the database does what people do by other hands, when this is a plugin; what brings its own does not."""
    if request.node.get_closest_marker("django_db") is None or request.node.path.name == "test_forms.py":
        yield
        return
    with done_by(_wanted()) as hands:
        yield
    kept = Path(os.environ[COUNTS]) / f"{os.getpid()}.json"
    before = Counter(json.loads(kept.read_text())) if kept.exists() else Counter()
    kept.write_text(json.dumps(before + hands.done))
