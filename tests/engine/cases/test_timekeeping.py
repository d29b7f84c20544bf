"""Time does its part by itself, once: silence, cut-offs, lateness told upwards, days off decreed later."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.engine import campus, desks

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case, CaseEvent, Signature, Turn
from maarif.engine.cases.types import RequestKind, Status
from maarif.engine.declare import Cosigner
from maarif.kernel import calendar as calendars
from maarif.kernel import clock
from maarif.kernel.daysoff import DayOff
from maarif.kernel.text import Text
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


def at_the_district(by: Actor, where: desks.Offices) -> str:
    number = desks.sent(by, where)
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"})
    return number


def test_silence_decides_after_the_last_day_and_not_before(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = at_the_district(by, where)
    assert Turn.objects.get(number=number, closed_at=None).due == date(2026, 11, 25)
    noon.move(timedelta(days=2))
    assert operations.fall_silent() == 0
    noon.move(timedelta(days=1))
    assert (operations.fall_silent(), operations.fall_silent()) == (1, 0)
    case = Case.objects.get(number=number)
    assert (case.status, case.outcome) == (Status.CLOSED, "moved")
    assert Entry.objects.filter(what="trial.moved").count() == 1
    assert queries.chain_broken_at(number) is None


def test_silence_does_not_run_while_the_applicant_is_asked(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = at_the_district(by, where)
    operations.ask(by=where.district, number=number, kind=RequestKind.QUESTION, text="?", days=20)
    noon.move(timedelta(days=10))
    assert operations.fall_silent() == 0
    assert Case.objects.get(number=number).status == Status.WAITING_APPLICANT


def test_the_period_ends_what_is_still_open(by: Actor, where: desks.Offices, noon: clock.FrozenClock) -> None:
    with desks.planting(cut_off=datetime(2026, 11, 24, 14, tzinfo=UTC)):
        number = desks.sent(by, where)
        operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="?")
        assert operations.cut_off() == 0
        noon.move(timedelta(days=1, hours=7))
        assert (operations.cut_off(), operations.cut_off()) == (1, 0)
    case = Case.objects.get(number=number)
    assert (case.status, case.outcome, case.reasons) == (Status.CLOSED, "refused", [])


def test_lateness_is_told_to_the_head_at_once_and_to_the_district_later(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = desks.sent(by, where)
    operations.claim(by=where.registrar, number=number)
    noon.move(timedelta(days=2))
    assert (operations.remind_officers(), operations.tell_late()) == (1, 0)
    noon.move(timedelta(days=2))
    assert (operations.tell_late(), operations.tell_late()) == (1, 0)
    told = Message.objects.filter(subject__en="A case is overdue")
    assert set(told.values_list("party_id", flat=True)) == {where.head.party, where.registrar.party}
    noon.move(timedelta(days=3))
    assert operations.tell_late() == 1
    assert {where.district.party, where.other_district.party} <= set(told.values_list("party_id", flat=True))
    assert operations.tell_late() == 0
    assert Message.objects.filter(subject__en="A case is due soon").count() == 1


def test_lateness_holds_the_case_before_its_turn_as_every_act_does(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    desks.sent(by, where)
    for days in (4, 3):  # late enough for the head, then for the district
        noon.move(timedelta(days=days))
        with CaptureQueriesContext(connection) as heard:
            assert operations.tell_late() == 1
        locks = [one["sql"] for one in heard.captured_queries if "FOR NO KEY UPDATE" in one["sql"].upper()]
        assert ["cases_case" in locks[0], "cases_turn" in locks[1]] == [True, True]


def test_on_a_friday_the_officer_is_reminded_of_what_is_due_on_monday(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    noon.move(timedelta(days=2))
    number = desks.sent(by, where)
    operations.claim(by=where.registrar, number=number)
    assert Turn.objects.get(case__number=number).due == date(2026, 11, 30)
    noon.move(timedelta(days=1))
    assert operations.remind_officers() == 0
    noon.move(timedelta(days=1))
    assert operations.remind_officers() == 1


def test_the_applicant_is_reminded_once_on_the_working_day_before_the_answer_is_due(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = desks.sent(by, where)
    operations.claim(by=where.registrar, number=number)
    operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="Hansı sinif?", days=5)
    told = Message.objects.filter(subject__en="Your answer is due soon", party_id=by.party)
    noon.move(timedelta(days=3))
    assert (operations.remind_applicants(), told.count()) == (0, 0)
    noon.move(timedelta(days=1))
    assert (operations.remind_applicants(), operations.remind_applicants(), told.count()) == (1, 1, 1)
    assert "Answer by 30 November 2026" in told.get().body["en"]
    operations.answer(by=by, number=number, text="5a")
    assert operations.remind_applicants() == 0


def test_whoever_has_to_sign_is_reminded_until_the_signature_is_there(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    other = campus.person()
    with desks.planting(cosigners=(Cosigner(code="other_guardian", party=other),)):
        number = desks.sent(by, where)
        end = Signature.objects.get(case__number=number).sign_by
        noon.move(timedelta(days=(end - date(2026, 11, 23)).days - 4))
        assert operations.remind_signers() == 0
        noon.move(timedelta(days=4))
        assert operations.remind_signers() == 1
        assert Message.objects.filter(subject__en="Your signature is still awaited", party_id=other).count() == 1
        operations.sign(by=campus.actor(other), number=number)
    assert operations.remind_signers() == 0


def test_a_day_off_decreed_later_moves_the_open_terms_and_tells(
    by: Actor, where: desks.Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = desks.sent(by, where)
    assert operations.recompute_deadlines(country="az") == 0
    real = calendars.days_off

    def decreed(country: str, regions: frozenset[str]) -> object:
        off, worked = real(country, regions)
        day = date(2026, 11, 25)
        why = Text.same("Fövqəladə qeyri-iş günü")
        return {**off, day: DayOff(date=day, why=why)}, worked

    monkeypatch.setattr(calendars, "days_off", decreed)
    calendars.calendar_of.cache_clear()
    try:
        assert operations.recompute_deadlines(country="az", regions=("AZ-GA",)) == 0
        assert (operations.recompute_deadlines(country="az"), operations.recompute_deadlines(country="az")) == (1, 0)
    finally:
        monkeypatch.undo()
        calendars.calendar_of.cache_clear()
    case = Case.objects.get(number=number)
    assert (case.due, Turn.objects.get(number=number).due) == (date(2026, 12, 1), date(2026, 11, 27))
    assert CaseEvent.objects.get(case=case, kind="deadline_moved").detail == {"from": "2026-11-30", "to": "2026-12-01"}
    assert Message.objects.filter(party_id=by.party, subject__en="The deadline of your case has moved").count() == 1
    assert "Fövqəladə qeyri-iş günü" in str(case.deadline)
