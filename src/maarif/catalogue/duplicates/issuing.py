"""The duplicate: the entry in the register, the paper that says so, and the end of the duplicate before it."""

from maarif.catalogue.certificates import graduations, issuers, people, words
from maarif.catalogue.duplicates.facts import Finished, chosen, documented, last_duplicate
from maarif.engine.declare import Answers, Consequence, Filled, Granted
from maarif.kernel.text import Text
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.types import DuplicateReason
from maarif.support.documents import queries as documents
from maarif.support.documents.types import Status


def finished(facts: Finished) -> bool:
    """The register knows that something was finished."""
    return bool(facts.completed)


def document_recorded(facts: Finished) -> bool:
    """The register has the number of at least one document."""
    return not facts.completed or bool(documented(facts))


def consequences(facts: Finished, answers: Answers) -> tuple[Consequence, ...]:
    """Which document (or duplicate) will hold no more."""
    if not documented(facts) or "graduation" not in answers:
        return ()
    card = chosen(facts, answers)
    last = last_duplicate(facts, card)
    number = card.document_number if last is None else last.number
    return (Consequence(code="replaces", words={"number": Text.same(number)}),)


def record(granted: Granted[Finished]) -> None:
    """The duplicate is written into the register with its number. DuplicateRefused."""
    enrolments.record_duplicate(
        by=granted.by,
        enrolment=chosen(granted.facts, granted.answers).id,
        number=str(granted.noted["duplicate_number"]),
        on=granted.asking.on,
        reason=DuplicateReason(str(granted.answers["what_happened"])),
        case=granted.number,
    )


def filled(granted: Granted[Finished], lines: tuple[str, ...]) -> Filled:
    """The duplicate itself; it stands for the duplicate that the portal issued before."""
    party, name, born = people.identity(granted.facts)
    card = chosen(granted.facts, granted.answers)
    issuer, institution = issuers.of(granted)
    said = {
        **graduations.lines(card, granted.answers),
        "original_number": card.document_number,
        "duplicate_number": str(granted.noted["duplicate_number"]),
        "what_happened": words.say("duplicate", str(granted.answers["what_happened"])),
        "archive": None if institution == card.institution else issuer,
    }
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=issuer,
        institution=institution,
        chosen_language=str(granted.answers["paper_language"]),
        facts={code: said[code] for code in lines},
        words={"number": card.document_number},
        replaces=_before(granted),
    )


def _before(granted: Granted[Finished]) -> str | None:
    """The public id of the duplicate that was issued before."""
    last = last_duplicate(granted.facts, chosen(granted.facts, granted.answers))
    if last is None:
        return None
    issued = documents.documents_by_case([last.case]).get(last.case, ())
    return next((each.public_id for each in issued if each.status is not Status.REVOKED), None)
