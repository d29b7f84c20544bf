"""What is said in a case: who may write into it, internal notes, opinions of other bodies, a mark at the end."""

from dataclasses import replace

from maarif.engine.cases import alerts, desking, events, judging, offices, routing, sent
from maarif.engine.cases.errors import CaseNotFound, NothingToDecide, NotYourTurn
from maarif.engine.cases.models import Case, Note, Rating, Turn
from maarif.engine.cases.types import EventKind, Status, TurnKind
from maarif.kernel import clock
from maarif.registries.people import queries as people
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor, Assurance

LONGEST_TEXT = 4000
LONGEST_MARK = 1000


def is_applicant(by: Actor, case: Case) -> bool:
    """Whether this person stands on the applicant's side today: it is about them, or about a child of whom they are the guardian.

    Who applied for a child and is its guardian no more may read what they sent, and act no longer.
    """
    if by.party is None or by.assurance < Assurance.NATIONAL:
        return False
    if by.acting_for is not None and by.acting_for != case.subject_id:
        return False
    return by.party == case.subject_id or people.is_guardian(by.party, case.subject_id)


def writes_for(by: Actor, case: Case) -> Turn | None:
    """The open turn for whose office the officer writes; None for the applicant's side. CaseNotFound for anybody else."""
    turns = case.turns.filter(closed_at__isnull=True)
    mine = next((turn for turn in turns if offices.may_act(by, turn)), None)
    if mine is None and not is_applicant(by, case):
        raise CaseNotFound(number=(case.number or "")[:40])
    return mine


def write_note(*, by: Actor, number: str, text: str) -> int:
    """Keeps an internal note of the office. NotYourTurn, NothingToDecide (empty or too long)."""
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turns = case.turns.filter(closed_at__isnull=True)
        if not any(offices.may_act(by, turn) for turn in turns):
            raise NotYourTurn(case=number)
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise NothingToDecide(case=number)
        return Note.objects.create(case=case, at=clock.now(), author=by.party or 0, text=text.strip()).pk


def ask_opinion(*, by: Actor, number: str, opinion: str, text: str = "") -> int:
    """Asks a declared body for its opinion beside the open stage. NotYourTurn, NothingToDecide (none of the stage's, or asked)."""
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = desking.at_hand(by, case)
        service = sent.service_of(case)
        stage = service.stage(turn.stage)
        declared = next((each for each in (stage.opinions if stage else ()) if each.code == opinion), None)
        asked = case.turns.filter(kind=TurnKind.OPINION.value, opinion=opinion, closed_at__isnull=True).exists()
        if declared is None or asked or case.status == Status.WAITING_APPLICANT:
            raise NothingToDecide(case=number)
        history = events.Chain(case)
        granted = sent.granted_of(case, service, by=by, turn=turn)
        opened = routing.ask_opinion(by, case, history, granted, turn, declared, text.strip()[:LONGEST_TEXT])
        history.write()
        alerts.tell_office(by, case, service, opened)
        return opened.pk


def give_opinion(*, by: Actor, number: str, opinion: str, favourable: bool, text: str) -> None:
    """Gives the opinion that one's office was asked for; when the last pausing one is in, the stage's clock runs on.

    NotYourTurn (not asked of this office, or given already), OwnCase, NothingToDecide (an opinion says something).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = case.turns.filter(kind=TurnKind.OPINION.value, opinion=opinion, closed_at__isnull=True).first()
        if turn is None or not offices.may_act(by, turn):
            raise NotYourTurn(case=number)
        judging.impartial(by, case, sent.service_of(case))
        if not text.strip() or len(text) > LONGEST_TEXT:
            raise NothingToDecide(case=number)
        turn.noted = {"text": text.strip(), "favourable": favourable}
        desking.close(by, turn, "favourable" if favourable else "unfavourable")
        detail = {"opinion": opinion, "favourable": favourable}
        events.append(case, EventKind.OPINION_GIVEN, by=by, stage=turn.stage, detail=detail)
        audit.record_write(by=by, verb="case.opinion", subjects=[case.subject_id], detail={"case": number, **detail})
        _go_on(by, case)


def _go_on(by: Actor, case: Case) -> None:
    """Lets the stage's clock run on when nobody is waited for any more, and tells whoever has the case."""
    stage_turn = case.turns.filter(kind=TurnKind.STAGE.value, closed_at__isnull=True).first()
    if stage_turn is None:
        return
    if case.status == Status.WAITING_BODY and not _pausing(case, stage_turn):
        routing.run_on(case, stage_turn)
    key = f"turn {stage_turn.pk} opinion {clock.now():%Y%m%d%H%M%S%f}"
    alerts.tell_claimer(by, case, sent.service_of(case), stage_turn, "answered", key)


def _pausing(case: Case, stage_turn: Turn) -> bool:
    """Whether an opinion that stops the clock is still awaited."""
    stage = sent.service_of(case).stage(stage_turn.stage)
    pausing = {each.code for each in (stage.opinions if stage else ()) if each.pauses}
    return case.turns.filter(kind=TurnKind.OPINION.value, closed_at__isnull=True, opinion__in=pausing).exists()


def rate(*, by: Actor, number: str, mark: int, text: str = "") -> None:
    """Says how satisfied the applicant is with a closed case, 1 to 5; once more says it anew. CaseNotFound, NothingToDecide."""
    with acting(by):
        case = sent.locked(number)
        if not is_applicant(by, case):
            raise CaseNotFound(number=number[:40])
        if case.status != Status.CLOSED or not 1 <= mark <= 5:
            raise NothingToDecide(case=number)
        Rating.objects.update_or_create(
            case=case, defaults={"mark": mark, "text": text.strip()[:LONGEST_MARK], "at": clock.now()}
        )
