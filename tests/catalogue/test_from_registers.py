"""Each certificate from the registers to the signed document: who may have it gets it, who may not is told why."""

import json
from collections.abc import Callable
from datetime import date

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NotAllowed
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.types import Funding
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.documents import queries as documents
from maarif.support.documents.models import Document
from tests.engine import campus

pytestmark = pytest.mark.django_db
KEY = "from-registers-to-paper"


def bachelor() -> int:
    return campus.student()


def at_college() -> int:
    campus.enrol(party := campus.person(), campus.place(InstitutionKind.COLLEGE), ProgrammeKind.COLLEGE, 5)
    return party


def at_vocational_school() -> int:
    campus.enrol(party := campus.person(), campus.place(InstitutionKind.VOCATIONAL), ProgrammeKind.VOCATIONAL, 3)
    return party


def pupil() -> int:
    return campus.family()[1]


def abroad() -> int:
    campus.enrol(
        party := campus.person(), campus.place(country="de", name="TU Berlin"), funding=Funding.STATE_PROGRAMME
    )
    return party


def graduate_abroad() -> int:
    place = campus.place(country="gb", name="University of Edinburgh")
    campus.graduate(party := campus.person(), place, funding=Funding.STATE_PROGRAMME, diploma="MSC-1")
    return party


def graduate() -> int:
    campus.graduate(party := campus.person(), campus.place())
    return party


def candidate() -> int:
    campus.recruitment_result(party := campus.person())
    return party


def teacher() -> int:
    campus.diagnostic_result(party := campus.person())
    return party


GRANTED: tuple[tuple[str, Callable[[], int], tuple[str, ...]], ...] = (
    (
        "higher.study_certificate",
        bachelor,
        ("institution", "level", "programme", "form", "teaching_language", "funding", "since", "until", "presented_to"),
    ),
    (
        "college.study_certificate",
        at_college,
        ("institution", "level", "programme", "form", "teaching_language", "funding", "since", "until", "presented_to"),
    ),
    (
        "vocational.study_certificate",
        at_vocational_school,
        ("institution", "level", "programme", "form", "teaching_language", "funding", "since", "until", "presented_to"),
    ),
    ("school.study_certificate", pupil, ("institution", "grade", "form", "teaching_language", "since", "presented_to")),
    (
        "abroad.study_certificate",
        abroad,
        ("institution", "country", "level", "programme", "teaching_language", "since", "until", "presented_to"),
    ),
    (
        "abroad.graduation_certificate",
        graduate_abroad,
        (
            "institution",
            "country",
            "level",
            "programme",
            "since",
            "graduated_on",
            "qualification",
            "diploma_number",
            "presented_to",
        ),
    ),
    (
        "higher.graduation_certificate",
        graduate,
        (
            "institution",
            "level",
            "programme",
            "form",
            "since",
            "graduated_on",
            "qualification",
            "diploma_number",
            "presented_to",
        ),
    ),
    (
        "staff.recruitment_result",
        candidate,
        ("subject", "taken_on", "subject_score", "method_score", "total", "verdict", "valid_until", "presented_to"),
    ),
    (
        "staff.diagnostic_result",
        teacher,
        ("subject", "taken_on", "test_score", "interview_score", "verdict", "pay_raise", "valid_until", "presented_to"),
    ),
)


@pytest.mark.parametrize(("service", "who", "lines"), GRANTED, ids=[service for service, _, _ in GRANTED])
def test_who_may_have_it_gets_a_signed_document(service: str, who: Callable[[], int], lines: tuple[str, ...]) -> None:
    party = who()
    by = campus.actor(party)
    receipt = operations.submit(by=by, draft=operations.start_draft(by=by, service=service), idempotency_key=KEY)
    document = documents.document_for(by, receipt.documents[0].public_id)
    assert (receipt.grants, document.card.kind, document.holder) == (True, service, party)
    assert tuple(fact.code for fact in document.facts) == lines
    assert documents.pdf(document.card.public_id, "az").startswith(b"%PDF")


@pytest.mark.parametrize(("service", "who", "lines"), GRANTED, ids=[service for service, _, _ in GRANTED])
def test_somebody_of_whom_the_registers_know_nothing_is_refused(
    service: str, who: Callable[[], int], lines: tuple[str, ...]
) -> None:
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(campus.person()), service=service)
    assert len(refused.value.reasons) == 1
    assert refused.value.reasons[0].law is not None


def facts_of(party: int, service: str, **answers: str) -> dict[str, object]:
    """Lines of the issued document as the snapshot has them."""
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=service)
    for field, raw in answers.items():
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    operations.submit(by=by, draft=draft, idempotency_key=KEY)
    snapshot = json.loads(Document.objects.get(holder_id=party).snapshot)
    return {fact["code"]: fact["value"] for fact in snapshot["facts"]}


def test_the_recruitment_certificate_says_points_pass_marks_verdict_and_end() -> None:
    facts = facts_of(candidate(), "staff.recruitment_result")
    assert facts["subject_score"]["az"] == "59 / 80 (keçid balı: 34)"  # type: ignore[index]
    assert facts["total"]["en"] == "73 out of 100 (pass mark: 40)"  # type: ignore[index]
    assert facts["verdict"]["ru"] == "Экзамен сдан"  # type: ignore[index]
    assert facts["valid_until"]["en"] == "20\xa0June\xa02027"  # type: ignore[index]
    assert Document.objects.get().valid_until == date(2027, 6, 20)


def test_the_diagnostic_certificate_says_what_the_result_pays() -> None:
    facts = facts_of(teacher(), "staff.diagnostic_result")
    assert facts["pay_raise"]["az"] == "Vəzifə maaşına 35 % əlavə"  # type: ignore[index]
    assert facts["interview_score"]["kk"] == "40 балдан 33 (шекті балл: 20)"  # type: ignore[index]
    assert Document.objects.get().valid_until == date(2027, 11, 23)


def test_the_certificate_says_where_it_is_presented_and_speaks_the_chosen_language() -> None:
    facts = facts_of(bachelor(), "higher.study_certificate", presented_to="Almaniya səfirliyi", paper_language="en")
    assert facts["presented_to"] == dict.fromkeys(("az", "ru", "kk", "ky", "en"), "Almaniya səfirliyi")
    assert facts["since"]["ru"] == "15\xa0сентября\xa02025\xa0г."  # type: ignore[index]
    assert Document.objects.get().language == "en"


def test_without_a_place_it_says_wherever_required() -> None:
    facts = facts_of(bachelor(), "higher.study_certificate")
    assert facts["presented_to"]["az"] == "Tələb olunan yerə"  # type: ignore[index]


def test_officers_of_the_institution_may_revoke_a_study_certificate_and_only_the_ministry_one_of_studies_abroad() -> (
    None
):
    facts_of(student := bachelor(), "higher.study_certificate")
    facts_of(away := abroad(), "abroad.study_certificate")
    assert Document.objects.get(holder_id=student).institution_id is not None
    assert Document.objects.get(holder_id=away).institution_id is None


REFUSED: tuple[tuple[str, Callable[[], int], str], ...] = (
    ("higher.study_certificate", pupil, "at_this_level"),
    ("higher.study_certificate", abroad, "in_this_country"),
    ("higher.study_certificate", graduate, "studies_now"),
    ("college.study_certificate", bachelor, "at_this_level"),
    ("vocational.study_certificate", at_college, "at_this_level"),
    ("school.study_certificate", at_college, "at_this_level"),
    ("abroad.study_certificate", bachelor, "studies_abroad"),
    ("abroad.study_certificate", graduate_abroad, "studies_abroad"),
    ("abroad.graduation_certificate", abroad, "finished"),
    ("abroad.graduation_certificate", graduate, "studied"),
    ("higher.graduation_certificate", bachelor, "finished"),
    ("higher.graduation_certificate", graduate_abroad, "studied"),
    ("higher.graduation_certificate", pupil, "studied"),
    ("staff.recruitment_result", teacher, "has_result"),
    ("staff.diagnostic_result", candidate, "has_result"),
)


@pytest.mark.parametrize(("service", "who", "rule"), REFUSED)
def test_who_may_not_have_it_is_told_why(service: str, who: Callable[[], int], rule: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(who()), service=service)
    assert [reason.rule for reason in refused.value.reasons] == [rule]
    assert Document.objects.count() == 0


def test_own_money_abroad_is_not_the_programme() -> None:
    campus.enrol(party := campus.person(), campus.place(country="de", name="TU Berlin"), funding=Funding.PAID)
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(party), service="abroad.study_certificate")
    assert [reason.rule for reason in refused.value.reasons] == ["under_programme"]


def test_this_years_graduate_waits_for_the_new_year() -> None:
    campus.graduate(party := campus.person(), campus.place(), day=date(2026, 6, 30))
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(party), service="higher.graduation_certificate")
    assert [reason.rule for reason in refused.value.reasons] == ["earlier_year"]


def test_an_expired_result_is_refused() -> None:
    campus.recruitment_result(party := campus.person(), taken_on=date(2025, 6, 21))
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(party), service="staff.recruitment_result")
    assert [reason.rule for reason in refused.value.reasons] == ["in_validity"]


def test_a_verdict_against_its_own_points_is_not_certified() -> None:
    campus.recruitment_result(party := campus.person(), passed=False)
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(party), service="staff.recruitment_result")
    assert [reason.rule for reason in refused.value.reasons] == ["consistent"]


def test_after_a_leave_the_certificate_is_given_again() -> None:
    party = campus.person()
    enrolment = campus.enrol(party, campus.place())
    enrolments.take_leave(by=campus.CLERK, enrolment=enrolment, on=date(2026, 9, 1), until=None, reason="Məzuniyyət")
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(party), service="higher.study_certificate")
    assert [reason.rule for reason in refused.value.reasons] == ["not_on_leave"]
    enrolments.return_from_leave(by=campus.CLERK, enrolment=enrolment, on=date(2026, 11, 1), reason="Bərpa")
    assert queries.eligibility("higher.study_certificate", campus.actor(party)).subject == party
