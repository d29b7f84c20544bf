"""The thread between applicant and office: messages, with the files that were laid ready for them."""

from collections.abc import Sequence
from dataclasses import replace

from maarif.engine.cases import alerts, enclosures, events, sent, talking
from maarif.engine.cases.errors import NothingToDecide
from maarif.engine.cases.models import CaseMessage
from maarif.engine.cases.types import OPEN, EventKind, TurnKind
from maarif.kernel import clock
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor


def write_message(*, by: Actor, number: str, text: str, files: Sequence[str] = ()) -> int:
    """Writes into the thread of an open case, as its applicant or as the office whose turn it is.

    `files` are those that `enclose` laid ready for this message; they become the applicant's with it, so that whoever may see
    the case may open them. CaseNotFound (neither of the two), NothingToDecide (the case has ended, the message says nothing or
    too much), NotedWrong (a file is not there, or is still being checked).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        mine = talking.writes_for(by, case)
        papers = tuple(dict.fromkeys(files))
        if case.status not in OPEN or not (text.strip() or papers) or len(text) > talking.LONGEST_TEXT:
            raise NothingToDecide(case=number)
        if papers:
            enclosures.keep(by, enclosures.letter_of(by, case), papers, owner=case.party_id)
        message = CaseMessage.objects.create(
            case=case,
            at=clock.now(),
            author=by.party or 0,
            from_office=mine is not None,
            text=text.strip(),
            files=list(papers),
        )
        events.append(case, EventKind.MESSAGE, by=by, stage=case.stage, detail={"message": message.pk})
        service, key = sent.service_of(case), f"message {message.pk}"
        if mine is not None:
            alerts.tell_applicant(by, case, service, "message", key=key)
            return message.pk
        turn = case.turns.filter(closed_at__isnull=True, kind=TurnKind.STAGE.value).first()
        if turn is not None:
            alerts.tell_claimer(by, case, service, turn, "answered", key)
        return message.pk
