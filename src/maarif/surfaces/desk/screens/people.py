"""Finding a person and opening their record: purpose, reach of the office, budget and ledger, in that order."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from maarif.registries.people import queries as people
from maarif.registries.people.types import PersonCard
from maarif.support.access.budgets import LOOKS_A_DAY, LookBudgetSpent, looks_left, spend_looks
from maarif.support.audit.operations import record_read, record_write
from maarif.support.documents import queries as documents
from maarif.support.notices import queries as notices
from maarif.support.parties.types import Actor
from maarif.surfaces.desk.scope import reaches
from maarif.surfaces.desk.types import Found, Refusal, Results, SearchForm
from maarif.surfaces.frame.environment import day
from maarif.surfaces.record.copies import copy_line, support_lines
from maarif.surfaces.record.documents import row
from maarif.surfaces.record.queries import RecordNotFound, official_record_for
from maarif.surfaces.record.types import DocumentRow, Entry, Record


def find_for(viewer: Actor, form: SearchForm) -> tuple[PersonCard, ...]:
    """The people of the viewer's office whom a complete search finds. LookBudgetSpent, recorded for those who watch."""
    try:
        with transaction.atomic():
            found = _found(viewer, form)
            spend_looks(by=viewer, looks=len(found))
    except LookBudgetSpent:
        record_write(by=viewer, verb="desk.look_budget_spent", subjects=[], detail={"most": LOOKS_A_DAY})
        raise
    return found


def record_for(viewer: Actor, person: int) -> tuple[Record, tuple[DocumentRow, ...], tuple[Entry, ...]]:
    """A record with its documents and how far what we sent came, for an official whose office reaches the person. RecordNotFound, LookBudgetSpent."""
    if not reaches(viewer, person):
        raise RecordNotFound(person=person)
    try:
        with transaction.atomic():
            spend_looks(by=viewer, looks=1)
            record = official_record_for(viewer, person)
    except LookBudgetSpent:
        record_write(by=viewer, verb="desk.look_budget_spent", subjects=[], detail={"most": LOOKS_A_DAY})
        raise
    sent = tuple(Entry(title=copy_line(card), lines=support_lines(card)) for card in notices.copies_of(viewer, person))
    return record, tuple(map(row, documents.documents_of(viewer, person))), sent


def results_of(cards: tuple[PersonCard, ...]) -> Results:
    """People found, as rows."""
    return Results(people=tuple(map(_row, cards)))


def budget_sentence(viewer: Actor) -> str:
    """How many records may still be opened today."""
    return _("You may open %(left)s more records today.") % {"left": looks_left(viewer)}


def spent() -> Refusal:
    """What an official reads whose budget is spent."""
    return Refusal(
        title=_("You have opened as many records today as one official may"),
        text=_(
            "The limit is %(most)s a day. It begins anew after midnight. If your work needs more, speak to the head of your office."
        )
        % {"most": LOOKS_A_DAY},
    )


def _found(viewer: Actor, form: SearchForm) -> tuple[PersonCard, ...]:
    if form.document:
        return _holder(viewer, form.document)

    def within(person: int) -> bool:
        return reaches(viewer, person)

    return people.find_for(viewer, form.name, number=form.number, birth_date=form.born, within=within)


def _holder(viewer: Actor, number: str) -> tuple[PersonCard, ...]:
    holder = documents.holder_of(number)
    card = people.person_card(holder) if holder is not None and reaches(viewer, holder) else None
    if card is None:
        return ()
    record_read(by=viewer, subjects=[card.id], what="people.search")
    return (card,)


def _row(card: PersonCard) -> Found:
    born = _("born on %(day)s") % {"day": day(card.birth_date)} if card.birth_date is not None else ""
    return Found(
        name=card.full_name,
        lines=tuple(filter(None, (born, card.number_masked))),
        href=reverse("desk:person", args=[card.id]),
    )
