"""A case goes from desk to desk: who may act, what stops it, what comes of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.engine import campus, desks
from tests.engine.trial.school.trial.effects import NoPlaceLeft

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import (
    AlreadyOpen,
    CaseNotFound,
    ClaimedByAnother,
    GroundMissing,
    NotAllowed,
    NotedWrong,
    NothingToDecide,
    NotYourTurn,
    SecondPersonNeeded,
)
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import (
    EventKind,
    RequestKind,
    Status,
)
from maarif.engine.declare import Cosigner
from maarif.kernel import clock
from maarif.registries.people import operations as people
from maarif.support.access import operations as access
from maarif.support.access.operations import NotYourOffice
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


def status(number: str) -> str:
    return Case.objects.get(number=number).status


def moved(number: str, where: desks.Offices) -> None:
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"})
    operations.decide(by=where.district, number=number, to="moved")
    operations.confirm(by=where.other_district, number=number)


def test_a_case_waits_at_the_office_that_the_answers_name(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    turn = Turn.objects.get(number=number)
    assert (turn.stage, turn.office, turn.scope) == ("receiving", "school", str(where.school))
    assert (turn.within, turn.due) == (3, date(2026, 11, 26))
    case = Case.objects.get(number=number)
    assert (case.status, case.stage, case.due) == (Status.IN_PROGRESS, "receiving", date(2026, 11, 30))
    told = set(Message.objects.filter(topic="desk").values_list("party_id", flat=True))
    assert told == {where.registrar.party, where.head.party}


def test_two_offices_and_two_persons_bring_it_to_its_effect(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"}, note="Yer var")
    assert Turn.objects.get(number=number, closed_at=None).scope == "AZ-BA"
    operations.decide(by=where.district, number=number, to="moved", note="Buyurun")
    assert status(number) == Status.IN_PROGRESS
    assert not Entry.objects.filter(what="trial.moved").exists()
    with pytest.raises(SecondPersonNeeded):
        operations.confirm(by=where.district, number=number)
    operations.confirm(by=where.other_district, number=number)
    case = Case.objects.get(number=number)
    assert (case.status, case.outcome, case.grants, case.note) == (Status.CLOSED, "moved", True, "Buyurun")
    assert Entry.objects.filter(what="trial.moved").count() == 1
    kinds = [entry.kind for entry in queries.case_for(by, number).timeline]
    assert kinds[-2:] == [EventKind.DECIDED, EventKind.CLOSED]
    assert EventKind.PROPOSED not in kinds
    assert queries.chain_broken_at(number) is None


def test_the_database_itself_refuses_one_person_for_two(by: Actor, where: desks.Offices) -> None:
    from django.db import IntegrityError, transaction

    number = desks.sent(by, where)
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"})
    operations.decide(by=where.district, number=number, to="moved")
    turn = Turn.objects.get(number=number, closed_at=None)
    with pytest.raises(IntegrityError, match="turn_two_persons_are_two"), transaction.atomic():
        Turn.objects.filter(pk=turn.pk).update(result="moved", closed_at=clock.now(), closed_by=turn.proposed_by)


def test_a_proposal_sent_back_leaves_the_stage_open(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"})
    operations.decide(by=where.district, number=number, to="moved")
    with pytest.raises(NothingToDecide):
        operations.decide(by=where.other_district, number=number, to="refused", grounds=("no_place",))
    operations.send_back(by=where.other_district, number=number, why="Sənəd yoxdur")
    operations.decide(by=where.other_district, number=number, to="refused", grounds=("not_complete",))
    operations.confirm(by=where.district, number=number)
    case = Case.objects.get(number=number)
    assert (case.outcome, case.reasons) == ("refused", ["not_complete"])


def test_a_refusal_names_its_grounds_and_tells_them(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    for grounds in ((), ("alive",), ("no_place", "nonsense")):
        with pytest.raises(GroundMissing):
            operations.decide(by=where.registrar, number=number, to="refused", grounds=grounds)
    assert status(number) == Status.IN_PROGRESS
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",), note="Siniflər doludur")
    reason = queries.case_for(by, number).reasons[0]
    assert (reason.rule, reason.reason.en) == ("no_place", "There is no place. (en)")
    assert reason.law is not None
    letter = Message.objects.get(party_id=by.party, topic="case").body["en"]
    assert "There is no place. (en) Ask another school. (en)" in letter
    assert letter.endswith("Siniflər doludur")


def test_what_the_stage_asks_is_checked_and_only_when_it_is_asked(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    with pytest.raises(NotedWrong) as wrong:
        operations.decide(by=where.registrar, number=number, to="approving")
    assert [error.field for error in wrong.value.errors] == ["class_name"]
    assert Turn.objects.get(number=number).closed_at is None
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",))
    assert Turn.objects.get(number=number).noted == {}


def test_an_effect_that_refuses_leaves_the_case_on_the_desk(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "full"})
    operations.decide(by=where.district, number=number, to="moved")
    with pytest.raises(NoPlaceLeft):
        operations.confirm(by=where.other_district, number=number)
    assert status(number) == Status.IN_PROGRESS
    assert Turn.objects.get(number=number, closed_at=None).stage == "approving"


def test_nobody_else_decides(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    for other in (by, where.stranger, where.district, campus.actor(campus.person())):
        with pytest.raises(NotYourTurn):
            operations.decide(by=other, number=number, to="refused", grounds=("no_place",))
        with pytest.raises(NotYourTurn):
            operations.claim(by=other, number=number)
    with pytest.raises(NothingToDecide):
        operations.decide(by=where.registrar, number=number, to="moved")
    assert Turn.objects.get(number=number).closed_at is None


def test_what_a_colleague_has_claimed_is_left_to_them(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    operations.claim(by=where.registrar, number=number)
    operations.claim(by=where.registrar, number=number)
    with pytest.raises(ClaimedByAnother):
        operations.decide(by=where.head, number=number, to="refused", grounds=("no_place",))
    with pytest.raises(ClaimedByAnother):
        operations.claim(by=where.head, number=number)
    operations.assign(by=where.head, number=number, to=where.head.party or 0)
    with pytest.raises(NotYourTurn):
        operations.assign(by=where.head, number=number, to=where.stranger.party or 0)
    with pytest.raises(ClaimedByAnother):
        operations.unclaim(by=where.registrar, number=number)
    operations.unclaim(by=where.head, number=number)
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",))
    assert status(number) == Status.CLOSED


def test_a_stand_in_does_the_work_of_an_absent_colleague_for_a_time(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = desks.sent(by, where)
    operations.claim(by=where.registrar, number=number)
    newcomer = replace(where.registrar, party=campus.person())
    since, until = date(2026, 11, 23), date(2026, 11, 25)
    with pytest.raises(ClaimedByAnother):
        operations.claim(by=newcomer, number=number)
    for appointing in (where.registrar, where.stranger):
        with pytest.raises(NotYourOffice):
            access.appoint_stand_in(
                by=appointing, absent=where.registrar.party or 0, stand_in=newcomer.party or 0, since=since, until=until
            )
    access.appoint_stand_in(
        by=where.head, absent=where.registrar.party or 0, stand_in=newcomer.party or 0, since=since, until=until
    )
    noon.move(timedelta(days=2))
    with pytest.raises(ClaimedByAnother):
        operations.claim(by=newcomer, number=number)
    noon.move(timedelta(days=-1))
    operations.claim(by=newcomer, number=number)
    operations.decide(by=newcomer, number=number, to="refused", grounds=("no_place",))
    assert status(number) == Status.CLOSED


def test_who_stands_in_is_told_as_the_absent_officer_is_and_only_while_they_stand_in(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = desks.sent(by, where)
    operations.claim(by=where.registrar, number=number)
    stand_in = campus.person()
    since, until = date(2026, 11, 24), date(2026, 11, 25)
    access.appoint_stand_in(
        by=where.head, absent=where.registrar.party or 0, stand_in=stand_in, since=since, until=until
    )

    def told(text: str) -> set[int]:
        """Who is told of this message."""
        message = operations.write_message(by=by, number=number, text=text)
        return set(Message.objects.filter(key=f"message {message}").values_list("party_id", flat=True))

    assert told("Bu gün") == {where.registrar.party}
    noon.move(timedelta(days=1))
    assert told("Sabah") == {where.registrar.party, stand_in}
    operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="Nə vaxt?")
    operations.answer(by=by, number=number, text="Sabah")
    link = f"/desk/cases/{number}/"
    answered = Message.objects.filter(party_id=stand_in, topic="desk", link=link).exclude(key__startswith="message")
    assert answered.count() == 1
    noon.move(timedelta(days=1))
    assert told("Birisi gün") == {where.registrar.party}


def test_a_turn_that_has_gone_on_is_not_decided_unseen(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    seen = Turn.objects.get(number=number).pk
    with pytest.raises(NothingToDecide):
        operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",), seen=seen + 1)
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",), seen=seen)


def test_a_question_stops_the_clock_and_the_answer_starts_it(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = desks.sent(by, where)
    noon.move(timedelta(days=1))
    operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="Hansı sinif?")
    assert status(number) == Status.WAITING_APPLICANT
    with pytest.raises(NothingToDecide):
        operations.decide(by=where.registrar, number=number, to="refused", grounds=("no_place",))
    with pytest.raises(NotedWrong):
        operations.answer(by=by, number=number)
    with pytest.raises(CaseNotFound):
        operations.answer(by=campus.actor(campus.person()), number=number, text="7b")
    noon.move(timedelta(days=3))
    operations.answer(by=by, number=number, text="7b")
    turn = Turn.objects.get(number=number)
    assert (status(number), turn.paused_at, turn.due) == (Status.IN_PROGRESS, None, date(2026, 12, 1))
    deadline = queries.case_for(by, number).deadline
    assert deadline.due == date(2026, 12, 3)
    assert deadline.pauses == ((date(2026, 11, 24), date(2026, 11, 27)),)
    assert deadline.counted[0] == date(2026, 11, 24)
    assert date(2026, 11, 25) not in deadline.counted


def test_a_correction_changes_only_what_was_named(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where, why="Ev köçür")
    operations.ask(
        by=where.registrar, number=number, kind=RequestKind.CORRECTION, text="Səbəbi dəqiqləşdirin", fields=("why",)
    )
    with pytest.raises(NotedWrong):
        operations.answer(by=by, number=number, corrections={"why": "x" * 300})
    operations.answer(by=by, number=number, corrections={"why": "Yeni ünvan", "school": "1"})
    case = Case.objects.get(number=number)
    assert case.answers == {"school": str(where.school), "why": "Yeni ünvan", "wished": None}
    rows = {row.code: row.value.az for row in queries.case_for(by, number).answers}
    assert rows["why"] == "Yeni ünvan"
    assert case.requests.get().before == {"why": "Ev köçür"}


def test_an_unanswered_request_lapses_and_the_clock_runs_on(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    number = desks.sent(by, where)
    operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="?", days=2)
    assert operations.lapse_requests() == 0
    noon.move(timedelta(days=3))
    assert operations.lapse_requests() == 1
    assert (status(number), operations.lapse_requests()) == (Status.IN_PROGRESS, 0)
    with pytest.raises(CaseNotFound):
        operations.answer(by=by, number=number, text="too late")
    operations.decide(by=where.registrar, number=number, to="refused", grounds=("not_complete",))


def test_a_second_open_case_about_the_same_subject_is_refused(by: Actor, where: desks.Offices) -> None:
    first = desks.sent(by, where)
    with pytest.raises(AlreadyOpen):
        desks.sent(by, where, key="another-key-0001")
    operations.decide(by=where.registrar, number=first, to="refused", grounds=("no_place",))
    assert desks.sent(by, where, key="another-key-0002") != first


def test_a_rule_that_no_longer_holds_is_told_before_it_reaches_a_desk(by: Actor, where: desks.Offices) -> None:
    draft = operations.start_draft(by=by, service=desks.SERVICE)
    operations.save_answer(by=by, draft=draft, field="school", raw=str(where.school))
    with desks.planting(holds=False), pytest.raises(NotAllowed):
        operations.submit(by=by, draft=draft, idempotency_key="0123456789abcdef")
    assert Case.objects.get(key=draft).status == Status.DRAFT


def test_a_cosigned_case_starts_with_the_last_signature(
    by: Actor, where: desks.Offices, noon: clock.FrozenClock
) -> None:
    other = campus.actor(campus.person())
    with desks.planting(cosigners=(Cosigner(code="other_guardian", party=other.party),)):
        number = desks.sent(by, where)
        assert (status(number), Turn.objects.count()) == (Status.WAITING_SIGNATURE, 0)
        with pytest.raises(CaseNotFound):
            operations.sign(by=campus.actor(campus.person()), number=number)
        noon.move(timedelta(days=2))
        operations.sign(by=other, number=number)
        operations.sign(by=other, number=number)
        assert (status(number), Turn.objects.get().due) == (Status.IN_PROGRESS, date(2026, 11, 30))


def test_a_refused_signature_ends_the_application(by: Actor, where: desks.Offices) -> None:
    other = campus.actor(campus.person())
    with desks.planting(cosigners=(Cosigner(code="other_guardian", party=other.party),)):
        number = desks.sent(by, where)
        operations.sign(by=other, number=number, agrees=False)
        assert status(number) == Status.EXPIRED
        assert Message.objects.filter(party_id=by.party, key=f"case {number} not signed").count() == 1


def test_an_extension_moves_both_ends_and_tells_why(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    operations.extend(by=where.registrar, number=number, days=5, why="Arxiv sorğusu")
    assert Turn.objects.get(number=number).due == date(2026, 12, 3)
    assert Case.objects.get(number=number).due == date(2026, 12, 7)
    assert "Arxiv sorğusu" in Message.objects.get(key__startswith="turn", party_id=by.party).body["az"]


def test_a_case_goes_on_under_what_it_was_sent_under(by: Actor, where: desks.Offices) -> None:
    number = desks.sent(by, where)
    declared = registry.service(desks.SERVICE)
    changed = replace(declared, stages=(replace(declared.stages[0], then=("refused",)), declared.stages[1]))
    found = registry.discovery._found()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry.discovery, "_found", lambda: {**found, desks.SERVICE: changed})
        moved(number, where)
    assert Case.objects.get(number=number).outcome == "moved"


def test_a_frozen_declaration_thaws_into_the_same_service() -> None:
    for service in registry.all_services():
        assert registry.frozen(registry.thawed(registry.frozen(service).body)).digest == registry.frozen(service).digest


def test_of_two_records_of_one_person_both_open_cases_go_on_and_part_again(where: desks.Offices) -> None:
    kept, merged = campus.person(), campus.person(given="Nermin")
    first = desks.sent(campus.actor(kept), where)
    second = desks.sent(campus.actor(merged), where, key="another-key-0001")
    merge = people.merge(by=where.registrar, kept=kept, merged=merged, reason="one person")
    assert {row.subject_id for row in Case.objects.all()} == {kept}
    operations.decide(by=where.registrar, number=second, to="refused", grounds=("no_place",))
    assert (status(first), status(second)) == (Status.IN_PROGRESS, Status.CLOSED)
    with pytest.raises(AlreadyOpen):
        desks.sent(campus.actor(kept), where, key="another-key-0002")
    people.unmerge(by=where.registrar, merge=merge, reason="two persons")
    assert list(Case.objects.filter(number__isnull=False).order_by("number").values_list("subject_id", "only_one")) == [
        (kept, True), (merged, True),
    ]  # fmt: skip
