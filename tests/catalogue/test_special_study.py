"""A pupil is taught at home or by an individual timetable: from the application and the opinions to the register and the order."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import DraftIncomplete, NotAllowed, NotYourTurn, OpinionsAwaited
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import Status
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import FormRefused
from maarif.registries.enrolments.models import SpecialStudy
from maarif.registries.enrolments.types import SpecialForm
from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents import queries as documents
from maarif.support.documents.models import Document
from tests.engine import campus, desks
from tests.engine.filing import arrival
from tests.support.files import samples

pytestmark = pytest.mark.django_db
Captured = Callable[..., Any]
TIMETABLE, HOME = "school.individual_timetable", "school.home_education"
BEGINS = {"since": "2026-12-01", "length": "8", "need": "health"}
ORDER = {"order_number": "41"}


class Class:
    """A school in Baku with its registrar, the district's officer, a medical commission, and a mother with a pupil there."""

    def __init__(self) -> None:
        institutions.establish_regions(by=campus.CLERK, country="az")
        self.school = institutions.establish(
            by=campus.CLERK, country="az", kind=InstitutionKind.SCHOOL, name="6 nömrəli məktəb", region="AZ-BA"
        )
        self.commission = institutions.establish(
            by=campus.CLERK,
            country="az",
            kind=InstitutionKind.OFFICE,
            name="Bakı tibbi komissiyası",
            metadata={"commission": "health"},
        )
        campus.place(InstitutionKind.OFFICE, name="Başqa idarə")
        mother = campus.person(born=date(1988, 4, 17), given="Aygün", family="Məmmədova")
        self.child = campus.person(born=date(2014, 2, 11), given="Nihad", family="Məmmədov")
        bond = {"guardian": mother, "kind": GuardianshipKind.MOTHER, "since": date(2014, 2, 11)}
        people.appoint_guardian(by=campus.CLERK, ward=self.child, **bond)
        self.enrolment = campus.enrol(self.child, self.school, ProgrammeKind.GENERAL, 2, grade=7)
        self.by = campus.actor(mother)
        self.registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.school))
        self.district = desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA")
        self.doctor = desks.officer(Role.HEAD, ScopeKind.INSTITUTION, str(self.commission))

    def asks(self, service: str, **answers: str) -> str:
        draft = operations.start_draft(by=self.by, service=service, subject=self.child)
        for field, raw in answers.items():
            assert operations.save_answer(by=self.by, draft=draft, field=field, raw=raw) is None
        return operations.submit(by=self.by, draft=draft, idempotency_key=f"key-{draft}").number

    def forms(self) -> list[tuple[SpecialForm, date, date]]:
        return [(each.form, each.since, each.until) for each in enrolments.special_forms(self.enrolment)]


@pytest.fixture
def where() -> Class:
    return Class()


def lines(number: str) -> dict[str, str]:
    paper = documents.document_for(campus.actor(Document.objects.get(case_number=number).holder_id), public_id(number))
    return {fact.code: fact.value if isinstance(fact.value, str) else fact.value.en for fact in paper.facts}


def public_id(number: str) -> str:
    return Document.objects.get(case_number=number).public_id


def test_a_school_orders_prolongs_and_ends_an_individual_timetable(where: Class, noon: clock.FrozenClock) -> None:
    number = where.asks(TIMETABLE, **BEGINS)
    with pytest.raises(NotYourTurn):
        operations.decide(by=where.district, number=number, to="ordered", noted=ORDER)
    assert where.forms() == []
    operations.decide(by=where.registrar, number=number, to="ordered", noted=ORDER)
    assert where.forms() == [(SpecialForm.INDIVIDUAL, date(2026, 12, 1), date(2027, 1, 25))]
    [card] = enrolments.special_forms(where.enrolment)
    assert (card.reason, card.order_number) == (number, "41")
    said = lines(number)
    assert tuple(said) == ("institution", "grade", "special_form", "measure", "since", "until", "order_number", "need")
    assert (said["special_form"], said["until"], said["need"]) == (
        "Individual timetable",
        "25\xa0January\xa02027",
        "Health",
    )
    assert Document.objects.get(case_number=number).institution_id == where.school
    assert documents.pdf(public_id(number), "kk").startswith(b"%PDF")
    more = where.asks(TIMETABLE, wish="prolong", length="year", need="health")
    operations.decide(by=where.registrar, number=more, to="ordered", noted={"order_number": "42"})
    assert where.forms() == [(SpecialForm.INDIVIDUAL, date(2026, 12, 1), date(2027, 6, 14))]
    [card] = enrolments.special_forms(where.enrolment)
    assert (card.reason, card.order_number) == (more, "42")
    assert lines(more)["order_number"] == "42"
    kept = SpecialStudy.objects.get(pk=card.id).history.order_by("pgh_id").values_list("order_number", "reason")
    assert list(kept) == [("41", number), ("42", more)]
    noon.move(timedelta(days=100))
    ended = where.asks(TIMETABLE, wish="end", last_day="2027-03-05")
    operations.decide(by=where.registrar, number=ended, to="ordered", noted={"order_number": "43"})
    assert where.forms() == [(SpecialForm.INDIVIDUAL, date(2026, 12, 1), date(2027, 3, 5))]
    assert lines(ended)["measure"] == "To end"


def test_a_refused_timetable_changes_nothing_and_says_why(where: Class) -> None:
    number = where.asks(TIMETABLE, **BEGINS)
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("need_not_shown",))
    assert (where.forms(), Document.objects.count()) == ([], 0)
    [reason] = queries.case_for(where.by, number).reasons
    assert reason.law is None  # a working assumption is never shown as law


def test_the_district_decides_on_education_at_home_after_the_school_and_the_commission(where: Class) -> None:
    number = where.asks(HOME, since="2026-12-01", length="year", opinion="asked", commission=str(where.commission))
    assert Case.objects.get(number=number).status == Status.WAITING_BODY
    asked = Turn.objects.filter(number=number, kind="opinion").values_list("opinion", "scope").order_by("opinion")
    assert list(asked) == [("commission", str(where.commission)), ("school", str(where.school))]
    with pytest.raises(OpinionsAwaited):
        operations.decide(by=where.district, number=number, to="ordered", noted=ORDER)
    given = {"number": number, "favourable": True, "text": "Evdə oxumalıdır"}
    with pytest.raises(NotYourTurn):
        operations.give_opinion(by=where.registrar, opinion="commission", **given)
    operations.give_opinion(by=where.doctor, opinion="commission", **given)
    operations.give_opinion(by=where.registrar, opinion="school", **given)
    operations.decide(by=where.district, number=number, to="ordered", noted=ORDER)
    assert where.forms() == [(SpecialForm.HOME, date(2026, 12, 1), date(2027, 6, 14))]
    assert lines(number)["special_form"] == "Education at home"
    assert documents.document_for(where.by, public_id(number)).card.issuer.en == "Regional education department"
    assert documents.pdf(public_id(number), "ky").startswith(b"%PDF")


def test_without_the_opinion_nothing_is_sent_and_a_paper_spares_the_commission(
    where: Class, tmp_path: Path, settings: object, django_capture_on_commit_callbacks: Captured
) -> None:
    settings.FILES_FOLDER, settings.CLAMD = tmp_path, ""  # type: ignore[attr-defined]
    draft = operations.start_draft(by=where.by, service=HOME, subject=where.child)
    for field, raw in (("since", "2026-12-01"), ("length", "4"), ("opinion", "attached")):
        assert operations.save_answer(by=where.by, draft=draft, field=field, raw=raw) is None
    with pytest.raises(DraftIncomplete) as missing:
        operations.submit(by=where.by, draft=draft, idempotency_key="without-the-opinion")
    assert missing.value.params["missing"] == ("papers",)
    with django_capture_on_commit_callbacks(execute=True):
        arrived = [arrival(samples.pdf(), "opinion.pdf")]
        assert operations.attach(by=where.by, draft=draft, field="papers", arrived=arrived) == ()
    number = operations.submit(by=where.by, draft=draft, idempotency_key="with-the-opinion-now").number
    assert list(Turn.objects.filter(number=number, kind="opinion").values_list("opinion", flat=True)) == ["school"]


def test_only_medical_commissions_can_be_asked(where: Class) -> None:
    draft = operations.start_draft(by=where.by, service=HOME, subject=where.child)
    for field, raw in (("since", "2026-12-01"), ("length", "4"), ("opinion", "asked")):
        assert operations.save_answer(by=where.by, draft=draft, field=field, raw=raw) is None
    question = queries.draft_for(where.by, draft).question("commission")
    assert [option.value for option in question.options] == [str(where.commission)]
    error = operations.save_answer(by=where.by, draft=draft, field="commission", raw=str(where.school))
    assert error is not None
    assert error.code == "not_offered"


def test_no_days_that_are_over_can_be_asked_for(where: Class) -> None:
    draft = operations.start_draft(by=where.by, service=TIMETABLE, subject=where.child)
    error = operations.save_answer(by=where.by, draft=draft, field="since", raw="2026-11-22")
    assert error is not None
    assert error.code == "out_of_range"


def test_a_day_of_the_summer_begins_with_the_next_school_year(where: Class) -> None:
    number = where.asks(TIMETABLE, **{**BEGINS, "since": "2027-07-01", "length": "4"})
    operations.decide(by=where.registrar, number=number, to="ordered", noted=ORDER)
    assert where.forms() == [(SpecialForm.INDIVIDUAL, date(2027, 9, 15), date(2027, 10, 12))]


def test_two_forms_never_hold_at_once(where: Class) -> None:
    days = {"since": date(2026, 11, 1), "until": date(2026, 12, 31)}
    register.set_form(by=campus.CLERK, enrolment=where.enrolment, form=SpecialForm.HOME, **days)
    with pytest.raises(NotAllowed) as refused:
        operations.start_draft(by=where.by, service=TIMETABLE, subject=where.child)
    assert [reason.rule for reason in refused.value.reasons] == ["no_other_form"]


def test_a_form_that_another_order_has_ended_meanwhile_is_not_prolonged(where: Class, noon: clock.FrozenClock) -> None:
    days = {"since": date(2026, 11, 1), "until": date(2026, 11, 24)}
    register.set_form(by=campus.CLERK, enrolment=where.enrolment, form=SpecialForm.INDIVIDUAL, **days)
    number = where.asks(TIMETABLE, wish="prolong", length="4", need="health")
    noon.move(timedelta(days=3))
    [way] = [each for each in queries.dossier_for(where.registrar, number).ways if each.code == "ordered"]
    assert way.consequences == ()
    with pytest.raises(FormRefused) as refusal:
        operations.decide(by=where.registrar, number=number, to="ordered", noted=ORDER)
    assert refusal.value.params["constraint"] == "study_form_is_over"
    assert where.forms() == [(SpecialForm.INDIVIDUAL, date(2026, 11, 1), date(2026, 11, 24))]


def test_whoever_is_at_no_school_cannot_ask(where: Class) -> None:
    register.expel(by=campus.CLERK, enrolment=where.enrolment, on=date(2026, 11, 1), reason="left")
    for service in (TIMETABLE, HOME):
        with pytest.raises(NotAllowed) as refused:
            operations.start_draft(by=where.by, service=service, subject=where.child)
        assert [reason.rule for reason in refused.value.reasons] == ["is_pupil"]
