"""What the enrolments room shows, changes and refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from maarif.registries.enrolments import operations, queries
from maarif.registries.enrolments.errors import AlreadyEnrolled, EnrolmentRefused, TransitionRefused
from maarif.registries.enrolments.models import Enrolment
from maarif.registries.enrolments.types import TRANSITIONS, Funding, Status
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.errors import PersonUnknown
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
DEAN = Actor(role="registrar", purpose="order 12")


def enrol(person: int, institution: int, **facts: object) -> int:
    given = {"kind": ProgrammeKind.BACHELOR, "level": 6, "since": date(2024, 9, 15), "funding": Funding.STATE}
    return operations.enrol(by=DEAN, person=person, institution=institution, **{**given, **facts})


def test_an_enrolment_is_shown_with_the_names_that_a_certificate_needs(a_person: Make, an_institution: Make) -> None:
    person = a_person()
    university = an_institution(
        kind=InstitutionKind.HEI, name="Bakı Dövlət Universiteti", names_by_language={"en": "Baku State University"}
    )
    programme = programmes.open_programme(
        by=DEAN,
        institution=university,
        code="050509",
        name="Kompüter elmləri",
        kind=ProgrammeKind.BACHELOR,
        level=6,
        duration_months=48,
        language="az",
        qualification="Bakalavr",
    )
    enrol(person, university, programme=programme, expected_end=date(2028, 6, 30), grade=3)
    [card] = queries.of_person(person)
    assert (card.institution_name.en, card.institution_name.ru) == ("Baku State University", "Bakı Dövlət Universiteti")
    assert card.programme_name is not None
    assert (card.programme_code, card.programme_name.az, card.language) == ("050509", "Kompüter elmləri", "az")
    assert card.qualification is not None
    assert (card.qualification.kk, card.since, card.until, card.expected_end) == (
        "Bakalavr", date(2024, 9, 15), None, date(2028, 6, 30)
    )  # fmt: skip
    assert (card.status, card.funding, card.kind, card.grade) == (
        Status.ACTIVE,
        Funding.STATE,
        ProgrammeKind.BACHELOR,
        3,
    )


def test_cards_of_a_person_cost_one_query(a_person: Make, an_institution: Make, django_assert_num_queries) -> None:
    person = a_person()
    enrol(person, an_institution(kind=InstitutionKind.HEI))
    enrol(person, an_institution(kind=InstitutionKind.HEI), kind=ProgrammeKind.MASTER, level=7)
    with django_assert_num_queries(1):
        assert len(queries.of_person(person, include_ended=True)) == 2


def test_nobody_studies_twice_on_one_level(a_person: Make, an_institution: Make) -> None:
    person, first, second = a_person(), an_institution(), an_institution()
    enrol(person, first)
    with pytest.raises(AlreadyEnrolled):
        enrol(person, second, since=date(2025, 9, 15))
    assert [card.institution for card in queries.of_person(person, include_ended=True)] == [first]


def test_nobody_studies_twice_in_one_kind(a_person: Make, an_institution: Make) -> None:
    person, school = a_person(), an_institution()
    enrol(person, school, kind=ProgrammeKind.GENERAL, level=1)
    with pytest.raises(AlreadyEnrolled):
        enrol(person, school, kind=ProgrammeKind.GENERAL, level=2)


def test_a_leave_keeps_the_place_so_that_no_other_enrolment_overlaps_it(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution()
    first = enrol(person, university)
    operations.take_leave(by=DEAN, enrolment=first, on=date(2025, 2, 1), until=None, reason="health")
    with pytest.raises(AlreadyEnrolled) as refusal:
        enrol(person, an_institution(), since=date(2025, 9, 15))
    assert refusal.value.params["constraint"] == "enrolment_no_overlap_on_level"


def test_a_period_may_begin_the_day_after_the_last_and_not_on_it(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution()
    first = enrol(person, university)
    operations.end(by=DEAN, enrolment=first, status=Status.TRANSFERRED, on=date(2025, 9, 14), reason="transfer")
    with pytest.raises(AlreadyEnrolled):
        enrol(person, an_institution(), since=date(2025, 9, 14))
    enrol(person, an_institution(), since=date(2025, 9, 15))
    assert [(card.status, card.until) for card in queries.of_person(person, include_ended=True)] == [
        (Status.ACTIVE, None),
        (Status.TRANSFERRED, date(2025, 9, 14)),
    ]


def test_an_annulled_enrolment_never_was(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution()
    operations.annul(by=DEAN, enrolment=enrol(person, university), on=date(2025, 1, 1), reason="entered twice")
    assert queries.of_person(person, include_ended=True) == ()
    assert not queries.studies_at(person, university)
    enrol(person, university)


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
def test_the_database_knows_which_status_may_follow_which(
    a_person: Make, an_institution: Make, before: Status, after: Status
) -> None:
    period = "[2020-09-15,)" if before in (Status.ACTIVE, Status.SUSPENDED) else "[2020-09-15,2024-07-01)"
    row = Enrolment.objects.create(
        person_id=a_person(), institution_id=an_institution(), kind="bachelor", level=6, period=period,
        status=before.value, status_since=date(2020, 9, 15),
    )  # fmt: skip
    ended = "[2020-09-15,)" if after in (Status.ACTIVE, Status.SUSPENDED) else "[2020-09-15,2024-07-01)"
    change = Enrolment.objects.filter(pk=row.pk)
    if before is after or (before, after) in TRANSITIONS:
        assert change.update(status=after.value, period=ended) == 1
        assert len(queries.status_changes(row.pk)) == (before is not after)
        return
    with pytest.raises(IntegrityError, match="cannot go from"), transaction.atomic():
        change.update(status=after.value, period=ended)
    assert queries.status_changes(row.pk) == ()


def test_every_change_of_status_is_written_with_its_order(a_person: Make, an_institution: Make) -> None:
    enrolment = enrol(a_person(), an_institution())
    operations.take_leave(
        by=DEAN, enrolment=enrolment, on=date(2025, 2, 1), until=None, reason="health", order_number="T-5"
    )
    operations.return_from_leave(by=DEAN, enrolment=enrolment, on=date(2025, 9, 15), order_number="T-9")
    operations.graduate(by=DEAN, enrolment=enrolment, on=date(2028, 6, 30), document_number="AB 123456")
    changes = [(c.before, c.after, c.on, c.order_number) for c in queries.status_changes(enrolment)]
    assert changes == [
        (Status.ACTIVE, Status.SUSPENDED, date(2025, 2, 1), "T-5"),
        (Status.SUSPENDED, Status.ACTIVE, date(2025, 9, 15), "T-9"),
        (Status.ACTIVE, Status.COMPLETED, date(2028, 6, 30), ""),
    ]
    card = queries.card(enrolment)
    assert card is not None
    assert (card.graduated_on, card.document_number, card.until) == (date(2028, 6, 30), "AB 123456", date(2028, 6, 30))


def test_a_written_change_of_status_stays(a_person: Make, an_institution: Make) -> None:
    enrolment = enrol(a_person(), an_institution())
    operations.take_leave(by=DEAN, enrolment=enrolment, on=date(2025, 2, 1), until=None, reason="health")
    for sql in ("UPDATE enrolments_statuschange SET reason = 'x'", "DELETE FROM enrolments_statuschange"):
        with pytest.raises(Exception, match=r"Cannot (update|delete)"), transaction.atomic():
            connection.cursor().execute(sql)
    assert [change.reason for change in queries.status_changes(enrolment)] == ["health"]


def test_a_change_dated_before_the_last_one_is_refused(a_person: Make, an_institution: Make) -> None:
    enrolment = enrol(a_person(), an_institution())
    with pytest.raises(TransitionRefused):
        operations.take_leave(by=DEAN, enrolment=enrolment, on=date(2024, 9, 14), until=None, reason="health")
    with pytest.raises(TransitionRefused):
        operations.return_from_leave(by=DEAN, enrolment=enrolment, on=date(2025, 9, 14))
    card = queries.card(enrolment)
    assert card is not None
    assert card.status is Status.ACTIVE


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"kind": ProgrammeKind.BACHELOR, "level": 2}, "enrolment_kind_fits_level"),
        ({"kind": ProgrammeKind.GENERAL, "level": 4}, "enrolment_kind_fits_level"),
        ({"grade": 13}, "enrolment_grade"),
        ({"language": "azeri"}, ""),
    ],
)
def test_the_database_refuses_an_impossible_enrolment(
    a_person: Make, an_institution: Make, facts: dict[str, object], constraint: str
) -> None:
    person, school = a_person(), an_institution()
    with pytest.raises(Exception, match=constraint or "value too long"):
        enrol(person, school, **facts)
    assert queries.of_person(person, include_ended=True) == ()


def test_an_enrolment_of_nobody_or_nowhere_is_refused_by_the_operation_and_not_at_the_commit(
    a_person: Make, an_institution: Make
) -> None:
    person = a_person()
    with pytest.raises(PersonUnknown):
        enrol(999_999, an_institution())
    with pytest.raises(EnrolmentRefused):
        enrol(person, 999_999)
    assert queries.of_person(person, include_ended=True) == ()


def test_nothing_is_written_to_a_record_that_lives_on_in_another(a_person: Make, an_institution: Make) -> None:
    kept, merged = a_person(), a_person()
    people.merge(by=DEAN, kept=kept, merged=merged, reason="one person")
    with pytest.raises(PersonUnknown):
        enrol(merged, an_institution())
    assert queries.of_person(kept, include_ended=True) == ()


def test_an_ended_study_is_written_whole(a_person: Make, an_institution: Make) -> None:
    person, university = a_person(), an_institution(kind=InstitutionKind.HEI)
    operations.record_ended(
        by=DEAN, person=person, institution=university, kind=ProgrammeKind.BACHELOR, level=6, since=date(2019, 9, 15),
        last_day=date(2023, 6, 30), status=Status.COMPLETED, qualification="Bakalavr", document_number="AA 1",
        graduated_on=date(2023, 6, 30),
    )  # fmt: skip
    assert queries.of_person(person) == ()
    [card] = queries.of_person(person, include_ended=True)
    assert (card.status, card.until, card.document_number) == (Status.COMPLETED, date(2023, 6, 30), "AA 1")
    assert [c.id for c in queries.of_person(person, active_on=date(2020, 1, 1))] == [card.id]
    assert queries.of_person(person, active_on=date(2023, 7, 1)) == ()


def test_who_studied_at_a_school_is_known_to_its_registrar_and_to_no_other(
    a_person: Make, an_institution: Make
) -> None:
    person, school, other = a_person(), an_institution(), an_institution()
    enrolment = enrol(person, school)
    operations.end(by=DEAN, enrolment=enrolment, status=Status.WITHDRAWN, on=date(2025, 1, 1), reason="moved")
    assert queries.studies_at(person, school)
    assert not queries.studies_at(person, other)
    assert queries.of_institution(school) == ()


def test_the_teacher_of_a_class_teaches_its_current_pupils(a_person: Make, an_institution: Make) -> None:
    pupil, teacher, school = a_person(), a_person(), an_institution()
    group = programmes.open_class(by=DEAN, institution=school, name="7a", grade=7, teacher=teacher)
    enrolment = enrol(pupil, school, kind=ProgrammeKind.GENERAL, level=2, class_group=group, grade=7)
    assert queries.taught_by(teacher, pupil)
    assert not queries.taught_by(pupil, teacher)
    operations.end(by=DEAN, enrolment=enrolment, status=Status.TRANSFERRED, on=date(2025, 1, 1), reason="moved")
    assert not queries.taught_by(teacher, pupil)
