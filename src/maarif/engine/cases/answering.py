"""Answering what the office asked: a word, corrections of the named questions, the document asked for; the clocks run on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from maarif.engine import forms
from maarif.engine.cases import asking, drafts, enclosures, events, routing, sent, snapshots, talking
from maarif.engine.cases.errors import CaseNotFound, NotedWrong
from maarif.engine.cases.models import Case, Request
from maarif.engine.cases.types import EventKind
from maarif.engine.declare import Service
from maarif.engine.forms import FieldError
from maarif.engine.registry import text as text_in
from maarif.kernel import clock
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor


def answer(
    *,
    by: Actor,
    number: str,
    text: str = "",
    corrections: Mapping[str, object] | None = None,
    files: Sequence[str] = (),
) -> None:
    """Answers what the office asked; the clocks run on from today and both sides see the new date.

    `corrections` are raw answers to the named questions, `files` those that `enclose` took in for this request.
    CaseNotFound (not this applicant's, or nothing is asked), NotedWrong (the answer is empty, or a correction or a file is not
    accepted: nothing is lost and nothing has changed).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        request = asking.open_request(case)
        if request is None or not talking.is_applicant(by, case):
            raise CaseNotFound(number=number[:40])
        service = sent.service_of(case)
        changed = _corrected(by, case, service, request, corrections or {})
        papers = tuple(dict.fromkeys(files))
        enclosures.keep(by, case, service, request, papers)
        _worded(by, service, text, said_otherwise=bool(changed or papers))
        request.before = {code: case.answers.get(code) for code in changed}
        request.after, request.answer, request.files = changed, text.strip(), list(papers)
        request.answered_at = clock.now()
        request.save()
        if changed:
            _take(case, service, changed)
        turn = case.turns.get(pk=request.turn_id)
        routing.run_on(case, turn)
        events.append(
            case, EventKind.ANSWERED, by=by, stage=turn.stage, detail={"request": request.pk, "fields": sorted(changed)}
        )
        audit.record_write(by=by, verb="case.answer", subjects=[case.subject_id], detail={"case": number})
        asking.tell_officer(by, case, service, turn)


def _worded(by: Actor, service: Service[Any], words: str, *, said_otherwise: bool) -> None:
    """An answer says something, by a word, a change or a file, and is not too long; else NotedWrong."""
    length = len(words.strip())
    if length > asking.LONGEST_TEXT:
        told = text_in(service, "kinds.any.errors.too_long", by.language, limit=asking.LONGEST_TEXT, length=length)
        raise NotedWrong(errors=(FieldError(field="text", code="too_long", text=told),))
    if not length and not said_otherwise:
        raise NotedWrong(errors=())


def _corrected(
    by: Actor, case: Case, service: Service[Any], request: Request, raw: Mapping[str, object]
) -> dict[str, object]:
    """The corrected answers as the row keeps them; NotedWrong names those that are not accepted."""
    asked = sent.asking_of(case)
    facts = service.facts(asked)
    errors: list[FieldError] = []
    kept: dict[str, object] = {}
    for code in request.fields:
        field = service.field(code)
        if field is None or code not in raw:
            continue
        options = forms.options_of(field, facts, asked, raw[code])
        value = forms.validate(service, field, raw[code], by.language, options=options, today=asked.on)
        if isinstance(value, FieldError):
            errors.append(value)
        elif forms.stored(value) != case.answers.get(code):
            kept[code] = forms.stored(value)
    if errors:
        raise NotedWrong(errors=tuple(errors))
    return kept


def _take(case: Case, service: Service[Any], changed: Mapping[str, object]) -> None:
    """Puts corrected answers into the case, and their words into its summary."""
    case.answers = {**case.answers, **changed}
    asked = sent.asking_of(case)
    facts = service.facts(asked)
    fresh = snapshots.of(drafts.rows(service, drafts.restored(service, case.answers), facts, asked), facts)
    case.facts = {**fresh, "issued": (case.facts or {}).get("issued", [])}
    case.save(update_fields=["answers", "facts"])
