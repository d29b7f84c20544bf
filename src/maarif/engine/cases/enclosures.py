"""Files that answer a request for a document: enclosed one by one, taken out again, kept when the answer is sent.

They lie in the folder of the case, under a name of the request and of who answers it; what is never sent goes after the last day.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from maarif.engine import forms
from maarif.engine.cases import asking, attachments, sent, talking
from maarif.engine.cases.errors import CaseNotFound, NotedWrong
from maarif.engine.cases.models import Case, Request
from maarif.engine.cases.types import RequestKind
from maarif.engine.declare import Field, FileType, Kind, Service
from maarif.engine.forms import FieldError
from maarif.support.files import operations as files
from maarif.support.files import queries as kept_files
from maarif.support.files.types import Arrival, Fault, FileCard, State
from maarif.support.parties.types import Actor

CODE: Final = "enclosed"
#: Answers may come on the last day until midnight wherever the country lies.
_AFTER: Final = timedelta(days=2)


def asked_for(service: Service[Any]) -> Field[Any]:
    """The document that is asked for, as a question: what fits, and how much of it."""
    return Field(code=CODE, kind=Kind.FILE, purpose=service.basis, accepts=(FileType.PDF, FileType.IMAGE), most_files=5)


def enclosed(by: Actor, case: Case, request: Request) -> tuple[FileCard, ...]:
    """The files that this person has put in so far, in the order in which they came."""
    return kept_files.in_folder(str(case.key), _place(by, request))


def enclose(
    *, by: Actor, number: str, arrived: Sequence[Arrival], refused: Sequence[tuple[str, Fault]] = ()
) -> tuple[FieldError, ...]:
    """Checks files that have come in and puts them in; returns what is wrong with those that are not. CaseNotFound."""
    case, request = asked_now(by, number)
    service = sent.service_of(case)
    wrong = [*refused]
    for arrival in arrived:
        fault = _taken_in(by, case, request, asked_for(service), arrival)
        if fault is not None:
            wrong.append((arrival.name, fault))
    return tuple(_refused(by, service, name, fault) for name, fault in wrong)


def take_out(*, by: Actor, number: str, public_id: str) -> None:
    """Takes one file out and deletes it. CaseNotFound, FileNotFound."""
    case, _request = asked_now(by, number)
    files.drop(by=replace(by, case=number), folder=str(case.key), public_id=public_id)


def asked_now(by: Actor, number: str) -> tuple[Case, Request]:
    """The case and its request for a document that this person may answer now; CaseNotFound."""
    case = Case.objects.filter(number=number[:40]).first()
    request = asking.open_request(case) if case is not None else None
    if case is None or request is None or request.kind != RequestKind.DOCUMENT or not talking.is_applicant(by, case):
        raise CaseNotFound(number=number[:40])
    return case, request


def keep(by: Actor, case: Case, service: Service[Any], request: Request, public_ids: Sequence[str]) -> None:
    """Fixes the files that the answer is sent with; NotedWrong when there is none of what is asked, or one is none of these."""
    field = asked_for(service)
    if request.kind == RequestKind.DOCUMENT and not public_ids:
        raise NotedWrong(errors=(forms.refused(service, field, "", "required", by.language),))
    if not public_ids:
        return
    there = {card.public_id: card for card in enclosed(by, case, request)}
    wrong = next((code for each in public_ids if (code := _unfit(there.get(each)))), None)
    if wrong is None and len(set(public_ids)) > field.most_files:
        wrong = Fault.TOO_MANY.value
    if wrong is not None:
        raise NotedWrong(errors=(forms.refused(service, field, "", wrong, by.language),))
    files.keep(by=by, folder=str(case.key), public_ids=public_ids)


def _unfit(card: FileCard | None) -> str:
    if card is not None and card.state in (State.RECEIVED, State.CHECKING):
        return "checking"
    return "" if card is not None and card.state is State.CLEAN else "not_offered"


def _taken_in(by: Actor, case: Case, request: Request, field: Field[Any], arrival: Arrival) -> Fault | None:
    """One file through its checks; none stays that is refused or has no room."""
    if len(enclosed(by, case, request)) >= field.most_files:
        return Fault.TOO_MANY
    until = datetime.combine(request.answer_by, time.min, UTC) + _AFTER
    public_id, fault = attachments.received(by, case, field, arrival, place=_place(by, request), until=until)
    if fault is not None and public_id:
        files.drop(by=by, folder=str(case.key), public_id=public_id)
    return fault


def _refused(by: Actor, service: Service[Any], name: str, fault: Fault) -> FieldError:
    return forms.refused(service, asked_for(service), name, fault.value, by.language)


def _place(by: Actor, request: Request) -> str:
    return f"request {request.pk} of {by.party}"
