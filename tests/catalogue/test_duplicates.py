"""A duplicate of a lost document: from the archive's word to the register and the paper; the former duplicate answers "replaced"."""

from datetime import date, timedelta

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotAllowed, NotYourTurn
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import Status
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import DuplicateRefused
from maarif.registries.enrolments.types import DuplicateReason
from maarif.registries.enrolments.types import Status as Studied
from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents import queries as documents
from maarif.support.documents.models import Document
from maarif.support.documents.types import RevocationReason
from maarif.support.documents.types import Status as Checked
from maarif.support.parties.types import Actor
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
DIPLOMA, CERTIFICATE = "higher.diploma_duplicate", "school.certificate_duplicate"
BORN = date(2005, 11, 8)


def asked(by: Actor, service: str, *, subject: int | None = None, what_happened: str = "lost") -> str:
    draft = operations.start_draft(by=by, service=service, subject=subject)
    assert operations.save_answer(by=by, draft=draft, field="what_happened", raw=what_happened) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"key-{draft}").number


def registrar(place: int) -> Actor:
    return desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(place))


def issued(number: str) -> Document:
    return Document.objects.get(case_number=number)


def give(by: Actor, number: str, name: str) -> None:
    operations.decide(by=by, number=number, to="issued", noted={"duplicate_number": name})


def finished_school(person: int, school: int) -> int:
    return register.record_ended(
        by=campus.CLERK, person=person, institution=school, kind=ProgrammeKind.GENERAL, level=3,
        since=date(2021, 9, 15), last_day=date(2023, 6, 14), status=Studied.COMPLETED, document_number="A 118",
        graduated_on=date(2023, 6, 14),
    )  # fmt: skip


def test_a_second_duplicate_replaces_the_first_and_whoever_checks_it_is_told(noon: clock.FrozenClock) -> None:
    university = campus.place()
    enrolment = campus.graduate(graduate := campus.person(), university)
    by, officer = campus.actor(graduate), registrar(university)
    first = asked(by, DIPLOMA)
    with pytest.raises(NotYourTurn):
        give(registrar(campus.place()), first, "D 1")
    give(officer, first, "D 1")
    paper = documents.document_for(by, issued(first).public_id)
    assert {fact.code: fact.value if isinstance(fact.value, str) else fact.value.en for fact in paper.facts} == {
        "institution": "Xəzər Universiteti (en)",
        "level": "Bachelor's level",
        "programme": "Computer science",
        "form": "Full-time",
        "graduated_on": "30\xa0June\xa02023",
        "qualification": "Bakalavr",
        "original_number": "AB 204518",
        "duplicate_number": "D 1",
        "what_happened": "Lost",
    }
    assert paper.body.en.startswith("DUPLICATE.")
    assert documents.pdf(paper.card.public_id, "ru").startswith(b"%PDF")
    assert documents.verification(paper.card.public_id, BORN, "192.0.2.1").status is Checked.VALID
    noon.move(timedelta(days=30))
    second = asked(by, DIPLOMA, what_happened="stolen")
    give(officer, second, "D 2")
    old = documents.verification(paper.card.public_id, BORN, "192.0.2.2")
    assert (old.status, old.revocation_code) == (Checked.REVOKED, RevocationReason.SUPERSEDED)
    assert old.revocation_reason is not None
    assert old.revocation_reason.en == "It was replaced by a new document"
    assert documents.document_for(by, issued(second).public_id).replaces == paper.card.public_id
    assert [(each.number, each.reason, each.case) for each in enrolments.duplicates_of([enrolment])] == [
        ("D 2", DuplicateReason.STOLEN, second),
        ("D 1", DuplicateReason.LOST, first),
    ]
    assert documents.verification(issued(second).public_id, BORN, "192.0.2.3").status is Checked.VALID


def test_what_the_archive_does_not_know_is_not_duplicated() -> None:
    enrolment = campus.graduate(graduate := campus.person(), place := campus.place())
    number = asked(by := campus.actor(graduate), DIPLOMA)
    operations.decide(by=registrar(place), number=number, to="refused", grounds=("not_in_archive",))
    assert (Document.objects.count(), enrolments.duplicates_of([enrolment])) == (0, ())
    assert queries.case_for(by, number).reasons[0].law is None


def test_an_institution_gives_a_number_only_once() -> None:
    campus.graduate(one := campus.person(), place := campus.place())
    campus.graduate(other := campus.person(), place, diploma="AB 204519")
    officer = registrar(place)
    give(officer, asked(campus.actor(one), DIPLOMA), "D 1")
    number = asked(campus.actor(other), DIPLOMA)
    for taken in ("D 1", "AB 204519"):
        with pytest.raises(DuplicateRefused) as refusal:
            give(officer, number, taken)
        assert refusal.value.params["constraint"] == "duplicate_number_once"
    assert Case.objects.get(number=number).status == Status.IN_PROGRESS
    give(officer, number, "D 2")


def test_a_mother_asks_for_her_child_and_the_school_issues() -> None:
    mother, child = campus.person(born=date(1988, 4, 17)), campus.person(born=date(2009, 2, 11))
    bond = {"guardian": mother, "kind": GuardianshipKind.MOTHER, "since": date(2009, 2, 11)}
    people.appoint_guardian(by=campus.CLERK, ward=child, **bond)
    finished_school(child, school := campus.place(InstitutionKind.SCHOOL, name="6 nömrəli məktəb"))
    number = asked(campus.actor(mother), CERTIFICATE, subject=child)
    give(registrar(school), number, "D 9")
    assert (issued(number).holder_id, issued(number).institution_id) == (child, school)


def test_for_a_closed_school_the_department_of_its_region_answers() -> None:
    institutions.establish_regions(by=campus.CLERK, country="az")
    school = institutions.establish(
        by=campus.CLERK, country="az", kind=InstitutionKind.SCHOOL, name="Köhnə məktəb", region="AZ-GA"
    )
    finished_school(graduate := campus.person(), school)
    institutions.close(by=campus.CLERK, institution=school, on=date(2024, 7, 1), reason="joined")
    number = asked(by := campus.actor(graduate), CERTIFICATE)
    turn = Turn.objects.get(number=number)
    assert (turn.office, turn.scope_kind, turn.scope) == ("district", "region", "AZ-GA")
    give(desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-GA"), number, "G 5")
    paper = documents.document_for(by, issued(number).public_id)
    assert (paper.institution, paper.card.issuer.en) == (None, "Regional education department")
    assert [fact.value.en for fact in paper.facts if fact.code == "archive" and not isinstance(fact.value, str)] == [
        "Regional education department"
    ]


@pytest.mark.parametrize(
    ("service", "diploma", "rule"), [(DIPLOMA, None, "finished"), (DIPLOMA, "", "document_recorded")]
)
def test_without_a_recorded_document_there_is_nothing_to_duplicate(
    service: str, diploma: str | None, rule: str
) -> None:
    person = campus.person()
    if diploma is not None:
        campus.graduate(person, campus.place(), diploma=diploma)
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(person), service=service)
    assert [reason.rule for reason in refused.value.reasons] == [rule]
