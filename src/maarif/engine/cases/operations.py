"""Writes of the cases room: drafts here; `submit`, signing, the officers' verbs and asking have files of their own."""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from maarif.engine import forms, registry
from maarif.engine.cases import attachments, drafts, events, subjects
from maarif.engine.cases.answering import answer
from maarif.engine.cases.asking import ask, lapse_requests
from maarif.engine.cases.attachments import attach, detach
from maarif.engine.cases.desking import (
    advance,
    assign,
    claim,
    confirm,
    decide,
    extend,
    hand_over,
    send_back,
    unclaim,
)
from maarif.engine.cases.doubles import set_doubles_aside, take_doubles_up, take_up_again
from maarif.engine.cases.enclosures import enclose, leave_only, take_out
from maarif.engine.cases.errors import (
    NotAllowed,
    QuestionNotAsked,
)
from maarif.engine.cases.exporting import export
from maarif.engine.cases.intake import applicant_written_for, on_behalf
from maarif.engine.cases.models import Case
from maarif.engine.cases.reminding import remind_applicants, remind_officers, remind_signers
from maarif.engine.cases.repeating import once
from maarif.engine.cases.returning import join, part, reopen, split, take_back
from maarif.engine.cases.signing import expire_signatures, sign
from maarif.engine.cases.sorting import sort_anew
from maarif.engine.cases.submitting import submit
from maarif.engine.cases.talking import ask_opinion, give_opinion, rate, write_note
from maarif.engine.cases.timekeeping import cut_off, fall_silent, recompute_deadlines, tell_late
from maarif.engine.cases.types import (
    EventKind,
    Intake,
    Status,
)
from maarif.engine.cases.writing import write_message
from maarif.engine.decisions import failing, reason_of
from maarif.engine.declare import Asking, Service
from maarif.engine.forms import FieldError
from maarif.kernel import clock
from maarif.kernel.countries import country
from maarif.support.audit import operations as audit
from maarif.support.files import operations as files
from maarif.support.notices import operations as notices
from maarif.support.parties import rows
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor

__all__ = [
    "advance",
    "answer",
    "applicant_written_for",
    "ask",
    "ask_opinion",
    "assign",
    "attach",
    "claim",
    "confirm",
    "cut_off",
    "decide",
    "detach",
    "enclose",
    "expire_drafts",
    "expire_signatures",
    "export",
    "extend",
    "fall_silent",
    "give_opinion",
    "hand_over",
    "join",
    "lapse_requests",
    "leave_only",
    "on_behalf",
    "once",
    "part",
    "rate",
    "recompute_deadlines",
    "remind_applicants",
    "remind_drafts",
    "remind_officers",
    "remind_signers",
    "reopen",
    "save_answer",
    "send_back",
    "set_doubles_aside",
    "sign",
    "sort_anew",
    "split",
    "start_draft",
    "submit",
    "take_back",
    "take_doubles_up",
    "take_out",
    "tell_late",
    "unclaim",
    "withdraw",
    "write_message",
    "write_note",
]

_IN_PLACE: Final = "party_id = %s AND subject_id = %s AND service = %s AND status IN ('draft', 'set_aside')"
REMINDED_BEFORE: Final = timedelta(days=3)


def start_draft(
    *,
    by: Actor,
    service: str,
    subject: int | None = None,
    intake: Intake = Intake.ELECTRONIC,
    language: str = "",
) -> str:
    """Begins a draft, or finds the one already open, and returns its key.

    `subject` says for whom; without it the child acted for, or the only person possible. `intake` says how an officer who
    writes it down for somebody (`on_behalf`) was reached, `language` in which one the applicant wants to be answered; a draft
    found open becomes that officer's. AssuranceTooLow, NotYourWard, SubjectNotChosen, NotAllowed (with the reasons in words).
    """
    declared = registry.service(service)
    party = subjects.applicant(by, declared)
    about = subjects.chosen(by, declared, subject)
    asking = subjects.asking(by, about, language)
    facts = declared.facts(asking)
    unmet = failing(declared, facts)
    if unmet:
        reasons = tuple(reason_of(declared, rule, asking.country, asking.on) for rule in unmet)
        raise NotAllowed(service=service, reasons=reasons)
    now = clock.now()
    with acting(by):
        place = {"party_id": party, "subject_id": about, "service": service}
        case = _kept_draft(by, place, now, now + drafts.lifetime(declared))
        new = Case(**place, status=Status.DRAFT.value, **_new_draft(declared, facts, asking, now))
        made = case is None and rows.add_if_new(new)
        case = new if made else case or Case.objects.get(**place, status=Status.DRAFT.value)
        _written_down(by, case, intake, asking)
        if made:
            history = events.Chain(case, begun=False)
            history.add(EventKind.STARTED, by=by)
            history.write()
            audit.record_write(by=by, verb="case.start", subjects=[about], detail={"service": service})
    return str(case.key)


def _written_down(by: Actor, case: Case, intake: Intake, asking: Asking) -> None:
    """Keeps how the officer who writes the draft down was reached, and the applicant's language."""
    if by.entered_by is not None:
        case.intake, case.entered_by, case.language = intake.value, by.entered_by, asking.language.value
        case.save(update_fields=["intake", "entered_by", "language"])


def save_answer(*, by: Actor, draft: str, field: str, raw: object) -> FieldError | None:
    """Saves one answer; returns why it is not accepted, None when it is kept. Saving keeps the draft alive anew.

    DraftNotFound, QuestionNotAsked (the draft does not ask it now, or a register answers it), NotYourWard.
    """
    with acting(by):
        case = drafts.open_draft(by, draft, lock=True)
        service = registry.service(case.service)
        subjects.still_possible(by, service, case.subject_id)
        asking = subjects.asking(by, case.subject_id)
        facts = service.facts(asking)
        answers = drafts.with_registers(service, drafts.restored(service, case.answers), facts, asking)
        asked = next((each for each in forms.visible(service, answers) if each.code == field), None)
        if asked is None or field in forms.fixed(service, facts, asking):
            raise QuestionNotAsked(field=field[:60])
        options = attachments.offered(case, asked, facts, asking, raw)
        value = forms.validate(service, asked, raw, by.language, options=options, today=asking.on)
        if isinstance(value, FieldError):
            return value
        drafts.save(by, case, service, drafts.kept({**answers, field: value}), place=field)
    return None


def withdraw(*, by: Actor, draft: str) -> None:
    """Takes an unsent draft back: its answers are deleted at once. DraftNotFound when it is not there any more."""
    with acting(by):
        case = drafts.open_draft(by, draft, lock=True)
        _end(case, Status.WITHDRAWN, EventKind.WITHDRAWN, by)
        audit.record_write(by=by, verb="case.withdraw", subjects=[case.subject_id], detail={"service": case.service})


def expire_drafts(*, by: Actor = SYSTEM, limit: int = 500) -> int:
    """Ends drafts that nobody touched in time and deletes their answers; returns how many. Safe to run side by side."""
    with acting(by):
        return _let_expire(by, Case.objects.all(), clock.now(), limit)


def remind_drafts(*, by: Actor = SYSTEM, limit: int = 500) -> int:
    """Tells applicants whose drafts end within REMINDED_BEFORE, once per draft and end; returns how many were told."""
    now = clock.now()
    with acting(by):
        ending = Case.objects.filter(
            status=Status.DRAFT.value, expires_at__gt=now, expires_at__lte=now + REMINDED_BEFORE
        ).order_by("expires_at")[:limit]
        for case in ending:
            service = next((each for each in registry.all_services() if each.code == case.service), None)
            if service is not None:
                _remind(by, case, service)
        return len(ending)


def _remind(by: Actor, case: Case, service: Service[Any]) -> None:
    zone = ZoneInfo(country(case.country).time_zone)
    notices.send(
        by=by,
        to=case.party_id,
        topic="draft",
        subject=registry.word("notice", "draft_ending"),
        body=registry.word("notice", "draft_ending_body").filled(
            service=registry.text_of(service, "title"),
            day=forms.day_in_words(case.expires_at.astimezone(zone).date()),
        ),
        link=f"/cabinet/drafts/{case.key}/",
        key=f"draft {case.key} ends {case.expires_at:%Y-%m-%d}",
    )


def _kept_draft(by: Actor, place: dict[str, Any], now: datetime, expires_at: datetime) -> Case | None:
    """The draft of one place that is open, or that was set aside and is opened again; one that nobody touched in time is ended."""
    held = rows.found(Case, _IN_PLACE, [place["party_id"], place["subject_id"], place["service"]])
    if all(case.status == Status.DRAFT and case.expires_at > now for case in held):
        return held[0] if held else None
    _let_expire(by, Case.objects.filter(**place), now)
    take_up_again(by, place["party_id"], place["subject_id"], place["service"], expires_at)
    return Case.objects.filter(**place, status=Status.DRAFT.value).first()


def _let_expire(by: Actor, among: Any, now: datetime, limit: int = 500) -> int:
    waiting = (Status.DRAFT.value, Status.SET_ASIDE.value)
    late = among.filter(status__in=waiting, expires_at__lte=now).select_for_update(skip_locked=True, no_key=True)
    ended = list(late.order_by("expires_at")[:limit])
    for case in ended:
        _end(case, Status.EXPIRED, EventKind.EXPIRED, by)
    return len(ended)


def _end(case: Case, status: Status, kind: EventKind, by: Actor) -> None:
    case.status, case.answers, case.place, case.closed_at = status.value, {}, "", clock.now()
    case.save(update_fields=["status", "answers", "place", "closed_at"])
    events.append(case, kind, by=by)
    files.empty(folder=str(case.key))


def _new_draft(service: Service[Any], facts: object, asking: Asking, now: datetime) -> dict[str, Any]:
    return {
        "country": asking.country,
        "language": asking.language.value,
        "answers": drafts.kept(forms.begin_with(service, facts, asking)),
        "started_at": now,
        "saved_at": now,
        "expires_at": now + drafts.lifetime(service),
    }
