"""What the assessments room shows and refuses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from maarif.registries.assessments import operations, queries
from maarif.registries.assessments.errors import ResultRefused
from maarif.registries.assessments.types import AssessmentKind, Part
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
PARTS = (
    Part(code="subject", score=Decimal("61.50"), maximum=Decimal(80), needed=Decimal(34)),
    Part(code="method", score=Decimal("14.75"), maximum=Decimal(20), needed=Decimal(6)),
)


def record(person: int, **facts: object) -> int:
    given = {
        "kind": AssessmentKind.RECRUITMENT, "subject": "mathematics", "taken_on": date(2026, 6, 14), "parts": PARTS,
        "total": Decimal("76.25"), "maximum": Decimal(100), "passed": True, "valid_until": date(2027, 6, 13),
    }  # fmt: skip
    return operations.record(by=Actor(role="exam_centre"), person=person, **{**given, **facts})


def test_a_result_is_shown_as_published_to_the_quarter_of_a_point(a_person: Make) -> None:
    person = a_person()
    record(person, subject_name="Riyaziyyat")
    [card] = queries.of_person(person, AssessmentKind.RECRUITMENT)
    assert (card.parts, card.total, card.passed, card.subject_name.en) == (PARTS, Decimal("76.25"), True, "Riyaziyyat")
    assert queries.of_person(person, AssessmentKind.DIAGNOSTIC) == ()


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"total": Decimal(101)}, "result_total_fits"),
        ({"valid_until": date(2026, 6, 13)}, "result_valid_after_taken"),
    ],
)
def test_the_database_refuses_an_impossible_result(a_person: Make, facts: dict[str, object], constraint: str) -> None:
    person = a_person()
    with pytest.raises(ResultRefused) as refusal:
        record(person, **facts)
    assert refusal.value.params["constraint"] == constraint
    assert queries.of_person(person) == ()


def test_nobody_sits_one_examination_twice_a_day(a_person: Make) -> None:
    person = a_person()
    record(person)
    with pytest.raises(ResultRefused):
        record(person)
    record(person, subject="physics")
    assert len(queries.of_person(person)) == 2
