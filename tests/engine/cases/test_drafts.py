"""Drafts save themselves, are resumed, expire, and belong to who began them about whom they may ask."""

from datetime import date, timedelta

import pytest
from tests.engine import campus

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import (
    AssuranceTooLow,
    DraftNotFound,
    NotAllowed,
    NotYourWard,
    QuestionNotAsked,
    SubjectNotChosen,
)
from maarif.engine.cases.models import Case, CaseEvent
from maarif.engine.cases.types import (
    Eligible,
    NotEligible,
    Status,
)
from maarif.kernel.clock import FrozenClock
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.notices.models import Message
from maarif.support.parties.types import ANONYMOUS, Assurance

pytestmark = pytest.mark.django_db
HIGHER = "higher.study_certificate"
SCHOOL = "school.study_certificate"


def test_starting_twice_finds_the_same_draft() -> None:
    by = campus.actor(campus.student())
    first = operations.start_draft(by=by, service=HIGHER)
    assert operations.start_draft(by=by, service=HIGHER) == first
    assert Case.objects.count() == 1


def test_the_only_place_of_study_is_filled_in_locked_and_shown_with_its_source() -> None:
    by = campus.actor(campus.student())
    view = queries.draft_for(by, operations.start_draft(by=by, service=HIGHER))
    enrolment = view.question("enrolment")
    assert enrolment is not None
    assert (enrolment.locked, enrolment.answered) == (True, True)
    assert enrolment.source is not None
    assert enrolment.source.ru == "Реестр обучающихся"
    assert [fact.code for fact in view.known] == ["holder", "birth_date"]
    assert view.known[1].value.en == "8 November 2005"


def test_of_two_places_of_study_one_must_be_chosen() -> None:
    party = campus.person()
    first = campus.enrol(party, campus.place())
    second = campus.enrol(party, campus.place(name="Gəncə Universiteti"), ProgrammeKind.MASTER, level=7)
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=HIGHER)
    question = queries.draft_for(by, draft).question("enrolment")
    assert question is not None
    assert (question.locked, question.answered) == (False, False)
    assert {option.value for option in question.options} == {str(first), str(second)}
    error = operations.save_answer(by=by, draft=draft, field="enrolment", raw="999999")
    assert error is not None
    assert (error.code, error.text) == ("not_offered", "Siyahıdakı cavablardan birini seçin.")
    assert operations.save_answer(by=by, draft=draft, field="enrolment", raw=str(second)) is None
    assert Case.objects.get().answers["enrolment"] == str(second)


def test_a_locked_answer_and_an_unknown_question_cannot_be_written() -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=HIGHER)
    kept = Case.objects.get().answers
    for field in ("enrolment", "holder", "status", "no_such_question"):
        with pytest.raises(QuestionNotAsked):
            operations.save_answer(by=by, draft=draft, field=field, raw="1")
    assert Case.objects.get().answers == kept


def test_a_refused_answer_leaves_what_was_there() -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=HIGHER)
    operations.save_answer(by=by, draft=draft, field="presented_to", raw="Bank")
    error = operations.save_answer(by=by, draft=draft, field="presented_to", raw="x" * 121)
    assert error is not None
    assert error.text == "Ən çoxu 120 simvol yazın. Siz 121 simvol yazmısınız."
    assert Case.objects.get().answers["presented_to"] == "Bank"


def test_another_language_keeps_the_answers() -> None:
    party = campus.student()
    draft = operations.start_draft(by=campus.actor(party), service=HIGHER)
    operations.save_answer(by=campus.actor(party), draft=draft, field="presented_to", raw="Bank")
    view = queries.draft_for(campus.actor(party, language="ru"), draft)
    question = view.question("presented_to")
    assert question is not None
    assert (question.value, question.question.ru) == ("Bank", "Куда вы представите справку?")


def test_a_draft_dies_after_thirty_days_untouched_and_its_answers_with_it(noon: FrozenClock) -> None:
    by = campus.actor(campus.student())
    draft = operations.start_draft(by=by, service=HIGHER)
    noon.move(timedelta(days=29))
    operations.save_answer(by=by, draft=draft, field="presented_to", raw="Bank")
    noon.move(timedelta(days=30) - timedelta(seconds=1))
    assert operations.expire_drafts() == 0
    assert [card.key for card in queries.drafts_of(by)] == [draft]
    noon.move(timedelta(seconds=1))
    with pytest.raises(DraftNotFound):
        queries.draft_for(by, draft)
    assert operations.expire_drafts() == 1
    assert operations.expire_drafts() == 0
    case = Case.objects.get()
    assert (case.status, case.answers) == (Status.EXPIRED, {})
    assert list(CaseEvent.objects.order_by("position").values_list("kind", flat=True)) == ["started", "expired"]


def test_a_late_draft_gives_way_to_a_new_one(noon: FrozenClock) -> None:
    by = campus.actor(campus.student())
    old = operations.start_draft(by=by, service=HIGHER)
    noon.move(timedelta(days=31))
    new = operations.start_draft(by=by, service=HIGHER)
    assert new != old
    assert [card.key for card in queries.drafts_of(by)] == [new]


def test_somebody_who_does_not_study_is_told_why_and_what_to_do() -> None:
    party = campus.person()
    campus.graduate(party, campus.place())
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=campus.actor(party), service=HIGHER)
    reason = refused.value.reasons[0]
    assert reason.rule == "studies_now"
    assert reason.reason.az == "Təhsilalanların reyestrində hazırkı təhsil barədə qeyd yoxdur."
    assert reason.instead == ("higher.graduation_certificate",)
    assert reason.law is not None
    assert reason.law.key == "study_certificate"
    assert Case.objects.count() == 0


@pytest.mark.parametrize("assurance", [Assurance.NONE, Assurance.ACCOUNT])
def test_a_person_known_only_by_an_account_begins_nothing(assurance: Assurance) -> None:
    party = campus.student()
    with pytest.raises(AssuranceTooLow):
        operations.start_draft(by=campus.actor(party, assurance=assurance), service=HIGHER)
    with pytest.raises(AssuranceTooLow):
        queries.eligibility(HIGHER, ANONYMOUS)
    assert Case.objects.count() == 0


# --- for a child --------------------------------------------------------------------------------------------------


def test_a_guardian_asks_for_a_child_and_gets_the_childs_certificate() -> None:
    mother, son = campus.family()
    by = campus.actor(mother)
    draft = operations.start_draft(by=by, service=SCHOOL, subject=son)
    receipt = operations.submit(by=by, draft=draft, idempotency_key="for-my-son")
    assert receipt.grants is True
    view = queries.case_for(by, receipt.number)
    assert (view.card.subject, view.card.subject_name) == (son, "Məmmədov Nihad Samir qızı")
    assert [card.number for card in queries.my_cases(by)] == [receipt.number]
    assert [card.number for card in queries.my_cases(by, son)] == [receipt.number]


def test_acting_for_the_child_needs_no_choice() -> None:
    mother, son = campus.family()
    by = campus.actor(mother, acting_for=son)
    assert queries.eligibility(SCHOOL, by) == Eligible(service=SCHOOL, subject=son)
    draft = operations.start_draft(by=by, service=SCHOOL)
    assert Case.objects.get(key=draft).subject_id == son


def test_a_guardian_with_no_choice_made_is_asked_for_whom() -> None:
    mother, _ = campus.family()
    with pytest.raises(SubjectNotChosen):
        operations.start_draft(by=campus.actor(mother), service=SCHOOL)
    candidates = queries.candidates(SCHOOL, campus.actor(mother))
    assert [(person.is_self, isinstance(person.eligibility, Eligible)) for person in candidates] == [
        (True, False),
        (False, True),
    ]


def test_the_pupil_may_ask_alone() -> None:
    _, son = campus.family()
    assert queries.eligibility(SCHOOL, campus.actor(son)) == Eligible(service=SCHOOL, subject=son)


def test_nobody_asks_for_another_persons_child() -> None:
    _, son = campus.family()
    stranger = campus.actor(campus.person())
    with pytest.raises(NotYourWard):
        operations.start_draft(by=stranger, service=SCHOOL, subject=son)
    with pytest.raises(NotYourWard):
        queries.eligibility(SCHOOL, stranger, son)
    assert Case.objects.count() == 0


def test_a_service_for_oneself_is_not_asked_for_a_child() -> None:
    mother, son = campus.family()
    with pytest.raises(NotYourWard):
        operations.start_draft(by=campus.actor(mother), service=HIGHER, subject=son)


def test_when_guardianship_ends_the_draft_can_no_longer_be_written_or_sent() -> None:
    mother, son = campus.family()
    by = campus.actor(mother)
    draft = operations.start_draft(by=by, service=SCHOOL, subject=son)
    bond = people_bond(mother, son)
    people.end_guardianship(by=campus.CLERK, guardianship=bond, last_day=date(2026, 11, 22), reason="Məhkəmə qərarı")
    with pytest.raises(NotYourWard):
        operations.save_answer(by=by, draft=draft, field="presented_to", raw="Bank")
    with pytest.raises(NotYourWard):
        operations.submit(by=by, draft=draft, idempotency_key="too-late-now")
    assert Case.objects.get().status == Status.DRAFT


def test_the_other_parent_sees_the_childs_application_and_a_stranger_does_not() -> None:
    mother, son = campus.family()
    father = campus.person(born=date(1986, 9, 3), given="Rəşad")
    people.appoint_guardian(
        by=campus.CLERK, guardian=father, ward=son, kind=GuardianshipKind.FATHER, since=date(2014, 2, 11)
    )
    by = campus.actor(mother, acting_for=son)
    number = operations.submit(
        by=by, draft=operations.start_draft(by=by, service=SCHOOL), idempotency_key="for-my-son"
    ).number
    assert queries.case_for(campus.actor(father), number).card.number == number
    stranger = campus.actor(campus.person())
    assert queries.my_cases(stranger, son) == ()
    with pytest.raises(queries.CaseNotFound):
        queries.case_for(stranger, number)


def test_while_acting_for_a_child_ones_own_applications_are_out_of_sight() -> None:
    mother, son = campus.family()
    campus.enrol(mother, campus.place())
    own = campus.actor(mother)
    number = operations.submit(
        by=own, draft=operations.start_draft(by=own, service=HIGHER), idempotency_key="for-myself"
    ).number
    acting = campus.actor(mother, acting_for=son)
    assert queries.my_cases(acting) == ()
    with pytest.raises(queries.CaseNotFound):
        queries.case_for(acting, number)


def test_not_eligible_names_every_rule_that_does_not_hold() -> None:
    party = campus.person(born=None)
    answer = queries.eligibility(HIGHER, campus.actor(party))
    assert isinstance(answer, NotEligible)
    assert [reason.rule for reason in answer.reasons] == ["birth_date_known", "studies_now"]


def people_bond(guardian: int, ward: int) -> int:
    from maarif.registries.people.queries import guardians

    return next(bond.id for bond in guardians(ward) if bond.person.id == guardian)


def test_the_applicant_is_reminded_once_three_days_before_the_draft_ends(noon: FrozenClock) -> None:
    party = campus.student()
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=HIGHER)
    noon.move(timedelta(days=26, hours=23))
    assert operations.remind_drafts() == 0
    noon.move(timedelta(hours=1))
    assert (operations.remind_drafts(), operations.remind_drafts()) == (1, 1)
    messages = list(Message.objects.filter(party_id=party))
    assert [message.link for message in messages] == [f"/cabinet/drafts/{draft}/"]
    assert "23 dekabr 2026" in messages[0].body["az"]
