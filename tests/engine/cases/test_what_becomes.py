"""A case taken back, reopened, joined, split; messages, notes and opinions; written down for somebody at the window."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.engine import campus, desks

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import CaseNotFound, NothingToDecide, NotYourTurn, NotYourWard, OpinionsAwaited
from maarif.engine.cases.models import Case, CaseEvent, Note, Rating, Turn
from maarif.engine.cases.types import Intake, Status
from maarif.kernel import clock
from maarif.support.audit.models import Entry
from maarif.support.notices.models import Message
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def running() -> Iterator[None]:
    with desks.trial():
        yield


@pytest.fixture
def by() -> Actor:
    return campus.actor(campus.person())


@pytest.fixture
def changed(running: None) -> Iterator[None]:
    with desks.reopening():
        yield


def status(number: str) -> str:
    return Case.objects.get(number=number).status


def refused(number: str, where: desks.Offices) -> None:
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",), note="Yer yoxdur")


def test_a_case_taken_back_ends_every_turn_and_releases_what_it_held(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    with pytest.raises(CaseNotFound):
        operations.take_back(by=campus.actor(campus.person()), number=number)
    operations.take_back(by=by, number=number)
    assert status(number) == Status.WITHDRAWN
    assert not Turn.objects.filter(number=number, closed_at=None).exists()
    assert Entry.objects.filter(what="trial.released").count() == 1
    with pytest.raises(NothingToDecide):
        operations.take_back(by=by, number=number)
    with pytest.raises(NotYourTurn):
        refused(number, where)
    assert desks.sent(by, where, key="another-key-0001") != number


@pytest.mark.usefixtures("changed")
def test_a_closed_case_is_reopened_once_and_only_in_time(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = desks.sent(by, where)
    with pytest.raises(NothingToDecide):
        operations.reopen(by=by, number=number, why="Razı deyiləm")
    refused(number, where)
    with pytest.raises(NothingToDecide):
        operations.reopen(by=by, number=number, why="  ")
    noon.move(timedelta(days=1))
    operations.reopen(by=by, number=number, why="Razı deyiləm")
    case = Case.objects.get(number=number)
    assert (case.status, case.outcome, case.due) == (Status.IN_PROGRESS, "", date(2026, 12, 1))
    refused(number, where)
    with pytest.raises(NothingToDecide):
        operations.reopen(by=by, number=number, why="Yenə razı deyiləm")
    assert Message.objects.filter(party_id=by.party, key__startswith=f"case {number} decided").count() == 2
    assert queries.chain_broken_at(number) is None


@pytest.mark.usefixtures("changed")
def test_too_late_is_too_late_to_reopen(by: Actor, where: desks.Offices, noon: clock.FrozenClock) -> None:
    number = desks.sent(by, where)
    refused(number, where)
    noon.move(timedelta(days=8))
    with pytest.raises(NothingToDecide):
        operations.reopen(by=by, number=number, why="Gec")
    assert status(number) == Status.CLOSED


@pytest.mark.usefixtures("changed")
def test_a_joined_case_is_answered_with_the_earlier_one(by: Actor, where: desks.Offices) -> None:
    first = desks.sent(by, where)
    other = campus.actor(campus.person())
    second = desks.sent(other, where, key="another-key-0001")
    with pytest.raises(NothingToDecide):
        operations.join(by=where.registrar, number=first, to=first)
    with pytest.raises(NotYourTurn):
        operations.join(by=where.stranger, number=second, to=first)
    operations.join(by=where.registrar, number=second, to=first)
    assert status(second) == Status.JOINED
    with pytest.raises(NothingToDecide):
        operations.join(by=where.registrar, number=first, to=second)
    refused(first, where)
    joined = Case.objects.get(number=second)
    assert (joined.status, joined.outcome, joined.note) == (Status.CLOSED, "refused", "Yer yoxdur")
    assert Message.objects.filter(party_id=other.party, key=f"case {second} decided 0").count() == 1
    assert queries.chain_broken_at(second) is None


@pytest.mark.usefixtures("changed")
def test_a_joining_can_be_taken_back(by: Actor, where: desks.Offices) -> None:
    first = desks.sent(by, where)
    second = desks.sent(by, where, key="another-key-0001")
    operations.join(by=where.registrar, number=second, to=first)
    operations.part(by=where.registrar, number=second)
    assert status(second) == Status.IN_PROGRESS
    refused(second, where)
    assert status(first) == Status.IN_PROGRESS


@pytest.mark.usefixtures("changed")
def test_a_case_that_asks_two_things_becomes_two(by: Actor, where: desks.Offices, noon: clock.FrozenClock) -> None:
    number = desks.sent(by, where, why="Köçürmə və kitablar")
    due = Case.objects.get(number=number).due
    noon.move(timedelta(days=1))
    with pytest.raises(NothingToDecide):
        operations.split(by=where.registrar, number=number, field="why", texts=("Köçürmə",))
    (made,) = operations.split(by=where.registrar, number=number, field="why", texts=("Köçürmə", "Kitablar"))
    twin = Case.objects.get(number=made)
    assert (twin.answers["why"], twin.due, twin.status) == ("Kitablar", due, Status.IN_PROGRESS)
    assert Case.objects.get(number=number).answers["why"] == "Köçürmə"
    assert Turn.objects.get(number=made).due == Turn.objects.get(number=number).due
    refused(made, where)
    assert status(number) == Status.IN_PROGRESS
    assert queries.chain_broken_at(made) is None


def test_both_sides_write_and_notes_stay_inside(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    operations.claim(by=where.registrar, number=number)
    operations.write_message(by=by, number=number, text="Salam")
    operations.write_message(by=where.registrar, number=number, text="Salam, baxırıq")
    operations.write_note(by=where.registrar, number=number, text="Ailə tanışdır")
    for stranger in (campus.actor(campus.person()), where.stranger):
        with pytest.raises(CaseNotFound):
            operations.write_message(by=stranger, number=number, text="?")
        with pytest.raises(NotYourTurn):
            operations.write_note(by=stranger, number=number, text="?")
    case = Case.objects.get(number=number)
    assert [(each.from_office, each.text) for each in case.messages.order_by("pk")] == [
        (False, "Salam"),
        (True, "Salam, baxırıq"),
    ]
    assert Note.objects.count() == 1
    assert not CaseEvent.objects.filter(detail__icontains="tanış").exists()
    refused(number, where)
    with pytest.raises(NothingToDecide):
        operations.write_message(by=by, number=number, text="Gec")


def test_an_opinion_stops_the_clock_until_it_is_given(by: Actor, where: desks.Offices, noon: clock.FrozenClock) -> None:
    number = desks.sent(by, where)
    operations.ask_opinion(by=where.registrar, number=number, opinion="doctor")
    assert status(number) == Status.WAITING_BODY
    with pytest.raises(NothingToDecide):
        operations.ask_opinion(by=where.registrar, number=number, opinion="doctor")
    with pytest.raises(OpinionsAwaited):
        refused(number, where)
    noon.move(timedelta(days=1))
    with pytest.raises(NotYourTurn):
        operations.give_opinion(by=where.stranger, number=number, opinion="doctor", favourable=True, text="Olar")
    told = queries.dossier_for(where.head, number)  # of an office that has the case and is asked about it
    assert {"give_opinion", "extend"} <= told.may
    assert told.asked_opinion == "doctor"
    operations.give_opinion(by=where.head, number=number, opinion="doctor", favourable=True, text="Olar")
    turn = Turn.objects.get(number=number, kind="stage")
    assert (status(number), turn.due) == (Status.IN_PROGRESS, date(2026, 11, 27))
    refused(number, where)


def test_an_opinion_that_is_late_holds_nobody_up(by: Actor, where: desks.Offices, noon: clock.FrozenClock) -> None:
    number = desks.sent(by, where)
    operations.ask_opinion(by=where.registrar, number=number, opinion="doctor")
    noon.move(timedelta(days=3))
    refused(number, where)
    assert status(number) == Status.CLOSED
    assert Turn.objects.get(number=number, kind="opinion").result == "not_needed"


def test_only_the_applicant_rates_and_only_what_is_closed(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    with pytest.raises(NothingToDecide):
        operations.rate(by=by, number=number, mark=5)
    refused(number, where)
    with pytest.raises(CaseNotFound):
        operations.rate(by=campus.actor(campus.person()), number=number, mark=1)
    with pytest.raises(NothingToDecide):
        operations.rate(by=by, number=number, mark=6)
    operations.rate(by=by, number=number, mark=2)
    operations.rate(by=by, number=number, mark=4, text="Tez")
    assert (Rating.objects.get().mark, Rating.objects.get().text) == (4, "Tez")


def test_what_is_written_down_at_the_window_is_the_persons_own_case(by: Actor, where: desks.Offices) -> None:
    acting = operations.on_behalf(by=where.registrar, party=by.party or 0)
    draft = operations.start_draft(by=acting, service=desks.SERVICE, intake=Intake.WINDOW)
    operations.save_answer(by=acting, draft=draft, field="school", raw=str(where.school))
    number = operations.submit(by=acting, draft=draft, idempotency_key="window-key-0001").number
    case = Case.objects.get(number=number)
    assert (case.party_id, case.intake, case.entered_by) == (by.party, "window", where.registrar.party)
    assert queries.case_for(by, number).card.number == number
    assert CaseEvent.objects.get(case=case, kind="submitted").detail["entered_by"] == where.registrar.party
    for nobody in (by, replace(where.registrar, role="citizen")):
        with pytest.raises(NotYourWard):
            operations.on_behalf(by=nobody, party=by.party or 0)
