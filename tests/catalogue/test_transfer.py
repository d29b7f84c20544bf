"""A pupil moves: a place is held, both schools decide, the register changes in one go; or the child waits in the queue."""

from datetime import date, timedelta

import pytest

from maarif.catalogue.certificates import words
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import AlreadyOpen
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import Status
from maarif.kernel import clock
from maarif.registries.enrolments import operations as register
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.models import PlaceHold
from maarif.registries.enrolments.types import SpecialForm
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind
from maarif.sectors.transfers import operations as transfers
from maarif.sectors.transfers import queries as queues
from maarif.sectors.transfers.types import Wanted
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
NOTED = {"marks_entered": "yes", "textbooks_returned": "no", "absences_settled": "yes"}


class Schools:
    """An old and a new school, each with a registrar; the new one has so many places in grade 7."""

    def __init__(self, places: int) -> None:
        self.old = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb", languages=("az",))
        self.new = campus.place(InstitutionKind.SCHOOL, name="20 nömrəli tam orta məktəb", languages=("az",))
        self.group = programmes.open_class(
            by=campus.CLERK, institution=self.new, name="7a", grade=7, language="az", capacity=places
        )
        self.leaving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.old))
        self.receiving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.new))
        self.wanted = Wanted(school=self.new, grade=7, language="az")


def family(schools: Schools, *, sibling_there: bool = False) -> tuple[Actor, int]:
    """A mother and her child in grade 7 of the old school."""
    mother = campus.person(born=date(1988, 4, 17), given="Aygün", family="Məmmədova")
    child = campus.person(born=date(2014, 2, 11), given="Nihad", family="Məmmədov")
    bond = {"guardian": mother, "kind": GuardianshipKind.MOTHER, "since": date(2014, 2, 11)}
    people.appoint_guardian(by=campus.CLERK, ward=child, **bond)
    campus.enrol(child, schools.old, ProgrammeKind.GENERAL, 2, grade=7)
    if sibling_there:
        sister = campus.person(born=date(2015, 3, 1), given="Aylin", family="Məmmədova")
        people.appoint_guardian(by=campus.CLERK, ward=sister, **bond)
        campus.enrol(sister, schools.new, ProgrammeKind.GENERAL, 2, grade=6)
    return campus.actor(mother), child


def asked(by: Actor, child: int, school: int) -> str:
    draft = operations.start_draft(by=by, service="school.transfer", subject=child)
    assert operations.save_answer(by=by, draft=draft, field="school", raw=str(school)) is None
    return operations.submit(by=by, draft=draft, idempotency_key=f"transfer-{child:06d}").number


def stage(number: str) -> str:
    return Turn.objects.get(number=number, closed_at=None).stage


def studies(child: int) -> list[int]:
    return [card.institution for card in enrolments.of_person(child)]


@pytest.mark.parametrize(
    ("form", "there", "said"),
    [
        (SpecialForm.HOME, [(SpecialForm.HOME, date(2026, 11, 23), date(2027, 6, 14), "17")], "home_goes_on"),
        (SpecialForm.INDIVIDUAL, [], "timetable_ends"),
    ],
)
def test_a_special_form_of_study_moves_along_or_ends_and_everybody_is_told(
    form: SpecialForm, there: list[tuple[SpecialForm, date, date, str]], said: str
) -> None:
    schools = Schools(places=1)
    by, child = family(schools)
    [before] = enrolments.of_person(child)
    days = {"since": date(2026, 10, 1), "until": date(2027, 6, 14)}
    register.set_form(by=campus.CLERK, enrolment=before.id, form=form, reason="ET-1", order_number="17", **days)
    number = asked(by, child, schools.new)
    [way] = [each for each in queries.dossier_for(schools.receiving, number).ways if each.code == "leaving"]
    assert any("14 June 2027" in each.en.replace("\xa0", " ") for each in way.consequences)
    operations.decide(by=schools.receiving, number=number, to="leaving")
    operations.decide(by=schools.leaving, number=number, to="moved", noted=NOTED)
    [old] = enrolments.special_forms(before.id)
    assert (old.since, old.until) == (date(2026, 10, 1), date(2026, 11, 22))
    now = enrolments.of_person(child)[0]
    assert [
        (each.form, each.since, each.until, each.order_number) for each in enrolments.special_forms(now.id)
    ] == there
    told = Message.objects.get(topic="record.special_form")
    assert told.party_id == by.party
    assert told.subject["en"] == words.say("notice", said).en


def test_a_form_that_would_begin_after_the_move_begins_there_or_not_at_all() -> None:
    schools = Schools(places=1)
    by, child = family(schools)
    [before] = enrolments.of_person(child)
    days = {"since": date(2026, 12, 1), "until": date(2026, 12, 31)}
    register.set_form(by=campus.CLERK, enrolment=before.id, form=SpecialForm.HOME, **days)
    number = asked(by, child, schools.new)
    operations.decide(by=schools.receiving, number=number, to="leaving")
    operations.decide(by=schools.leaving, number=number, to="moved", noted=NOTED)
    assert enrolments.special_forms(before.id) == ()
    [there] = enrolments.special_forms(enrolments.of_person(child)[0].id)
    assert (there.since, there.until) == (date(2026, 12, 1), date(2026, 12, 31))


def test_a_child_moves_to_a_free_place_and_is_never_without_a_school() -> None:
    schools = Schools(places=1)
    by, child = family(schools)
    number = asked(by, child, schools.new)
    assert stage(number) == "receiving"
    assert PlaceHold.objects.get(person=child, ended_at=None).class_group_id == schools.group
    operations.decide(by=schools.receiving, number=number, to="leaving")
    assert studies(child) == [schools.old]
    operations.decide(by=schools.leaving, number=number, to="moved", noted=NOTED)
    assert studies(child) == [schools.new]
    now = enrolments.of_person(child)[0]
    assert (now.class_group, now.since) == (schools.group, date(2026, 11, 23))
    assert not PlaceHold.objects.filter(ended_at=None).exists()
    issued = Document.objects.filter(case_number=number)
    assert sorted(paper.institution_id for paper in issued) == sorted([schools.old, schools.new])
    titles = {paper.title.en for paper in queries.case_for(by, number).documents}
    assert titles == {"Order receiving a pupil", "Order releasing a pupil (detachment coupon)"}
    told = set(Message.objects.filter(topic="desk").values_list("party_id", flat=True))
    assert told == {schools.leaving.party, schools.receiving.party}


def test_a_second_request_for_the_child_is_refused() -> None:
    schools = Schools(places=2)
    by, child = family(schools)
    asked(by, child, schools.new)
    draft = operations.start_draft(by=by, service="school.transfer", subject=child)
    operations.save_answer(by=by, draft=draft, field="school", raw=str(schools.new))
    with pytest.raises(AlreadyOpen):
        operations.submit(by=by, draft=draft, idempotency_key="transfer-again-1")


def test_a_school_of_another_language_is_refused_at_once() -> None:
    schools = Schools(places=2)
    by, child = family(schools)
    russian = campus.place(InstitutionKind.SCHOOL, name="Русская школа", languages=("ru",))
    draft = operations.start_draft(by=by, service="school.transfer", subject=child)
    for school in (russian, schools.old):
        error = operations.save_answer(by=by, draft=draft, field="school", raw=str(school))
        assert error is not None
        assert error.code == "not_offered"


def test_without_a_place_the_child_waits_and_gets_the_place_that_appears() -> None:
    schools = Schools(places=1)
    first_by, first = family(schools)
    taken = asked(first_by, first, schools.new)
    second_by, second = family(schools)
    third_by, third = family(schools, sibling_there=True)
    waits = asked(second_by, second, schools.new)
    before = asked(third_by, third, schools.new)
    assert (stage(waits), stage(before)) == ("queued", "queued")
    assert [entry.case for entry in queues.waiting(schools.wanted)] == [before, waits]
    assert "number 2 of 2" in queries.case_for(second_by, waits).standing[0].en
    assert transfers.offer_places() == 0
    operations.decide(by=schools.receiving, number=taken, to="refused", grounds=("no_place",))
    assert (transfers.offer_places(), transfers.offer_places()) == (1, 0)
    assert (stage(before), stage(waits)) == ("receiving", "queued")
    operations.take_back(by=third_by, number=before)
    assert transfers.offer_places() == 1
    assert stage(waits) == "receiving"


def test_a_newcomer_does_not_overtake_those_who_wait() -> None:
    schools = Schools(places=1)
    by, child = family(schools)
    taken = asked(by, child, schools.new)
    waiting_by, waiting = family(schools)
    waits = asked(waiting_by, waiting, schools.new)
    operations.take_back(by=by, number=taken)
    late_by, late = family(schools)
    assert stage(asked(late_by, late, schools.new)) == "queued"
    assert transfers.offer_places() == 1
    assert stage(waits) == "receiving"


def test_the_end_of_the_window_cancels_everything_and_frees_the_place(noon: clock.FrozenClock) -> None:
    schools = Schools(places=1)
    by, child = family(schools)
    number = asked(by, child, schools.new)
    other_by, other = family(schools)
    waits = asked(other_by, other, schools.new)
    noon.move(timedelta(days=47))
    assert operations.cut_off() == 2
    for cancelled in (number, waits):
        case = Case.objects.get(number=cancelled)
        assert (case.status, case.outcome) == (Status.CLOSED, "cancelled")
    assert studies(child) == [schools.old]
    assert not PlaceHold.objects.filter(ended_at=None).exists()
    assert queues.waiting(schools.wanted) == ()
