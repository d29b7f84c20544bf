"""Reads of the cases room: may I apply, my drafts, my cases, one case whole; each through the gate of its viewer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from maarif.engine import forms, registry
from maarif.engine.cases import (
    drafts,
    enclosures,
    events,
    following,
    listing,
    offices,
    receipts,
    rules,
    sent,
    signing,
    snapshots,
    subjects,
)
from maarif.engine.cases.counting import figures, promises, promises_of
from maarif.engine.cases.dossier import dossier_for
from maarif.engine.cases.enclosures import limits_of_answer, limits_of_message, ready_for_message
from maarif.engine.cases.errors import CaseNotFound, DraftNotFound, QuestionNotAsked
from maarif.engine.cases.foreseeing import foresee
from maarif.engine.cases.handing import holder_for, opened, seat_of, seats_for
from maarif.engine.cases.inbox import cards_of, desk_for, inbox_for, tally_for
from maarif.engine.cases.load import PERIOD as LOAD_PERIOD
from maarif.engine.cases.load import load_for
from maarif.engine.cases.models import Case, FrozenDeclaration, Turn
from maarif.engine.cases.naming import colleagues_of, leads_office
from maarif.engine.cases.offices import SOON_DAYS
from maarif.engine.cases.past import PastCase, answered_by, open_about, past_of, waiting_in
from maarif.engine.cases.revisions import Revision, revisions
from maarif.engine.cases.types import (
    DOCUMENT,
    OPEN,
    Answering,
    Candidate,
    CaseCard,
    CaseView,
    DraftCard,
    DraftView,
    Eligible,
    Intake,
    NotEligible,
    SignatureView,
    Status,
)
from maarif.engine.decisions import failing, reason_of
from maarif.engine.declare import Kind, Service
from maarif.engine.registry import text_of
from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.people import queries as people
from maarif.support.files import queries as kept_files
from maarif.support.files.types import Limits
from maarif.support.parties.types import Actor

__all__ = [
    "LOAD_PERIOD",
    "SOON_DAYS",
    "PastCase",
    "Revision",
    "answered_by",
    "answering_for",
    "candidates",
    "cards_of",
    "case_for",
    "chain_broken_at",
    "colleagues_of",
    "count_cases",
    "declaration",
    "desk_for",
    "dossier_for",
    "draft_for",
    "drafts_of",
    "eligibility",
    "figures",
    "foresee",
    "has_affair",
    "holder_for",
    "inbox_for",
    "leads_office",
    "limits_for",
    "limits_of_answer",
    "limits_of_message",
    "load_for",
    "my_cases",
    "number_of",
    "open_about",
    "opened",
    "overview_for",
    "past_of",
    "promises",
    "promises_of",
    "ready_for_message",
    "revisions",
    "seat_of",
    "seats_for",
    "signature_for",
    "standing_of",
    "tally_for",
    "waiting_in",
]


def eligibility(service: str, actor: Actor, subject: int | None = None) -> Eligible | NotEligible:
    """Whether the actor may have the service for the subject (the child acted for, else the only one possible), and if not why.

    AssuranceTooLow, NotYourWard, SubjectNotChosen.
    """
    declared = registry.service(service)
    subjects.applicant(actor, declared)
    return _judged(declared, actor, subjects.chosen(actor, declared, subject))


def candidates(service: str, actor: Actor) -> tuple[Candidate, ...]:
    """Everybody for whom the actor may ask, oneself first, each with what the rules say; for "For whom?". AssuranceTooLow."""
    declared = registry.service(service)
    subjects.applicant(actor, declared)
    options = subjects.possible(actor, declared)
    names = people.names_of(options)
    return tuple(
        Candidate(
            party=party,
            name=names.get(party, ""),
            is_self=party == actor.party,
            eligibility=_judged(declared, actor, party),
        )
        for party in options
    )


def _judged(service: Service[Any], actor: Actor, subject: int) -> Eligible | NotEligible:
    asking = subjects.asking(actor, subject)
    unmet = failing(service, service.facts(asking))
    if not unmet:
        return Eligible(service=service.code, subject=subject)
    reasons = tuple(reason_of(service, rule, asking.country, asking.on) for rule in unmet)
    return NotEligible(service=service.code, subject=subject, reasons=reasons)


def draft_for(viewer: Actor, key: str, *, field: str | None = None, words: str = "") -> DraftView:
    """A whole open draft of the viewer's: questions, answers, what registers say. DraftNotFound, NotYourWard.

    With `field`, what `words` find among what can be picked for that question.
    """
    case = drafts.open_draft(viewer, key, lock=False)
    service = registry.service(case.service)
    subjects.still_possible(viewer, service, case.subject_id)
    asking = subjects.asking(viewer, case.subject_id)
    facts = service.facts(asking)
    answers = drafts.with_registers(service, drafts.restored(service, case.answers), facts, asking)
    questions = forms.questions(service, answers, facts, asking)
    waiting = tuple(each.code for each in questions if not each.answered)
    searched = next((each for each in forms.visible(service, answers) if each.code == field), None)
    return DraftView(
        card=_draft_card(case, service, people.names_of([case.subject_id])),
        known=forms.known_facts(service, facts),
        questions=questions,
        place=case.place,
        next=waiting[0] if waiting else None,
        ready=not waiting,
        digest=rules.answers_digest(drafts.kept(answers)),
        declaration=text_of(service, "declaration"),
        rows=drafts.rows(service, answers, facts, asking),
        found=forms.found(searched, facts, asking, words) if searched is not None else None,
    )


def number_of(viewer: Actor, key: str) -> str | None:
    """The number of the application that one of the viewer's drafts has become; None while it is not sent, or not theirs."""
    try:
        return drafts.find(viewer, key, lock=False).number
    except DraftNotFound:
        return None


def drafts_of(viewer: Actor, *, limit: int = 20) -> tuple[DraftCard, ...]:
    """The viewer's open drafts, the latest first; while acting for a child only the child's."""
    if viewer.party is None:
        return ()
    where, asked = listing.UNSENT, [viewer.party, clock.now()]
    if viewer.acting_for is not None:
        where, asked = where + " AND subject_id = %s", [*asked, viewer.acting_for]
    rows = listing.read(where, asked, order="saved_at DESC", limit=limit)
    found = [case for case in rows if registry.is_run(case.service)]
    names = people.names_of({case.subject_id for case in found}) if found else {}
    return tuple(_draft_card(case, registry.service(case.service), names) for case in found)


def _draft_card(case: Case, service: Service[Any], names: Mapping[int, str]) -> DraftCard:
    answers = drafts.restored(service, case.answers)
    asked = forms.visible(service, answers)
    return DraftCard(
        key=str(case.key),
        service=case.service,
        title=text_of(service, "title"),
        subject=case.subject_id,
        subject_name=names.get(case.subject_id, ""),
        saved_at=case.saved_at,
        expires_at=case.expires_at,
        answered=sum(field.code in answers for field in asked),
        questions=len(asked),
    )


def my_cases(
    viewer: Actor,
    party: int | None = None,
    *,
    limit: int = 50,
    before: str | None = None,
    statuses: Sequence[Status] = (),
    family: bool = False,
) -> tuple[CaseCard, ...]:
    """Sent cases of the viewer (applied by them or about them; with `family` also about any ward), or about a ward, the latest first.

    `party` is whose cases; without it the child acted for, else the viewer. `before` is the number of the last card of the page
    before, `statuses` keeps only those that stand so. A party that is neither the viewer nor a ward has no cases for this viewer.
    """
    whose = party if party is not None else viewer.subject
    if whose is None or not _may_see(viewer, whose):
        return ()
    wards = [bond.person.id for bond in people.wards(whose)] if family and whose == viewer.party else []
    mine, asked = listing.concerning(whose, applied=whose == viewer.party, wards=wards)
    if statuses:
        mine, asked = mine + listing.STANDING, [*asked, [status.value for status in statuses]]
    if before is None:
        return _cards(listing.read(mine + listing.SENT, asked, limit=limit))
    return _cards(listing.read(mine + listing.SENT + listing.before(mine), [*asked, before, *asked], limit=limit))


def count_cases(viewer: Actor, party: int | None = None) -> int:
    """How many sent cases `my_cases` would list in all."""
    whose = party if party is not None else viewer.subject
    if whose is None or not _may_see(viewer, whose):
        return 0
    mine, asked = listing.concerning(whose, applied=whose == viewer.party)
    return listing.count(mine + listing.SENT, asked)


def _cards(rows: Iterable[Case], names: Mapping[int, str] | None = None) -> tuple[CaseCard, ...]:
    found = list(rows)
    if names is None:
        names = people.names_of({case.subject_id for case in found}) if found else {}
    today, awaited = subjects.today(), following.awaited(found)
    return tuple(
        replace(receipts.card_of(case, names.get(case.subject_id, ""), today), answer_by=awaited.get(case.pk))
        for case in found
    )


def overview_for(
    viewer: Actor, names: Mapping[int, str], *, limit: int = 20
) -> tuple[tuple[DraftCard, ...], tuple[CaseCard, ...]]:
    """The open drafts and the latest sent cases of the viewer (or of the child acted for) in one statement, for a first page.

    `names` are those of the viewer and of their wards, which the page has read already; a subject who is not among them
    costs one more statement.
    """
    if viewer.party is None:
        return (), ()
    mine, asked = listing.concerning(viewer.subject or viewer.party, applied=viewer.acting_for is None)
    found = listing.read(mine + listing.SENT_OR_UNSENT, [*asked, viewer.party, clock.now()], limit=limit)
    strangers = {case.subject_id for case in found} - set(names)
    known = {**names, **(people.names_of(strangers) if strangers else {})}
    unsent_cards = tuple(
        _draft_card(case, registry.service(case.service), known)
        for case in found
        if case.number is None and registry.is_run(case.service)
    )
    return unsent_cards, _cards((case for case in found if case.number is not None), known)


def case_for(viewer: Actor, number: str) -> CaseView:
    """One sent case whole: for who applied, whom it is about, and today's guardian of that child. CaseNotFound."""
    case = Case.objects.select_related("rating").filter(number=number[:40]).first()
    if case is None or not _may_see_case(viewer, case):
        raise CaseNotFound(number=number[:40])
    names = people.names_of({case.subject_id, case.entered_by or case.subject_id})
    history = case.events.order_by("position")
    view = following.view_of(viewer, case, names.get(case.subject_id, ""), subjects.today(), tuple(history))
    return replace(
        view,
        standing=standing_of(case),
        intake=Intake(case.intake),
        language=case.language,
        entered_name=names.get(case.entered_by or 0, ""),
    )


def standing_of(case: Case) -> tuple[Text, ...]:
    """Where an open case stands beyond its stage, in the service's words; nothing where the service says nothing."""
    service = sent.service_of(case)
    if service.standing is None or case.status not in OPEN or case.number is None:
        return ()
    said = service.standing(service.facts(sent.asking_of(case)), case.number)
    return tuple(text_of(service, f"standing.{each.code}").filled(**each.words) for each in said)


def limits_for(viewer: Actor, draft: str, field: str) -> Limits | None:
    """What a question of the viewer's draft takes; None when it asks for no files. DraftNotFound, QuestionNotAsked."""
    case = drafts.open_draft(viewer, draft, lock=False)
    asked = registry.service(case.service).field(field)
    if asked is None:
        raise QuestionNotAsked(field=field[:60])
    return forms.limits_of(asked) if asked.kind is Kind.FILE else None


def answering_for(viewer: Actor, number: str, *, search: str = "", words: str = "") -> Answering:
    """What is asked of the applicant now, with the questions that may be corrected, each with its answer.

    With `search`, what `words` find for that question. CaseNotFound when nothing is asked, or this viewer may not answer.
    """
    view = case_for(viewer, number)
    request = view.open_request
    if request is None or not view.may.answer:
        raise CaseNotFound(number=number[:40])
    case = Case.objects.get(number=number)
    service, asking = sent.service_of(case), sent.asking_of(case)
    facts, answers = service.facts(asking), drafts.restored(service, case.answers)
    trays = enclosures.trays_now(viewer, number)
    cards = kept_files.of_folder(str(case.key)) if trays else ()
    held = {code: tray.holding(cards) for code, tray in trays.items()}
    paper = held.pop(DOCUMENT, None)
    asked = (each for each in forms.questions(service, answers, facts, asking) if each.code in request.fields)
    field = service.field(search) if search in request.fields else None
    return Answering(
        card=view.card,
        request=request,
        service=service,
        questions=tuple(each for each in asked if each.code not in trays),
        paper=paper.field if paper is not None else None,
        files=paper.ready if paper is not None else (),
        replacing=tuple(held.values()),
        found=forms.found(field, facts, asking, words) if field is not None else None,
    )


def signature_for(viewer: Actor, number: str) -> SignatureView:
    """An application that waits, or waited, for the viewer's signature: what is signed, in words. CaseNotFound."""
    case = Case.objects.filter(number=number[:40]).first()
    mine = (each for each in case.signatures.order_by("pk") if signing.may_sign(viewer, each)) if case else iter(())
    found = next(mine, None)
    if case is None or found is None:
        raise CaseNotFound(number=number[:40])
    names = people.names_of([case.party_id, case.subject_id])
    card = receipts.card_of(case, names.get(case.subject_id, ""), subjects.today())
    return SignatureView(
        card=card,
        applicant=names.get(case.party_id, ""),
        role=Text.of(receipts.body_of(case)["texts"][f"cosigners.{found.code}"]),
        answers=snapshots.rows_of(case.facts),
        sign_by=found.sign_by,
        signed_at=found.signed_at,
        refused_at=found.refused_at,
        waits=case.status == Status.WAITING_SIGNATURE and found.signed_at is None and found.refused_at is None,
    )


def has_affair(viewer: Actor, folder: str) -> bool:
    """Whether the officer's office has or had a turn in the sent case whose files lie in this folder."""
    try:
        key = UUID(folder)
    except ValueError:
        return False
    turns = Turn.objects.filter(case__key=key, case__number__isnull=False)
    return any(offices.may_act(viewer, turn) for turn in turns)


def chain_broken_at(number: str) -> int | None:
    """The position of the first line of a case's history that does not follow from the one before; None when it holds."""
    return events.broken_at(Case.objects.get(number=number))


def declaration(digest: str) -> Mapping[str, Any] | None:
    """A frozen declaration by its digest: what a case was submitted under."""
    row = FrozenDeclaration.objects.filter(digest=digest).first()
    return row.body if row is not None else None


def _may_see_case(viewer: Actor, case: Case) -> bool:
    if viewer.acting_for is not None and viewer.acting_for != case.subject_id:
        return False
    if viewer.party is None:
        return False
    return viewer.party in (case.party_id, case.subject_id) or people.is_guardian(viewer.party, case.subject_id)


def _may_see(viewer: Actor, whose: int) -> bool:
    """Oneself, or one's ward; while acting for a child nobody but the child."""
    if viewer.party is None or (viewer.acting_for is not None and viewer.acting_for != whose):
        return False
    return whose == viewer.party or people.is_guardian(viewer.party, whose)
