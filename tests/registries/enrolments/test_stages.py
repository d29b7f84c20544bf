"""From one stage to the next elsewhere: before and after the promotion, into a school and into a college, and the way back."""

from collections.abc import Callable
from datetime import date

import pytest

from maarif.registries.enrolments import operations, queries
from maarif.registries.enrolments.errors import AlreadyEnrolled, ClassUnfit, ProgrammeUnfit, TransitionRefused
from maarif.registries.enrolments.types import Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
BY = Actor(role="registrar")
BEGAN, ENDED, NEXT = date(2025, 9, 15), date(2026, 6, 14), date(2026, 9, 15)
LEVEL = {4: 1, 5: 2, 9: 2, 10: 3}


def a_class(school: int, grade: int, capacity: int = 1) -> int:
    return programmes.open_class(
        by=BY, institution=school, name=f"{grade}a", grade=grade, language="az", capacity=capacity
    )


def a_pupil(person: int, school: int, grade: int) -> int:
    return operations.enrol(
        by=BY, person=person, institution=school, kind=ProgrammeKind.GENERAL, level=LEVEL[grade], grade=grade,
        since=BEGAN, class_group=a_class(school, grade), language="az",
    )  # fmt: skip


def a_child(person: int, kindergarten: int) -> int:
    return operations.enrol(
        by=BY, person=person, institution=kindergarten, kind=ProgrammeKind.PRESCHOOL, level=0, since=BEGAN
    )


def promoted() -> int:
    number = operations.start_promotion(by=BY, country="az", year=2026)
    operations.run_promotion(by=BY, promotion=number)
    return number


def entered(enrolment: int, school: int, group: int, on: date = NEXT) -> int:
    return operations.enter_stage(
        by=BY, enrolment=enrolment, institution=school, class_group=group, on=on, order_number="MD-1"
    )


def shown(person: int) -> list[tuple[Status, int | None, int, date, date | None]]:
    cards = queries.of_person(person, include_ended=True)
    return [(card.status, card.grade, card.level, card.since, card.until) for card in cards]


def test_a_child_whose_kindergarten_is_over_begins_school(a_person: Make, an_institution: Make) -> None:
    child, school = a_person(birth_date=date(2020, 3, 1)), an_institution()
    before = a_child(child, an_institution(kind=InstitutionKind.KINDERGARTEN))
    promoted()
    group = a_class(school, 1)
    number = entered(before, school, group)
    assert entered(before, school, group) == number
    assert shown(child) == [(Status.ACTIVE, 1, 1, NEXT, None), (Status.COMPLETED, None, 0, BEGAN, date(2026, 9, 14))]
    card = queries.card(number)
    assert card is not None
    assert (card.continues, card.kind, card.language) == (before, ProgrammeKind.GENERAL, "az")
    places = queries.class_places(group)
    assert places is not None
    assert places.free == 0


def test_a_stage_that_goes_on_is_completed_the_day_before(a_person: Make, an_institution: Make) -> None:
    pupil, school = a_person(), an_institution()
    before = a_pupil(pupil, an_institution(), 9)
    entered(before, school, a_class(school, 10))
    promoted()
    assert shown(pupil) == [(Status.ACTIVE, 10, 3, NEXT, None), (Status.COMPLETED, 9, 2, BEGAN, date(2026, 9, 14))]
    card = queries.card(before)
    assert card is not None
    assert (card.graduated_on, card.status_since) == (ENDED, date(2026, 9, 14))


def test_what_the_promotion_kept_for_a_pupil_is_given_up_for_the_new_school(
    a_person: Make, an_institution: Make
) -> None:
    pupil, old, school = a_person(), an_institution(), an_institution()
    before = a_pupil(pupil, old, 4)
    a_class(old, 5)
    promotion = promoted()
    assert shown(pupil)[0] == (Status.ACTIVE, 5, 2, NEXT, None)
    number = entered(before, school, a_class(school, 5))
    assert shown(pupil) == [(Status.ACTIVE, 5, 2, NEXT, None), (Status.COMPLETED, 4, 1, BEGAN, date(2026, 9, 14))]
    assert [card.id for card in queries.of_person(pupil)] == [number]
    operations.reverse_promotion(by=BY, promotion=promotion)
    assert [card.id for card in queries.of_person(pupil)] == [number]
    [kept] = queries.kept_steps(promotion)
    assert kept.enrolment == before


def test_a_promotion_taken_back_leaves_whoever_went_on_after_it(a_person: Make, an_institution: Make) -> None:
    pupil, school = a_person(), an_institution()
    before = a_pupil(pupil, an_institution(), 9)
    promotion = promoted()
    number = entered(before, school, a_class(school, 10))
    operations.reverse_promotion(by=BY, promotion=promotion)
    assert [card.id for card in queries.of_person(pupil)] == [number]
    assert [step.enrolment for step in queries.kept_steps(promotion)] == [before]


def test_after_the_ninth_grade_to_a_college(a_person: Make, an_institution: Make) -> None:
    pupil, college = a_person(), an_institution(kind=InstitutionKind.COLLEGE)
    programme = programmes.open_programme(
        by=BY, institution=college, code="040601", name="Mühasibat uçotu", kind=ProgrammeKind.COLLEGE, level=4,
        duration_months=36,
    )  # fmt: skip
    before = a_pupil(pupil, an_institution(), 9)
    promoted()
    number = operations.enter_stage(by=BY, enrolment=before, institution=college, programme=programme, on=NEXT)
    card = queries.card(number)
    assert card is not None
    assert (card.kind, card.level, card.grade, card.programme) == (ProgrammeKind.COLLEGE, 4, None, programme)
    with pytest.raises(ProgrammeUnfit):
        operations.enter_stage(by=BY, enrolment=before, institution=an_institution(), programme=programme, on=NEXT)


def test_nobody_goes_on_twice_skips_a_grade_or_leaves_an_interrupted_stage(
    a_person: Make, an_institution: Make
) -> None:
    pupil, school, other = a_person(), an_institution(), an_institution()
    before = a_pupil(pupil, an_institution(), 9)
    with pytest.raises(ClassUnfit):
        entered(before, school, a_class(school, 5))
    with pytest.raises(ClassUnfit):
        entered(before, other, a_class(school, 10))
    operations.take_leave(by=BY, enrolment=before, on=date(2026, 3, 2), until=None, reason="illness")
    group = a_class(school, 10, capacity=3)
    with pytest.raises(TransitionRefused):
        entered(before, school, group)
    operations.return_from_leave(by=BY, enrolment=before, on=date(2026, 4, 1))
    entered(before, school, group)
    with pytest.raises((TransitionRefused, AlreadyEnrolled)):
        entered(before, other, a_class(other, 10))
