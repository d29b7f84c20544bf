"""What an officer picks from when a case is sorted anew or joined: the other categories, earlier open cases of the same person."""

from collections.abc import Mapping
from typing import Any, Final

from maarif.engine import forms
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import TurnKind
from maarif.engine.declare import Answers, Asking, Service
from maarif.kernel.text import Text

#: A person has seldom more open cases of one service.
MOST: Final = 10


def other_categories(
    service: Service[Any], facts: object, asking: Asking, answers: Answers
) -> tuple[tuple[str, Text], ...]:
    """The categories that the case could have instead of its own; none where the service sorts by no question."""
    asked = service.field(service.category) if service.category else None
    if asked is None:
        return ()
    offered = forms.options_of(asked, facts, asking)
    return tuple((each.value, each.label) for each in offered if each.value != answers.get(asked.code))


def earlier_open(case: Case, turn: Mapping[str, Any]) -> tuple[str, ...]:
    """Numbers of earlier cases of the same applicant and service that wait in the same office, the first first.

    One statement, and none where a person has only one open case of the service.
    """
    if case.only_one:
        return ()
    beside = Turn.objects.filter(
        case__party_id=case.party_id,
        case__service=case.service,
        case__submitted_at__lt=case.submitted_at,
        kind=TurnKind.STAGE.value,
        scope_kind=turn["scope_kind"],
        scope=turn["scope"],
        closed_at__isnull=True,
    )
    return tuple(beside.order_by("case__submitted_at", "pk").values_list("number", flat=True)[:MOST])
