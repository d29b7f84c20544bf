"""The files of a case: offered to its questions, attached to a draft, taken away again, kept when it is sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from maarif.engine import forms, registry
from maarif.engine.cases import drafts, subjects
from maarif.engine.cases.errors import DraftIncomplete, QuestionNotAsked
from maarif.engine.cases.models import Case
from maarif.engine.declare import Answers, Asking, Field, Kind, Option, Service
from maarif.engine.forms import FieldError
from maarif.support.files import operations as files
from maarif.support.files import queries as kept_files
from maarif.support.files.types import Arrival, Fault, FileNotFound, NotReady, State, TooOften
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor


def offered(
    case: Case, field: Field[Any], facts: object, asking: Asking, value: object, *, ready: bool = False
) -> tuple[Option, ...]:
    """What can be picked in a case: a question for files offers its own that are not refused, only clean ones when `ready`.

    Of what is searched for only what `value` names can be picked.
    """
    if field.kind is not Kind.FILE:
        return forms.options_of(field, facts, asking, value)
    cards = kept_files.in_folder(str(case.key), field.code)
    fit = (State.CLEAN,) if ready else (State.RECEIVED, State.CHECKING, State.CLEAN)
    return forms.as_options(card for card in cards if card.state in fit)


def attach(
    *, by: Actor, draft: str, field: str, arrived: Sequence[Arrival], refused: Sequence[tuple[str, Fault]] = ()
) -> tuple[FieldError, ...]:
    """Checks files that have come in and adds them to the answer; returns what is wrong with those that are not added.

    Where a question takes one file, the new one takes the place of the old. DraftNotFound, QuestionNotAsked, NotYourWard.
    """
    case = drafts.open_draft(by, draft, lock=False)
    service, asked = _asked(by, case, field)
    errors = [forms.refused(service, asked, name, fault, by.language) for name, fault in refused]
    fit: list[str] = []
    for arrival in arrived:
        public_id, fault = received(by, case, asked, arrival, place=asked.code, until=case.expires_at)
        if fault is not None:
            errors.append(forms.refused(service, asked, arrival.name, fault, by.language))
        elif public_id not in fit:
            fit.append(public_id)
    if fit:
        surplus = _add(by, draft, asked, fit)
        errors += [forms.refused(service, asked, name, Fault.TOO_MANY, by.language) for name in surplus]
    return tuple(errors)


def detach(*, by: Actor, draft: str, field: str, public_id: str) -> None:
    """Takes a file out of the answer and deletes it. DraftNotFound, QuestionNotAsked, FileNotFound."""
    with acting(by):
        case = drafts.open_draft(by, draft, lock=True)
        service, asked = _asked(by, case, field)
        files.drop(by=by, folder=str(case.key), public_id=public_id)
        rest = [each for each in case.answers.get(asked.code) or () if each != public_id]
        answers = {**case.answers, asked.code: rest}
        if not rest:
            del answers[asked.code]
        drafts.save(by, case, service, answers, place=asked.code)


def keep(by: Actor, case: Case, service: Service[Any], answers: Answers) -> None:
    """Fixes the files that a case is sent with. DraftIncomplete when one of them is not there any more."""
    asked = [field for field in service.form if field.kind is Kind.FILE]
    if not asked:
        return
    wanted = [str(each) for field in asked for each in _ids(answers.get(field.code))]
    try:
        files.keep(by=by, folder=str(case.key), public_ids=wanted)
    except NotReady as not_ready:
        raise DraftIncomplete(missing=tuple(field.code for field in asked)) from not_ready


def received(
    by: Actor, case: Case, field: Field[Any], arrival: Arrival, *, place: str, until: datetime
) -> tuple[str, Fault | None]:
    """One file through its checks, outside any lock of the case; it lies at `place` in its folder and lives `until` then unless kept."""
    try:
        card = files.receive(
            by=by,
            arrival=arrival,
            folder=str(case.key),
            question=place,
            subject=case.subject_id,
            limits=forms.limits_of(field),
            expires_at=until,
        )
    except TooOften:
        return "", Fault.TOO_OFTEN
    return card.public_id, card.fault


def _asked(by: Actor, case: Case, code: str) -> tuple[Service[Any], Field[Any]]:
    """The question for files that the draft asks now."""
    service = registry.service(case.service)
    subjects.still_possible(by, service, case.subject_id)
    visible = forms.visible(service, drafts.restored(service, case.answers))
    field = next((each for each in visible if each.code == code and each.kind is Kind.FILE), None)
    if field is None:
        raise QuestionNotAsked(field=code[:60])
    return service, field


def _add(by: Actor, draft: str, field: Field[Any], fit: Sequence[str]) -> tuple[str, ...]:
    """Adds clean or waiting files to the answer; deletes those that it has no room for and returns their names."""
    with acting(by):
        case = drafts.open_draft(by, draft, lock=True)
        before = list(_ids(case.answers.get(field.code)))
        wanted = list(dict.fromkeys([*before, *fit]))
        if field.most_files == 1:
            wanted = [fit[-1]]
        kept = wanted[: field.most_files]
        names = kept_files.cards(fit)
        for each in {*before, *fit} - set(kept):
            _forget(by, case, each)
        answers = {**case.answers, field.code: kept}
        drafts.save(by, case, registry.service(case.service), answers, place=field.code)
    return tuple(names[each].name for each in fit if each not in kept and field.most_files > 1)


def _forget(by: Actor, case: Case, public_id: str) -> None:
    try:
        files.drop(by=by, folder=str(case.key), public_id=public_id)
    except FileNotFound:
        return  # taken away in another tab


def _ids(value: object) -> Sequence[str]:
    return value if isinstance(value, list | tuple) else ()
