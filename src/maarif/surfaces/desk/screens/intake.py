"""Writing an application down for somebody who calls, writes on paper or stands at the window."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from maarif.engine import registry
from maarif.engine.cases import operations, queries
from maarif.engine.cases.types import CaseView, Intake
from maarif.engine.declare import Service, Subject
from maarif.kernel.countries import active_country
from maarif.kernel.text import LANGUAGES
from maarif.registries.people import queries as people
from maarif.support.access.budgets import LOOKS_A_DAY, LookBudgetSpent, spend_looks
from maarif.support.audit.operations import record_read, record_write
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.scope import reaches, serves
from maarif.surfaces.desk.screens.office import PEOPLE, office_of
from maarif.surfaces.desk.types import Choice, Problem
from maarif.surfaces.desk.types.intake import IntakeForm, Receipt
from maarif.surfaces.filling import form
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.types import AnswerLine, Start
from maarif.surfaces.filling.words import reasons
from maarif.surfaces.frame.environment import day, text
from maarif.surfaces.record.documents import LANGUAGE_NAMES
from maarif.surfaces.record.queries import RecordNotFound
from maarif.surfaces.record.words import INTAKES, say

CHANNELS: Final = (Intake.PHONE, Intake.WINDOW, Intake.PAPER)


def look(by: Actor, person: int) -> None:
    """Takes a look from the budget and writes it into the ledger of the person and of the guardians whom the form names.

    RecordNotFound when the office does not reach the person; LookBudgetSpent, recorded for those who watch.
    """
    if not reaches(by, person):
        raise RecordNotFound(person=person)
    try:
        with transaction.atomic():
            spend_looks(by=by, looks=1)
            shown = {person, *(bond.person.id for bond in people.guardians(person))}
            record_read(by=by, subjects=sorted(shown), what="cases.intake")
    except LookBudgetSpent:
        record_write(by=by, verb="desk.look_budget_spent", subjects=[], detail={"most": LOOKS_A_DAY})
        raise


def form_for(viewer: Actor, person: int, given: Mapping[str, str] | None = None) -> IntakeForm:
    """Who applies (the person or, for a child, a guardian), how they came, for which service, in which language. RecordNotFound."""
    card = people.person_card(person) if reaches(viewer, person) else None
    if card is None:
        raise RecordNotFound(person=person)
    guardians = [bond.person for bond in people.guardians(person)]
    applicants = tuple(Choice(code=str(each.id), label=each.full_name) for each in (card, *guardians))
    channels = tuple(Choice(code=each.value, label=say(INTAKES, each.value)) for each in CHANNELS)
    services = tuple(sorted(map(_choice, _services()), key=lambda each: each.label))
    languages = tuple(Choice(code=each, label=LANGUAGE_NAMES[each]) for each in LANGUAGES)
    offered = IntakeForm(
        language=card.language if card.language in LANGUAGES else active_country().default_language,
        applicants=applicants,
        channels=channels,
        services=services,
        languages=languages,
    )
    if given is None:
        return replace(offered, applicant=applicants[0].code if len(applicants) == 1 else "")
    return _filled(offered, given)


def start_for(by: Actor, applicant: int, service: str, *, person: int, subject: int | None = None) -> Start:
    """Whether the applicant may have the service, for whom of those whom the office serves. NotYourWard, NoSuchService."""
    known = subject if subject is not None or applicant == person else person
    writing = operations.on_behalf(by=by, party=applicant)
    return form.start_for(writing, service, subject=known, among=lambda party: serves(by, party))


def begin(by: Actor, filled: IntakeForm, *, subject: int) -> str:
    """Begins to write down, once the look is in the ledger and taken from the budget; the draft's key.

    RecordNotFound when the office does not serve the subject; LookBudgetSpent, NotAllowed, NotYourWard.
    """
    if not serves(by, subject):
        raise RecordNotFound(person=subject)
    applicant, channel = int(filled.applicant), Intake(filled.channel)
    writing = operations.on_behalf(by=by, party=applicant)
    try:
        with transaction.atomic():
            spend_looks(by=by, looks=1)
            record_read(by=by, subjects=sorted({applicant, subject}), what="cases.intake")
            return operations.start_draft(
                by=writing, service=filled.service, subject=subject, intake=channel, language=filled.language
            )
    except LookBudgetSpent:
        record_write(by=by, verb="desk.look_budget_spent", subjects=[], detail={"most": LOOKS_A_DAY})
        raise


def place_of(by: Actor, draft: str) -> Place:
    """Where an officer fills in a draft that they write down. DraftNotFound, RecordNotFound."""
    applicant = _applicant(by, draft=draft)
    names = people.names_of([applicant.party or 0])
    return Place(
        viewer=applicant,
        space="desk:intake_",
        layout="desk/intake_draft.html",
        leave=(_("Find a person"), reverse("desk:people")),
        file_href=lambda file: reverse("desk:intake_file", args=[draft, file]),
        sent_href=_receipt,
        done_href=_receipt,
        own=False,
        extra={"office": office_of(by, PEOPLE), "writing_for": names.get(applicant.party or 0, "")},
    )


def receipt_for(by: Actor, number: str) -> Receipt:
    """The receipt of what the officer has written down. DraftNotFound, RecordNotFound, CaseNotFound."""
    applicant = _applicant(by, number=number)
    case = queries.case_for(applicant, number)
    names = people.names_of([applicant.party or 0])
    name = names.get(applicant.party or 0, "")
    return Receipt(
        number=case.card.number,
        title=text(case.card.title),
        applicant=name,
        subject="" if case.card.subject == applicant.party else case.card.subject_name,
        at=case.card.submitted_at,
        channel=say(INTAKES, case.intake.value),
        language=LANGUAGE_NAMES[case.language],
        written_by=case.entered_name,
        answers=_answers(case),
        outcome=text(case.card.outcome_title) if case.card.outcome_title is not None else "",
        reasons=reasons(case.reasons),
        documents=tuple(f"{text(each.title)}, {each.number}" for each in case.documents),
        due="" if case.card.outcome_title is not None else day(case.card.due),
        hotline=active_country().hotline,
    )


def _applicant(by: Actor, **what: str) -> Actor:
    applicant = operations.applicant_written_for(by=by, **what)
    if not serves(by, applicant.subject or 0):
        raise RecordNotFound(person=applicant.subject)
    return applicant


def _receipt(number: str) -> str:
    return reverse("desk:intake_receipt", args=[number])


def _answers(case: CaseView) -> tuple[AnswerLine, ...]:
    return tuple(
        AnswerLine(
            label=text(row.label),
            value=", ".join(file.name for file in row.files) or text(row.value),
            source=text(row.source) if row.source is not None else None,
        )
        for row in case.answers
    )


def _services() -> list[Service[Any]]:
    asked = {Subject.SELF, Subject.CHILD}
    return [each for each in registry.services(active_country().code) if asked & set(each.subjects)]


def _choice(service: Service[Any]) -> Choice:
    return Choice(code=service.code, label=text(registry.text_of(service, "title")))


def _filled(offered: IntakeForm, given: Mapping[str, str]) -> IntakeForm:
    picked = {name: given.get(name, "")[:200] for name in ("applicant", "channel", "service")}
    picked["language"] = given.get("language", offered.language)
    missing = {
        "applicant": (offered.applicants, _("Choose who applies.")),
        "channel": (offered.channels, _("Choose how the application came.")),
        "service": (offered.services, _("Choose the service.")),
        "language": (offered.languages, _("Choose the language of the answer.")),
    }
    wrong = tuple(
        Problem(code=name, text=words)
        for name, (choices, words) in missing.items()
        if picked[name] not in {each.code for each in choices}
    )
    return replace(
        offered,
        applicant=picked["applicant"],
        channel=picked["channel"],
        service=picked["service"],
        language=picked["language"],
        errors=wrong,
    )
