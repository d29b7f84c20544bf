"""Files on their way into a sent case: laid into a tray one by one, taken out again, kept when the answer or the message is sent.

Trays lie in the folder of the case, under a name of what they are for and of who lays files there; what is never sent goes
after the tray's last day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from maarif.engine import forms
from maarif.engine.cases import asking, attachments, sent, talking
from maarif.engine.cases.errors import CaseNotFound, NotedWrong, NothingToDecide
from maarif.engine.cases.models import Case, Request
from maarif.engine.cases.types import DOCUMENT, LETTER, OPEN, Enclosing, RequestKind
from maarif.engine.declare import Field, FileType, Kind, Service
from maarif.engine.forms import FieldError
from maarif.kernel import clock
from maarif.support.files import operations as files
from maarif.support.files import queries as kept_files
from maarif.support.files.types import Arrival, Fault, FileCard, Limits, State
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

#: Answers may come on the last day until midnight wherever the country lies.
_AFTER: Final = timedelta(days=2)
#: So long a message may wait for its last word.
_WRITTEN_WITHIN: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tray:
    """Where one person lays files before they are sent: the question that says what fits, its name in the folder, its end."""

    case: Case
    service: Service[Any]
    field: Field[Any]
    place: str
    until: datetime

    @property
    def folder(self) -> str:
        """The folder of the case."""
        return str(self.case.key)

    def cards(self) -> tuple[FileCard, ...]:
        """What lies there, in the order in which it came."""
        return kept_files.in_folder(self.folder, self.place)

    def holding(self, cards: Sequence[FileCard]) -> Enclosing:
        """The tray as pages show it, once somebody has read the cards of the folder."""
        ready = tuple(card for card in cards if card.question == self.place)
        before = _ids(self.case.answers.get(self.field.code))
        known = {card.public_id: card for card in cards}
        return Enclosing(
            service=self.service,
            field=self.field,
            before=tuple(known[each] for each in before if each in known),
            ready=ready,
        )

    def refused(self, name: str, code: str, language: str) -> FieldError:
        """Why a file does not fit, in words."""
        return forms.refused(self.service, self.field, name, code, language)


def document(service: Service[Any], code: str = DOCUMENT) -> Field[Any]:
    """Files that no question of the service asks for, as a question: what fits, and how much of it."""
    return Field(code=code, kind=Kind.FILE, purpose=service.basis, accepts=(FileType.PDF, FileType.IMAGE), most_files=5)


def trays_of(by: Actor, case: Case, request: Request) -> Mapping[str, Tray]:
    """What the request asks files for, by code: a document, and the named questions that ask for files."""
    service = sent.service_of(case)
    until = datetime.combine(request.answer_by, time.min, UTC) + _AFTER
    named = ((place, service.field(code)) for place, code in enumerate(request.fields))
    asked = {f"request {request.pk}.{place}": field for place, field in named if field and field.kind is Kind.FILE}
    if request.kind == RequestKind.DOCUMENT:
        asked = {f"request {request.pk}": document(service), **asked}
    return {
        field.code: Tray(case=case, service=service, field=field, place=f"{place} of {by.party}", until=until)
        for place, field in asked.items()
    }


def letter_of(by: Actor, case: Case) -> Tray:
    """The tray of the next message that this person writes: nothing of an earlier one lies in it."""
    written = case.messages.filter(author=by.party or 0).count()
    service = sent.service_of(case)
    return Tray(
        case=case,
        service=service,
        field=document(service, LETTER),
        place=f"message {written + 1} of {by.party}",
        until=clock.now() + _WRITTEN_WITHIN,
    )


def enclose(
    *,
    by: Actor,
    number: str,
    arrived: Sequence[Arrival],
    refused: Sequence[tuple[str, Fault]] = (),
    into: str = DOCUMENT,
) -> tuple[FieldError, ...]:
    """Checks files that have come in and lays them into the tray of an answer, or of a message (LETTER).

    Returns what is wrong with those that are not laid there. CaseNotFound when no such file is asked for, NothingToDecide when the
    case has ended.
    """
    tray = letter_tray(by, number) if into == LETTER else trays_now(by, number).get(into)
    if tray is None:
        raise CaseNotFound(number=number[:40])
    wrong = [*refused]
    for arrival in arrived:
        fault = _taken_in(by, tray, arrival)
        if fault is not None:
            wrong.append((arrival.name, fault))
    return tuple(tray.refused(name, fault.value, by.language) for name, fault in wrong)


def begun(case: Case) -> Enclosing:
    """What a message that is just begun takes; nothing lies ready for it."""
    service = sent.service_of(case)
    return Enclosing(service=service, field=document(service, LETTER), before=(), ready=())


def leave_only(*, by: Actor, number: str, public_ids: Sequence[str]) -> None:
    """Empties the tray of the next message but for these files: what an abandoned message left goes. CaseNotFound, NothingToDecide."""
    writer = replace(by, case=number)
    with acting(writer):
        tray = letter_tray(by, number)
        for card in tray.cards():
            if card.public_id not in public_ids:
                files.drop(by=writer, folder=tray.folder, public_id=card.public_id)


def take_out(*, by: Actor, number: str, public_id: str) -> None:
    """Takes one of one's own files out of its tray and deletes it. CaseNotFound, FileNotFound, FileKept."""
    case = Case.objects.filter(number=number[:40]).first()
    if case is None:
        raise CaseNotFound(number=number[:40])
    files.drop(by=replace(by, case=number), folder=str(case.key), public_id=public_id)


def trays_now(by: Actor, number: str) -> Mapping[str, Tray]:
    """The trays of what this person may answer now, none where no files are asked for; CaseNotFound when nothing is asked."""
    case = Case.objects.filter(number=number[:40]).first()
    request = asking.open_request(case) if case is not None else None
    if case is None or request is None or not talking.is_applicant(by, case):
        raise CaseNotFound(number=number[:40])
    return trays_of(by, case, request)


def letter_tray(by: Actor, number: str) -> Tray:
    """The tray of the next message of whoever may write into this case. CaseNotFound, NothingToDecide (it has ended)."""
    case = Case.objects.filter(number=number[:40]).first()
    if case is None:
        raise CaseNotFound(number=number[:40])
    talking.writes_for(by, case)
    if case.status not in OPEN:
        raise NothingToDecide(case=number)
    return letter_of(by, case)


def limits_of_answer(viewer: Actor, number: str) -> Mapping[str, Limits]:
    """What fits into the answer that the viewer is asked for, by the code of what asks for files; empty where nothing does."""
    try:
        trays = trays_now(viewer, number)
    except CaseNotFound:
        return {}
    return {code: forms.limits_of(tray.field) for code, tray in trays.items()}


def limits_of_message(viewer: Actor, number: str) -> Mapping[str, Limits]:
    """What fits into a message of the viewer's, by the code of its files. CaseNotFound where they may not write."""
    case = Case.objects.filter(number=number[:40]).first()
    if case is None:
        raise CaseNotFound(number=number[:40])
    talking.writes_for(viewer, case)
    return {LETTER: forms.limits_of(document(sent.service_of(case), LETTER))}


def ready_for_message(viewer: Actor, number: str) -> tuple[FileCard, ...]:
    """The files that lie ready for the viewer's next message. CaseNotFound, NothingToDecide (the case has ended)."""
    return letter_tray(viewer, number).cards()


def keep(by: Actor, tray: Tray, public_ids: Sequence[str], *, owner: int | None = None) -> None:
    """Fixes the files that go with what is sent; NotedWrong when one is none of the tray's, is being checked, or has no room."""
    if not public_ids:
        return
    there = {card.public_id: card for card in tray.cards()}
    wrong = next((code for each in public_ids if (code := unfit(there.get(each)))), None)
    if wrong is None and len(set(public_ids)) > tray.field.most_files:
        wrong = Fault.TOO_MANY.value
    if wrong is not None:
        raise NotedWrong(errors=(tray.refused("", wrong, by.language),))
    files.keep(by=by, folder=tray.folder, question=tray.place, public_ids=public_ids, owner=owner)


def replaced(by: Actor, tray: Tray, raw: object, today: date) -> object | FieldError:
    """The new answer to a question for files: what was sent before and stays, and what lies in the tray; or what is wrong with it."""
    picked = [str(each) for each in (raw if isinstance(raw, list | tuple) else [raw]) if each]
    lying = {card.public_id: card for card in tray.cards()}
    if any(unfit(lying[each]) == "checking" for each in picked if each in lying):
        return tray.refused("", "checking", by.language)
    before = _ids(tray.case.answers.get(tray.field.code))
    fit = [*before, *(each for each, card in lying.items() if card.state is State.CLEAN)]
    options = forms.as_options(kept_files.cards(fit).values())
    return forms.validate(tray.service, tray.field, picked, by.language, options=options, today=today)


def not_sent_before(tray: Tray, value: object) -> list[str]:
    """The files of a new answer that lie in the tray still."""
    before = _ids(tray.case.answers.get(tray.field.code))
    return [each for each in _ids(value) if each not in before]


def unfit(card: FileCard | None) -> str:
    """Why a file cannot be sent now; empty when it can."""
    if card is not None and card.state in (State.RECEIVED, State.CHECKING):
        return "checking"
    return "" if card is not None and card.state is State.CLEAN else "not_offered"


def _taken_in(by: Actor, tray: Tray, arrival: Arrival) -> Fault | None:
    """One file through its checks; none stays that is refused or has no room. Where one file fits, a new one takes its place."""
    before = tray.cards()
    if len(before) >= tray.field.most_files > 1:
        return Fault.TOO_MANY
    public_id, fault = attachments.received(by, tray.case, tray.field, arrival, place=tray.place, until=tray.until)
    surplus = [public_id] if public_id else []
    if fault is None:
        surplus = [card.public_id for card in before if card.public_id != public_id and tray.field.most_files == 1]
    for each in surplus:
        files.drop(by=by, folder=tray.folder, public_id=each)
    return fault


def _ids(value: object) -> Sequence[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else ()
