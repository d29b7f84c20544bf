"""What granting does: the register has the new surname from its day on; a notice ties the two names together."""

from datetime import date

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.citizens.name_change.facts import Facts
from maarif.engine.declare import Filled, Granted
from maarif.kernel.countries import office
from maarif.kernel.names import full_name
from maarif.kernel.text import Text
from maarif.registries.people import operations as register

LINES = ("before", "after", "changed_on", "document")


def rename(granted: Granted[Facts]) -> None:
    """Gives the person the new surname by the document; the old one is kept and found."""
    register.rename(
        by=granted.decided_by or granted.asking.actor,
        person=granted.asking.subject,
        on=_day(granted),
        document=str(granted.answers["document"]),
        family_name=_surname(granted),
        reason=granted.number,
    )


def notice(granted: Granted[Facts]) -> Filled:
    """Both names, the day and the document."""
    holder = granted.facts.holder
    party, _, born = people.identity(granted.facts)
    known_by = granted.facts.known_by
    before = holder.full_name if holder is not None else ""
    after = full_name(_surname(granted), holder.given_name, holder.patronymic) if holder is not None else ""
    return Filled(
        holder=party,
        holder_name=after,
        holder_birth_date=born,
        issuer=known_by[1] if known_by is not None else office(granted.asking.country, "ministry"),
        institution=known_by[0] if known_by is not None else None,
        chosen_language=studies.reader_language(None, granted.asking),
        facts={
            "before": Text.same(before),
            "after": Text.same(after),
            "changed_on": _day(granted),
            "document": Text.same(str(granted.answers["document"])),
        },
    )


def _surname(granted: Granted[Facts]) -> str:
    return str(granted.answers["family_name"]).strip()


def _day(granted: Granted[Facts]) -> date:
    answer = granted.answers["changed_on"]
    if not isinstance(answer, date):
        raise TypeError(f"the day of the change is no day: {answer!r}")
    return answer
