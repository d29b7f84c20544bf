"""Nothing is decided that nobody has looked at, by nobody in their own affair, and nothing reaches into another office's cases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from tests.engine import campus, desks

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import (
    CaseNotFound,
    ClaimedByAnother,
    NotedWrong,
    NothingToDecide,
    OwnCase,
)
from maarif.engine.cases.models import Case, CaseEvent, Turn
from maarif.engine.cases.types import RequestKind, Status
from maarif.registries.people import operations as people
from maarif.registries.people.types import GuardianshipKind
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
BORN = date(2025, 5, 5)


@pytest.fixture(autouse=True)
def running() -> Iterator[None]:
    with desks.trial():
        yield


@pytest.fixture
def changed(running: None) -> Iterator[None]:
    with desks.reopening():
        yield


@pytest.fixture
def by() -> Actor:
    return campus.actor(campus.person())


def approving(by: Actor, where: desks.Offices) -> str:
    """A case that waits for two persons."""
    number = desks.sent(by, where)
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"})
    return number


def length(number: str) -> int:
    return CaseEvent.objects.filter(case__number=number).count()


def status(number: str) -> str:
    return Case.objects.get(number=number).status


def test_a_proposal_that_was_exchanged_is_not_confirmed_unseen(by: Actor, where: desks.Offices) -> None:
    number = approving(by, where)
    operations.decide(by=where.district, number=number, to="refused", grounds=("no_place",))
    seen, as_of = Turn.objects.get(number=number, closed_at=None).pk, length(number)
    operations.send_back(by=where.district, number=number, why="Yenidən")
    operations.decide(by=where.district, number=number, to="moved")
    with pytest.raises(NothingToDecide):
        operations.confirm(by=where.other_district, number=number, seen=seen, as_of=as_of)
    assert status(number) == Status.IN_PROGRESS
    operations.confirm(by=where.other_district, number=number, seen=seen, as_of=length(number))
    assert Case.objects.get(number=number).outcome == "moved"


def test_answers_that_were_corrected_are_not_decided_unseen(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where, why="Ev köçür")
    seen, as_of = Turn.objects.get(number=number).pk, length(number)
    operations.write_message(by=by, number=number, text="Salam")
    operations.ask(by=where.head, number=number, kind=RequestKind.CORRECTION, text="Niyə?", fields=("why",))
    operations.answer(by=by, number=number, corrections={"why": "Başqa səbəb"})
    given = {"by": where.registrar, "number": number, "to": "refused", "grounds": ("no_place",), "seen": seen}
    with pytest.raises(NothingToDecide):
        operations.decide(**given, as_of=as_of)
    operations.decide(**given, as_of=length(number))
    assert status(number) == Status.CLOSED


def test_a_word_from_the_applicant_keeps_nobody_from_deciding(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    as_of = length(number)
    operations.write_message(by=by, number=number, text="Salam")
    operations.claim(by=where.registrar, number=number)
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",), as_of=as_of)
    assert status(number) == Status.CLOSED


def test_nothing_is_asked_beside_a_proposal_and_nothing_confirmed_while_it_is(by: Actor, where: desks.Offices) -> None:
    number = approving(by, where)
    operations.decide(by=where.district, number=number, to="moved")
    with pytest.raises(NothingToDecide):
        operations.ask(by=where.district, number=number, kind=RequestKind.QUESTION, text="?")
    Case.objects.filter(number=number).update(status=Status.WAITING_APPLICANT.value)
    with pytest.raises(NothingToDecide):
        operations.confirm(by=where.other_district, number=number)


def test_nobody_decides_about_themselves(where: desks.Offices) -> None:
    own = campus.actor(where.registrar.party or 0)
    number = desks.sent(own, where)
    assert queries.dossier_for(where.registrar, number).own
    assert not {"decide", "join"} & queries.dossier_for(where.registrar, number).may
    with pytest.raises(OwnCase):
        operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"})
    operations.ask_opinion(by=where.registrar, number=number, opinion="doctor")
    with pytest.raises(OwnCase):
        operations.give_opinion(by=where.registrar, number=number, opinion="doctor", favourable=True, text="Olar")
    operations.give_opinion(by=where.head, number=number, opinion="doctor", favourable=True, text="Olar")
    assert "decide" in queries.dossier_for(where.head, number).may
    operations.decide(by=where.head, number=number, to="approving", noted={"class_name": "7b"})
    assert Turn.objects.get(number=number, closed_at=None).stage == "approving"


def test_nobody_is_the_second_person_about_a_child_of_theirs(where: desks.Offices) -> None:
    by = campus.actor(campus.person(born=BORN))
    people.appoint_guardian(
        by=campus.CLERK,
        guardian=where.other_district.party or 0,
        ward=by.party or 0,
        kind=GuardianshipKind.MOTHER,
        since=DAY,
    )
    number = approving(by, where)
    with pytest.raises(OwnCase):
        operations.decide(by=where.other_district, number=number, to="moved")
    operations.decide(by=where.district, number=number, to="moved")
    assert "confirm" not in queries.dossier_for(where.other_district, number).may
    with pytest.raises(OwnCase):
        operations.confirm(by=where.other_district, number=number)


def test_who_is_no_guardian_any_more_acts_no_longer(where: desks.Offices) -> None:
    mother, father = campus.actor(campus.person()), campus.actor(campus.person())
    child = campus.actor(campus.person(born=BORN))
    bond = people.appoint_guardian(
        by=campus.CLERK, guardian=mother.party or 0, ward=child.party or 0, kind=GuardianshipKind.MOTHER, since=DAY
    )
    people.appoint_guardian(
        by=campus.CLERK, guardian=father.party or 0, ward=child.party or 0, kind=GuardianshipKind.FATHER, since=DAY
    )
    number = desks.sent(mother, where, subject=child.party)
    operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="?")
    people.end_guardianship(by=campus.CLERK, guardianship=bond, last_day=date(2026, 11, 22), reason="Məhkəmə qərarı")
    may = queries.case_for(mother, number).may
    assert [may.answer, may.withdraw, may.write] == [False] * 3
    for act in (
        lambda: operations.answer(by=mother, number=number, text="x"),
        lambda: operations.take_back(by=mother, number=number),
        lambda: operations.write_message(by=mother, number=number, text="x"),
        lambda: queries.answering_for(mother, number),
    ):
        with pytest.raises(CaseNotFound):
            act()
    operations.answer(by=father, number=number, text="Atasıyam")
    assert status(number) == Status.IN_PROGRESS


def test_what_a_colleague_has_on_the_desk_is_neither_asked_extended_nor_handed_over(
    by: Actor, where: desks.Offices
) -> None:
    number = desks.sent(by, where)
    operations.claim(by=where.head, number=number)
    with pytest.raises(ClaimedByAnother):
        operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="?")
    with pytest.raises(ClaimedByAnother):
        operations.extend(by=where.registrar, number=number, days=1, why="?")


@pytest.mark.usefixtures("changed")
def test_a_case_is_joined_only_to_one_that_waits_in_the_same_office(by: Actor, where: desks.Offices) -> None:
    elsewhere = replace(where, school=int(where.stranger.scope or 0))
    theirs, gone = desks.sent(campus.actor(campus.person()), elsewhere), approving(campus.actor(campus.person()), where)
    number = desks.sent(by, where)
    for other in (theirs, gone):
        with pytest.raises(NothingToDecide):
            operations.join(by=where.registrar, number=number, to=other)


@pytest.mark.usefixtures("changed")
def test_a_case_joined_to_one_that_is_taken_back_goes_back_to_its_desk(by: Actor, where: desks.Offices) -> None:
    first, other = desks.sent(by, where), campus.actor(campus.person())
    second = desks.sent(other, where, key="another-key-0001")
    operations.join(by=where.registrar, number=second, to=first)
    operations.take_back(by=by, number=first)
    case = Case.objects.get(number=second)
    assert (case.status, case.joined_to) == (Status.IN_PROGRESS, None)
    operations.decide(by=where.registrar, number=second, to="refused", grounds=("no_place",))
    assert queries.chain_broken_at(second) is None


@pytest.mark.usefixtures("changed")
def test_only_words_are_split_within_their_limit_and_into_a_few(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where, why="Köçürmə və kitablar")
    for field, texts in (("school", ("1", "2")), ("nonsense", ("1", "2")), ("why", ("x",) * 11), ("why", ("x", " "))):
        with pytest.raises(NothingToDecide):
            operations.split(by=where.registrar, number=number, field=field, texts=texts)
    with pytest.raises(NotedWrong):
        operations.split(by=where.registrar, number=number, field="why", texts=("x", "y" * 300))
    assert Case.objects.filter(number__isnull=False).count() == 1
