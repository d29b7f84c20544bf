"""A child goes on to the next stage elsewhere: into the first, fifth and tenth grade and to a college, and is never without a place."""

from datetime import date, timedelta

import pytest

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import AlreadyOpen, NotAllowed
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import Status
from maarif.kernel import clock
from maarif.registries.enrolments import operations as studies
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.models import PlaceHold
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.registries.programmes import operations as programmes
from maarif.registries.programmes.types import ProgrammeKind, SessionKind
from maarif.sectors.transfers import operations as transfers
from maarif.sectors.transfers import queries as queues
from maarif.sectors.transfers.types import Wanted
from maarif.support.access.types import Role, ScopeKind
from maarif.support.documents.models import Document
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor
from tests.engine import campus, desks

pytestmark = pytest.mark.django_db
SERVICE = "school.stage_change"
FIRST_DAY = date(2026, 9, 15)
LEVEL = {4: 1, 7: 2, 9: 2}


@pytest.fixture(autouse=True)
def july(noon: clock.FrozenClock) -> clock.FrozenClock:
    """It is Monday, 6 July 2026: the school year is over and the window is open."""
    noon.move(-timedelta(days=140))
    return noon


class Places:
    """Where a child was and where it wants to go, each with a registrar; the new school has so many places in a grade next year."""

    def __init__(self, before: InstitutionKind, grade: int, places: int) -> None:
        self.old = campus.place(before, name="3 nömrəli təhsil müəssisəsi", languages=("az",))
        self.new = campus.place(InstitutionKind.SCHOOL, name="20 nömrəli tam orta məktəb", languages=("az", "ru"))
        past = self._year("2025/2026", date(2025, 9, 15), date(2026, 6, 14))
        coming = self._year("2026/2027", FIRST_DAY, date(2027, 6, 14))
        self._class(grade, past, 30)
        self.group = self._class(grade, coming, places)
        self.leaving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.old))
        self.receiving = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(self.new))
        self.wanted = Wanted(school=self.new, grade=grade, language="az")

    def _year(self, title: str, starts: date, ends: date) -> int:
        return programmes.open_session(
            by=campus.CLERK, kind=SessionKind.SCHOOL_YEAR, title=title, starts=starts, ends=ends
        )

    def _class(self, grade: int, session: int, places: int) -> int:
        return programmes.open_class(
            by=campus.CLERK,
            institution=self.new,
            name=f"{grade}a",
            grade=grade,
            language="az",
            session=session,
            capacity=places,
        )


def family(place: int, grade: int | None = None, *, born: date = date(2016, 2, 11)) -> tuple[Actor, int]:
    """A mother and her child in a grade of a school, or in a kindergarten."""
    mother = campus.person(born=date(1988, 4, 17), given="Aygün", family="Məmmədova")
    child = campus.person(born=born, given="Nihad", family="Məmmədov")
    people.appoint_guardian(
        by=campus.CLERK, ward=child, guardian=mother, kind=GuardianshipKind.MOTHER, since=date(2025, 1, 1)
    )
    if grade is None:
        campus.enrol(child, place, ProgrammeKind.PRESCHOOL, 0)
    else:
        campus.enrol(child, place, ProgrammeKind.GENERAL, LEVEL[grade], grade=grade)
    return campus.actor(mother), child


def promoted() -> None:
    number = studies.start_promotion(by=campus.CLERK, country="az", year=2026)
    studies.run_promotion(by=campus.CLERK, promotion=number)


def draft(by: Actor, child: int, **answers: str) -> str:
    key = operations.start_draft(by=by, service=SERVICE, subject=child)
    for field, raw in answers.items():
        assert operations.save_answer(by=by, draft=key, field=field, raw=raw) is None, field
    return key


def asked(by: Actor, child: int, **answers: str) -> str:
    key = draft(by, child, **answers)
    return operations.submit(by=by, draft=key, idempotency_key=f"stage-change-{child:06d}").number


def stage(number: str) -> str:
    return Turn.objects.get(number=number, closed_at=None).stage


def now(child: int) -> list[tuple[int, int | None, date]]:
    return [(card.institution, card.grade, card.since) for card in enrolments.of_person(child)]


def test_from_the_kindergarten_to_the_first_grade_of_a_chosen_language() -> None:
    there = Places(InstitutionKind.KINDERGARTEN, 1, places=1)
    by, child = family(there.old, born=date(2020, 2, 11))
    number = asked(by, child, school=f"{there.new}-az")
    assert stage(number) == "receiving"
    assert PlaceHold.objects.get(person=child, ended_at=None).class_group_id == there.group
    operations.decide(by=there.receiving, number=number, to="parting")
    assert stage(number) == "leaving"
    assert [card.institution for card in enrolments.of_person(child)] == [there.old]
    operations.decide(by=there.leaving, number=number, to="moved")
    assert now(child) == [(there.new, 1, FIRST_DAY)]
    before = enrolments.of_person(child, include_ended=True)[-1]
    assert (before.institution, before.until) == (there.old, FIRST_DAY - timedelta(days=1))
    assert enrolments.of_person(child)[0].continues == before.id
    issued = Document.objects.filter(case_number=number)
    assert sorted(paper.institution_id for paper in issued) == sorted([there.old, there.new])
    told = set(Message.objects.filter(topic="desk").values_list("party_id", flat=True))
    assert told == {there.leaving.party, there.receiving.party}


def test_from_the_ninth_grade_to_the_tenth_after_the_promotion_in_one_decision() -> None:
    there = Places(InstitutionKind.SCHOOL, 10, places=1)
    by, child = family(there.old, 9)
    promoted()
    assert now(child) == []
    number = asked(by, child, way="school", school=f"{there.new}-az")
    operations.decide(by=there.receiving, number=number, to="parting")
    assert now(child) == [(there.new, 10, FIRST_DAY)]
    case = Case.objects.get(number=number)
    assert (case.status, case.outcome) == (Status.CLOSED, "entered")
    assert [paper.title.en for paper in queries.case_for(by, number).documents] == [
        "Order admitting to the next stage of education"
    ]
    with pytest.raises(NotAllowed):
        operations.start_draft(by=by, service=SERVICE, subject=child)


def test_to_a_college_after_the_ninth_grade() -> None:
    there = Places(InstitutionKind.SCHOOL, 10, places=0)
    college = campus.place(InstitutionKind.COLLEGE, name="Bakı Biznes Kolleci")
    registrar = desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(college))
    programme = campus.programme(college, ProgrammeKind.COLLEGE, 4)
    by, child = family(there.old, 9)
    promoted()
    number = asked(by, child, way="profession", programme=str(programme))
    operations.decide(by=registrar, number=number, to="parting")
    card = enrolments.of_person(child)[0]
    assert (card.institution, card.programme, card.kind, card.since) == (
        college, programme, ProgrammeKind.COLLEGE, FIRST_DAY
    )  # fmt: skip


def college_group(places: int) -> tuple[int, int, int, Actor]:
    """A college with a programme and one group of its first year, and the registrar."""
    college = campus.place(InstitutionKind.COLLEGE, name="Bakı Biznes Kolleci")
    programme = campus.programme(college, ProgrammeKind.COLLEGE, 4)
    group = programmes.open_class(
        by=campus.CLERK,
        institution=college,
        name="101",
        grade=1,
        language="az",
        capacity=places,
        programme=programme,
    )
    return college, programme, group, desks.officer(Role.REGISTRAR, ScopeKind.INSTITUTION, str(college))


def test_a_place_at_a_college_is_held_waited_for_and_taken_as_one_at_a_school() -> None:
    school = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb", languages=("az",))
    college, programme, group, registrar = college_group(places=1)
    (by, child), (other_by, other) = family(school, 9), family(school, 9)
    promoted()
    number = asked(by, child, way="profession", programme=str(programme))
    waits = asked(other_by, other, way="profession", programme=str(programme))
    assert (stage(number), stage(waits)) == ("receiving", "queued")
    assert "number 1 of 1" in queries.case_for(other_by, waits).standing[0].en
    assert transfers.offer_places() == 0
    operations.decide(by=registrar, number=number, to="refused", grounds=("no_place",))
    assert transfers.offer_places() == 1
    operations.decide(by=registrar, number=waits, to="parting")
    card = enrolments.of_person(other)[0]
    assert (card.institution, card.programme, card.class_group, card.grade) == (college, programme, group, 1)
    places = enrolments.class_places(group)
    assert places is not None
    assert (places.taken, places.held) == (1, 0)


def test_the_search_says_how_many_places_a_programme_has_and_puts_the_full_ones_last() -> None:
    school = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb", languages=("az",))
    _, full, _, _ = college_group(places=0)
    _, open_one, _, _ = college_group(places=2)
    uncounted = campus.programme(campus.place(InstitutionKind.COLLEGE, name="Gəncə Kolleci"), ProgrammeKind.COLLEGE, 4)
    by, child = family(school, 9)
    promoted()
    key = draft(by, child, way="profession")
    found = queries.draft_for(by, key, field="programme", words="kompüter").found
    assert found is not None
    hints = [(int(option.value), option.hint.en.rpartition(", ")[2]) for option in found.options if option.hint]
    assert hints == [(open_one, "free places: 2"), (uncounted, "Azerbaijani"), (full, "no free places")]


def test_a_place_kept_by_the_promotion_stays_until_the_new_one_is_certain() -> None:
    there = Places(InstitutionKind.SCHOOL, 5, places=1)
    kept = programmes.open_class(by=campus.CLERK, institution=there.old, name="5a", grade=5, language="az", capacity=1)
    by, child = family(there.old, 4)
    promoted()
    assert now(child) == [(there.old, 5, FIRST_DAY)]
    refused = asked(by, child, school=f"{there.new}-az")
    operations.decide(by=there.receiving, number=refused, to="refused", grounds=("no_place",))
    assert now(child) == [(there.old, 5, FIRST_DAY)]
    assert not PlaceHold.objects.filter(ended_at=None).exists()
    again = draft(by, child, school=f"{there.new}-az")
    number = operations.submit(by=by, draft=again, idempotency_key="stage-change-again").number
    operations.decide(by=there.receiving, number=number, to="parting")
    assert now(child) == [(there.old, 5, FIRST_DAY)]
    operations.decide(by=there.leaving, number=number, to="moved")
    assert now(child) == [(there.new, 5, FIRST_DAY)]
    places = enrolments.class_places(kept)
    assert places is not None
    assert places.taken == 0


def test_a_second_request_the_present_school_and_another_language_are_refused() -> None:
    there = Places(InstitutionKind.SCHOOL, 10, places=2)
    by, child = family(there.old, 9)
    promoted()
    asked(by, child, way="school", school=f"{there.new}-az")
    second = draft(by, child, way="school", school=f"{there.new}-az")
    with pytest.raises(AlreadyOpen):
        operations.submit(by=by, draft=second, idempotency_key="stage-change-again")
    for value in (f"{there.old}-az", f"{there.new}-ru", "x-az", ""):
        error = operations.save_answer(by=by, draft=second, field="school", raw=value)
        assert error is not None, value


def test_without_a_place_the_child_waits_and_gets_the_one_that_appears() -> None:
    there = Places(InstitutionKind.SCHOOL, 10, places=1)
    by, child = family(there.old, 9)
    other_by, other = family(there.old, 9)
    promoted()
    first = asked(by, child, way="school", school=f"{there.new}-az")
    waits = asked(other_by, other, way="school", school=f"{there.new}-az")
    assert (stage(first), stage(waits)) == ("receiving", "queued")
    assert "number 1 of 1" in queries.case_for(other_by, waits).standing[0].en
    operations.take_back(by=by, number=first)
    assert transfers.offer_places() == 1
    assert stage(waits) == "receiving"
    operations.decide(by=there.receiving, number=waits, to="parting")
    assert now(other) == [(there.new, 10, FIRST_DAY)]


def test_the_end_of_the_window_cancels_what_is_open_and_frees_the_place(july: clock.FrozenClock) -> None:
    there = Places(InstitutionKind.SCHOOL, 5, places=1)
    programmes.open_class(by=campus.CLERK, institution=there.old, name="5a", grade=5, language="az", capacity=3)
    by, child = family(there.old, 4)
    other_by, other = family(there.old, 4)
    promoted()
    numbers = [
        asked(by, child, school=f"{there.new}-az"),
        asked(other_by, other, school=f"{there.new}-az"),
    ]
    july.move(timedelta(days=71))
    assert operations.cut_off() == 2
    assert [Case.objects.get(number=number).outcome for number in numbers] == ["cancelled", "cancelled"]
    assert now(child) == now(other) == [(there.old, 5, FIRST_DAY)]
    assert not PlaceHold.objects.filter(ended_at=None).exists()
    assert queues.waiting(there.wanted) == ()


def test_who_is_in_the_middle_of_a_stage_too_young_or_late_may_not_ask(july: clock.FrozenClock) -> None:
    there = Places(InstitutionKind.KINDERGARTEN, 1, places=3)
    school = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb", languages=("az",))
    by, pupil = family(school, 7)
    young_by, young = family(there.old, born=date(2021, 2, 11))
    ready_by, ready = family(there.old, born=date(2020, 2, 11))
    assert reasons(by, pupil) == {"stage_over"}
    assert reasons(young_by, young) == {"old_enough"}
    assert reasons(ready_by, ready) == set()
    july.move(timedelta(days=71))
    assert reasons(ready_by, ready) == {"window_open"}


def test_a_transfer_and_a_change_of_stage_are_not_asked_for_at_a_time(july: clock.FrozenClock) -> None:
    school = campus.place(InstitutionKind.SCHOOL, name="6 nömrəli tam orta məktəb", languages=("az",))
    there = Places(InstitutionKind.SCHOOL, 5, places=3)
    july.move(timedelta(days=38))
    by, child = family(school, 4)
    assert reasons(by, child) == reasons(by, child, "school.transfer") == set()
    prepared = operations.start_draft(by=by, service="school.transfer", subject=child)
    number = asked(by, child, school=f"{there.new}-az")
    assert reasons(by, child, "school.transfer") == {"no_stage_change_open"}
    assert operations.save_answer(by=by, draft=prepared, field="school", raw=str(there.new)) is None
    receipt = operations.submit(by=by, draft=prepared, idempotency_key=f"transfer-beside-{child}")
    beside = Case.objects.get(number=receipt.number)
    assert (beside.outcome, beside.reasons) == ("refused", ["no_stage_change_open"])
    operations.take_back(by=by, number=number)
    assert reasons(by, child, "school.transfer") == set()
    key = operations.start_draft(by=by, service="school.transfer", subject=child)
    assert operations.save_answer(by=by, draft=key, field="school", raw=str(there.new)) is None
    operations.submit(by=by, draft=key, idempotency_key=f"transfer-after-{child}")
    assert reasons(by, child) == {"no_transfer_open"}


def reasons(by: Actor, child: int, service: str = SERVICE) -> set[str]:
    judged = queries.eligibility(service, by, child)
    return {each.rule for each in getattr(judged, "reasons", ())}
