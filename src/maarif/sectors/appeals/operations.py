"""Writes of the appeals room: an answer proposed for everybody, approved by a second person, taken down and put back; appeals without a name."""

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Func, Value
from django.db.models.fields import TextField

from maarif.engine.cases import queries as cases
from maarif.kernel import clock
from maarif.kernel.text import LANGUAGES
from maarif.registries.people import queries as people
from maarif.sectors.appeals import queries, rules
from maarif.sectors.appeals.anonymous import (
    LONGEST_ANONYMOUS,
    hand_over_anonymous,
    receive_anonymous,
    resolve_anonymous,
    sift_anonymous,
    tell_late_anonymous,
)
from maarif.sectors.appeals.errors import (
    AnotherIsUp,
    HoldsPersonalData,
    NoSuchAnswer,
    NotWhole,
    NotYourAnswer,
    ReasonMissing,
    SecondPersonNeeded,
)
from maarif.sectors.appeals.models import PublishedAnswer
from maarif.support.access.types import Role
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor, Assurance

__all__ = [
    "LONGEST",
    "LONGEST_ANONYMOUS",
    "LONGEST_WHY",
    "SERVICE",
    "approve_answer",
    "hand_over_anonymous",
    "propose_answer",
    "put_back",
    "receive_anonymous",
    "resolve_anonymous",
    "sift_anonymous",
    "take_down",
    "tell_late_anonymous",
]

SERVICE: Final = "citizens.appeal"
LONGEST: Final = 4000
LONGEST_WHY: Final = 500


def propose_answer(*, by: Actor, number: str, question: str, answer: str, language: str) -> int:
    """Proposes the answer of a closed appeal for publication, told again without its person; the number of the proposal.

    NotYourAnswer (the officer's office did not answer it), NotWhole, HoldsPersonalData (naming the words). One that was proposed
    in this language before and is not taken down is told anew, and has to be approved anew.
    """
    said = (question.strip(), answer.strip())
    with acting(by):
        case = cases.answered_by(by, number)
        if case is None or case.service != SERVICE or by.scope is None or by.scope_kind is None or by.party is None:
            raise NotYourAnswer(case=number[:40])
        if language not in LANGUAGES or not all(said) or any(len(text) > LONGEST for text in said):
            raise NotWhole(case=number)
        card = people.person_card(case.applicant)
        found = rules.personal_data("\n".join(said), [card.family_name, card.given_name] if card is not None else [])
        if found:
            raise HoldsPersonalData(found=found)
        row, _ = PublishedAnswer.objects.update_or_create(
            number=number,
            language=language,
            taken_down_at=None,
            defaults={
                "country": case.country,
                "category": case.category,
                "question": said[0],
                "answer": said[1],
                "tokens": _vector(" ".join(said)),
                "scope_kind": by.scope_kind,
                "scope": by.scope,
                "proposed_by": by.party,
                "proposed_at": clock.now(),
                "approved_by": None,
                "approved_at": None,
            },
        )
        audit.record_write(by=by, verb="appeals.propose_answer", subjects=[], detail={"answer": row.pk, "case": number})
        return row.pk


def approve_answer(*, by: Actor, answer: int, seen: str | None = None) -> None:
    """Publishes a proposed answer, as the second of two persons; `seen` is the version that was read, another one is not published unseen.

    NoSuchAnswer, NotYourAnswer, SecondPersonNeeded.
    """
    with acting(by):
        row = (
            PublishedAnswer.objects.select_for_update()
            .filter(pk=answer, approved_at__isnull=True, taken_down_at__isnull=True)
            .first()
        )
        if row is None or seen not in (None, row.proposed_at.isoformat()):
            raise NoSuchAnswer(answer=answer)
        if row.proposed_by == by.party:
            raise SecondPersonNeeded(answer=answer)
        if answer not in {card.id for card in queries.waiting_for(by)}:
            raise NotYourAnswer(answer=answer)
        row.approved_by, row.approved_at = by.party, clock.now()
        row.save(update_fields=["approved_by", "approved_at"])
        audit.record_write(by=by, verb="appeals.approve_answer", subjects=[], detail={"answer": answer})


def take_down(*, by: Actor, answer: int, why: str = "") -> None:
    """Takes an answer away, proposed or published: the office that gave it, or the ministry; it can be put back.

    NoSuchAnswer, NotYourAnswer, ReasonMissing (it was published and no reason is given).
    """
    with acting(by):
        row = _own(by, answer, down=False)
        reason = why.strip()[:LONGEST_WHY]
        if row.approved_at is not None and not reason:
            raise ReasonMissing(answer=answer)
        row.taken_down_at, row.taken_down_by, row.taken_down_why = clock.now(), by.party, reason
        row.save(update_fields=["taken_down_at", "taken_down_by", "taken_down_why"])
        audit.record_write(
            by=by, verb="appeals.take_down", subjects=[], detail={"answer": answer, "case": row.number, "why": reason}
        )


def put_back(*, by: Actor, answer: int, why: str) -> None:
    """Shows an answer again that was taken down, as it was: published, or waiting for its second person.

    NoSuchAnswer, NotYourAnswer, ReasonMissing, AnotherIsUp.
    """
    with acting(by):
        row = _own(by, answer, down=True)
        reason = why.strip()[:LONGEST_WHY]
        if not reason:
            raise ReasonMissing(answer=answer)
        row.taken_down_at, row.taken_down_by, row.taken_down_why = None, None, ""
        try:
            with transaction.atomic():
                row.save(update_fields=["taken_down_at", "taken_down_by", "taken_down_why"])
        except IntegrityError as error:
            raise AnotherIsUp(answer=answer) from error
        audit.record_write(
            by=by, verb="appeals.put_back", subjects=[], detail={"answer": answer, "case": row.number, "why": reason}
        )


def _own(by: Actor, answer: int, *, down: bool) -> PublishedAnswer:
    """The answer, locked, up or down as said, when it is the officer's office's or the officer is the ministry's. NoSuchAnswer, NotYourAnswer."""
    row = PublishedAnswer.objects.select_for_update().filter(pk=answer, taken_down_at__isnull=not down).first()
    if row is None:
        raise NoSuchAnswer(answer=answer)
    ministry = by.role == Role.MINISTRY_OFFICER and by.scope == row.country
    own = (by.scope_kind, by.scope) == (row.scope_kind, row.scope)
    if by.assurance < Assurance.OFFICIAL or not (ministry or own):
        raise NotYourAnswer(answer=answer)
    return row


def _vector(text: str) -> Func:
    """The words of a text as the index keeps them; no dictionary of the database is asked."""
    words = list(rules.tokens(text))
    array = Func(*(Value(word, output_field=TextField()) for word in words), template="ARRAY[%(expressions)s]::text[]")
    return Func(array, function="array_to_tsvector")
