"""The end of a school year: who goes up, who finishes, what is decided for one, and the way back."""

import json
from collections.abc import Callable
from datetime import date

import pytest
from click.testing import CliRunner
from django.db.models import Count
from tests.proofs import promotion as proof

from maarif.config.cli import root
from maarif.registries.enrolments import operations, queries
from maarif.registries.enrolments.batches import PromotionStep
from maarif.registries.enrolments.errors import PromotionRefused, PromotionUnknown, TransitionRefused
from maarif.registries.enrolments.types import AfterYear, BatchStatus, EnrolmentCard, Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind, SessionKind
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
BY = Actor(role="ministry_officer")
LEVEL = {**dict.fromkeys(range(1, 5), 1), **dict.fromkeys(range(5, 10), 2), 10: 3, 11: 3}


@pytest.fixture
def school(an_institution: Make) -> tuple[int, dict[int, int]]:
    """A school with a class of every grade."""
    place = an_institution()
    year = programmes.open_session(
        by=BY, kind=SessionKind.SCHOOL_YEAR, title="2025/2026", starts=date(2025, 9, 15), ends=date(2026, 6, 14)
    )
    classes = {
        grade: programmes.open_class(
            by=BY, institution=place, name=f"{grade}b", grade=grade, language="az", session=year, capacity=1
        )
        for grade in range(1, 12)
    }
    return place, classes


def pupil(person: int, school: tuple[int, dict[int, int]], grade: int) -> int:
    return operations.enrol(
        by=BY, person=person, institution=school[0], kind=ProgrammeKind.GENERAL, level=LEVEL[grade], grade=grade,
        since=date(2025, 9, 15), class_group=school[1].get(grade), language="az",
    )  # fmt: skip


def promoted(year: int = 2026) -> int:
    number = operations.start_promotion(by=BY, country="az", year=year)
    operations.run_promotion(by=BY, promotion=number)
    return number


def shown(person: int) -> list[tuple[Status, int | None, int, str, date | None]]:
    cards = queries.of_person(person, include_ended=True)
    return [(card.status, card.grade, card.level, card.class_name, card.until) for card in cards]


def current(person: int) -> EnrolmentCard:
    [card] = queries.of_person(person)
    return card


def test_pupils_go_up_finish_a_stage_and_graduate(a_person: Make, school: tuple[int, dict[int, int]]) -> None:
    people = {grade: a_person() for grade in (1, 4, 9, 11)}
    for grade, person in people.items():
        pupil(person, school, grade)
    assert queries.preview_promotion("az", 2026) == {"up": 1, "stage": 2, "finish": 1}
    number = promoted()
    assert shown(people[1]) == [(Status.ACTIVE, 2, 1, "2b", None)]
    assert shown(people[4]) == [
        (Status.ACTIVE, 5, 2, "5b", None),
        (Status.COMPLETED, 4, 1, "4b", date(2026, 9, 14)),
    ]
    assert shown(people[9])[0] == (Status.ACTIVE, 10, 3, "10b", None)
    assert shown(people[11]) == [(Status.COMPLETED, 11, 3, "11b", date(2026, 6, 14))]
    graduated = {
        grade: queries.of_person(person, include_ended=True)[-1].graduated_on for grade, person in people.items()
    }
    assert graduated == {1: None, 4: None, 9: date(2026, 6, 14), 11: date(2026, 6, 14)}
    assert current(people[4]).continues == queries.of_person(people[4], include_ended=True)[1].id
    card = queries.promotion(number)
    assert card is not None
    assert (card.status, card.counts, card.done, card.institutions) == (
        BatchStatus.DONE, {"finish": 1, "stage": 2, "up": 1}, 1, 1
    )  # fmt: skip


def test_a_year_is_promoted_once(a_person: Make, school: tuple[int, dict[int, int]]) -> None:
    person = a_person()
    pupil(person, school, 6)
    assert promoted() == promoted()
    assert current(person).grade == 7
    promoted(2027)
    assert current(person).grade == 8


def test_a_school_without_the_next_grade_lets_its_pupils_go(a_person: Make, an_institution: Make) -> None:
    place, person = an_institution(), a_person()
    pupil(person, (place, {}), 9)
    promoted()
    assert shown(person) == [(Status.COMPLETED, 9, 2, "", date(2026, 6, 14))]


def test_one_pupil_repeats_and_another_leaves(a_person: Make, school: tuple[int, dict[int, int]]) -> None:
    repeats, leaves, quits, below = a_person(), a_person(), a_person(), a_person()
    choices = ((repeats, 6, AfterYear.REPEAT), (leaves, 9, AfterYear.LEAVE), (quits, 7, AfterYear.LEAVE))
    for person, grade, choice in choices:
        operations.choose_after_year(by=BY, enrolment=pupil(person, school, grade), year=2026, choice=choice)
    pupil(below, school, 5)
    assert queries.preview_promotion("az", 2026) == {"repeat": 1, "finish": 1, "withdraw": 1, "up": 1}
    promoted()
    assert shown(repeats) == [(Status.ACTIVE, 6, 2, "6b", None)]
    assert current(repeats).class_group == current(below).class_group != school[1][6]
    assert shown(leaves) == [(Status.COMPLETED, 9, 2, "9b", date(2026, 6, 14))]
    assert shown(quits) == [(Status.WITHDRAWN, 7, 2, "7b", date(2026, 6, 14))]
    with pytest.raises(TransitionRefused):
        operations.choose_after_year(
            by=BY, enrolment=queries.of_person(quits, include_ended=True)[0].id, year=2027, choice=AfterYear.REPEAT
        )


def test_a_choice_can_be_taken_back(a_person: Make, school: tuple[int, dict[int, int]]) -> None:
    person = a_person()
    enrolment = pupil(person, school, 6)
    for choice in (AfterYear.REPEAT, None):
        operations.choose_after_year(by=BY, enrolment=enrolment, year=2026, choice=choice)
    promoted()
    assert current(person).grade == 7


def test_a_child_of_school_age_is_ready_and_a_younger_one_stays(a_person: Make, an_institution: Make) -> None:
    garden = an_institution(kind=InstitutionKind.KINDERGARTEN)
    old, young = a_person(birth_date=date(2020, 9, 15)), a_person(birth_date=date(2020, 9, 16))
    for child in (old, young):
        operations.enrol(
            by=BY, person=child, institution=garden, kind=ProgrammeKind.PRESCHOOL, level=0, since=date(2024, 9, 15)
        )
    promoted()
    assert [(status, until) for status, *_, until in shown(old)] == [(Status.COMPLETED, date(2026, 9, 14))]
    assert [status for status, *_ in shown(young)] == [Status.ACTIVE]


def test_whoever_came_for_the_next_year_or_is_on_leave_is_left_alone(
    a_person: Make, school: tuple[int, dict[int, int]]
) -> None:
    comes, away = a_person(), a_person()
    operations.enrol(
        by=BY,
        person=comes,
        institution=school[0],
        kind=ProgrammeKind.GENERAL,
        level=1,
        grade=1,
        since=date(2026, 9, 15),
    )
    leave = pupil(away, school, 3)
    operations.take_leave(by=BY, enrolment=leave, on=date(2026, 1, 1), until=None, reason="abroad")
    promoted()
    assert (current(comes).grade, current(away).grade) == (1, 3)


def test_a_promotion_is_taken_back_but_for_what_has_changed_since(
    a_person: Make, school: tuple[int, dict[int, int]]
) -> None:
    people = {grade: a_person() for grade in (1, 4, 9, 11)}
    for grade, person in people.items():
        pupil(person, school, grade)
    before = {grade: shown(person) for grade, person in people.items()}
    number = promoted()
    new = current(people[4]).id
    operations.end(by=BY, enrolment=new, status=Status.WITHDRAWN, on=date(2026, 10, 1), reason="moved abroad")
    changed = shown(people[4])
    for _ in range(2):
        operations.reverse_promotion(by=BY, promotion=number)
    after = {grade: [row for row in shown(person) if row[0] is not Status.ANNULLED] for grade, person in people.items()}
    assert after == {**before, 4: changed}
    [kept] = queries.kept_steps(number)
    assert (kept.person, kept.opened, kept.action.value) == (people[4], new, "stage")
    card = queries.promotion(number)
    assert card is not None
    assert (card.status, card.stays) == (BatchStatus.REVERSED, 1)
    with pytest.raises(PromotionRefused):
        operations.advance_promotion(by=BY, promotion=number)
    with pytest.raises(PromotionUnknown):
        operations.reverse_promotion(by=BY, promotion=999_999)
    again = promoted()
    assert again != number
    assert current(people[1]).grade == 2


def test_only_a_promotion_that_is_taken_back_reopens_what_ended(
    a_person: Make, school: tuple[int, dict[int, int]]
) -> None:
    person = a_person()
    enrolment = pupil(person, school, 11)
    promoted()
    with pytest.raises(TransitionRefused):
        operations.return_from_leave(by=BY, enrolment=enrolment, on=date(2026, 9, 15))
    assert shown(person)[0][0] is Status.COMPLETED


def test_the_command_counts_promotes_and_takes_back(a_person: Make, school: tuple[int, dict[int, int]]) -> None:
    person = a_person()
    pupil(person, school, 6)

    def told(*words: str) -> dict[str, object]:
        done = CliRunner().invoke(root, ["promote", *words, "--json"], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        found: dict[str, object] = json.loads(done.stdout)
        return found

    assert told("--country", "az", "--year", "2026", "--dry-run") == {"counts": {"up": 1}}
    assert current(person).grade == 6
    made = told("--country", "az", "--year", "2026")
    assert (made["status"], made["counts"], current(person).grade) == ("done", {"up": 1}, 7)
    assert told("--resume", str(made["id"]))["status"] == "done"
    assert told("--reverse", str(made["id"]))["status"] == "reversed"
    assert current(person).grade == 6
    assert CliRunner().invoke(root, ["promote", "--resume", "1", "--reverse", "1"]).exit_code == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_it_moves_everybody_once_and_a_naive_one_does_not() -> None:
    counts = proof.prove(rounds=1, schools=10, pupils=44, seed=20261126, patience=2)
    assert counts["violations"] == 0
    assert counts["kills"] >= 1
    assert counts["naive_caught"] == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_several_runners_share_a_promotion_and_move_nobody_twice() -> None:
    proof.country(30, 44)
    expected = queries.preview_promotion("az", proof.YEAR)
    number = operations.start_promotion(by=BY, country="az", year=proof.YEAR)
    operations.run_promotion(by=BY, promotion=number, runners=3)
    card = queries.promotion(number)
    assert card is not None
    assert (card.status, card.done, card.institutions) == (BatchStatus.DONE, 30, 30)
    assert (dict(card.counts), PromotionStep.objects.count()) == (expected, sum(expected.values()))
    assert not PromotionStep.objects.values("enrolment").annotate(times=Count("pk")).filter(times__gt=1).exists()
