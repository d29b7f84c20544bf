"""Answering what the office asked: a word, corrections of the named questions, the document asked for; the clocks run on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from maarif.engine import forms
from maarif.engine.cases import asking, drafts, enclosures, events, routing, sent, snapshots, talking
from maarif.engine.cases.enclosures import Tray
from maarif.engine.cases.errors import CaseNotFound, NotedWrong
from maarif.engine.cases.models import Case, Request
from maarif.engine.cases.types import DOCUMENT, EventKind
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

    `corrections` are raw answers to the named questions (to one for files, those sent before that stay and those that `enclose`
    laid ready for it), `files` those that `enclose` laid ready as the document that is asked for.
    CaseNotFound (not this applicant's, or nothing is asked), NotedWrong (the answer is empty, or a correction or a file is not
    accepted: nothing is lost and nothing has changed).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        request = asking.open_request(case)
        if request is None or not talking.is_applicant(by, case):
            raise CaseNotFound(number=number[:40])
        service = sent.service_of(case)
        trays = enclosures.trays_of(by, case, request)
        changed = _corrected(by, case, service, request, corrections or {}, trays)
        papers = _enclosed(by, service, trays, changed, tuple(dict.fromkeys(files)))
        _worded(by, service, text, said_otherwise=bool(changed or papers))
        request.before = {code: case.answers.get(code) for code in changed}
        request.after, request.answer, request.files = changed, text.strip(), papers
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


def _enclosed(
    by: Actor, service: Service[Any], trays: Mapping[str, Tray], changed: Mapping[str, object], papers: tuple[str, ...]
) -> list[str]:
    """Keeps the document that is asked for and what new answers bring; all that was kept. NotedWrong."""
    asked = trays.get(DOCUMENT)
    if asked is not None and not papers:
        raise NotedWrong(errors=(asked.refused("", "required", by.language),))
    if asked is None and papers:
        nothing = forms.refused(service, enclosures.document(service), "", "not_offered", by.language)
        raise NotedWrong(errors=(nothing,))
    kept = list(papers)
    if asked is not None:
        enclosures.keep(by, asked, papers)
    for code, value in changed.items():
        if code in trays:
            fresh = enclosures.not_sent_before(trays[code], value)
            enclosures.keep(by, trays[code], fresh)
            kept += fresh
    return kept


def _worded(by: Actor, service: Service[Any], words: str, *, said_otherwise: bool) -> None:
    """An answer says something, by a word, a change or a file, and is not too long; else NotedWrong."""
    length = len(words.strip())
    if length > asking.LONGEST_TEXT:
        told = text_in(service, "kinds.any.errors.too_long", by.language, limit=asking.LONGEST_TEXT, length=length)
        raise NotedWrong(errors=(FieldError(field="text", code="too_long", text=told),))
    if not length and not said_otherwise:
        raise NotedWrong(errors=())


def _corrected(
    by: Actor,
    case: Case,
    service: Service[Any],
    request: Request,
    raw: Mapping[str, object],
    trays: Mapping[str, Tray],
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
        if code in trays:
            value = enclosures.replaced(by, trays[code], raw[code], asked.on)
        else:
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
