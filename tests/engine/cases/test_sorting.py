"""Another category, another office: a case moves by its seat, keeps number and clock, and goes nowhere it may not."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from tests.engine import campus, desks
from tests.engine.trial.school.trial import facts

from maarif.engine import registry
from maarif.engine.cases import operations
from maarif.engine.cases.errors import ExtendedTooFar, GroundNotHeld, MayNotSit, NothingToDecide, NotYourTurn
from maarif.engine.cases.models import Case, CaseEvent, Turn
from maarif.engine.declare import Answers, Asking, Field, Kind, LawKey, Office, Option, Seat
from maarif.kernel.text import Text
from maarif.support.notices.models import Message

pytestmark = pytest.mark.django_db

#: A question whose words are standard texts.
TOPIC = "result"


def topics(read: facts.Facts, asking: Asking) -> tuple[Option, ...]:
    return tuple(Option(value=each, label=Text.same(each)) for each in ("marks", "building", "marks_again"))


def seat(read: facts.Facts, answers: Answers) -> Seat:
    """Marks are a matter of the school, buildings of the region."""
    if answers.get(TOPIC) == "building":
        return Seat(region="AZ-BA", office=Office.DISTRICT)
    return Seat(institution=int(str(answers["school"])), region="AZ-BA")


def not_the_capital(read: facts.Facts, answers: Answers, seat: Seat) -> bool:
    return answers.get("why") != "about the region" or seat.region != "AZ-BA" or seat.office is None


def ten(read: facts.Facts, answers: Answers) -> int:
    return 10


def reasoned(read: facts.Facts, answers: Answers) -> bool:
    return bool(answers.get("why"))


@pytest.fixture(autouse=True)
def sorted_trial() -> Iterator[None]:
    """The trial asks for a topic that its office follows from, may be lengthened by ten days, and has a judged ground."""
    with desks.trial():
        found, declared = registry.discovery._found(), registry.service(desks.SERVICE)
        receiving, approving = declared.stages
        topic: Field[facts.Facts] = Field(
            code=TOPIC, kind=Kind.CHOICE, purpose=LawKey("study_certificate"), options=topics
        )
        moved, refused = declared.outcomes
        first, second = refused.grounds
        new = replace(
            declared,
            form=(*declared.form, topic),
            category=TOPIC,
            categories=("marks", "building", "marks_again"),
            stages=(
                replace(receiving, at=seat, may_sit=not_the_capital, lengthens=ten, cut_off=None, opinions=()),
                approving,
            ),
            outcomes=(moved, replace(refused, grounds=(replace(first, holds=reasoned), second))),
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(registry.discovery, "_found", lambda: {**found, desks.SERVICE: new})
            patch.setattr("maarif.engine.registry.freezing.keys_of", lambda service: ())
            yield


def sent(where: desks.Offices, why: str = "") -> str:
    by = campus.actor(campus.person())
    draft = operations.start_draft(by=by, service=desks.SERVICE)
    for field, raw in (("school", str(where.school)), (TOPIC, "marks"), *((("why", why),) if why else ())):
        assert operations.save_answer(by=by, draft=draft, field=field, raw=raw) is None
    return operations.submit(by=by, draft=draft, idempotency_key="0123456789abcdef").number


def turn_of(number: str) -> Turn:
    return Turn.objects.get(number=number, closed_at__isnull=True)


def test_another_category_moves_the_case_to_the_office_that_it_makes_competent(where: desks.Offices) -> None:
    number = sent(where)
    operations.claim(by=where.registrar, number=number)
    before, due = turn_of(number), Case.objects.get(number=number).due
    assert operations.sort_anew(by=where.registrar, number=number, category="building", why="Dam örtüyü")
    turn, case = turn_of(number), Case.objects.get(number=number)
    assert (turn.pk, turn.office, turn.scope, turn.claimed_by_id) == (before.pk, "district", "AZ-BA", None)
    assert (turn.clock, turn.due, case.due, case.number) == (before.clock, before.due, due, number)
    assert case.answers[TOPIC] == "building"
    last = list(CaseEvent.objects.filter(case=case).order_by("position").values_list("kind", flat=True))[-2:]
    assert last == ["sorted_anew", "handed_over"]
    assert Message.objects.filter(party_id=case.party_id, key__contains="sorted building").count() == 1
    with pytest.raises(NotYourTurn):
        operations.claim(by=where.registrar, number=number)
    operations.claim(by=where.district, number=number)


def test_a_category_of_the_same_office_stays_on_the_desk(where: desks.Offices) -> None:
    number = sent(where)
    operations.claim(by=where.registrar, number=number)
    assert not operations.sort_anew(by=where.registrar, number=number, category="marks_again", why="")
    assert turn_of(number).claimed_by_id == where.registrar.party


@pytest.mark.parametrize("category", ["marks", "weather", ""])
def test_a_category_that_is_none_changes_nothing(where: desks.Offices, category: str) -> None:
    number = sent(where)
    with pytest.raises(NothingToDecide):
        operations.sort_anew(by=where.registrar, number=number, category=category, why="")
    assert Case.objects.get(number=number).answers[TOPIC] == "marks"
    with pytest.raises(NotYourTurn):
        operations.sort_anew(by=where.stranger, number=number, category="building", why="")


def test_a_case_goes_to_no_office_that_may_not_have_it(where: desks.Offices) -> None:
    number = sent(where, why="about the region")
    region = Seat(region="AZ-BA", office=Office.DISTRICT)
    with pytest.raises(MayNotSit):
        operations.hand_over(by=where.registrar, number=number, seat=region, why="")
    with pytest.raises(MayNotSit):
        operations.sort_anew(by=where.registrar, number=number, category="building", why="")
    assert (turn_of(number).office, Case.objects.get(number=number).answers[TOPIC]) == ("school", "marks")


def test_a_seat_that_names_its_office_takes_a_case_from_school_to_region(where: desks.Offices) -> None:
    number = sent(where)
    with pytest.raises(NothingToDecide):
        operations.hand_over(by=where.registrar, number=number, seat=Seat(region="AZ-BA"), why="")
    seat = Seat(region="AZ-BA", office=Office.DISTRICT)
    operations.hand_over(by=where.registrar, number=number, seat=seat, why="Səlahiyyət")
    operations.claim(by=where.district, number=number)


def test_a_term_is_lengthened_only_as_far_as_the_rules_allow(where: desks.Offices) -> None:
    number = sent(where)
    operations.extend(by=where.registrar, number=number, days=6, why="Yoxlama")
    due = turn_of(number).due
    for days in (5, 0, -3):
        with pytest.raises(ExtendedTooFar) as refused:
            operations.extend(by=where.registrar, number=number, days=days, why="Yoxlama")
        assert refused.value.params["left"] == 4
    assert turn_of(number).due == due
    operations.extend(by=where.registrar, number=number, days=4, why="Yoxlama")


def test_a_ground_that_the_law_ties_to_facts_is_taken_only_where_they_are_so(where: desks.Offices) -> None:
    number = sent(where)
    with pytest.raises(GroundNotHeld):
        operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",))
    assert Case.objects.get(number=number).status == "in_progress"
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("not_complete",))
    other = sent(where, why="Köçürük")
    operations.decide(by=where.registrar, number=other, to="refused", grounds=("no_place",))
