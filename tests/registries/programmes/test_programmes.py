"""What the programmes room shows and refuses."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from maarif.registries.programmes import operations, queries
from maarif.registries.programmes.errors import OfferRefused
from maarif.registries.programmes.types import ProgrammeKind, SessionKind
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
HEAD = Actor(role="head")


def programme(institution: int, **facts: object) -> int:
    given = {
        "code": "050509", "name": "Kompüter elmləri", "kind": ProgrammeKind.BACHELOR, "level": 6, "duration_months": 48,
        "names_by_language": {"en": "Computer science"}, "language": "az",
    }  # fmt: skip
    return operations.open_programme(by=HEAD, institution=institution, **{**given, **facts})


def test_a_programme_is_shown_in_its_own_words_or_the_official_ones(an_institution: Make) -> None:
    university = an_institution()
    card = queries.programme(programme(university))
    assert card is not None
    assert (card.name.en, card.name.kk, card.qualification, card.institution) == (
        "Computer science", "Kompüter elmləri", None, university
    )  # fmt: skip
    assert queries.programmes_of(university, kinds=[ProgrammeKind.MASTER]) == ()
    assert queries.programmes_of(university) == (card,)


def test_programmes_are_found_by_words_level_group_and_the_score_that_was_reached(
    an_institution: Make, django_assert_num_queries: Callable[..., object]
) -> None:
    university = an_institution()
    scores = {2025: Decimal("400.5")}
    near = programme(university, admission_group="I", passing_scores=scores)
    far = programme(university, name="Tarix", names_by_language={}, code="050106", admission_group="III")
    operations.open_programme(
        by=HEAD, institution=university, code="7", name="Tarix", kind=ProgrammeKind.MASTER, level=7, duration_months=24
    )

    def found(text: str = "", **narrowed: object) -> list[int]:
        given = {"country": "az", "kinds": [ProgrammeKind.BACHELOR], "level": 6, **narrowed}
        return [card.id for card in queries.search(text, **given)]

    assert found() == [near, far]
    assert found("comp sci") == found("0505") == [near]
    assert found("omputer") == found(country="kz") == []
    assert found(group="III") == [far]
    assert found(score=(2025, Decimal("400.5"))) == [near]
    assert found(score=(2025, Decimal("400.4"))) == found(score=(2024, Decimal(700))) == []
    assert found(only=far) == [far]
    assert found(limit=1) == [near]
    with django_assert_num_queries(2):
        found("tarix")
    with django_assert_num_queries(1):
        found(only=far)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"level": 2}, "programme_kind_fits_level"),
        ({"duration_months": 0}, "programme_duration"),
        ({"duration_months": 121}, "programme_duration"),
        ({"name": "  "}, "programme_has_a_name"),
    ],
)
def test_the_database_refuses_an_impossible_programme(
    an_institution: Make, facts: dict[str, object], constraint: str
) -> None:
    university = an_institution()
    with pytest.raises(OfferRefused) as refusal:
        programme(university, **facts)
    assert refusal.value.params["constraint"] == constraint
    assert queries.programmes_of(university) == ()


def test_classes_stand_in_order_and_know_their_teacher(an_institution: Make, a_person: Make) -> None:
    school, teacher = an_institution(), a_person()
    names = [("7b", 7), ("1a", 1), ("7a", 7)]
    numbers = [operations.open_class(by=HEAD, institution=school, name=name, grade=grade) for name, grade in names]
    assert [card.name for card in queries.classes_of(school)] == ["1a", "7a", "7b"]
    operations.assign_teacher(by=HEAD, class_group=numbers[0], teacher=teacher)
    assert [card.name for card in queries.classes_taught_by(teacher)] == ["7b"]
    operations.assign_teacher(by=HEAD, class_group=numbers[0], teacher=None)
    assert queries.classes_taught_by(teacher) == ()
    with pytest.raises(OfferRefused):
        operations.assign_teacher(by=HEAD, class_group=999_999, teacher=teacher)
    with pytest.raises(OfferRefused):
        operations.assign_teacher(by=HEAD, class_group=numbers[0], teacher=999_999)


def test_the_school_year_holds_its_first_and_last_day() -> None:
    operations.open_session(
        by=HEAD, kind=SessionKind.SCHOOL_YEAR, title="2026/2027", starts=date(2026, 9, 15), ends=date(2027, 6, 14)
    )
    for day in (date(2026, 9, 15), date(2027, 6, 14)):
        year = queries.school_year(day)
        assert year is not None
        assert (year.title, year.school_year) == ("2026/2027", 2027)
    assert queries.school_year(date(2027, 6, 15)) is None
    assert queries.school_year(date(2026, 9, 14)) is None


def test_a_session_ends_after_it_starts() -> None:
    with pytest.raises(OfferRefused):
        operations.open_session(
            by=HEAD, kind=SessionKind.TERM, title="x", starts=date(2026, 9, 15), ends=date(2026, 9, 15)
        )
