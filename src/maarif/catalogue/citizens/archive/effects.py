"""What granting does: the look into the archive is written down, and the extract goes to the one who is entitled to it."""

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.citizens.archive.facts import RELATIONS, Archived, Facts, found, studies_in_words
from maarif.engine.declare import Filled, Granted
from maarif.kernel.countries import office
from maarif.kernel.errors import Refusal
from maarif.kernel.text import Text
from maarif.support.audit import operations as audit

LINES = ("person", "born", "archived_on", "studies", "relation")


class NotInArchive(Refusal):
    """The archive has nobody, or several, of the name and birth date that the application gives."""


def open_record(granted: Granted[Facts]) -> None:
    """Writes down who opened whose record for which application. NotInArchive."""
    archived = _found(granted)
    by = granted.decided_by or granted.asking.actor
    audit.record_read(
        by=by, subjects=[archived.person.id], what="archive.extract", purpose="application", case=granted.number
    )


def extract(granted: Granted[Facts]) -> Filled:
    """What the registers have of the person, for the applicant. NotInArchive."""
    archived = _found(granted)
    card = archived.person
    last = archived.studies[0] if archived.studies else None
    party, name, born = people.identity(granted.facts)
    return Filled(
        holder=party,
        holder_name=name,
        holder_birth_date=born,
        issuer=last.where if last is not None else office(granted.asking.country, "ministry"),
        institution=last.institution if last is not None else None,
        chosen_language=studies.reader_language(None, granted.asking),
        facts={
            "person": Text.same(card.full_name),
            "born": card.birth_date,
            "archived_on": card.death_date or card.departed_on,
            "studies": studies_in_words(archived),
            "relation": RELATIONS[str(granted.answers["relation"])],
        },
        words={"person": card.full_name},
    )


def _found(granted: Granted[Facts]) -> Archived:
    archived = found(granted.facts, granted.answers)
    if archived is None:
        raise NotInArchive(case=granted.number)
    return archived
